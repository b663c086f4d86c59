"""Many rows at once: ids reserved ahead, inserts and updates in chunks, no objects."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import Update

from storage import dialects
from storage.models import Row

CHUNK = 500
"""Rows of one statement. More would be hardly faster, and would hold up everybody else in the process for longer."""

Progress = Callable[[int], None]
"""Told how many rows more have been written."""


async def reserve(tx: AsyncSession, model: type[Row], number: int) -> Iterator[int]:
    """Ids that nobody else will get, in rising order."""
    table = dialects.table(model)
    if dialects.name(tx) == "sqlite":
        # The write transaction is the only writer there is.
        last: int = await tx.scalar(select(func.max(table.c.id))) or 0
        return iter(range(last + 1, last + 1 + number))
    sequence = func.pg_get_serial_sequence(table.name, "id")
    found = await tx.execute(select(func.nextval(sequence)).select_from(func.generate_series(1, number)))
    return iter(sorted(found.scalars()))


async def put(tx: AsyncSession, model: type[Row], rows: Iterable[dict[str, Any]], progress: Progress) -> None:
    """Insert the rows, all with the same columns."""
    await _many(tx, insert(dialects.table(model)), rows, progress)


async def change(
    tx: AsyncSession, statement: Update, rows: Iterable[dict[str, Any]], progress: Progress
) -> None:
    """Run an update with bound parameters once for each row."""
    await _many(tx, statement, rows, progress)


async def _many(tx: AsyncSession, statement: Any, rows: Iterable[dict[str, Any]], progress: Progress) -> None:
    for chunk in chunks(rows):
        await tx.execute(statement, list(chunk))
        progress(len(chunk))


def chunks(rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Lists of at most CHUNK."""
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
