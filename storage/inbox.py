"""Updates stored before Telegram may forget them; marked done in the transaction that carries their effects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, delete, literal_column, select, update
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
    .where(_NEW)
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


async def waiting(session: AsyncSession, *, limit: int) -> list[Waiting]:
    """The oldest updates that wait, in order."""
    found = await session.execute(_WAITING, {"most": limit})
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


async def purge(tx: AsyncSession, *, before: datetime) -> int:
    """Remove what was done before this instant; how many. Dead letters stay."""
    return dialects.count(
        await tx.execute(delete(dialects.table(Inbox)).where(Inbox.state == "done", Inbox.done_at < before))
    )
