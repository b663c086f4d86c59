"""People at clients; phones in E.164."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Contact as Row
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


async def get(session: AsyncSession, contact_id: int) -> Contact | None:
    row = (await session.execute(select(*_COLUMNS).where(Row.id == contact_id))).one_or_none()
    return None if row is None else Contact(*row)


async def of_client(session: AsyncSession, client_id: int, *, limit: int = 20) -> list[Contact]:
    """The contacts of a client, the newest first."""
    query = select(*_COLUMNS).where(Row.client_id == client_id).order_by(Row.id.desc()).limit(limit)
    return [Contact(*row) for row in await session.execute(query)]


async def by_phone(session: AsyncSession, phone: str) -> list[Contact]:
    """Everybody who has this number (E.164)."""
    query = select(*_COLUMNS).where(Row.phone == phone).order_by(Row.id)
    return [Contact(*row) for row in await session.execute(query)]


async def add(
    tx: AsyncSession, *, client_id: int | None, name: str, phone: str | None = None, email: str | None = None
) -> int:
    """A new contact; the row id."""
    row = {"client_id": client_id, "name": name, "key": fold(name), "phone": phone, "email": email}
    return (await tx.execute(insert(Row).values(row).returning(Row.id))).scalar_one()


async def set_phone(tx: AsyncSession, contact_id: int, phone: str) -> None:
    """Another number (E.164)."""
    await tx.execute(update(dialects.table(Row)).where(Row.id == contact_id).values(phone=phone))
