"""Which day the next activity of each imported deal is due, so that nobody's day holds more than a set number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from fsm.calendar import Calendar


def spread(
    waiting: Iterable[tuple[str, str]],
    *,
    per_day: int,
    now: datetime,
    calendars: Mapping[str, Calendar],
    taken: Mapping[str, Mapping[date, int]],
) -> dict[str, datetime]:
    """Deal -> the end of the working day on which it is due, a UTC instant.

    `waiting` are (deal, owner) in the order in which they deserve it; the first days go to the first. `taken` counts
    what each owner has on a day already. Raises fsm.calendar.NoWorkingTime.
    """
    days: dict[str, Iterator[date]] = {}
    present: dict[str, date] = {}
    counts: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    found = {}
    for deal, owner in waiting:
        calendar = calendars[owner]
        if owner not in days:
            counts[owner].update(taken.get(owner, {}))
            days[owner] = _coming(calendar, now)
            present[owner] = next(days[owner])
        while counts[owner][present[owner]] >= per_day:
            present[owner] = next(days[owner])
        counts[owner][present[owner]] += 1
        found[deal] = calendar.closing(present[owner])
    return found


def _coming(calendar: Calendar, now: datetime) -> Iterator[date]:
    """Working days that are not over yet."""
    return (day for day in calendar.working_days(calendar.day_of(now)) if calendar.closing(day) > now)
