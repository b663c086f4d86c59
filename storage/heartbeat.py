"""When updates were last fetched: what tells, after a start, how long nobody was listening."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Setting

KEY = "alive"
_BEAT = dialects.both(
    Setting,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"value": insert.excluded.value}
    ),
)


async def beat(tx: AsyncSession, now: datetime) -> None:
    """Updates were fetched at this instant (UTC)."""
    await tx.execute(_BEAT[dialects.name(tx)], {"key": KEY, "value": {"at": now.isoformat()}})


async def last(session: AsyncSession) -> datetime | None:
    """The last such instant; None before the first."""
    written = await session.scalar(select(Setting.value).where(Setting.key == KEY))
    return None if written is None else datetime.fromisoformat(written["at"])
