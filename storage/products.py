"""What is sold, and what to suggest when a deal's product is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Deal
from storage.models import Product as Row
from storage.names import fold

_COLUMNS = (Row.id, Row.name, Row.key, Row.series, Row.price)


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is sold; the price is in the company's currency."""

    id: int
    name: str
    key: str
    series: str | None
    price: Decimal | None


async def get(session: AsyncSession, product_id: int) -> Product | None:
    row = (await session.execute(select(*_COLUMNS).where(Row.id == product_id))).one_or_none()
    return None if row is None else Product(*row)


async def of_ids(session: AsyncSession, product_ids: Collection[int]) -> dict[int, Product]:
    """Products by their ids; those that are gone are absent."""
    if not product_ids:
        return {}
    rows = await session.execute(select(*_COLUMNS).where(Row.id.in_(list(product_ids))))
    return {row[0]: Product(*row) for row in rows}


async def find(session: AsyncSession, text: str, *, offset: int = 0, limit: int = 10) -> list[Product]:
    """Products with this in the name; the one whose name it is first."""
    key = fold(text)
    if not key:
        return []
    query = select(*_COLUMNS).where(Row.key.contains(key, autoescape=True))
    query = query.order_by((Row.key == key).desc(), Row.name, Row.id).offset(offset).limit(limit)
    return [Product(*row) for row in await session.execute(query)]


async def count(session: AsyncSession, text: str | None = None) -> int:
    """How many there are, or how many have this in the name."""
    query = select(func.count()).select_from(Row)
    if text is not None:
        query = query.where(Row.key.contains(fold(text), autoescape=True))
    return (await session.execute(query)).scalar_one()


async def suggested(
    session: AsyncSession, *, client_id: int | None, offset: int = 0, limit: int = 6
) -> list[Product]:
    """What this client was last offered, then the rest of the catalogue by name."""
    last = (
        select(Deal.product_id, func.max(Deal.id).label("deal"))
        .where(Deal.client_id == client_id, Deal.product_id.is_not(None))
        .group_by(Deal.product_id)
        .subquery()
    )
    query = (
        select(*_COLUMNS)
        .outerjoin(last, last.c.product_id == Row.id)
        .order_by(func.coalesce(last.c.deal, 0).desc(), Row.name, Row.id)
        .offset(offset)
        .limit(limit)
    )
    return [Product(*row) for row in await session.execute(query)]


async def add(
    tx: AsyncSession,
    *,
    name: str,
    series: str | None = None,
    price: Decimal | None = None,
    import_id: int | None = None,
) -> int:
    """A new product; the row id."""
    row = {"name": name, "key": fold(name), "series": series, "price": price, "import_id": import_id}
    return (await tx.execute(insert(Row).values(row).returning(Row.id))).scalar_one()
