"""When a duty is due, and its reminders: counted in days or hours, stopped while another date is asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fsm.calendar import Calendar
from fsm.definition import Limit, Reminder, Time, Unit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Another date was asked for. `until` is the day that was agreed on; None: refused, taken back, or not decided yet.

    What was `refused` leaves at least a working day; what was taken back, no more than there was. `activity` is what
    asked for it, by its key; None where that goes without saying.
    """

    asked_at: datetime
    ended_at: datetime | None = None
    until: date | None = None
    refused: bool = False
    activity: str | None = None


def planned(limit: Limit, started_at: datetime, calendar: Calendar) -> datetime:
    """When that much time has passed since then, a UTC instant."""
    working = limit.calendar is Time.WORKING
    match limit.unit:
        case Unit.HOURS:
            span = timedelta(hours=limit.number)
            return calendar.add(started_at, span) if working else started_at + span
        case Unit.DAYS:
            return calendar.closing(
                _later(calendar.day_of(started_at), limit.number, calendar, working=working)
            )
        case Unit.TIMES:
            raise ValueError("a number of times is no time")


def due(
    limit: Limit,
    started_at: datetime,
    woken_at: datetime | None,
    exemptions: tuple[Exemption, ...],
    calendar: Calendar,
) -> tuple[datetime, bool]:
    """Counted from the beginning, at least a working day from when it began to apply; and whether it is an agreed date.

    The clock stood while another date was asked for.
    """
    due, agreed = planned(limit, started_at, calendar), False
    if woken_at is not None:
        due = max(due, _at_least(limit, woken_at, calendar))
    for one in exemptions:
        if one.ended_at is None:
            continue
        if one.until is None:
            slept = woken_at is not None and one.asked_at < woken_at < one.ended_at
            since = woken_at if slept and woken_at else one.asked_at
            due = _resumed(limit, due, since, one.ended_at, calendar, refused=one.refused)
            continue
        since = one.ended_at if woken_at is None else max(one.ended_at, woken_at)
        due, agreed = calendar.closing(one.until), True
        if due <= since:  # it was agreed on when it was over
            due = _at_least(limit, since, calendar)
    return due, agreed


def _resumed(
    limit: Limit, due: datetime, since: datetime, ended_at: datetime, calendar: Calendar, *, refused: bool
) -> datetime:
    """With the time that was left when the clock was stopped, `since` then; in days, whole ones."""
    working = limit.calendar is Time.WORKING
    if limit.unit is Unit.HOURS:
        left = max(calendar.left(since, due) if working else due - since, timedelta())
        return max(due, calendar.add(ended_at, left) if working else ended_at + left)
    first, last = calendar.day_of(since), calendar.day_of(due)
    days = calendar.working_days_between(first, last) if working else (last - first).days
    resumed = calendar.closing(_later(calendar.day_of(ended_at), max(days, 0), calendar, working=working))
    if refused or resumed <= ended_at:
        resumed = max(resumed, _at_least(limit, ended_at, calendar))
    return max(due, resumed)


def _at_least(limit: Limit, since: datetime, calendar: Calendar) -> datetime:
    """Nobody gets less than this: a working day; where hours are counted, as many as there are."""
    if limit.unit is Unit.HOURS:
        return planned(limit, since, calendar)
    return calendar.closing(calendar.add_working_days(calendar.day_of(since), 1))


def _later(day: date, days: int, calendar: Calendar, *, working: bool) -> date:
    return calendar.add_working_days(day, days) if working else day + _DAY * days


def comes(one: Reminder, limit: Limit) -> bool:
    """Whether it is before the end, or on its day: who has shortened the time wants nobody told after it."""
    return limit.unit is not Unit.DAYS or max(one.day or 0, one.left or 0) <= limit.number


def moment(one: Reminder, limit: Limit, since: datetime, due: datetime, calendar: Calendar) -> datetime:
    """Reckoned from the end, so that what moves the end moves it too; in the morning of the owner's day."""
    last = calendar.day_of(due)
    if one.share is not None:
        if limit.unit is Unit.HOURS and limit.calendar is Time.CALENDAR:
            return since + (due - since) * one.share / 100
        if limit.unit is Unit.HOURS:
            return calendar.add(since, calendar.between(since, due) * one.share / 100)
        first = calendar.day_of(since)
        days = max(calendar.working_days_between(first, last), 0) * one.share // 100
        return max(calendar.opening(calendar.add_working_days(first, days)), since)
    if one.day == 0:
        return since
    left = one.left if one.left is not None else max(limit.number - (one.day or 0), 0)
    if not left:
        day = last
    elif limit.calendar is Time.WORKING:
        day = calendar.working_day_before(last, left)
    else:
        day = min(calendar.add_working_days(last - _DAY * left, 0), last)
    return max(calendar.opening(day), since)
