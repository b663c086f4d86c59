"""What breaks a rule among somebody's open tasks, also those on other people's deals."""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.allowances import before
from fsm.definition import Rule
from storage.dialects import table
from storage.models import Activity, Deal, Run
from storage.obligations import TASK
from storage.watches.scope import Found, Scope

_deal, _run, _task = (table(one).c for one in (Deal, Run, Activity))


async def step(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """Their day is over; what is due today is nobody's fault yet."""
    late = _task.due < before(rule.limit, scope.now, scope.calendar)
    return await _found(session, scope, _task.due, late, _deal.draft.is_(False))


async def snooze(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """They were put off too often."""
    often = _task.snoozed >= rule.limit.number
    return await _found(session, scope, _task.opened_at, often, _deal.draft.is_(False))


async def approval(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """Somebody asked the owner to approve, and has no answer yet."""
    asked = (_task.kind == literal_column("'approval'"), _run.kind == literal_column("'request'"))
    late = _task.opened_at < before(rule.limit, scope.now, scope.calendar)
    return await _found(session, scope, _task.opened_at, late, *asked)


def owned(scope: Scope) -> list[ColumnElement[bool]]:
    """Open tasks of the owner."""
    open_ = _task.state == literal_column("'open'")
    return [open_, _task.owner_id == scope.owner_id, *scope.within(_task.id)]


async def _found(
    session: AsyncSession, scope: Scope, since: Any, *conditions: ColumnElement[bool]
) -> list[Found]:
    query: Select[Any] = (
        select(_task.id, _task.run_id, since)
        .join_from(table(Activity), table(Run), _run.id == _task.run_id)
        .join(table(Deal), _deal.id == _run.subject_id)
        .where(*owned(scope), *conditions)
    )
    rows = await session.execute(query)
    return [Found(TASK, task, run, task, scope.owner_id, at) for task, run, at in rows]
