"""How rules do, counted over a period: what began, how it ended, what stands now, and why it was broken.

A period chooses what ended in it, for a watch what an audit found in it. `owner_ids` None is everybody.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Threshold
from fsm.obligations import State
from storage.columns import days_between
from storage.dialects import table
from storage.models import Deal as DealRow
from storage.models import Obligation as Row
from storage.models import Run as RunRow
from storage.obligations import STANDING
from storage.runs import DEAL

_row, _deal, _run = table(Row).c, table(DealRow).c, table(RunRow).c
_BROKEN = _row.state == State.BREACHED.value
_OPEN = or_(_deal.id.is_(None), _deal.outcome.is_(None))
STANDS = and_(_BROKEN, _row.accepted_at.is_(None), _OPEN)
"""Broken, and somebody has to see to it: not let pass by a head, nor about a deal that is over."""


@dataclass(frozen=True, slots=True)
class End:
    """What ended in the period. A breach ends when it was due, one of what is watched when it was found.

    `took` is how long it took until it was done, late or not, in days; None: it was not.
    """

    state: State
    at: datetime
    accepted: bool
    right: bool
    took: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is now: what runs, what does not apply, of that what is not known yet, and what is broken."""

    running: int = 0
    sleeping: int = 0
    unknown: int = 0
    broken: int = 0


def _of(rule: str | None, owner_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [] if rule is None else [_row.rule == rule]
    return chosen if owner_ids is None else [*chosen, _row.owner_id.in_(list(owner_ids))]


def with_deals(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join to a query of obligations the deals that they are about, where they are about one."""
    return (
        query.select_from(table(Row))
        .outerjoin(table(RunRow), and_(_run.id == _row.run_id, _run.kind == DEAL))
        .outerjoin(table(DealRow), _deal.id == _run.subject_id)
    )


async def broken(session: AsyncSession, owner_ids: Collection[int] | None) -> dict[str, int]:
    """How many stand broken, by rule; none of a rule with nothing."""
    query = with_deals(select(_row.rule, func.count())).where(STANDING, STANDS, *_of(None, owner_ids))
    rows: Iterable[Any] = await session.execute(query.group_by(_row.rule))
    return dict(tuple(row) for row in rows)


async def running(session: AsyncSession, rule: str) -> int:
    """How many duties would end if the rule were switched off: everybody's, those that sleep included."""
    query = select(func.count()).select_from(table(Row))
    return await session.scalar(query.where(_row.rule == rule, STANDING, _row.ended_at.is_(None))) or 0


async def begun(
    session: AsyncSession,
    rule: str,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> int:
    """How many began in [since, until)."""
    query = select(func.count()).select_from(table(Row)).where(*_of(rule, owner_ids))
    return await session.scalar(query.where(*within(_row.since, since, until))) or 0


async def righted(
    session: AsyncSession,
    rule: str,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> Sequence[float]:
    """What was broken and put right in [since, until): how many days that took from when it was found."""
    query = select(days_between(_row.ended_at, _row.right_at)).where(_BROKEN, *_of(rule, owner_ids))
    return list(await session.scalars(query.where(*within(_row.right_at, since, until))))


async def accepted(
    session: AsyncSession,
    rule: str,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> int:
    """How many breaches a head has let pass in [since, until)."""
    query = select(func.count()).select_from(table(Row)).where(*_of(rule, owner_ids))
    return await session.scalar(query.where(*within(_row.accepted_at, since, until))) or 0


async def standing(
    session: AsyncSession, rule: str, owner_ids: Collection[int] | None, *, threshold: Threshold | None = None
) -> Standing:
    """As it is now. With a threshold it is told of how many the value is not known."""
    sleeps = _row.state == State.SLEEPING.value
    nothing = literal_column("0") if threshold is None else _if(sleeps, unknown(threshold.field))
    counts = (_sum(~sleeps, ~_BROKEN), _sum(sleeps), func.sum(nothing), _sum(STANDS))
    query = with_deals(select(*counts)).where(STANDING, *_of(rule, owner_ids))
    row = (await session.execute(query)).one()
    return Standing(*(int(one or 0) for one in row))


async def ends(
    session: AsyncSession,
    rule: str,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> list[End]:
    """What ended in [since, until), the oldest first."""
    done_at = case((_BROKEN, _row.right_at), else_=_row.ended_at)
    took = days_between(_row.since, done_at)
    query = (
        select(_row.state, _row.ended_at, _row.accepted_at.is_not(None), _row.right_at.is_not(None), took)
        .where(*_of(rule, owner_ids), *within(_row.ended_at, since, until))
        .order_by(_row.ended_at, _row.id)
    )
    return [_end(row) for row in await session.execute(query)]


async def reasons(
    session: AsyncSession,
    rule: str,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> dict[str | None, int]:
    """Why what was broken in [since, until) was, the most frequent first; None: nobody has said."""
    query = select(_row.reason, func.count()).where(_BROKEN, *_of(rule, owner_ids))
    query = query.where(*within(_row.ended_at, since, until)).group_by(_row.reason)
    found = [(reason, count) for reason, count in await session.execute(query)]
    return dict(sorted(found, key=lambda one: (one[0] is None, -one[1], one[0] or "")))


def within(moment: Any, since: datetime | None, until: datetime | None) -> tuple[ColumnElement[bool], ...]:
    """In [since, until), and known; None: without that end."""
    later = () if since is None else (moment >= since,)
    return (moment.is_not(None), *later, *(() if until is None else (moment < until,)))


def unknown(field: str) -> ColumnElement[bool]:
    """Whether a field of the deal is not known; for queries that join the deal."""
    column = _deal.get(field)
    return _deal.extra[field].as_string().is_(None) if column is None else column.is_(None)


def _if(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return case((and_(*conditions), 1), else_=0)


def _sum(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(_if(*conditions))


def _end(row: Any) -> End:
    state, at, accepted_, right, took = row
    state = State(state)
    done = state in {State.FULFILLED, State.EXEMPT} or right
    return End(state, at, bool(accepted_), bool(right), took if done else None)
