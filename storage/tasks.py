"""Activities as rows: opened, due at another time, somebody else's, or written down after the fact, with their timers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.effects import Alarms, HandOver, OpenActivity, RecordActivity, Reschedule
from storage import timers
from storage.company import Company
from storage.dialects import table
from storage.models import Activity, Timer

_activity, _timer = table(Activity).c, table(Timer).c
_OPEN = _activity.state == literal_column("'open'")
_CHANGE = update(table(Activity)).where(_OPEN, _activity.id == bindparam("activity"))
_PLAN = insert(table(Activity)).returning(_activity.id, sort_by_parameter_order=True)
_TIMERS = insert(table(Timer))
_RECORD = insert(table(Activity)).returning(_activity.id)
_PENDING = (_timer.activity_id == bindparam("activity"), _timer.state == literal_column("'pending'"))
_RINGS = delete(table(Timer)).where(*_PENDING, _timer.kind == literal_column("'ring'"))
_ALARMS_OF = delete(table(Timer)).where(*_PENDING, _timer.key.like(bindparam("place")))
_TO = (
    update(table(Timer))
    .where(_timer.activity_id == bindparam("activity"), _timer.state == literal_column("'pending'"))
    .values(person_id=bindparam("owner"))
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An activity that a change opened; `due` is a UTC instant, `runs` the process to run for it."""

    id: int
    key: str
    kind: str
    owner: int
    due: datetime
    timed: bool
    attempt: int
    title: str | None = None
    runs: str | None = None


async def open_all(
    tx: AsyncSession,
    effects: Sequence[OpenActivity],
    *,
    run_id: int,
    stage_run: int,
    cause_id: int,
    now: datetime,
    company: Company,
) -> list[Opened]:
    """New open activities, with what rings before them and what happens to them by itself."""
    if not effects:
        return []
    ids = await tx.execute(
        _PLAN,
        [
            {
                "run_id": run_id,
                "owner_id": one.owner,
                "key": one.key,
                "kind": one.kind,
                "scope": one.scope,
                "stage_run": stage_run,
                "due": one.due,
                "timed": one.timed,
                "attempt": one.attempt,
                "origin": one.origin,
                "title": one.title,
                "state": "open",
                "completed": False,
                "opened_at": now,
                "cause_id": cause_id,
            }
            for one in effects
        ],
    )
    opened = []
    planned: list[dict[str, Any]] = []
    for one, number in zip(effects, ids.scalars(), strict=True):
        opened.append(
            Opened(number, one.key, one.kind, one.owner, one.due, one.timed, one.attempt, one.title, one.runs)
        )
        shared = {"run_id": run_id, "activity_id": number, "person_id": one.owner, "cause_id": cause_id}
        # A timed activity rings ahead of its moment; when that has passed, at once is too late to be of use.
        lead = company.rings.get(one.kind)
        if one.timed and lead is not None and one.due - lead > now:
            planned.append(
                {"due": one.due - lead, "kind": "ring", "key": f"ring:{number}", "data": {}, **_NEW, **shared}
            )
        planned += [{**_alarm(number, place, at), **_NEW, **shared} for place, at in one.alarms]
    if planned:
        await tx.execute(_TIMERS, planned)
    return opened


_NEW = {"state": "pending"}


def _alarm(activity: int, place: int, at: datetime) -> dict[str, Any]:
    """The row of a timer of the process; it fires once for each moment that it was set to."""
    key = f"alarm:{activity}:{place}:{int(at.timestamp()) // 60}"
    return {"due": at, "kind": "alarm", "key": key, "data": {"timer": place}}


async def alarm(
    tx: AsyncSession,
    activity: int,
    alarms: Alarms,
    owner: int,
    *,
    run_id: int,
    cause_id: int,
) -> None:
    """Set these timers of an open activity anew."""
    for place, at in alarms:
        await tx.execute(_ALARMS_OF, {"activity": activity, "place": f"alarm:{activity}:{place}:%"})
        row = _alarm(activity, place, at)
        await timers.put(
            tx,
            kind="alarm",
            key=row["key"],
            due=at,
            data=row["data"],
            run_id=run_id,
            activity_id=activity,
            person_id=owner,
            cause_id=cause_id,
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
        await alarm(tx, one.activity, one.alarms, owner, run_id=run_id, cause_id=cause_id)


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
