"""A day from a month, and an hour of a day, for whom words are too long."""

import calendar
from datetime import date, datetime, time, timedelta

from bot.callbacks import Choice, Conversation, Idle, Month
from bot.screen import Button, Keyboard, Look, Screen, rows
from bot.texts import Texts
from bot.usecases.asked import Asked, day_choice, moment_choice, whole_choice
from bot.views.lines import capital
from bot.views.question import text
from fsm.definition import Process

_FIRST_HOUR, _LAST_HOUR = 8, 20
_YEARS = 3
_EMPTY = "·"  # Telegram refuses a button with nothing on it


def month(asked: Asked, process: Process, t: Texts, now: datetime, number: int) -> Screen:
    """The month `number` (year * 12 + month - 1); for a moment, days before today are not offered."""
    today = t.today(now)
    current = today.year * 12 + today.month - 1
    earliest = current if asked.is_ahead else current - 12 * _YEARS
    number = min(max(number, earliest), current + 12 * _YEARS)
    year, index = divmod(number, 12)
    keyboard = (
        _turning(asked, t, number, earliest, current + 12 * _YEARS),
        tuple(Button(capital(t.weekday(date(2024, 1, day))), Idle()) for day in range(1, 8)),
        *rows(_days(asked, year, index + 1, today), 7),
        (_back(asked, t),),
    )
    return Screen(text(asked, process, t, now), keyboard)


def hours(asked: Asked, process: Process, t: Texts, now: datetime, day: date) -> Screen:
    """The half hours of a day's work that have not passed yet."""
    times = [time(hour, minute) for hour in range(_FIRST_HOUR, _LAST_HOUR) for minute in (0, 30)]
    if day == t.today(now):
        times = [at for at in times if at > t.local(now).time()]
    chips = [
        Button(f"{at:%H:%M}", Choice(asked.draft, asked.question.key, moment_choice(day, at))) for at in times
    ]
    title = Button(capital(t.day(day, t.today(now))), Month(asked.draft, day.year * 12 + day.month - 1))
    keyboard: Keyboard = ((title,), *rows(chips, 4), *_whole(asked, day, t), (_back(asked, t),))
    return Screen(text(asked, process, t, now), keyboard)


def _whole(asked: Asked, day: date, t: Texts) -> Keyboard:
    """Of a field of the deal it may be enough to know the day."""
    if asked.field is None:
        return ()
    choice = Choice(asked.draft, asked.question.key, whole_choice(day))
    return ((Button(t.gettext("The hour is not known"), choice),),)


def _turning(asked: Asked, t: Texts, number: int, earliest: int, latest: int) -> tuple[Button, ...]:
    year, index = divmod(number, 12)
    return (
        Button("‹", Month(asked.draft, number - 1)) if number > earliest else Button(_EMPTY, Idle()),
        Button(t.month(year, index + 1), Idle()),
        Button("›", Month(asked.draft, number + 1)) if number < latest else Button(_EMPTY, Idle()),
    )


def _days(asked: Asked, year: int, month: int, today: date) -> list[Button]:
    """Whole weeks from Monday on, without those that have passed; a day that may not be chosen is an empty place."""
    first = date(year, month, 1) - timedelta(days=date(year, month, 1).weekday())
    weeks = len(calendar.monthcalendar(year, month))
    days = [_day(asked, first + timedelta(days=number), month, today) for number in range(7 * weeks)]
    filled = next((place for place, one in enumerate(days) if one.callback != Idle()), len(days))
    return days[filled // 7 * 7 :]


def _day(asked: Asked, day: date, month: int, today: date) -> Button:
    if day.month != month or (asked.is_ahead and day < today):
        return Button(_EMPTY, Idle())
    choice = Choice(asked.draft, asked.question.key, day_choice(day))
    return Button(str(day.day), choice, look=Look.MAIN if day == today else None)


def _back(asked: Asked, t: Texts) -> Button:
    return Button(t.gettext("‹ To the question"), Conversation(asked.draft, "ask"))
