"""Whether there is anything to do now: one small question, because an idle program asks it every second."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.columns import Instant
from storage.models import Outbox, Timer

_NOW = bindparam("now", type_=Instant)


def _is_due(table: Table) -> ColumnElement[Any]:
    # The earliest one, not whether one is due: PostgreSQL might answer that by reading the whole table.
    pending = select(table.c.due).where(table.c.state == literal_column("'pending'"))
    return pending.order_by(table.c.due).limit(1).scalar_subquery() <= _NOW


_ASK = select(_is_due(dialects.table(Timer)), _is_due(dialects.table(Outbox)))


@dataclass(frozen=True, slots=True)
class Pending:
    """What is due now."""

    timers: bool
    outbox: bool


async def due(session: AsyncSession, *, now: datetime) -> Pending:
    """Whether a timer and whether a message is due."""
    timers, outbox = (await session.execute(_ASK, {"now": now})).one()
    return Pending(bool(timers), bool(outbox))
