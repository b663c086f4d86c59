"""Who changed what outside the deals, whose own history tells the rest: settings, people, teams, absences."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, models
from storage.models import Audit as Row


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `actor` is a name, None for the system. `data` is plain JSON: what it was and what it is."""

    id: int
    at: datetime
    actor: str | None
    kind: str
    subject_id: int | None
    data: dict[str, Any]


async def tell(
    tx: AsyncSession,
    kind: str,
    *,
    actor_id: int | None,
    now: datetime,
    subject: int | None = None,
    **data: Any,
) -> int:
    """Write down a change; its row id. `kind` is setting, gate, dictionary, custom, day, person, team, absence or handover; `data` must be plain JSON."""
    row = {"at": now, "actor_id": actor_id, "kind": kind, "subject_id": subject, "data": data}
    table = dialects.table(Row)
    number: int = (await tx.execute(insert(table).values(row).returning(table.c.id))).scalar_one()
    return number


async def newest(session: AsyncSession, *, offset: int = 0, limit: int = 10) -> list[Entry]:
    """The last changes, the newest first."""
    person = models.Person
    query = (
        select(Row.id, Row.at, person.name, Row.kind, Row.subject_id, Row.data)
        .outerjoin(person, person.id == Row.actor_id)
        .order_by(Row.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Entry(*row) for row in await session.execute(query)]


async def count(session: AsyncSession) -> int:
    """How many changes are written down."""
    return await session.scalar(select(func.count()).select_from(Row)) or 0
