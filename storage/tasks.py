"""Open activities changed by hand: due at another time, somebody else's, or written down after the fact."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.effects import HandOver, RecordActivity, Reschedule
from storage import timers
from storage.company import Company
from storage.dialects import table
from storage.models import Activity, Timer

_activity, _timer = table(Activity).c, table(Timer).c
_OPEN = _activity.state == literal_column("'open'")
_CHANGE = update(table(Activity)).where(_OPEN, _activity.id == bindparam("activity"))
_RECORD = insert(table(Activity)).returning(_activity.id)
_RINGS = (
    delete(table(Timer))
    .where(_timer.activity_id == bindparam("activity"), _timer.state == literal_column("'pending'"))
)  # fmt: skip
_TO = (
    update(table(Timer))
    .where(_timer.activity_id == bindparam("activity"), _timer.state == literal_column("'pending'"))
    .values(person_id=bindparam("owner"))
)


async def record(tx: AsyncSession, effect: RecordActivity, values: dict[str, Any], now: datetime) -> int:
    """Write down what happened without a plan; `values` are the run, the stage run and the cause. The row id."""
    row = {
        "key": effect.key,
        "kind": effect.kind,
        "scope": effect.scope,
        "owner_id": effect.owner,
        "outcome": effect.outcome,
        "completed": effect.completed,
        "origin": effect.origin,
        "due": now,
        "timed": True,
        "attempt": 1,
        "state": "done",
        "opened_at": now,
        "closed_at": now,
    }
    number: int = (await tx.execute(_RECORD, {**row, **values})).scalar_one()
    return number


async def reschedule(
    tx: AsyncSession,
    effects: Sequence[Reschedule],
    kinds: dict[int, tuple[str, int]],
    *,
    run_id: int,
    cause_id: int,
    now: datetime,
    company: Company,
) -> None:
    """Due at other times; what rings rings then. `kinds` are kind and owner by activity."""
    for one in effects:
        changed = {"due": one.due, "timed": one.timed, "snoozed": one.snoozed}
        await tx.execute(_CHANGE, {"activity": one.activity, **changed})
        kind, owner = kinds[one.activity]
        await ring(
            tx, one.activity, kind, owner, one.due, timed=one.timed,
            run_id=run_id, cause_id=cause_id, now=now, company=company,
        )  # fmt: skip


async def ring(
    tx: AsyncSession,
    activity: int,
    kind: str,
    owner: int,
    due: datetime,
    *,
    timed: bool,
    run_id: int,
    cause_id: int,
    now: datetime,
    company: Company,
) -> None:
    """Plan the ring of an open activity anew; one that has rung for this very moment does not ring again."""
    await tx.execute(_RINGS, {"activity": activity})
    lead: timedelta | None = company.rings.get(kind)
    if not timed or lead is None or due - lead <= now:
        return
    await timers.put(
        tx,
        kind="ring",
        key=f"ring:{activity}:{int(due.timestamp()) // 60}",
        due=due - lead,
        run_id=run_id,
        activity_id=activity,
        person_id=owner,
        cause_id=cause_id,
    )


async def hand_over(tx: AsyncSession, effects: Sequence[HandOver]) -> None:
    """Somebody else's from now on, with their rings."""
    for one in effects:
        await tx.execute(_CHANGE, {"activity": one.activity, "owner_id": one.owner})
        await tx.execute(_TO, {"activity": one.activity, "owner": one.owner})
