"""Which message shows which subject to whom: one for each, edited through its life."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Card as Row

_COLUMNS = (
    Row.person_id,
    Row.kind,
    Row.subject_id,
    Row.chat_id,
    Row.message_id,
    Row.revision,
    Row.shown_at,
)
_GET = select(*_COLUMNS).where(
    Row.person_id == bindparam("person"),
    Row.kind == bindparam("kind"),
    Row.subject_id == bindparam("subject"),
)

# Both halves have an index of their own: cards stay, and one person has thousands after some years.
_SHOWING = select(*_COLUMNS).where(
    or_(
        and_(
            Row.person_id == bindparam("person"),
            Row.kind == bindparam("kind"),
            Row.subject_id == bindparam("subject"),
        ),
        and_(Row.chat_id == bindparam("chat"), Row.message_id == bindparam("message")),
    )
)


def _adopting(insert: dialects.Insert) -> dialects.Insert:
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["person_id", "kind", "subject_id"],
        set_={name: new[name] for name in ("chat_id", "message_id", "revision", "shown_at")},
        where=or_(Row.message_id != new.message_id, Row.revision <= new.revision),
    )


_PUT = dialects.both(Row, _adopting)


@dataclass(frozen=True, slots=True)
class Card:
    """A message that shows a subject; `revision` is the run's when it was drawn."""

    person_id: int
    kind: str
    subject_id: int
    chat_id: int
    message_id: int
    revision: int
    shown_at: datetime


async def get(session: AsyncSession, *, person_id: int, kind: str, subject_id: int) -> Card | None:
    """The card of a subject that somebody has."""
    row = (
        await session.execute(_GET, {"person": person_id, "kind": kind, "subject": subject_id})
    ).one_or_none()
    return None if row is None else Card(*row)


async def showing(
    session: AsyncSession, *, person_id: int, kind: str, subject_id: int, chat_id: int, message_id: int
) -> list[Card]:
    """Somebody's card of a subject, and whatever else is known to stand in this message."""
    given = {
        "person": person_id,
        "kind": kind,
        "subject": subject_id,
        "chat": chat_id,
        "message": message_id,
    }
    return [Card(*row) for row in await session.execute(_SHOWING, given)]


async def put(
    tx: AsyncSession,
    *,
    person_id: int,
    kind: str,
    subject_id: int,
    chat_id: int,
    message_id: int,
    revision: int,
    now: datetime,
) -> bool:
    """Make a message the card; False when it shows a newer revision already."""
    row = {
        "person_id": person_id,
        "kind": kind,
        "subject_id": subject_id,
        "chat_id": chat_id,
        "message_id": message_id,
        "revision": revision,
        "shown_at": now,
    }
    return dialects.count(await tx.execute(_PUT[dialects.name(tx)], row)) == 1


async def by_message(session: AsyncSession, *, chat_id: int, message_id: int) -> list[Card]:
    """What a message shows: usually one subject."""
    query = select(*_COLUMNS).where(Row.chat_id == chat_id, Row.message_id == message_id)
    return [Card(*row) for row in await session.execute(query.order_by(Row.kind, Row.subject_id))]


async def of_subject(session: AsyncSession, *, kind: str, subject_id: int) -> list[Card]:
    """Everybody's cards of a subject; meant for the few moments at which all of them are redrawn."""
    query = select(*_COLUMNS).where(Row.kind == kind, Row.subject_id == subject_id)
    return [Card(*row) for row in await session.execute(query.order_by(Row.person_id))]


async def of_person(session: AsyncSession, *, person_id: int) -> list[Card]:
    """All that somebody was ever shown, the newest first; for when all of it is to be put right."""
    query = select(*_COLUMNS).where(Row.person_id == person_id)
    return [Card(*row) for row in await session.execute(query.order_by(Row.shown_at.desc(), Row.subject_id))]


async def newest(session: AsyncSession, *, person_id: int, kind: str, limit: int = 20) -> list[Card]:
    """The cards that somebody was shown last."""
    query = select(*_COLUMNS).where(Row.person_id == person_id, Row.kind == kind)
    query = query.order_by(Row.shown_at.desc(), Row.subject_id).limit(limit)
    return [Card(*row) for row in await session.execute(query)]


async def forget(tx: AsyncSession, *, person_id: int, kind: str, subject_id: int) -> None:
    """The message is gone, or shows something else."""
    await tx.execute(
        delete(dialects.table(Row)).where(
            Row.person_id == person_id, Row.kind == kind, Row.subject_id == subject_id
        )
    )
