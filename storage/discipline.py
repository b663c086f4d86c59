"""Performance discipline, counted: of what people had to do, how much was done on its day, late, or not at all.

Something is on time until the end of its day on the owner's clock, also where it had an hour of that day: who calls at
three instead of two has not let anybody down. What was only written down after it had happened was never planned and
is not counted; nor is an activity that waits for somebody else's decision.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, literal_column, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm import wall
from storage.dialects import table
from storage.models import Activity as ActivityRow
from storage.models import Person as PersonRow
from storage.models import Run as RunRow
from storage.tallies import within

_task, _person, _waits = table(ActivityRow).c, table(PersonRow).c, table(RunRow).c
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# Written out, not bound: only then do both planners see that the partial index serves.
_IS_OPEN = _task.state == literal_column("'open'")


@dataclass(slots=True)
class Discipline:
    """Of one person's activities. `snoozed` is how often they were put off, `hours` how late each late one was."""

    on_time: int = 0
    late: int = 0
    missed: int = 0
    snoozed: int = 0
    hours: list[float] = field(default_factory=list)

    @property
    def all(self) -> int:
        """What was to be done."""
        return self.on_time + self.late + self.missed

    @property
    def median(self) -> float | None:
        """How late late things were, in hours after the moment they were due; None for none."""
        return median(self.hours) if self.hours else None


async def of(
    session: AsyncSession,
    owner_ids: Collection[int] | None,
    *,
    since: datetime | None,
    until: datetime | None,
    now: datetime,
) -> dict[int, Discipline]:
    """By owner; nobody who had nothing to do. `owner_ids` None is everybody.

    Counted is what was closed in [since, until), and what was due in it, is over by now and still open: both missed
    things and cancelled ones whose day had passed are missed.
    """
    end = now if until is None else min(until, now)
    found: dict[int, Discipline] = {}
    for owner, zone, due, state, closed_at, snoozed in await session.execute(
        _query(owner_ids, since, until, end)
    ):
        over = due if closed_at is not None and closed_at <= due else _day_ends(zone, due)
        if closed_at is None and over > end:
            continue  # its day is not over
        if state == "cancelled" and closed_at <= over:
            continue  # it was needed no more
        one = found.setdefault(owner, Discipline())
        one.snoozed += snoozed
        if state != "done":
            one.missed += 1
        elif closed_at <= over:
            one.on_time += 1
        else:
            one.late += 1
            one.hours.append((closed_at - due) / _HOUR)
    return found


def _query(
    owner_ids: Collection[int] | None, since: datetime | None, until: datetime | None, end: datetime
) -> Any:
    closed = and_(_task.state.in_(("done", "cancelled")), *within(_task.closed_at, since, until))
    due = () if since is None else (_task.due >= since,)
    left = and_(_IS_OPEN, _task.due < end, *due)
    written_down = and_(_task.due == _task.opened_at, _task.closed_at == _task.opened_at)
    waits = exists().where(_waits.activity_id == _task.id)
    chosen: list[ColumnElement[bool]] = [or_(closed, left), not_(waits)]
    chosen.append(or_(_task.closed_at.is_(None), not_(written_down)))
    if owner_ids is not None:
        chosen.append(_task.owner_id.in_(list(owner_ids)))
    columns = (_task.owner_id, _person.zone, _task.due, _task.state, _task.closed_at, _task.snoozed)
    query = select(*columns).select_from(table(ActivityRow))
    return query.join(table(PersonRow), _person.id == _task.owner_id).where(*chosen)


@lru_cache(maxsize=4096)
def _day_ends(zone: str, due: datetime) -> datetime:
    """When the day of this instant is over on that clock."""
    tz = ZoneInfo(zone)
    return wall.instant(tz, due.astimezone(tz).date() + _DAY, time())
