"""Things to do later, as rows; fired by the transaction that claims them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Timer

_TABLE = dialects.table(Timer)
# Written out, not bound: only then do both planners see that the partial index serves.
_PENDING = Timer.state == literal_column("'pending'")


def _planting(insert: dialects.Insert) -> dialects.Insert:
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["key"],
        set_={"due": new.due, "data": new.data, "cause_id": new.cause_id},
        where=_PENDING,
    )


_PUT = dialects.both(Timer, _planting)
_COLUMNS = (Timer.id, Timer.due, Timer.kind, Timer.key, Timer.run_id, Timer.activity_id, Timer.person_id)
_CLAIM = (
    select(*_COLUMNS, Timer.data, Timer.cause_id)
    .where(_PENDING, Timer.due <= bindparam("now"))
    .order_by(Timer.due)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_DONE = update(_TABLE).where(_PENDING, Timer.id.in_(bindparam("ids", expanding=True))).values(state="done")


@dataclass(frozen=True, slots=True)
class Due:
    """A timer whose time has come; `due` is the UTC instant it was set for."""

    id: int
    due: datetime
    kind: str
    key: str
    run_id: int | None
    activity_id: int | None
    person_id: int | None
    data: dict[str, Any]
    cause_id: int | None


async def put(
    tx: AsyncSession,
    *,
    kind: str,
    key: str,
    due: datetime,
    run_id: int | None = None,
    activity_id: int | None = None,
    person_id: int | None = None,
    data: dict[str, Any] | None = None,
    cause_id: int | None = None,
) -> bool:
    """Plan something. A pending timer of this key is planned anew; False when one of this key was fired already."""
    row = {
        "kind": kind,
        "key": key,
        "due": due,
        "run_id": run_id,
        "activity_id": activity_id,
        "person_id": person_id,
        "data": data or {},
        "state": "pending",
        "cause_id": cause_id,
    }
    return dialects.count(await tx.execute(_PUT[dialects.name(tx)], row)) == 1


async def claim_due(tx: AsyncSession, *, now: datetime, limit: int = 50) -> list[Due]:
    """The timers that are due, the oldest first; locked until the transaction ends."""
    return [Due(*row) for row in await tx.execute(_CLAIM, {"now": now, "most": limit})]


async def done(tx: AsyncSession, timer_ids: Sequence[int]) -> None:
    """They were fired. The rows stay for a while, so that their keys are not planned twice."""
    if timer_ids:
        await tx.execute(_DONE, {"ids": list(timer_ids)})


async def broken(tx: AsyncSession, timer_id: int, *, error: str) -> None:
    """It could not be fired: it is set aside and shown to an administrator."""
    await tx.execute(update(_TABLE).where(Timer.id == timer_id).values(state="broken", error=error))


async def again(tx: AsyncSession, timer_id: int) -> bool:
    """Fire it once more, at once where its time has passed; False when it is not broken any more."""
    found = await tx.execute(
        update(_TABLE)
        .where(Timer.id == timer_id, Timer.state == "broken")
        .values(state="pending", error=None)
    )
    return dialects.count(found) == 1


async def drop_of(tx: AsyncSession, *, person_id: int, kinds: Collection[str]) -> int:
    """Forget what a person is to have of these kinds; how many."""
    dropping = delete(_TABLE).where(_PENDING, Timer.person_id == person_id, Timer.kind.in_(list(kinds)))
    return dialects.count(await tx.execute(dropping))


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next timer is due."""
    return await session.scalar(select(func.min(Timer.due)).where(_PENDING))


async def purge(tx: AsyncSession, *, before: datetime) -> int:
    """Remove fired timers that were due before this instant; how many."""
    found = await tx.execute(delete(_TABLE).where(Timer.state == "done", Timer.due < before))
    return dialects.count(found)
