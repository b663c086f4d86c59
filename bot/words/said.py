"""What can be said about a time, as values, before anybody asks what time it is now."""

from dataclasses import dataclass
from datetime import time, timedelta

from bot.words.parts import Part


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a month; what was not said is None. `ahead` is the month counted from this one; `swapped`: month first."""

    day: int
    month: int | None = None
    year: int | None = None
    ahead: int | None = None
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """Monday is 0; None with `week` 1 is the next week as such. `week` is None where none was named."""

    number: int | None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From now on, negative for what has been; `unit` is day, working, month. `vague`: «через день» may skip one."""

    count: int
    unit: str
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """The start, middle or end (`place`) of a week, month, quarter or year: the one that comes, or `ahead` from this one.

    With `month` (1-12) it is that month's, in `year` where that was said.
    """

    unit: str
    place: str
    ahead: int | None = None
    month: int | None = None
    year: int | None = None


Day = Dated | Weekday | Span | Edge


@dataclass(frozen=True, slots=True)
class Clock:
    """`loose`: an hour of one digit without saying which half of the day it is in."""

    at: time
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """One day, one time of day, or a span from now: `after`, or `working` of working time.

    `weekday` is a day of the week that was said along with a date, to be checked; Monday is 0. `zone` is whose clock.
    """

    day: Day | None = None
    clock: Clock | Part | None = None
    after: timedelta | None = None
    working: timedelta | None = None
    weekday: int | None = None
    zone: str | None = None
