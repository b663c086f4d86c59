"""How long is too long, counted back from now; and how far ahead is too far. A day is that of the calendar's owner."""

from datetime import date, datetime, time, timedelta

from fsm.calendar import LONGEST_REST, Calendar, NoWorkingTime
from fsm.definition import Limit, Time, Unit

_DAY = timedelta(days=1)


def before(limit: Limit, now: datetime, calendar: Calendar) -> datetime:
    """The UTC instant: what began earlier has lasted longer than is allowed.

    Days are whole: what began today, or is due today, is one of the first day whatever the hour. Raises NoWorkingTime.
    """
    match limit.unit:
        case Unit.HOURS:
            span = timedelta(hours=limit.number)
            return _worked(span, now, calendar) if limit.calendar is Time.WORKING else now - span
        case Unit.DAYS:
            return calendar.instant(day_before(limit, calendar.day_of(now), calendar), time())
        case Unit.TIMES:
            raise ValueError("a number of times is no time")


def day_before(limit: Limit, today: date, calendar: Calendar) -> date:
    """The same as a day: what was for an earlier one is over for longer than is allowed."""
    if not limit.number or limit.calendar is Time.CALENDAR:
        return today - _DAY * limit.number
    return calendar.working_day_before(calendar.add_working_days(today, 0), limit.number)


def beyond(limit: Limit, now: datetime, calendar: Calendar) -> datetime:
    """The UTC instant: what is due then or later is farther away than is allowed. Raises NoWorkingTime."""
    today = calendar.day_of(now)
    if limit.calendar is Time.CALENDAR:
        last = today + _DAY * limit.number
    else:
        last = calendar.add_working_days(today, limit.number)
    return calendar.instant(last + _DAY, time())


def _worked(span: timedelta, now: datetime, calendar: Calendar) -> datetime:
    """When so much working time lay ahead until now; more of it did before."""
    day = worked = calendar.day_of(now)
    rest = span
    while (worked - day).days <= LONGEST_REST:
        if calendar.is_working(day):
            end = min(calendar.closing(day), now)
            length = end - calendar.opening(day)
            if rest < length:
                return end - rest
            rest -= max(length, timedelta())
            worked = day
        day -= _DAY
    raise NoWorkingTime(worked)
