"""Messages owed to people: kind and data, put once under a key, claimed by postponing them, then settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Outbox

LEASE = timedelta(minutes=2)
"""How long a claimed message belongs to its claimer; after that it is somebody else's."""

_TABLE = dialects.table(Outbox)
# Written out, not bound: only then do both planners see that the partial index serves.
_PENDING = Outbox.state == literal_column("'pending'")
_SENT_ALREADY = Outbox.state == literal_column("'sent'")
_PUT = dialects.both(Outbox, lambda insert: insert.on_conflict_do_nothing(index_elements=["key"]))
_DUE = (
    select(Outbox.id)
    .where(_PENDING, Outbox.due <= bindparam("now"))
    .order_by(Outbox.urgent.desc(), Outbox.due, Outbox.id)
    .limit(bindparam("most"))
    .correlate(None)
)
# A nested loop may return more than LIMIT on PostgreSQL, so there the ids are settled first.
_CHOSEN = {
    "sqlite": _DUE.scalar_subquery(),
    "postgresql": select(
        _DUE.with_for_update(skip_locked=True)
        .cte("chosen")
        .prefix_with("MATERIALIZED", dialect="postgresql")
        .c.id
    ).scalar_subquery(),
}
_OWED = (Outbox.id, Outbox.kind, Outbox.person_id, Outbox.key, Outbox.data, Outbox.urgent, Outbox.attempts)
_CLAIM = {
    dialect: update(_TABLE)
    .where(Outbox.id.in_(chosen))
    .values(due=bindparam("until"))
    .returning(*_OWED, Outbox.created_at, Outbox.cause_id, Outbox.channel_id)
    for dialect, chosen in _CHOSEN.items()
}
_SENT = (
    update(_TABLE)
    .where(Outbox.id == bindparam("row"))
    .values(state="sent", sent_at=bindparam("now"), message_id=bindparam("message"), error=None)
)


@dataclass(frozen=True, slots=True)
class Owed:
    """A message to be sent, to a person or to a channel; `attempts` counts those that failed."""

    id: int
    kind: str
    person_id: int | None
    key: str
    data: dict[str, Any]
    urgent: bool
    attempts: int
    created_at: datetime
    cause_id: int | None
    channel_id: int | None = None

    @property
    def lane(self) -> int:
        """What is kept in order: a person's messages, or (negative) a channel's."""
        return self.person_id if self.person_id is not None else -(self.channel_id or 0)


async def put(
    tx: AsyncSession,
    *,
    kind: str,
    person_id: int | None = None,
    channel_id: int | None = None,
    key: str,
    due: datetime,
    now: datetime,
    data: dict[str, Any] | None = None,
    urgent: bool = False,
    cause_id: int | None = None,
) -> bool:
    """Owe a person, or a channel, a message; False when one of this key was put before, also when it was sent already."""
    row = {
        "kind": kind,
        "person_id": person_id,
        "channel_id": channel_id,
        "key": key,
        "data": data or {},
        "urgent": urgent,
        "due": due,
        "created_at": now,
        "state": "pending",
        "attempts": 0,
        "cause_id": cause_id,
    }
    return dialects.count(await tx.execute(_PUT[dialects.name(tx)], row)) == 1


async def claim(tx: AsyncSession, *, now: datetime, limit: int, lease: timedelta = LEASE) -> list[Owed]:
    """Take what is due, urgent ones first, then in the order in which they were put.

    Claiming is postponing by the lease: a claimer that dies leaves nothing to be repaired.
    """
    found = await tx.execute(_CLAIM[dialects.name(tx)], {"now": now, "most": limit, "until": now + lease})
    return sorted((Owed(*row) for row in found), key=lambda owed: (not owed.urgent, owed.id))


async def sent(tx: AsyncSession, messages: Sequence[tuple[int, int | None]], *, now: datetime) -> None:
    """Settle messages (row id, Telegram's message id): one statement for all of them."""
    if messages:
        rows = [{"row": row, "message": message, "now": now} for row, message in messages]
        await tx.execute(_SENT, rows)


async def later(
    tx: AsyncSession, row_id: int, *, due: datetime, error: str | None = None, attempt: bool = True
) -> None:
    """Postpone a message; `attempt` False where nothing failed (quiet hours)."""
    await tx.execute(
        update(_TABLE)
        .where(Outbox.id == row_id, _PENDING)
        .values(due=due, error=error, attempts=Outbox.attempts + int(attempt))
    )


async def dead(tx: AsyncSession, row_id: int, *, error: str) -> None:
    """Give a message up."""
    await tx.execute(
        update(_TABLE)
        .where(Outbox.id == row_id, _PENDING)
        .values(state="dead", error=error, attempts=Outbox.attempts + 1)
    )


async def dead_of(tx: AsyncSession, person_id: int, *, error: str) -> int:
    """Give up all that somebody is owed, because he cannot be reached; how many."""
    found = await tx.execute(
        update(_TABLE).where(Outbox.person_id == person_id, _PENDING).values(state="dead", error=error)
    )
    return dialects.count(found)


async def dead_in(tx: AsyncSession, channel_id: int, *, error: str) -> int:
    """Give up all that a channel is owed, because it is closed; how many."""
    found = await tx.execute(
        update(_TABLE).where(Outbox.channel_id == channel_id, _PENDING).values(state="dead", error=error)
    )
    return dialects.count(found)


async def pending_of(session: AsyncSession, person_id: int) -> list[tuple[str, dict[str, Any], datetime]]:
    """Kind, data and due of what somebody is owed and has not got."""
    found = await session.execute(
        select(Outbox.kind, Outbox.data, Outbox.due).where(_PENDING, Outbox.person_id == person_id)
    )
    return [(kind, data, due) for kind, data, due in found]


async def heard(
    session: AsyncSession, person_id: int, *, since: datetime
) -> list[tuple[str, dict[str, Any]]]:
    """Kind and data of what was really sent to somebody since then; what is urgent apart."""
    found = await session.execute(
        select(Outbox.kind, Outbox.data).where(
            _SENT_ALREADY,
            Outbox.person_id == person_id,
            Outbox.sent_at > since,
            Outbox.message_id.is_not(None),
            Outbox.urgent.is_(False),
        )
    )
    return [(kind, data) for kind, data in found]


async def again(tx: AsyncSession, row_id: int, *, now: datetime) -> bool:
    """Owe a message that was given up once more; False when there is no such one."""
    found = await tx.execute(
        update(_TABLE)
        .where(Outbox.id == row_id, Outbox.state == "dead")
        .values(state="pending", due=now, attempts=0, error=None)
    )
    return dialects.count(found) == 1


async def drop_unsent(tx: AsyncSession, *, cause_id: int) -> int:
    """Take back what a change has put and nobody has got; how many."""
    found = await tx.execute(delete(_TABLE).where(Outbox.cause_id == cause_id, _PENDING))
    return dialects.count(found)


async def told(session: AsyncSession, *, cause_id: int, person_id: int) -> list[int]:
    """Telegram's ids of the messages that a change has brought to somebody."""
    query = select(Outbox.message_id).where(
        Outbox.cause_id == cause_id, Outbox.person_id == person_id, Outbox.message_id.is_not(None)
    )
    return [number for number in await session.scalars(query) if number is not None]


async def purge(tx: AsyncSession, *, before: datetime) -> int:
    """Remove what was sent before this instant; how many. Their keys may be put again."""
    found = await tx.execute(delete(_TABLE).where(Outbox.state == "sent", Outbox.sent_at < before))
    return dialects.count(found)
