"""How long is too long: the same days and hours that a duty would have had."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fsm.allowances import before, beyond, day_before
from fsm.calendar import Calendar, NoWorkingTime
from fsm.deadlines import planned
from fsm.definition import Limit, Time

MOSCOW = Calendar()
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""Ten o'clock in Moscow."""
ZONES = st.sampled_from(
    ["Pacific/Pago_Pago", "America/New_York", "Europe/Berlin", "Asia/Kamchatka", "Pacific/Kiritimati"]
)
INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def moscow(day: int, hour: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=3)


@pytest.mark.parametrize(
    ("limit", "since"),
    [
        (Limit(days=0), moscow(23)),
        (Limit(days=1), moscow(20)),
        (Limit(days=5), moscow(16)),
        (Limit(days=0, calendar=Time.CALENDAR), moscow(23)),
        (Limit(days=14, calendar=Time.CALENDAR), moscow(9)),
        (Limit(hours=2), moscow(20, 17)),
        (Limit(hours=8), moscow(20, 11)),
        (Limit(hours=8, calendar=Time.CALENDAR), moscow(23, 2)),
    ],
)
def test_counted_back_from_a_monday_morning(limit: Limit, since: datetime) -> None:
    assert before(limit, MONDAY, MOSCOW) == since


def test_a_whole_number_of_days_ends_before_the_night_and_not_after_it() -> None:
    """What began over the weekend has lasted for an hour on Monday at ten, and not for more."""
    assert before(Limit(hours=1), MONDAY, MOSCOW) == moscow(20, 18)
    assert before(Limit(hours=9), moscow(20, 18), MOSCOW) == moscow(19, 18)
    assert before(Limit(hours=3), moscow(21, 12), MOSCOW) == moscow(20, 15), "on a Saturday nothing passes"


def test_days_off_and_leave_are_no_time() -> None:
    away = Calendar(days_off=frozenset(date(2026, 11, day) for day in range(9, 21)))
    assert before(Limit(days=1), MONDAY, away) == moscow(6)
    assert day_before(Limit(days=2), date(2026, 11, 22), away) == date(2026, 11, 5), (
        "a Sunday is counted as its Monday"
    )
    never = Calendar(weekend=frozenset(range(7)))
    for limit in (Limit(days=1), Limit(hours=1)):
        with pytest.raises(NoWorkingTime):
            before(limit, MONDAY, never)


def test_how_far_is_too_far() -> None:
    assert beyond(Limit(days=14, calendar=Time.CALENDAR), MONDAY, MOSCOW) == moscow(8, month=12)
    assert beyond(Limit(days=5), MONDAY, MOSCOW) == moscow(1, month=12)
    assert beyond(Limit(days=0), MONDAY, MOSCOW) == moscow(24)


def test_times_are_no_time() -> None:
    with pytest.raises(ValueError, match="times"):
        before(Limit(times=3), MONDAY, MOSCOW)


@given(
    now=INSTANTS,
    back=st.timedeltas(timedelta(), timedelta(days=60)),
    days=st.integers(0, 30),
    zone=ZONES,
    working=st.booleans(),
)
def test_it_is_too_long_when_a_duty_of_that_length_would_be_over(
    now: datetime, back: timedelta, days: int, zone: str, working: bool
) -> None:
    calendar = Calendar(zone=zone)
    limit = Limit(days=days, calendar=Time.WORKING if working else Time.CALENDAR)
    since = now - back
    assume(days or not working or calendar.is_working(calendar.day_of(since)))
    over = calendar.day_of(planned(limit, since, calendar)) < calendar.day_of(now)
    assert (since < before(limit, now, calendar)) == over


@given(
    now=INSTANTS, back=st.timedeltas(timedelta(), timedelta(days=30)), hours=st.integers(1, 60), zone=ZONES
)
def test_and_in_hours_when_more_than_that_was_worked(
    now: datetime, back: timedelta, hours: int, zone: str
) -> None:
    calendar = Calendar(zone=zone)
    since = now - back
    more = calendar.between(since, now) > timedelta(hours=hours)
    assert (since < before(Limit(hours=hours), now, calendar)) == more
