"""Working time: what is due when, and how much is left, in any zone and through changed clocks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fsm.calendar import FARTHEST, LONGEST_REST, Calendar, Moment, NoWorkingTime
from fsm.definition import Due
from tests.fsm.calendars import ZONES, calendars, days, instants

MOSCOW = Calendar()
FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
spans = st.timedeltas(timedelta(), timedelta(hours=60))


def moscow(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=3)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Due(working_hours=2), Moment(moscow(FRIDAY, 14), timed=True)),
        (Due(working_hours=6), Moment(moscow(FRIDAY, 18), timed=True)),
        (Due(working_hours=7), Moment(moscow(MONDAY, 10), timed=True)),
        (Due(working_days=0), Moment(moscow(FRIDAY, 18), timed=False)),
        (Due(working_days=1), Moment(moscow(MONDAY, 18), timed=False)),
        (Due(working_days=1, at="11:00"), Moment(moscow(MONDAY, 11), timed=True)),
        (Due(working_days=0, at="11:00"), Moment(moscow(MONDAY, 11), timed=True)),
        (Due(days=0, at="11:00"), Moment(moscow(MONDAY, 11), timed=True)),
        (Due(days=2), Moment(moscow(MONDAY, 18), timed=False)),
        (Due(days=2, at="09:30"), Moment(moscow(MONDAY, 9, 30), timed=True)),
        (Due(days=4), Moment(moscow(date(2026, 11, 24), 18), timed=False)),
    ],
)
def test_a_due_counted_from_friday_noon(due: Due, expected: Moment) -> None:
    assert MOSCOW.due(due, moscow(FRIDAY, 12)) == expected


def test_today_is_not_over_before_it_begins() -> None:
    assert MOSCOW.due(Due(working_days=0), moscow(FRIDAY, 19)) == Moment(moscow(MONDAY, 18), timed=False)
    assert MOSCOW.due(Due(working_days=0), moscow(FRIDAY, 18)) == Moment(moscow(MONDAY, 18), timed=False)
    assert MOSCOW.due(Due(working_days=0), moscow(FRIDAY, 17)) == Moment(moscow(FRIDAY, 18), timed=False)


def test_a_working_saturday_wins_over_the_weekend_and_over_days_off() -> None:
    saturday = date(2026, 11, 21)
    busy = Calendar(days_off=frozenset({saturday, MONDAY}), working=frozenset({saturday}))
    assert busy.is_working(saturday)
    assert busy.add_working_days(FRIDAY, 1) == saturday
    assert busy.add_working_days(FRIDAY, 2) == date(2026, 11, 24)


def test_days_between_are_counted_up_to_the_last() -> None:
    assert MOSCOW.working_days_between(FRIDAY, MONDAY) == 1
    assert MOSCOW.working_days_between(MONDAY, FRIDAY) == -1
    assert MOSCOW.working_days_between(FRIDAY, FRIDAY) == 0
    assert MOSCOW.next_working_day(FRIDAY) == MOSCOW.next_working_day(date(2026, 11, 22)) == MONDAY


def test_half_hours_are_hours_too() -> None:
    assert MOSCOW.add_hours(moscow(FRIDAY, 17), Decimal("1.5")) == moscow(MONDAY, 9, 30)


def test_what_is_past_is_negative() -> None:
    assert MOSCOW.left(moscow(MONDAY, 10), moscow(FRIDAY, 17)) == timedelta(hours=-2)


def test_working_time_ends_at_its_end() -> None:
    assert MOSCOW.is_working_at(moscow(FRIDAY, 9))
    assert not MOSCOW.is_working_at(moscow(FRIDAY, 18))
    assert not MOSCOW.is_working_at(moscow(date(2026, 11, 21), 12))


def test_the_day_is_the_owners() -> None:
    evening = datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert MOSCOW.day_of(evening) == date(2026, 11, 21)
    assert Calendar(zone="Pacific/Pago_Pago").day_of(evening) == FRIDAY
    assert MOSCOW.local(evening).hour == 1
    assert MOSCOW.morning(FRIDAY, 8) == moscow(FRIDAY, 8)


def test_a_wall_time_that_clocks_jump_over_is_the_end_of_the_jump() -> None:
    new_york = Calendar(zone="America/New_York")
    assert new_york.instant(date(2026, 3, 8), time(2, 30)) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_a_wall_time_that_comes_twice_is_the_first() -> None:
    new_york = Calendar(zone="America/New_York")
    assert new_york.instant(date(2026, 11, 1), time(1, 30)) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_there_is_no_work_in_a_day_that_was_left_out() -> None:
    apia = Calendar(zone="Pacific/Apia", weekend=frozenset())
    before, after = (datetime(2011, 12, 29, 12, tzinfo=UTC), datetime(2012, 1, 1, 12, tzinfo=UTC))
    whole = apia.between(before, after)
    assert whole == apia.between(before, after - timedelta(days=2)) + timedelta(hours=18)
    assert apia.opening(date(2011, 12, 30)) == apia.closing(date(2011, 12, 30))


def test_a_working_day_is_as_long_as_the_clocks_make_it() -> None:
    night = Calendar(zone="America/New_York", start=time(0), end=time(8), weekend=frozenset())
    for day, hours in [(date(2026, 3, 7), 8), (date(2026, 3, 8), 7), (date(2026, 11, 1), 9)]:
        assert night.closing(day) - night.opening(day) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "ask",
    [
        lambda never: never.add_working_days(FRIDAY, 1),
        lambda never: never.add_hours(moscow(FRIDAY, 12), 1),
        lambda never: never.due(Due(days=1), moscow(date(2026, 11, 19), 12)),
    ],
    ids=["days", "hours", "due"],
)
def test_a_calendar_without_work_says_so(ask: Callable[[Calendar], object]) -> None:
    with pytest.raises(NoWorkingTime, match="no working day in the 400 days from 2026-11-20 on"):
        ask(Calendar(weekend=frozenset(range(7))))


def test_the_longest_rest_is_still_a_rest() -> None:
    off = frozenset(FRIDAY + timedelta(days=n) for n in range(1, LONGEST_REST))
    rested = Calendar(weekend=frozenset(), days_off=off)
    assert rested.next_working_day(FRIDAY) == FRIDAY + timedelta(days=LONGEST_REST)
    assert rested.add_hours(moscow(FRIDAY, 18), 1) == moscow(FRIDAY + timedelta(days=LONGEST_REST), 10)


def test_the_end_of_time_is_no_working_time() -> None:
    with pytest.raises(NoWorkingTime):
        MOSCOW.add_working_days(date.max - timedelta(days=3), 10)
    with pytest.raises(NoWorkingTime):
        MOSCOW.add_hours(datetime(9999, 12, 31, 10, tzinfo=UTC), 100)


def test_what_is_centuries_away_is_counted_for_twenty_years() -> None:
    now = moscow(FRIDAY, 12)
    assert MOSCOW.left(now, datetime(9999, 12, 31, tzinfo=UTC)) == MOSCOW.between(now, now + FARTHEST)


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [("Mars/Base", 9, 18), ("", 9, 18), ("../etc", 9, 18), ("UTC", 18, 9), ("UTC", 9, 9)],
)
def test_a_calendar_that_makes_no_sense_is_refused(zone: str, start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"unknown time zone|has no time in it"):
        Calendar(zone=zone, start=time(start), end=time(end))


@given(calendars(), instants, spans)
def test_what_was_added_is_left(calendar: Calendar, start: datetime, span: timedelta) -> None:
    assert calendar.left(start, calendar.add(start, span)) == span


@given(calendars(), instants, spans)
def test_nothing_is_due_outside_working_time(calendar: Calendar, start: datetime, span: timedelta) -> None:
    end = calendar.add(start, span)
    assert end >= start
    assert calendar.is_working_at(end) or calendar.is_working_at(end - timedelta(microseconds=1))
    assert calendar.is_working(calendar.day_of(end - timedelta(microseconds=1))) or calendar.is_working_at(
        end
    )


@given(calendars(), instants, instants, spans, spans)
def test_later_and_longer_is_not_sooner(
    calendar: Calendar, one: datetime, other: datetime, short: timedelta, long: timedelta
) -> None:
    first, last = sorted([one, other])
    less, more = sorted([short, long])
    assert calendar.add(first, less) <= calendar.add(last, less)
    assert calendar.add(first, less) <= calendar.add(first, more)


@given(calendars(), st.lists(instants, min_size=3, max_size=3))
def test_working_time_adds_up(calendar: Calendar, moments: list[datetime]) -> None:
    first, middle, last = sorted(moments)
    whole = calendar.between(first, last)
    assert whole == calendar.between(first, middle) + calendar.between(middle, last)
    assert timedelta() <= whole <= last - first
    assert calendar.left(last, first) == -whole


@given(calendars(), days, st.integers(0, 40))
def test_working_days_are_counted_as_they_are_added(calendar: Calendar, day: date, count: int) -> None:
    found = calendar.add_working_days(day, count)
    assert calendar.is_working(found)
    if count:
        assert calendar.working_days_between(day, found) == count
    else:
        assert calendar.working_days_between(day, found) == (found != day)


@given(st.sampled_from(ZONES), days, st.times(), st.times())
def test_a_later_wall_time_is_not_an_earlier_instant(zone: str, day: date, one: time, other: time) -> None:
    calendar = Calendar(zone=zone)
    earlier, later = sorted([one, other])
    assert calendar.instant(day, earlier) <= calendar.instant(day, later)
    noon, next_noon = (calendar.instant(day + timedelta(days=n), time(12)) for n in (0, 1))
    assume(next_noon > noon)  # islands that changed sides of the date line have left out a day
    assert calendar.instant(day, later) <= calendar.instant(day + timedelta(days=1), earlier)


@given(
    calendars(),
    instants,
    st.builds(Due, working_hours=st.integers(0, 100))
    | st.builds(
        Due, working_days=st.integers(0, 30), at=st.none() | st.sampled_from(["00:00", "11:00", "23:59"])
    )
    | st.builds(Due, days=st.integers(0, 60), at=st.none() | st.sampled_from(["00:00", "11:00", "23:59"])),
)
def test_a_due_is_never_past_and_never_on_a_day_off(calendar: Calendar, now: datetime, due: Due) -> None:
    moment = calendar.due(due, now)
    assert moment.due >= now
    assert moment.due.tzinfo is UTC
    assert moment.timed == (due.working_hours is not None or due.at is not None)
    if due.at is None:
        assert calendar.is_working_at(moment.due) or calendar.is_working_at(
            moment.due - timedelta(microseconds=1)
        )


def test_a_whole_day_is_due_by_the_end_of_its_work_or_by_its_own() -> None:
    calendar = Calendar()
    day = date(2026, 11, 24)
    assert calendar.whole(day, calendar.opening(day)) == Moment(calendar.closing(day), timed=False)
    evening = calendar.instant(day, time(20))
    assert calendar.whole(day, evening) == Moment(calendar.instant(day, time(23, 59)), timed=False)
