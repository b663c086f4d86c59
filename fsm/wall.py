"""Wall time to instants, with a fixed answer for the two days a year on which clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_CLOSE = timedelta(seconds=1)


def instant(zone: ZoneInfo, day: date, at: time) -> datetime:
    """The UTC instant of a wall time: the first of two; where clocks jump over it, the end of the jump.

    So a later wall time is never an earlier instant, not even where a whole day was left out.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None), zone)
    found = wall.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    return _end_of_jump(zone, wall.replace(fold=1).astimezone(UTC), found)


def _end_of_jump(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Inside a gap, `fold` 1 and 0 lead to instants before and after it; the jump lies in between."""
    before = low.astimezone(zone).utcoffset()
    while high - low > _CLOSE:
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)
