"""Who changed what outside the deals, whose own history tells the rest: settings, people, teams, absences."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, models
from storage.models import Audit as Row

RULE, CLIENT = "rule", "client"
"""Kinds of changes: of a rule, and what somebody did about a client."""


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
    """Write down a change; its row id. `kind` is setting, gate, dictionary, custom, day, person, team, absence, handover, rule, breach or client; `data` must be plain JSON."""
    row = {"at": now, "actor_id": actor_id, "kind": kind, "subject_id": subject, "data": data}
    table = dialects.table(Row)
    number: int = (await tx.execute(insert(table).values(row).returning(table.c.id))).scalar_one()
    return number


async def newest(session: AsyncSession, *, offset: int = 0, limit: int = 10) -> list[Entry]:
    """The last changes of how the company works, the newest first; what was done about clients is not for everybody."""
    query = _entries().where(Row.kind != CLIENT).offset(offset).limit(limit)
    return [Entry(*row) for row in await session.execute(query)]


async def of_rule(session: AsyncSession, rule: str, *, limit: int = 5) -> list[Entry]:
    """The last changes of one rule, the newest first."""
    query = _entries().where(Row.kind == RULE, Row.data["rule"].as_string() == rule).limit(limit)
    return [Entry(*row) for row in await session.execute(query)]


def _entries() -> Select[*tuple[Any, ...]]:
    person = models.Person
    return (
        select(Row.id, Row.at, person.name, Row.kind, Row.subject_id, Row.data)
        .outerjoin(person, person.id == Row.actor_id)
        .order_by(Row.id.desc())
    )


async def of_subjects(
    session: AsyncSession,
    kind: str,
    subjects: Collection[int],
    acts: Collection[str],
    *,
    since: datetime | None = None,
) -> dict[int, Entry]:
    """The last of these acts (`act` in the data) on each of these, perhaps since then."""
    query = _entries().where(Row.kind == kind, Row.subject_id.in_(list(subjects)))
    query = query.where(Row.data["act"].as_string().in_(list(acts)))
    if since is not None:
        query = query.where(Row.at >= since)
    found: dict[int, Entry] = {}
    for row in await session.execute(query):
        found.setdefault(row[4], Entry(*row))
    return found


async def count(session: AsyncSession) -> int:
    """How many changes `newest` has."""
    query = select(func.count()).select_from(Row).where(Row.kind != CLIENT)
    return await session.scalar(query) or 0
