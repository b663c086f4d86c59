"""Companies that buy or may buy, and finding them by whatever a person types."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client as Row
from storage.names import fold

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


async def by_name(session: AsyncSession, name: str) -> Client | None:
    """The client whose name folds to the same key, the oldest of several."""
    found = await session.execute(select(*_COLUMNS).where(Row.key == fold(name)).order_by(Row.id).limit(1))
    row = found.one_or_none()
    return None if row is None else Client(*row)


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
