"""The hour that was said, on its day: which half of the day is meant, and what a part of a day suggests."""

from datetime import date, datetime, time, timedelta

from bot.words.parts import Part
from bot.words.refusals import NotUnderstood, Reason
from bot.words.said import Clock
from fsm.calendar import Calendar, Moment

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_HALF_HOUR = timedelta(minutes=30)


def on(
    day: date | None, clock: Clock | Part | None, text: str, now: datetime, calendar: Calendar, wall: Calendar
) -> Moment:
    """The moment of `day`, which may have passed; without one, the next such hour. AMBIGUOUS with two readings.

    `wall` is the calendar on whose clock the hour was said; it is nearly always the speaker's own.
    """
    match clock:
        case None:
            return calendar.whole(day or calendar.day_of(now), now)
        case Part():
            return Moment(_part(day, clock, now, wall), timed=True)
        case Clock():
            return Moment(_clock(day, clock, text, now, calendar, wall), timed=True)


def _clock(
    day: date | None, clock: Clock, text: str, now: datetime, calendar: Calendar, wall: Calendar
) -> datetime:
    """«в 3» is the afternoon for who works then; «в 8», when both are out of his hours, is asked about."""
    times = [clock.at]
    if clock.loose:
        times.append(clock.at.replace(hour=clock.at.hour + 12))
    found = [_next(day, at, now, wall) for at in times]
    fitting = [one for one in found if calendar.start <= calendar.local(one).time() <= calendar.end]
    if fitting and fitting[0] >= now:
        return fitting[0]
    coming = [one for one in found if one >= now]
    if len(coming) > 1 and not fitting:
        raise NotUnderstood(Reason.AMBIGUOUS, text, tuple(sorted(coming)))
    return coming[0] if coming else found[0]


def _next(day: date | None, at: time, now: datetime, calendar: Calendar) -> datetime:
    if day is not None:
        return calendar.instant(day, at)
    today = calendar.day_of(now)
    found = calendar.instant(today, at)
    return found if found >= now else calendar.instant(today + _DAY, at)


def _part(day: date | None, part: Part, now: datetime, calendar: Calendar) -> datetime:
    """Inside the working hours where they meet that part; while it lasts, at the next half hour after a while."""
    today = calendar.day_of(now)
    at = _suggested(part, day or today, calendar)
    found = calendar.instant(day or today, at)
    if found >= now or (day is not None and day != today):
        return found
    local = calendar.local(now) + _HALF_HOUR
    soon = local.replace(minute=0, second=0, microsecond=0)
    while soon < local:
        soon += _HALF_HOUR
    if soon.date() == today and soon.time() <= part.last:
        return max(calendar.instant(today, soon.time()), now)
    return found if day is not None else calendar.instant(today + _DAY, at)


def _suggested(part: Part, day: date, calendar: Calendar) -> time:
    at = part.at
    if part.edge > 0:
        at = calendar.start
    elif part.edge < 0:
        at = (datetime.combine(day, calendar.end_of(day)) - _HOUR).time()
    first, last = max(part.first, calendar.start), min(part.last, calendar.end_of(day))
    if first > last:
        return part.at
    return min(max(at, first), last)
