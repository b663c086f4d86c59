"""A person's own work in a period, counted: what he did, what came of it, and whether it was in time.

A call or a meeting belongs to whoever closed it and to when; a deal to its owner, and to when it was opened or closed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import days_between
from storage.models import Activity, Deal, Run

GRACE = timedelta(hours=1)
"""What is for a moment is in time when it is done within an hour of it; what is for a day, by the end of its working hours."""


@dataclass(frozen=True, slots=True)
class Acts:
    """Activities of one kind and outcome that were done; keys are of that version of the process."""

    process: str
    version: int
    key: str
    kind: str
    outcome: str | None
    count: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Deals:
    """New ones, and how others ended; sums in the company's currency."""

    new: int
    won: int
    lost: int
    won_sum: Decimal


async def acts(session: AsyncSession, *, person_id: int, since: datetime, until: datetime) -> list[Acts]:
    """What the person has done in [since, until)."""
    late = days_between(Activity.due, Activity.closed_at)
    in_time = or_(late <= 0, and_(Activity.timed, late <= GRACE / timedelta(days=1)))
    query = (
        select(
            Run.process,
            Run.version,
            Activity.key,
            Activity.kind,
            Activity.outcome,
            func.count(),
            func.sum(case((in_time, 1), else_=0)),
        )
        .select_from(Activity)
        .join(Run, Run.id == Activity.run_id)
        .where(
            Activity.closed_by == person_id,
            Activity.state == literal_column("'done'"),
            Activity.closed_at >= since,
            Activity.closed_at < until,
        )
        .group_by(Run.process, Run.version, Activity.key, Activity.kind, Activity.outcome)
    )
    return [Acts(*row) for row in await session.execute(query)]


async def deals(session: AsyncSession, *, owner_id: int, since: datetime, until: datetime) -> Deals:
    """The person's deals that were opened, won or lost in [since, until)."""
    opened = and_(Deal.opened_at >= since, Deal.opened_at < until)
    closed = and_(Deal.closed_at >= since, Deal.closed_at < until)
    won, lost = and_(closed, Deal.outcome == "won"), and_(closed, Deal.outcome == "lost")
    query = select(
        _how_many(opened),
        _how_many(won),
        _how_many(lost),
        func.sum(case((won, Deal.amount), else_=None)),
    ).where(Deal.owner_id == owner_id, Deal.draft.is_(False), or_(opened, closed))
    row = (await session.execute(query)).one()
    return Deals(row[0] or 0, row[1] or 0, row[2] or 0, row[3] or Decimal(0))


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
