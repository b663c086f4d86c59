"""Groups, and topics of groups, in which a team is told what happened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Channel as Row

_TABLE = dialects.table(Row)
_c = _TABLE.c
_COLUMNS = (
    _c.id,
    _c.chat_id,
    _c.thread_id,
    _c.title,
    _c.team_id,
    _c.language,
    _c.kinds,
    _c.by_id,
    _c.created_at,
    _c.closed_at,
)
EVENTS = ("new", "won", "lost")
"""What a channel can be told of, in the order in which it is shown."""
CHANGES = frozenset({"team_id", "language", "kinds", "title", "chat_id"})


@dataclass(frozen=True, slots=True)
class Channel:
    """Where it is; `kinds` are what it is told of: none until somebody has confirmed it. `team_id` None: everything."""

    id: int
    chat_id: int
    thread_id: int | None
    title: str
    team_id: int | None
    language: str
    kinds: frozenset[str]
    by_id: int
    created_at: datetime
    closed_at: datetime | None


def _channel(row: Any) -> Channel:
    values = list(row)
    values[6] = frozenset(values[6])
    return Channel(*values)


async def get(session: AsyncSession, channel_id: int) -> Channel | None:
    """One by its row id, also a closed one."""
    row = (await session.execute(select(*_COLUMNS).where(_c.id == channel_id))).one_or_none()
    return None if row is None else _channel(row)


async def open_ones(session: AsyncSession) -> list[Channel]:
    """All that are not closed, the oldest first; there are a few."""
    found = await session.execute(select(*_COLUMNS).where(_c.closed_at.is_(None)).order_by(_c.id))
    return [_channel(row) for row in found]


async def at(session: AsyncSession, chat_id: int) -> list[Channel]:
    """Those of one group that are not closed."""
    query = select(*_COLUMNS).where(_c.chat_id == chat_id, _c.closed_at.is_(None))
    return [_channel(row) for row in await session.execute(query.order_by(_c.id))]


async def add(
    tx: AsyncSession,
    *,
    chat_id: int,
    thread_id: int | None,
    title: str,
    team_id: int | None,
    language: str,
    by_id: int,
    now: datetime,
) -> int:
    """A channel that is told nothing yet; its id."""
    row: dict[str, Any] = {
        "chat_id": chat_id,
        "thread_id": thread_id,
        "title": title[:200],
        "team_id": team_id,
        "language": language,
        "kinds": [],
        "by_id": by_id,
        "created_at": now,
    }
    number: int = (await tx.execute(insert(_TABLE).values(row).returning(_c.id))).scalar_one()
    return number


async def change(tx: AsyncSession, channel_id: int, **values: Any) -> None:
    """Change its team, language, kinds, title or chat."""
    assert values.keys() <= CHANGES, values
    if "kinds" in values:
        values["kinds"] = sorted(values["kinds"])
    await tx.execute(update(_TABLE).where(_c.id == channel_id).values(**values))


async def moved(tx: AsyncSession, *, chat_id: int, to: int) -> None:
    """The group became a supergroup, which has another id."""
    await tx.execute(update(_TABLE).where(_c.chat_id == chat_id).values(chat_id=to))


async def close(tx: AsyncSession, channel_ids: Collection[int], *, now: datetime) -> int:
    """They are told nothing any more; how many were open."""
    closing = update(_TABLE).where(_c.id.in_(list(channel_ids)), _c.closed_at.is_(None))
    return dialects.count(await tx.execute(closing.values(closed_at=now)))
