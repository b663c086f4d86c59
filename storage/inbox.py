"""Updates stored before Telegram may forget them; marked done in the transaction that carries their effects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Inbox

TRIES = 5
"""Failures after which an update is a dead letter."""

# Written out, not bound: only then do both planners see that the partial index serves.
_NEW = Inbox.state == literal_column("'new'")
_RECEIVE = dialects.both(Inbox, lambda insert: insert.on_conflict_do_nothing(index_elements=["update_id"]))
_WAITING = (
    select(Inbox.update_id, Inbox.sender, Inbox.payload, Inbox.attempts)
    .where(_NEW, Inbox.sender.not_in(bindparam("busy", expanding=True)))
    .order_by(Inbox.update_id)
    .limit(bindparam("most"))
)
_DONE = (
    update(dialects.table(Inbox))
    .where(_NEW, Inbox.update_id.in_(bindparam("ids", expanding=True)))
    .values(state="done", done_at=bindparam("now"), error=None)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that was not worked yet; `payload` is its JSON, `sender` a Telegram id or 0."""

    update_id: int
    sender: int
    payload: str
    attempts: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An update that failed TRIES times."""

    update_id: int
    sender: int
    received_at: datetime
    attempts: int
    error: str | None


async def receive(tx: AsyncSession, rows: Sequence[tuple[int, int, str]], *, now: datetime) -> None:
    """Store updates (update id, sender, payload); those that are stored already are left alone."""
    if not rows:
        return
    await tx.execute(
        _RECEIVE[dialects.name(tx)],
        [
            {
                "update_id": update_id,
                "sender": sender,
                "payload": payload,
                "received_at": now,
                "state": "new",
                "attempts": 0,
            }
            for update_id, sender, payload in rows
        ],
    )


async def waiting(session: AsyncSession, *, limit: int, busy: Collection[int] = ()) -> list[Waiting]:
    """The oldest updates that wait, in order, without those of the senders in `busy`."""
    found = await session.execute(_WAITING, {"busy": list(busy), "most": limit})
    return [Waiting(*row) for row in found]


async def done(tx: AsyncSession, update_ids: Sequence[int], *, now: datetime) -> int:
    """Mark them as worked; how many were not yet. Fewer than given: somebody else did it, roll back."""
    return dialects.count(await tx.execute(_DONE, {"ids": list(update_ids), "now": now}))


async def failed(tx: AsyncSession, update_id: int, *, error: str, now: datetime) -> bool:
    """Count a failure; True when the update is a dead letter with it."""
    tries = Inbox.attempts + 1
    found = await tx.execute(
        update(dialects.table(Inbox))
        .where(_NEW, Inbox.update_id == update_id)
        .values(
            attempts=tries,
            error=error,
            state=case((tries >= TRIES, "dead"), else_="new"),
            done_at=case((tries >= TRIES, bindparam("now", now, Inbox.done_at.type)), else_=None),
        )
        .returning(Inbox.state)
    )
    return found.scalar_one_or_none() == "dead"


async def dead_letters(session: AsyncSession, *, limit: int = 20) -> list[DeadLetter]:
    """The newest dead letters first."""
    found = await session.execute(
        select(Inbox.update_id, Inbox.sender, Inbox.received_at, Inbox.attempts, Inbox.error)
        .where(Inbox.state == "dead")
        .order_by(Inbox.update_id.desc())
        .limit(limit)
    )
    return [DeadLetter(*row) for row in found]


async def is_done(session: AsyncSession, update_id: int) -> bool:
    """Whether this update was worked or given up."""
    state = await session.scalar(select(Inbox.state).where(Inbox.update_id == update_id))
    return state in {"done", "dead"}


async def lag(session: AsyncSession, *, now: datetime) -> timedelta | None:
    """How long the oldest update has been waiting; None when none does."""
    oldest = await session.scalar(select(Inbox.received_at).where(_NEW).order_by(Inbox.update_id).limit(1))
    return None if oldest is None else now - oldest


async def last_update_id(session: AsyncSession) -> int | None:
    """The highest update id ever stored and not purged."""
    return await session.scalar(select(func.max(Inbox.update_id)))


async def purge(tx: AsyncSession, *, before: datetime) -> int:
    """Remove what was done before this instant; how many. Dead letters stay."""
    return dialects.count(
        await tx.execute(delete(dialects.table(Inbox)).where(Inbox.state == "done", Inbox.done_at < before))
    )
