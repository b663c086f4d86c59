"""Whether there is anything to do now: one small question, because an idle program asks it every second."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Outbox, Timer

# The earliest one, not whether one is due: PostgreSQL might answer that by reading the whole table.
_ASK = select(
    select(Timer.due)
    .where(Timer.state == literal_column("'pending'"))
    .order_by(Timer.due)
    .limit(1)
    .scalar_subquery(),
    select(Outbox.due)
    .where(Outbox.state == literal_column("'pending'"))
    .order_by(Outbox.due)
    .limit(1)
    .scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Pending:
    """What is due now, and when the next thing will be (a UTC instant, past if something is due)."""

    timers: bool
    outbox: bool
    earliest: datetime | None


async def due(session: AsyncSession, *, now: datetime) -> Pending:
    """Whether a timer and whether a message is due."""
    timer, message = (await session.execute(_ASK)).one()
    return Pending(
        timers=timer is not None and timer <= now,
        outbox=message is not None and message <= now,
        earliest=min((found for found in (timer, message) if found is not None), default=None),
    )
