"""What breaks a rule among somebody's open deals; drafts are nobody's business yet."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.allowances import before, beyond, day_before
from fsm.definition import Rule
from storage.dialects import table
from storage.models import Activity, Deal, Import, Run, StageRun
from storage.obligations import DEAL
from storage.watches.scope import Found, Scope, normed

_deal, _run, _stay, _task, _import = (table(one).c for one in (Deal, Run, StageRun, Activity, Import))
_OPEN = _task.state == literal_column("'open'")
_STAGE = _deal.process + literal_column("'.'") + _deal.stage


async def stage(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """In their stage for longer than is usual. A stay that an import told of counts from the import."""
    told = func.coalesce(_import.at, _stay.entered_at)
    since = case((_stay.how == literal_column("'import'"), told), else_=_stay.entered_at)
    norm = normed(rule, _STAGE, lambda limit: before(limit, scope.now, scope.calendar))
    query = (
        _deals(scope, since)
        .join(table(StageRun), and_(_stay.run_id == _run.id, _stay.number == _run.stage_run))
        .outerjoin(table(Import), _import.id == _deal.import_id)
        .where(since < norm, _awake(scope))
    )
    return [_found(scope, deal, run, at) for deal, run, at in await session.execute(query)]


async def far(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """The next step is too far away; it is so since it was planned."""
    first = (
        select(_task.id)
        .where(_task.run_id == _run.id, _OPEN)
        .order_by(_task.due, _task.id)
        .limit(1)
        .correlate(table(Run))
        .scalar_subquery()
    )
    norm = normed(rule, _STAGE, lambda limit: beyond(limit, scope.now, scope.calendar))
    query = (
        _deals(scope, _task.opened_at, _task.id)
        .join(table(Activity), _task.id == first)
        .where(_task.due >= norm, _awake(scope))
    )
    rows = await session.execute(query)
    return [_found(scope, deal, run, opened, step) for deal, run, opened, step in rows]


async def missing(session: AsyncSession, _rule: Rule, scope: Scope) -> list[Found]:
    """Nothing is open on them, since the last of it ended."""
    last = select(func.max(_task.closed_at)).where(_task.run_id == _run.id).correlate(table(Run))
    step = exists(select(_task.id).where(_task.run_id == _run.id, _OPEN).correlate(table(Run)))
    query = _deals(scope, last.scalar_subquery(), _deal.opened_at).where(~step, _awake(scope))
    rows = await session.execute(query)
    return [_found(scope, deal, run, ended or opened or scope.now) for deal, run, ended, opened in rows]


async def info(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """Nobody has touched them for long. An imported one counts from its import: what happened before, happened elsewhere."""
    touched = func.coalesce(_deal.touched_at, _import.at, _deal.opened_at)
    query = (
        _deals(scope, touched)
        .outerjoin(table(Import), _import.id == _deal.import_id)
        .where(touched < before(rule.limit, scope.now, scope.calendar), _awake(scope))
    )
    return [_found(scope, deal, run, at) for deal, run, at in await session.execute(query)]


async def park(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """They waited for a day that is over."""
    day = day_before(rule.limit, scope.today, scope.calendar)
    query = _deals(scope, _deal.parked_until).where(_deal.parked_until < day)
    rows = await session.execute(query)
    return [
        _found(scope, deal, run, scope.calendar.morning(until + timedelta(days=1), 0))
        for deal, run, until in rows
    ]


def owned(scope: Scope) -> list[ColumnElement[bool]]:
    """Open deals of the owner that are no drafts."""
    return [
        _deal.outcome.is_(None),
        _deal.draft.is_(False),
        _deal.owner_id == scope.owner_id,
        *scope.within(_deal.id),
    ]


def _deals(scope: Scope, *columns: Any) -> Select[Any]:
    on = and_(_run.kind == literal_column("'deal'"), _run.subject_id == _deal.id)
    return select(_deal.id, _run.id, *columns).join_from(table(Deal), table(Run), on).where(*owned(scope))


def _awake(scope: Scope) -> ColumnElement[bool]:
    """It waits for no day ahead."""
    return or_(_deal.parked_until.is_(None), _deal.parked_until <= scope.today)


def _found(scope: Scope, deal: int, run: int, since: datetime, step: int | None = None) -> Found:
    return Found(DEAL, deal, run, step, scope.owner_id, since)
