"""Files that were sent to be imported: Telegram keeps the file, we keep what its sender has said of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Upload as Row

_TABLE = dialects.table(Row)
_COLUMNS = (Row.id, Row.person_id, Row.file_id, Row.name, Row.size, Row.mapping, Row.state, Row.import_id)


@dataclass(frozen=True, slots=True)
class Upload:
    """`state` is open, done or cancelled; `mapping` is empty until the file was looked at."""

    id: int
    person_id: int
    file_id: str
    name: str
    size: int
    mapping: dict[str, Any]
    state: str
    import_id: int | None


async def get(session: AsyncSession, upload_id: int) -> Upload | None:
    row = (await session.execute(select(*_COLUMNS).where(Row.id == upload_id))).one_or_none()
    return None if row is None else Upload(*row)


async def open_of(session: AsyncSession, person_id: int) -> Upload | None:
    """The file that this person is talking about, the newest if there are several."""
    query = select(*_COLUMNS).where(Row.person_id == person_id, Row.state == "open")
    row = (await session.execute(query.order_by(Row.id.desc()).limit(1))).one_or_none()
    return None if row is None else Upload(*row)


async def add(
    tx: AsyncSession, *, person_id: int, file_id: str, name: str, size: int, now: datetime
) -> Upload:
    """A file that has just come. Those of the same person that were not finished are cancelled."""
    mine = update(_TABLE).where(Row.person_id == person_id, Row.state == "open")
    await tx.execute(mine.values(state="cancelled"))
    row = {
        "person_id": person_id,
        "file_id": file_id,
        "name": name,
        "size": size,
        "mapping": {},
        "state": "open",
        "created_at": now,
    }
    number: int = (await tx.execute(insert(_TABLE).values(row).returning(Row.id))).scalar_one()
    return Upload(number, person_id, file_id, name, size, {}, "open", None)


async def say(tx: AsyncSession, upload_id: int, mapping: dict[str, Any]) -> bool:
    """Keep what was said of the file; False when it is no longer open."""
    return await _while_open(tx, upload_id, mapping=mapping)


async def cancel(tx: AsyncSession, upload_id: int) -> bool:
    """Nothing will be imported; False when it is no longer open."""
    return await _while_open(tx, upload_id, state="cancelled")


async def finish(tx: AsyncSession, upload_id: int) -> bool:
    """Claim the file for its one import; False when somebody was quicker."""
    return await _while_open(tx, upload_id, state="done")


async def imported(tx: AsyncSession, upload_id: int, import_id: int) -> None:
    """Which import it became."""
    await tx.execute(update(_TABLE).where(Row.id == upload_id).values(import_id=import_id))


async def _while_open(tx: AsyncSession, upload_id: int, **values: Any) -> bool:
    statement = update(_TABLE).where(Row.id == upload_id, Row.state == "open").values(**values)
    return dialects.count(await tx.execute(statement)) == 1
