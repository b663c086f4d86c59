"""Everything that somebody may see, as rows with names instead of ids: what a file for other programs is made of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Activity, Client, Contact, Deal, Note, Person, Phone, Product, Run, Team

Owners = Collection[int] | None
"""Whose rows are meant; None: everybody's."""


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal; the fields of its process are in `extra`, the next activity is its earliest open one."""

    number: str | None
    process: str
    version: int
    client: str | None
    contact: str | None
    phone: str | None
    product: str | None
    owner: str
    stage: str
    outcome: str | None
    amount: Decimal | None
    currency: str | None
    close_date: date | None
    opened_at: datetime | None
    closed_at: datetime | None
    touched_at: datetime | None
    parked_until: date | None
    parked_reason: str | None
    next_due: datetime | None
    extra: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClientRow:
    name: str
    inn: str | None
    owner: str | None
    created_at: datetime
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ContactRow:
    """`own` is whether its phone may be shown: of a client, or on a deal, of these people. `more` are other numbers."""

    client: str | None
    name: str
    phone: str | None
    email: str | None
    own: bool
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityRow:
    client: str | None
    number: str | None
    process: str
    version: int
    key: str
    title: str | None
    owner: str
    due: datetime
    state: str
    outcome: str | None
    attempt: int
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    client: str | None
    number: str | None
    at: datetime
    person: str
    kind: str
    words: str | None
    file_name: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    roles: list[str]
    team: str | None
    zone: str
    joined_at: datetime | None
    left_at: datetime | None


def _of(column: Any, owners: Owners) -> Sequence[ColumnElement[bool]]:
    return () if owners is None else (column.in_(list(owners)),)


async def deals(session: AsyncSession, owners: Owners) -> list[DealRow]:
    """In the order in which they were made."""
    task = select(func.min(Activity.due)).where(Activity.run_id == Run.id, Activity.state == "open")
    query = (
        select(
            Deal.number, Run.process, Run.version, Client.name, Contact.name, Contact.phone, Product.name,
            Person.name, Deal.stage, Deal.outcome, Deal.amount, Deal.currency, Deal.close_date, Deal.opened_at,
            Deal.closed_at, Deal.touched_at, Deal.parked_until, Deal.parked_reason, task.scalar_subquery(), Deal.extra,
        )
        .join(Run, and_(Run.kind == "deal", Run.subject_id == Deal.id))
        .join(Person, Person.id == Deal.owner_id)
        .outerjoin(Client, Client.id == Deal.client_id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .outerjoin(Product, Product.id == Deal.product_id)
        .where(*_of(Deal.owner_id, owners))
        .order_by(Deal.id)
    )  # fmt: skip
    rows: Any = await session.execute(query)
    return [DealRow(*row) for row in rows]


def _seen(owners: Owners) -> Sequence[ColumnElement[bool]]:
    """Clients of these people, and those with whom they have deals."""
    if owners is None:
        return ()
    theirs = exists().where(Deal.client_id == Client.id, Deal.owner_id.in_(list(owners)))
    return (or_(Client.owner_id.in_(list(owners)), theirs),)


async def clients(session: AsyncSession, owners: Owners) -> list[ClientRow]:
    """By name."""
    query = (
        select(Client.name, Client.inn, Person.name, Client.created_at, Client.details)
        .outerjoin(Person, Person.id == Client.owner_id)
        .where(*_seen(owners))
        .order_by(Client.key, Client.id)
    )
    return [ClientRow(*row) for row in await session.execute(query)]


async def contacts(session: AsyncSession, owners: Owners) -> list[ContactRow]:
    """By client and name; those without a client only where they are on a deal of these people."""
    on_deal: ColumnElement[bool] = exists().where(Deal.contact_id == Contact.id, *_of(Deal.owner_id, owners))
    own = or_(*_of(Client.owner_id, owners), on_deal) if owners is not None else Contact.id.is_not(None)
    query = (
        select(Contact.id, Client.name, Contact.name, Contact.phone, Contact.email, own)
        .outerjoin(Client, Client.id == Contact.client_id)
        .order_by(Client.key, Contact.name, Contact.id)
    )
    if owners is not None:
        query = query.where(or_(*_seen(owners), on_deal))
    more: dict[int, list[str]] = {}
    for contact, number in await session.execute(select(Phone.contact_id, Phone.number).order_by(Phone.id)):
        more.setdefault(contact, []).append(number)
    return [
        ContactRow(client, name, phone, email, bool(mine), tuple(more.get(number, ())))
        for number, client, name, phone, email, mine in await session.execute(query)
    ]


async def activities(session: AsyncSession, owners: Owners) -> list[ActivityRow]:
    """Of the deals of these people, and their own of other deals; the oldest first."""
    chosen = () if owners is None else (or_(*_of(Deal.owner_id, owners), *_of(Activity.owner_id, owners)),)
    query = (
        select(
            Client.name, Deal.number, Run.process, Run.version, Activity.key, Activity.title, Person.name,
            Activity.due, Activity.state, Activity.outcome, Activity.attempt, Activity.opened_at, Activity.closed_at,
        )
        .join(Run, Run.id == Activity.run_id)
        .join(Deal, and_(Run.kind == "deal", Deal.id == Run.subject_id))
        .join(Person, Person.id == Activity.owner_id)
        .outerjoin(Client, Client.id == Deal.client_id)
        .where(Activity.state != "undone", *chosen)
        .order_by(Activity.id)
    )  # fmt: skip
    rows: Any = await session.execute(query)
    return [ActivityRow(*row) for row in rows]


async def notes(session: AsyncSession, owners: Owners) -> list[NoteRow]:
    """On the deals of these people, the oldest first; files by their names only."""
    query = (
        select(Client.name, Deal.number, Note.at, Person.name, Note.kind, Note.words, Note.file_name)
        .join(Run, Run.id == Note.run_id)
        .join(Deal, and_(Run.kind == "deal", Deal.id == Run.subject_id))
        .join(Person, Person.id == Note.person_id)
        .outerjoin(Client, Client.id == Deal.client_id)
        .where(*_of(Deal.owner_id, owners))
        .order_by(Note.id)
    )
    return [NoteRow(*row) for row in await session.execute(query)]


async def people(session: AsyncSession, ids: Owners) -> list[PersonRow]:
    """By name."""
    query = (
        select(Person.name, Person.roles, Team.name, Person.zone, Person.joined_at, Person.left_at)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(*_of(Person.id, ids))
        .order_by(Person.name, Person.id)
    )
    return [PersonRow(*row) for row in await session.execute(query)]
