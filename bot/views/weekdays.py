"""Days of the week as they are kept: a bit for each, Monday the first."""

from datetime import date, timedelta

from bot.texts import Texts
from storage.people import EVERY_DAY

_MONDAY = date(2024, 1, 1)


def is_every(days: int) -> bool:
    """Whether all of them are meant; of a week of work that is every working day."""
    return days & EVERY_DAY == EVERY_DAY


def name(number: int, t: Texts) -> str:
    """«пн» for 0."""
    return t.weekday(_MONDAY + timedelta(days=number))


def named(days: int, t: Texts) -> str:
    """«пн, ср, пт»."""
    return ", ".join(name(number, t) for number in range(7) if days >> number & 1)
