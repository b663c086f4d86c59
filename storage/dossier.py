"""What is known of one client, for its card: who works there and their numbers, its deals, what was done last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.finding import visible
from storage.models import Activity, Client, Contact, Deal, Person, Phone, Run


@dataclass(frozen=True, slots=True)
class Dossier:
    """A client. `details` is what an import brought; `owner_id` is whoever works with it."""

    id: int
    name: str
    inn: str | None
    owner_id: int | None
    owner: str | None
    details: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody at the client with all his numbers (E.164), the first one first."""

    id: int
    name: str
    email: str | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The client's deals: open, won, lost, transferred to another process."""

    open: int = 0
    won: int = 0
    lost: int = 0
    transferred: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done about the client; `key` and `outcome` are words of that version of the process."""

    process: str
    version: int
    key: str
    title: str | None
    outcome: str | None
    at: datetime
    by: str | None


async def get(session: AsyncSession, client_id: int, *, owner_ids: Collection[int] | None) -> Dossier | None:
    """The client, if it is of these owners (None: of anybody)."""
    query = (
        select(
            Client.id,
            Client.name,
            Client.inn,
            Client.owner_id,
            Person.name,
            Client.details,
            Client.created_at,
        )
        .select_from(Client)
        .outerjoin(Person, Person.id == Client.owner_id)
        .where(Client.id == client_id, *visible(owner_ids))
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Dossier(*row)


async def people(session: AsyncSession, client_id: int, *, limit: int = 6) -> list[Reachable]:
    """Contacts, the newest first."""
    query = select(Contact.id, Contact.name, Contact.email, Contact.phone)
    rows = (
        await session.execute(
            query.where(Contact.client_id == client_id).order_by(Contact.id.desc()).limit(limit)
        )
    ).all()
    more = select(Phone.contact_id, Phone.number).where(Phone.contact_id.in_([row[0] for row in rows]))
    numbers: dict[int, list[str]] = {row[0]: [row[3]] if row[3] else [] for row in rows}
    for contact, number in await session.execute(more.order_by(Phone.id)):
        if number not in numbers[contact]:
            numbers[contact].append(number)
    return [Reachable(row[0], row[1], row[2], tuple(numbers[row[0]])) for row in rows]


async def counts(session: AsyncSession, client_id: int, *, owner_ids: Collection[int] | None) -> Counts:
    """How its deals went; those of these owners only."""
    query = select(Deal.outcome, func.count()).where(Deal.client_id == client_id, *_theirs(owner_ids))
    found: dict[str, int] = {
        outcome or "open": n for outcome, n in await session.execute(query.group_by(Deal.outcome))
    }
    return Counts(*(found.get(key, 0) for key in ("open", "won", "lost", "transferred")))


async def done(
    session: AsyncSession, client_id: int, *, owner_ids: Collection[int] | None, limit: int = 3
) -> list[Done]:
    """What was done on its deals, the newest first."""
    query: Select[*tuple[Any, ...]] = (
        select(
            Run.process,
            Run.version,
            Activity.key,
            Activity.title,
            Activity.outcome,
            Activity.closed_at,
            Person.name,
        )
        .select_from(Activity)
        .join(Run, Run.id == Activity.run_id)
        .join(Deal, and_(Run.kind == literal_column("'deal'"), Run.subject_id == Deal.id))
        .outerjoin(Person, Person.id == Activity.closed_by)
        .where(Deal.client_id == client_id, Activity.state == literal_column("'done'"), *_theirs(owner_ids))
        .order_by(Activity.closed_at.desc(), Activity.id.desc())
        .limit(limit)
    )
    return [Done(*row) for row in await session.execute(query)]


def _theirs(owner_ids: Collection[int] | None) -> list[Any]:
    return [] if owner_ids is None else [Deal.owner_id.in_(list(owner_ids))]
