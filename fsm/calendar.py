"""Working time on plain data: when something is due, and how much working time is left until then.

Windows of work are found in the owner's wall time and reckoned in UTC, so a change of the clocks
never makes an hour of work out of nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fsm import wall
from fsm.definition import Due

LONGEST_REST = 400
"""Days without work after which a calendar is taken to have none at all."""

FARTHEST = timedelta(days=7305)
"""Twenty years: what is left beyond that is not counted, so that a date of the year 9999 costs nothing."""

_DAY = timedelta(days=1)
_NONE = timedelta()
_LAST_MINUTE = time(23, 59)
_HOUR_IN_MICROSECONDS = 3_600_000_000
_REMEMBERED = 4096

Window = tuple[datetime, datetime]


class NoWorkingTime(Exception):  # noqa: N818 -- a state of the calendar, said as such
    """No working day was found in LONGEST_REST days from `day` on."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no working day in the {LONGEST_REST} days from {day} on")
        self.day = day


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is due: a UTC instant; `timed` tells a moment that rings from a whole day."""

    due: datetime
    timed: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one person works. Hours are wall time in `zone`; weekend days count from Monday = 0.

    `days_off` holds holidays, company days and leave; `working` (working Saturdays) wins over it and
    over the weekend. `short` days, where they work, end earlier by `less`, which takes half of a day at most.
    ValueError for an unknown zone, a day that ends before it starts and a negative `less`.
    """

    zone: str = "Europe/Moscow"
    start: time = time(9)
    end: time = time(18)
    weekend: frozenset[int] = frozenset({5, 6})
    days_off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    short: frozenset[date] = frozenset()
    less: timedelta = _NONE
    _early: time = field(init=False, repr=False, compare=False)
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _instants: dict[tuple[date, time], datetime] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _windows: dict[date, Window | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _dues: dict[tuple[Any, ...], Moment] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a working day from {self.start:%H:%M} to {self.end:%H:%M} has no time in it")
        if self.less < _NONE:
            raise ValueError(f"a shortened day that is longer by {-self.less}")
        object.__setattr__(self, "_early", _earlier(self.start, self.end, self.less))
        try:
            object.__setattr__(self, "_zone", ZoneInfo(self.zone))
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone {self.zone!r}") from error

    # --- days -----------------------------------------------------------------------------------------

    def is_working(self, day: date) -> bool:
        """Whether there is work on this day."""
        return day in self.working or (day.weekday() not in self.weekend and day not in self.days_off)

    def working_days(self, day: date) -> Iterator[date]:
        """The working days from `day` on, itself included; NoWorkingTime where they end."""
        last = day
        try:
            while True:
                if self.is_working(day):
                    yield day
                    last = day
                elif (day - last).days >= LONGEST_REST:
                    raise NoWorkingTime(last)
                day += _DAY
        except OverflowError as error:
            raise NoWorkingTime(last) from error

    def add_working_days(self, day: date, days: int) -> date:
        """The working day that comes `days` after `day`; for 0, `day` itself or the next that works."""
        upcoming = self.working_days(day)
        found = next(upcoming)
        for _ in range(days if found == day else days - 1):
            found = next(upcoming)
        return found

    def working_day_before(self, day: date, days: int) -> date:
        """The working day that comes `days` working days before `day`; NoWorkingTime where there are not so many."""
        found = last = day
        while days:
            found -= _DAY
            if self.is_working(found):
                last = found
                days -= 1
            elif (last - found).days >= LONGEST_REST:
                raise NoWorkingTime(last)
        return found

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add_working_days(day, 1)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working(first + _DAY * n) for n in range(1, (last - first).days + 1))

    # --- instants -------------------------------------------------------------------------------------

    def local(self, instant: datetime) -> datetime:
        """The same instant on the owner's clock."""
        return instant.astimezone(self._zone)

    def day_of(self, instant: datetime) -> date:
        """The owner's day in which this instant lies."""
        return instant.astimezone(self._zone).date()

    def instant(self, day: date, at: time) -> datetime:
        """The UTC instant of a wall time; `wall.instant` says what happens where clocks are changed."""
        key = (day, at)
        found = self._instants.get(key)
        if found is None:
            if len(self._instants) >= _REMEMBERED:
                self._instants.clear()
            found = self._instants[key] = wall.instant(self._zone, day, at)
        return found

    def opening(self, day: date) -> datetime:
        """The UTC instant at which work on this day would begin, whether or not it is a working day."""
        return self.instant(day, self.start)

    def end_of(self, day: date) -> time:
        """The wall time at which work on this day would end, whether or not it is a working day."""
        return self._early if day in self.short else self.end

    def closing(self, day: date) -> datetime:
        """The UTC instant by which what is due on this day is due."""
        return self.instant(day, self.end_of(day))

    def morning(self, day: date, hour: int = 9) -> datetime:
        """The UTC instant of a full hour of the owner's clock, for what happens once a day."""
        return self.instant(day, time(hour))

    def whole(self, day: date, now: datetime) -> Moment:
        """That day without an hour: due by the end of its work, or of the day itself once that has passed."""
        closing = self.closing(day)
        return Moment(closing if closing >= now else self.instant(day, _LAST_MINUTE), timed=False)

    def is_working_at(self, instant: datetime) -> bool:
        """Whether this instant lies in working time."""
        return any(open_ <= instant < close for open_, close in self._around(instant))

    def add_hours(self, start: datetime, hours: int | Decimal) -> datetime:
        """The UTC instant at which that much working time has passed."""
        return self.add(start, _span(hours))

    def add(self, start: datetime, span: timedelta) -> datetime:
        """The UTC instant at which `span` (not negative) of working time has passed since `start`.

        Nothing at all, outside working time, is the next opening.
        """
        rest = span
        day = opened = self.day_of(start)
        while True:
            window = self._window(day)
            if window is not None:
                begin = max(start, window[0])
                if begin < window[1]:
                    opened = day
                    if rest <= window[1] - begin:
                        return begin.astimezone(UTC) + rest
                    rest -= window[1] - begin
            if (day - opened).days > LONGEST_REST:
                raise NoWorkingTime(opened)
            try:
                day += _DAY
            except OverflowError as error:
                raise NoWorkingTime(opened) from error

    def between(self, first: datetime, last: datetime) -> timedelta:
        """How much working time lies between two instants, the earlier one first; at most FARTHEST is looked at."""
        last = min(last, first + FARTHEST)
        day, end = self.day_of(first), self.day_of(last)
        found = _NONE
        # One day more: where clocks go back over midnight, the next day may have opened before this one ended.
        for number in range((end - day).days + 2):
            window = self._window(day + _DAY * number)
            if window is not None:
                found += max(_NONE, min(last, window[1]) - max(first, window[0]))
        return found

    def left(self, now: datetime, until: datetime) -> timedelta:
        """The working time from `now` to `until`; negative once that has passed."""
        return self.between(now, until) if until >= now else -self.between(until, now)

    # --- dues -----------------------------------------------------------------------------------------

    def due(self, due: Due, now: datetime) -> Moment:
        """When that is, counted from `now`. What would be past already (today, after work) is the next working day's."""
        if due.working_hours is not None:
            return Moment(self.add_hours(now, due.working_hours), timed=True)
        today = self.day_of(now)
        key = (today, due.working_days, due.days, due.at)
        found = self._dues.get(key)  # every deal of a day asks for the same few
        if found is None:
            if len(self._dues) >= _REMEMBERED:
                self._dues.clear()
            found = self._dues[key] = self._due_on(self._day(due, today), due)
        if found.due > now:
            return found
        return self._due_on(self.next_working_day(self._day(due, today)), due)

    # --- inside ---------------------------------------------------------------------------------------

    def _day(self, due: Due, today: date) -> date:
        if due.working_days is not None:
            return self.add_working_days(today, due.working_days)
        return self.add_working_days(today + _DAY * (due.days or 0), 0)

    def _due_on(self, day: date, due: Due) -> Moment:
        if due.at is None:
            return Moment(self._closing(day), timed=False)
        return Moment(self.instant(day, time.fromisoformat(due.at)), timed=True)

    def _window(self, day: date) -> Window | None:
        """When work begins and ends on this day; None when there is none."""
        try:
            return self._windows[day]
        except KeyError:
            if len(self._windows) >= _REMEMBERED:
                self._windows.clear()
            window = (self.opening(day), self.closing(day)) if self.is_working(day) else None
            self._windows[day] = window
            return window

    def _closing(self, day: date) -> datetime:
        window = self._window(day)
        return self.closing(day) if window is None else window[1]

    def _around(self, instant: datetime) -> Iterator[Window]:
        day = self.day_of(instant)
        for near in (day, day + _DAY):
            window = self._window(near)
            if window is not None:
                yield window


def _earlier(start: time, end: time, less: timedelta) -> time:
    """When a day ends that is shorter by so much; half of it remains in any case."""
    if not less:
        return end
    first, last = (datetime.combine(date.min, at) for at in (start, end))
    return (last - min(less, (last - first) / 2)).time()


@lru_cache(maxsize=256)
def _span(hours: int | Decimal) -> timedelta:
    return timedelta(microseconds=int(hours * _HOUR_IN_MICROSECONDS))
