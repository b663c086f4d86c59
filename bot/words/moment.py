"""When somebody means: «завтра в 11», «через 2 недели», «25.12 14:30», "on Friday afternoon" become moments and days.

A day is the owner's day. What is said without an hour is a whole day, due by the end of its work.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.words.days import FAR, Days
from bot.words.hours import on
from bot.words.refusals import NotUnderstood, Reason
from bot.words.said import Saying
from bot.words.saying import saying
from fsm.calendar import Calendar, Moment, NoWorkingTime

_MINUTE = timedelta(minutes=1)


def moment(text: str, now: datetime, calendar: Calendar) -> Moment:
    """A moment that is not before `now` (UTC).

    A lone hour is the next such hour; «в 3» is the hour of the afternoon where the calendar works then and not at night.
    NotUnderstood with NOT_UNDERSTOOD, IMPOSSIBLE_DATE, IMPOSSIBLE_TIME, SEVERAL, PAST, TOO_FAR; and with `readings`:
    MONTH_FIRST, OTHER_WEEKDAY, WHICH_YEAR, AMBIGUOUS.
    """
    said = saying(text)
    try:
        found = _meant(said, text, now, calendar)
    except (OverflowError, NoWorkingTime) as error:
        raise NotUnderstood(Reason.TOO_FAR, text) from error
    if found.due < now:
        raise NotUnderstood(Reason.PAST, text)
    if found.due > now + timedelta(days=366 * FAR):
        raise NotUnderstood(Reason.TOO_FAR, text)
    return found


def day(text: str, now: datetime, calendar: Calendar, *, past: bool) -> date:
    """A day of the calendar's owner. With `past`, days that have been are welcome, and are meant where no year is said.

    NotUnderstood like `moment`.
    """
    said = saying(text)
    days = Days(text, now, calendar, past=past)
    if said.after is not None:
        found = calendar.day_of(now + said.after)
    elif said.day is None:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    else:
        try:
            found = days.day(said)
        except NotUnderstood as error:
            coming = tuple(one for one in error.readings if past or one >= days.today)
            raise NotUnderstood(error.reason, text, coming) from None
    if found < days.today and not past:
        raise NotUnderstood(Reason.PAST, text)
    return found


def _meant(said: Saying, text: str, now: datetime, calendar: Calendar) -> Moment:
    if said.after is not None:
        return Moment(_after(said.after, now), timed=True)
    if said.working is not None:
        return Moment(_after(calendar.add(now, said.working) - now, now), timed=True)
    if said.day is None:
        return _on(None, said, text, now, calendar)
    try:
        found = Days(text, now, calendar, past=False).day(said)
    except NotUnderstood as error:
        raise NotUnderstood(error.reason, text, _timed(error.readings, said, now, calendar)) from None
    return _on(found, said, text, now, calendar)


def _on(day: date | None, said: Saying, text: str, now: datetime, calendar: Calendar) -> Moment:
    wall = calendar if said.zone is None else replace(calendar, zone=said.zone)
    return on(day, said.clock, text, now, calendar, wall)


def _timed(
    readings: tuple[datetime | date, ...], said: Saying, now: datetime, calendar: Calendar
) -> tuple[datetime | date, ...]:
    """Days that may have been meant, at the hour that was said, without those that have passed."""
    found: list[datetime | date] = []
    for one in readings:
        try:
            meant = _on(one, said, "", now, calendar)
        except NotUnderstood:
            continue
        if meant.due >= now:
            found.append(meant.due if meant.timed else one)
    return tuple(found)


def _after(span: timedelta, now: datetime) -> datetime:
    """In whole minutes, upwards: nobody means seconds."""
    found = now.astimezone(UTC) + span
    whole = found.replace(second=0, microsecond=0)
    return whole if whole == found else whole + _MINUTE
