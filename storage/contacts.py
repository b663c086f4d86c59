"""People at clients; phones in E.164."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Contact as Row
from storage.models import Phone
from storage.names import fold

_COLUMNS = (Row.id, Row.client_id, Row.name, Row.phone, Row.email)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a client; without one, the client is not known yet."""

    id: int
    client_id: int | None
    name: str
    phone: str | None
    email: str | None
    more: tuple[str, ...] = ()  # further numbers, where they were asked for

    @property
    def phones(self) -> tuple[str, ...]:
        """All that is known, the first one first."""
        return (*(() if self.phone is None else (self.phone,)), *self.more)


async def get(session: AsyncSession, contact_id: int) -> Contact | None:
    row = (await session.execute(select(*_COLUMNS).where(Row.id == contact_id))).one_or_none()
    return None if row is None else Contact(*row)


async def of_ids(session: AsyncSession, contact_ids: Collection[int]) -> dict[int, Contact]:
    """Contacts by their ids; those that are gone are absent."""
    if not contact_ids:
        return {}
    rows = await session.execute(select(*_COLUMNS).where(Row.id.in_(list(contact_ids))))
    return {row[0]: Contact(*row) for row in rows}


async def of_client(session: AsyncSession, client_id: int, *, limit: int = 20) -> list[Contact]:
    """The contacts of a client, the newest first."""
    query = select(*_COLUMNS).where(Row.client_id == client_id).order_by(Row.id.desc()).limit(limit)
    return [Contact(*row) for row in await session.execute(query)]


async def with_phones(session: AsyncSession, client_id: int, *, limit: int = 20) -> list[Contact]:
    """The contacts of a client with all their numbers, the newest contact first."""
    found = await of_client(session, client_id, limit=limit)
    more = await phones_of(session, [one.id for one in found])
    return [replace(one, more=more.get(one.id, ())) for one in found]


async def phones_of(session: AsyncSession, contact_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Further numbers by contact, in the order in which they were given."""
    found: dict[int, tuple[str, ...]] = {}
    query = select(Phone.contact_id, Phone.number).where(Phone.contact_id.in_(list(contact_ids)))
    for contact, number in await session.execute(query.order_by(Phone.id)):
        found[contact] = (*found.get(contact, ()), number)
    return found


async def add_phone(tx: AsyncSession, contact_id: int, number: str) -> bool:
    """One more number (E.164), the first one where there was none; False where it is known already."""
    contact = await get(tx, contact_id)
    if contact is None or number == contact.phone:
        return False
    if contact.phone is None:
        await set_phone(tx, contact_id, number)
        return True
    if number in (await phones_of(tx, [contact_id])).get(contact_id, ()):
        return False
    await tx.execute(insert(dialects.table(Phone)).values(contact_id=contact_id, number=number))
    return True


async def add(
    tx: AsyncSession, *, client_id: int | None, name: str, phone: str | None = None, email: str | None = None
) -> int:
    """A new contact; the row id."""
    row = {"client_id": client_id, "name": name, "key": fold(name), "phone": phone, "email": email}
    return (await tx.execute(insert(Row).values(row).returning(Row.id))).scalar_one()


async def set_phone(tx: AsyncSession, contact_id: int, phone: str) -> None:
    """Another number (E.164)."""
    await tx.execute(update(dialects.table(Row)).where(Row.id == contact_id).values(phone=phone))


async def set_email(tx: AsyncSession, contact_id: int, email: str) -> None:
    """Another address."""
    await tx.execute(update(dialects.table(Row)).where(Row.id == contact_id).values(email=email))
