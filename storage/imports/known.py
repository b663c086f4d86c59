"""What the database already has of the things that imports speak about."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.imports.compare import Known, Said
from storage.imports.plan import named
from storage.models import Activity, Client, Contact, Deal, Imported, Person, Phone, Product, Team


async def known(session: AsyncSession) -> Known:
    """Everything by key; of several clients with one key the oldest."""
    said: dict[str, dict[str, Said]] = defaultdict(dict)
    for kind, key, subject_id, stated in await session.execute(
        select(Imported.kind, Imported.key, Imported.subject_id, Imported.stated)
    ):
        said[kind][key] = Said(subject_id, stated)
    contacts, phoneless = await _contacts(session)
    return Known(
        clients=await _ids(session, Client.key, Client.id),
        people=await _ids(session, Person.key, Person.id),
        products=await _ids(session, Product.key, Product.id),
        teams=await _ids(session, Team.name, Team.id),
        numbers=await _ids(session, Deal.number, Deal.id),
        taxed=frozenset(await session.scalars(select(Client.key).where(Client.inn.is_not(None)))),
        contacts=contacts,
        phoneless=phoneless,
        said=said,
    )


async def _contacts(session: AsyncSession) -> tuple[dict[str, int], dict[str, int]]:
    """Contacts by all that they are known by, the surest last; and those without a phone by client and name."""
    query = select(Contact.id, Contact.key, Contact.phone, Contact.email, Client.key)
    query = query.outerjoin(Client, Client.id == Contact.client_id).order_by(Contact.id.desc())
    by_name: dict[str, int] = {}
    by_email: dict[str, int] = {}
    by_phone: dict[str, int] = {}
    phoneless: dict[str, int] = {}
    for row_id, key, phone, email, client in await session.execute(query):
        if phone:
            by_phone[phone] = row_id
        if email:
            by_email[email.lower()] = row_id
        if client and key:
            by_name[named(client, key)] = row_id
            if not phone:
                phoneless[named(client, key)] = row_id
    second = select(Phone.number, Phone.contact_id).order_by(Phone.id.desc())
    more = {row.number: row.contact_id for row in await session.execute(second)}
    return {**by_name, **by_email, **more, **by_phone}, phoneless


async def planned(session: AsyncSession, now: datetime) -> dict[int, dict[datetime, int]]:
    """How many open activities each person has at each coming due."""
    found: dict[int, dict[datetime, int]] = defaultdict(dict)
    query = (
        select(Activity.owner_id, Activity.due, func.count())
        .where(Activity.state == "open", Activity.due >= now)
        .group_by(Activity.owner_id, Activity.due)
    )
    for owner, due, number in await session.execute(query):
        found[owner][due] = number
    return found


async def has_deals(session: AsyncSession) -> bool:
    """Whether there is any deal."""
    return await session.scalar(select(Deal.id).limit(1)) is not None


async def _ids(session: AsyncSession, key: Any, row_id: Any) -> dict[str, int]:
    query = select(key, row_id).where(key.is_not(None)).order_by(row_id.desc())
    return {row[0]: row[1] for row in await session.execute(query)}
