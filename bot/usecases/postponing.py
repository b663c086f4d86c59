"""«Перенести просроченное»: everything that was not done in time gets a new day at once, and one undo."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asked import Act
from bot.usecases.handing import take
from bot.usecases.suggestions import REASONS
from bot.usecases.work import Work
from fsm.facts import Answer, Snooze
from fsm.questions import PATIENCE, REASON, WHEN
from fsm.table import Refused
from storage import activities
from storage.activities import Late
from storage.apply import advance

DAYS = 5
"""Working days over which what is late may be spread."""


class To(StrEnum):
    """When it is to be done instead."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Overdue:
    """How much is late, and how much of it was put off so often that this time needs a reason."""

    count: int
    patience: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How many got a new day, and what takes that back: a run and the cause."""

    count: int
    run: int
    cause: int


async def overdue(work: Work) -> Overdue:
    """What is late of one's own, and of whom one stands in for."""
    async with work.db.read() as session:
        found = await activities.overdue(session, _whose(work), work.now)
    return _counted(found)


async def postpone(work: Work, to: To, reason: str, *, message: int) -> Moved | Overdue:
    """Put all of it off; Overdue where there is nothing, or where a reason is to be chosen first."""
    async with work.begin() as tx:
        late = await activities.overdue(tx, _whose(work), work.now)
        counted = _counted(late)
        if not late or (counted.patience and reason not in REASONS[Act.SNOOZE]):
            return counted
        await take(tx, work, message)
        moved: list[int] = []
        cause: int | None = None
        planned = zip(late, await _days(tx, work, to, len(late)), strict=True)
        for one, day in sorted(
            planned, key=lambda pair: pair[0].run_id
        ):  # runs are locked in this order everywhere
            try:
                advanced = await advance(
                    tx,
                    one.run_id,
                    Snooze(one.id, _answers(one, day, reason)),
                    work.now,
                    company=work.company,
                    actor_id=work.person.id,
                    cause_id=cause,
                )
            except Refused:  # somebody has just done it
                continue
            moved.append(one.run_id)
            cause = cause or advanced.cause_id
        return Overdue(0, 0) if cause is None else Moved(len(moved), moved[0], cause)


def _answers(one: Late, day: date, reason: str) -> dict[str, Answer]:
    return {WHEN: day, REASON: reason} if one.snoozed + 1 >= PATIENCE else {WHEN: day}


def _whose(work: Work) -> set[int]:
    return {work.person.id, *work.covered}


def _counted(late: Sequence[Late]) -> Overdue:
    return Overdue(len(late), sum(one.snoozed + 1 >= PATIENCE for one in late))


async def _days(tx: AsyncSession, work: Work, to: To, count: int) -> list[date]:
    """A day for each, in order. Spread, each goes where least is planned, the earlier day first."""
    today, calendar = work.today, work.calendar
    if to is To.TODAY:
        return [today] * count
    tomorrow = calendar.next_working_day(today)
    if to is To.TOMORROW:
        return [tomorrow] * count
    days = [tomorrow]
    while len(days) < DAYS:
        days.append(calendar.next_working_day(days[-1]))
    planned = Counter(
        calendar.day_of(due) for _, due in await activities.dues(tx, [work.person.id]) if due >= work.now
    )
    found = []
    for _ in range(count):
        day = min(days, key=lambda one: (planned[one], one))
        planned[day] += 1
        found.append(day)
    return sorted(found)
