"""Companies that buy or may buy, and finding them by whatever a person types."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client as Row
from storage.models import Contact, Deal
from storage.names import digits, fold

_SHORTEST_TAIL = 4
_COLUMNS = (Row.id, Row.name, Row.key, Row.owner_id, Row.details, Row.created_at)


@dataclass(frozen=True, slots=True)
class Client:
    """A company; `details` is what an import brought, shown and not computed with."""

    id: int
    name: str
    key: str
    owner_id: int | None
    details: dict[str, Any]
    created_at: datetime


async def get(session: AsyncSession, client_id: int) -> Client | None:
    row = (await session.execute(select(*_COLUMNS).where(Row.id == client_id))).one_or_none()
    return None if row is None else Client(*row)


async def by_name(session: AsyncSession, name: str) -> Client | None:
    """The client whose name folds to the same key, the oldest of several."""
    found = await session.execute(select(*_COLUMNS).where(Row.key == fold(name)).order_by(Row.id).limit(1))
    row = found.one_or_none()
    return None if row is None else Client(*row)


async def find(
    session: AsyncSession, text: str, *, owner_ids: Collection[int] | None = None, limit: int = 10
) -> list[Client]:
    """Clients by a part of the name, of a contact's name, by a phone's tail or a deal's number.

    Names that begin so come first. With `owner_ids` only clients that these own or have deals with.
    """
    key, tail = fold(text), digits(text)
    matches: list[ColumnElement[bool]] = []
    if key:
        named = Contact.key.contains(key, autoescape=True)
        matches += [Row.key.contains(key, autoescape=True), _contact(named)]
        matches.append(exists().where(Deal.client_id == Row.id, Deal.number == text.strip()))
    if len(tail) >= _SHORTEST_TAIL:
        matches.append(_contact(Contact.phone.endswith(tail[-10:], autoescape=True)))
    if not matches:
        return []
    query = select(*_COLUMNS).where(or_(*matches))
    if owner_ids is not None:
        theirs = exists().where(Deal.client_id == Row.id, Deal.owner_id.in_(list(owner_ids)))
        query = query.where(or_(Row.owner_id.in_(list(owner_ids)), theirs))
    first = case((Row.key.startswith(key, autoescape=True), 0), else_=1) if key else Row.id
    found = await session.execute(query.order_by(first, Row.key, Row.id).limit(limit))
    return [Client(*row) for row in found]


def _contact(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(and_(Contact.client_id == Row.id, condition))


async def add(
    tx: AsyncSession,
    *,
    name: str,
    owner_id: int | None,
    now: datetime,
    details: dict[str, Any] | None = None,
    import_id: int | None = None,
    inn: str | None = None,
) -> int:
    """A new client; the row id. `inn` is the tax number, digits only."""
    row = {
        "name": name,
        "key": fold(name),
        "owner_id": owner_id,
        "inn": inn,
        "details": details or {},
        "import_id": import_id,
        "created_at": now,
    }
    return (await tx.execute(insert(Row).values(row).returning(Row.id))).scalar_one()
