"""Whether there is anything to do now: one small question, because an idle program asks it every second."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Outbox, Timer

_ASK = select(
    exists().where(Timer.state == literal_column("'pending'"), Timer.due <= bindparam("now")),
    exists().where(Outbox.state == literal_column("'pending'"), Outbox.due <= bindparam("now")),
)


@dataclass(frozen=True, slots=True)
class Pending:
    """What is due."""

    timers: bool
    outbox: bool


async def due(session: AsyncSession, *, now: datetime) -> Pending:
    """Whether a timer and whether a message is due."""
    timers, outbox = (await session.execute(_ASK, {"now": now})).one()
    return Pending(bool(timers), bool(outbox))
