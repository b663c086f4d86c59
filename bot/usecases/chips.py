"""Moments and days that are likely, all inside working hours: what one tap answers where a time is asked."""

from datetime import date, datetime, time, timedelta

from bot.usecases.asked import Suggestion, day_choice, moment_choice
from fsm.calendar import Calendar

QUARTER = 15


def moments(now: datetime, calendar: Calendar) -> tuple[Suggestion, ...]:
    """In an hour, this afternoon, tomorrow and the first working day of next week, all inside working hours."""
    local = calendar.local(now)
    soon = local.replace(second=0, microsecond=0) + timedelta(minutes=60 + QUARTER - local.minute % QUARTER)
    today, tomorrow = local.date(), calendar.next_working_day(local.date())
    monday = _monday(today, calendar)
    places = (
        [(soon.date(), soon.time())]
        if calendar.is_working_at(calendar.instant(soon.date(), soon.time()))
        else []
    )
    if calendar.is_working(today) and soon.time() < time(16) and soon.date() == today:
        places.append((today, time(16)))
    places += [(tomorrow, time(10)), (tomorrow, time(15))]
    if monday != tomorrow:
        places.append((monday, time(10)))
    return tuple(
        Suggestion(moment_choice(day, at), value=calendar.instant(day, at))
        for day, at in dict.fromkeys(places)
    )


def days(now: datetime, calendar: Calendar) -> tuple[Suggestion, ...]:
    """Today and yesterday; the others are in the calendar."""
    today = calendar.day_of(now)
    return tuple(Suggestion(day_choice(day), value=day) for day in (today, today - timedelta(days=1)))


def near(now: datetime, calendar: Calendar) -> list[date]:
    """The next working day, the one after it, the first of next week, a week from now."""
    today = calendar.day_of(now)
    tomorrow = calendar.next_working_day(today)
    after = calendar.next_working_day(tomorrow)
    return sorted({tomorrow, after, _monday(today, calendar), _in_days(today, 7, calendar)})


def later(now: datetime, calendar: Calendar) -> tuple[Suggestion, ...]:
    """In one, two and four weeks, and in three months: for what has to wait."""
    today = calendar.day_of(now)
    places = (_monday(today, calendar), *(_in_days(today, days, calendar) for days in (7, 14, 28, 91)))
    return tuple(Suggestion(day_choice(day), value=day) for day in sorted(set(places)))


def _monday(today: date, calendar: Calendar) -> date:
    return calendar.add_working_days(today + timedelta(days=7 - today.weekday()), 0)


def _in_days(today: date, days: int, calendar: Calendar) -> date:
    return calendar.add_working_days(today + timedelta(days=days), 0)
