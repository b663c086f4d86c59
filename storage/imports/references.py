"""Who still needs a row: asked of every foreign key of the schema, so that a new table is never forgotten."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.imports import rows
from storage.models import Row


async def used(tx: AsyncSession, model: type[Row], ids: Collection[int]) -> set[int]:
    """Those of the rows that another row names."""
    target = dialects.table(model)
    found: set[int] = set()
    for table in Row.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is not target.c.id:
                continue
            for chunk in rows.chunks(set(ids) - found):
                query = select(key.parent).where(key.parent.in_(chunk)).distinct()
                found |= set((await tx.execute(query)).scalars())
    return found
