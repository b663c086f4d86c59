"""From when to when somebody means: «1–14 декабря», «с понедельника по пятницу», «завтра», «2 недели с 7.12»."""

import re
from datetime import date, datetime, timedelta

from bot.words.moment import day
from bot.words.refusals import NotUnderstood, Reason
from fsm.calendar import Calendar

_LENGTHS = {"д": 1, "d": 1, "н": 7, "w": 7}
_LENGTH = re.compile(
    r"^(?:на\s+|for\s+)?(\d{1,3}|a)?\s*(дн[а-я]*|день|недел[а-я]*|нед|days?|weeks?)\b\s*(?:(?:с|со|from|since|начиная с)\s+(.+))?$"
)
_NUMBERS = re.compile(r"^(?:с\s+|from\s+)?(\d{1,2})\s*(?:[-–—]|по|до|to|till)\s*(\d{1,2})\s+(\D.*)$")
_BETWEEN = re.compile(r"\s+(?:по|до|to|till|until|through)\s+|\s*[–—]\s*|\s+-\s+|\s*\.\.+\s*")
_FROM = re.compile(r"^(?:с|со|from)\s+")
_DAY = timedelta(days=1)


def stretch(text: str, now: datetime, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day, both included; a single day is both. NotUnderstood as `day` says, and for the wrong order."""
    words = " ".join(text.lower().split())
    if found := _LENGTH.match(words):
        count, unit, since = found.groups()
        first = day(since, now, calendar, past=False) if since else calendar.day_of(now)
        length = int(count) if count and count.isdecimal() else 1
        return _checked(first, first + _DAY * (max(length, 1) * _LENGTHS[unit[0]] - 1), text)
    if found := _NUMBERS.match(words):
        low, high, month = found.groups()
        return _checked(
            day(f"{low} {month}", now, calendar, past=False),
            day(f"{high} {month}", now, calendar, past=False),
            text,
        )
    parts = _BETWEEN.split(_FROM.sub("", words))
    if len(parts) == 1:
        only = day(parts[0], now, calendar, past=False)
        return only, only
    if len(parts) != 2:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    first = day(parts[0], now, calendar, past=False)
    # The end is counted from the beginning: «с понедельника по пятницу» said on a Thursday is one week.
    start = max(now, calendar.opening(first))
    return _checked(first, day(parts[1], start, calendar, past=False), text)


def _checked(first: date, last: date, text: str) -> tuple[date, date]:
    if last < first:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    return first, last
