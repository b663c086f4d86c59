"""What people left on deals: words, or files that Telegram keeps and sends again by their id."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dialects import table
from storage.models import History, Person, Run
from storage.models import Note as Row


@dataclass(frozen=True, slots=True)
class Content:
    """What a note consists of. `kind` is text, voice, photo, document, video, round (a video note) or audio.

    `words` is the text or the caption; `size` counts bytes; `album` is shared by files that were sent at once.
    """

    kind: str
    words: str | None = None
    file_id: str | None = None
    file_name: str | None = None
    size: int | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is read back; `by` is a name."""

    id: int
    run_id: int
    activity_id: int | None
    person_id: int
    by: str
    at: datetime
    content: Content


_NEAR = 20
"""Notes of a person among which an album is looked for: it has ten files at most, and they come together."""

_ALL = (
    select(
        Row.id,
        Row.run_id,
        Row.activity_id,
        Row.person_id,
        Person.name,
        Row.at,
        Row.kind,
        Row.words,
        Row.file_id,
        Row.file_name,
        Row.size,
        Row.album,
    ).join(Person, Person.id == Row.person_id)
)  # fmt: skip


async def add(
    tx: AsyncSession, *, run_id: int, activity_id: int | None, person_id: int, content: Content, now: datetime
) -> int:
    """Keep a note, and tell it in the history of the run; the row id. The revision stays: no button becomes stale."""
    row = {
        "run_id": run_id,
        "activity_id": activity_id,
        "person_id": person_id,
        "at": now,
        "kind": content.kind,
        "words": content.words,
        "file_id": content.file_id,
        "file_name": content.file_name,
        "size": content.size,
        "album": content.album,
    }
    number: int = (await tx.execute(insert(table(Row)).values(row).returning(Row.id))).scalar_one()
    run = table(Run).c
    state, revision = (
        await tx.execute(select(run.state, run.revision).where(run.id == run_id).with_for_update())
    ).one()
    told = {
        "run_id": run_id,
        "cause_id": None,
        "revision": revision,
        "at": now,
        "actor_id": person_id,
        "trigger": {"note": number, "kind": content.kind},
        "state_before": state,
        "state": state,
        "before": {},
    }
    await tx.execute(insert(table(History)).values(told))
    return number


async def get(session: AsyncSession, note_id: int) -> Note | None:
    row = (await session.execute(_ALL.where(Row.id == note_id))).one_or_none()
    return None if row is None else _note(*row)


async def of_ids(session: AsyncSession, note_ids: Collection[int]) -> dict[int, Note]:
    """Notes by their ids."""
    if not note_ids:
        return {}
    rows = await session.execute(_ALL.where(Row.id.in_(list(note_ids))))
    return {row[0]: _note(*row) for row in rows}


async def last(session: AsyncSession, run_id: int, *, limit: int = 3) -> list[Note]:
    """What was left on a deal, the newest first."""
    rows = await session.execute(_ALL.where(Row.run_id == run_id).order_by(Row.id.desc()).limit(limit))
    return [_note(*row) for row in rows]


async def of_album(session: AsyncSession, person_id: int, album: str) -> Note | None:
    """One of an album that is just being sent, which says where the others belong."""
    query = _ALL.where(Row.person_id == person_id).order_by(Row.id.desc()).limit(_NEAR)
    found = [_note(*row) for row in await session.execute(query)]
    return next((one for one in found if one.content.album == album), None)


def _note(*row: Any) -> Note:
    number, run_id, activity_id, person_id, by, at, *content = row
    return Note(number, run_id, activity_id, person_id, by, at, Content(*content))
