"""Shortened days: everything that is counted in working time knows that they end earlier, wherever and whenever they are."""

import time as host_clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsm.calendar import Calendar, Moment
from fsm.definition import Due
from tests.fsm.calendars import ZONES, days, minutes

THURSDAY, FRIDAY = date(2026, 4, 30), date(2026, 5, 1)
HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
EVE = Calendar(short=frozenset({THURSDAY}), less=HOUR)
"""Nine to six in Moscow; one hour less on a Thursday that the weekend does not follow."""


def moscow(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC) - 3 * HOUR


def test_it_ends_earlier() -> None:
    assert (EVE.end_of(THURSDAY), EVE.end_of(FRIDAY)) == (time(17), time(18))
    assert EVE.closing(THURSDAY) == moscow(THURSDAY, 17)
    assert EVE.opening(THURSDAY) == moscow(THURSDAY, 9)
    assert EVE.is_working_at(moscow(THURSDAY, 16, 59))
    assert not EVE.is_working_at(moscow(THURSDAY, 17))
    assert EVE.is_working_at(moscow(FRIDAY, 17))


def test_its_last_hour_is_not_worked() -> None:
    assert EVE.add(moscow(THURSDAY, 16), HOUR) == moscow(THURSDAY, 17)
    assert EVE.add_hours(moscow(THURSDAY, 16), 2) == moscow(FRIDAY, 10)
    assert EVE.add(moscow(THURSDAY, 17, 30), HOUR) == moscow(FRIDAY, 10)
    assert EVE.between(moscow(THURSDAY, 9), moscow(FRIDAY, 9)) == 8 * HOUR
    assert EVE.between(moscow(THURSDAY, 17), moscow(THURSDAY, 18)) == timedelta()
    assert EVE.left(moscow(FRIDAY, 10), moscow(THURSDAY, 16)) == -2 * HOUR


@pytest.mark.parametrize(
    ("due", "hour", "expected"),
    [
        (Due(working_days=0), 12, Moment(moscow(THURSDAY, 17), timed=False)),
        (Due(working_days=0), 17, Moment(moscow(FRIDAY, 18), timed=False)),
        (Due(days=0), 17, Moment(moscow(FRIDAY, 18), timed=False)),
        (Due(working_hours=6), 12, Moment(moscow(FRIDAY, 10), timed=True)),
        (Due(working_days=0, at="17:30"), 12, Moment(moscow(THURSDAY, 17, 30), timed=True)),  # an hour that is said
    ],
)  # fmt: skip
def test_what_is_due_on_it(due: Due, hour: int, expected: Moment) -> None:
    assert EVE.due(due, moscow(THURSDAY, hour)) == expected


def test_a_whole_day_is_due_by_its_earlier_end() -> None:
    assert EVE.whole(THURSDAY, moscow(THURSDAY, 17)) == Moment(moscow(THURSDAY, 17), timed=False)
    assert EVE.whole(THURSDAY, moscow(THURSDAY, 17, 1)) == Moment(moscow(THURSDAY, 23, 59), timed=False)


def test_it_is_a_working_day_like_any_other_and_makes_none() -> None:
    assert EVE.working_days_between(THURSDAY - timedelta(days=1), FRIDAY) == 2
    saturday = date(2026, 5, 2)
    free = Calendar(short=frozenset({saturday, FRIDAY}), days_off=frozenset({FRIDAY}), less=HOUR)
    assert not free.is_working(saturday)
    assert not free.is_working(FRIDAY)
    assert free.between(moscow(FRIDAY, 0), moscow(date(2026, 5, 4), 0)) == timedelta()
    assert Calendar(short=frozenset({saturday}), working=frozenset({saturday}), less=HOUR).between(
        moscow(saturday, 0), moscow(saturday, 23)
    ) == timedelta(hours=8)


@pytest.mark.parametrize(("less", "end"), [(30, time(14, 30)), (60, time(14)), (150, time(14))])
def test_half_of_a_day_remains(less: int, end: time) -> None:
    part = Calendar(start=time(13), end=time(15), short=frozenset({THURSDAY}), less=timedelta(minutes=less))
    assert part.end_of(THURSDAY) == end


def test_a_shortened_day_is_not_longer() -> None:
    with pytest.raises(ValueError, match="a shortened day that is longer by 0:01:00"):
        Calendar(less=timedelta(minutes=-1))


# --- in any zone, near days of every kind -----------------------------------------------------------------

near = st.frozensets(st.integers(-12, 40), max_size=25)


@st.composite
def eventful(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar in which days off, worked and shortened lie close together, and an instant among them."""
    first = draw(days)
    start, end = sorted(draw(st.lists(minutes, min_size=2, max_size=2, unique=True)))

    def some() -> frozenset[date]:
        return frozenset(first + timedelta(days=number) for number in draw(near))

    calendar = Calendar(
        zone=draw(st.sampled_from(ZONES)),
        start=time(*divmod(start, 60)),
        end=time(*divmod(end, 60)),
        days_off=some(),
        working=some(),
        short=some(),
        less=draw(st.sampled_from([timedelta(), timedelta(minutes=30), HOUR, 5 * HOUR])),
    )
    return calendar, datetime.combine(first, time(), UTC) + timedelta(
        seconds=draw(st.integers(0, 7 * 86_400))
    )


spans = st.timedeltas(timedelta(), 40 * HOUR)


@given(eventful(), spans, spans)
def test_what_was_added_is_between_and_adds_up(
    found: tuple[Calendar, datetime], one: timedelta, more: timedelta
) -> None:
    calendar, start = found
    middle = calendar.add(start, one)
    last = calendar.add(middle, more)
    assert calendar.between(start, middle) == one
    assert calendar.between(start, last) == one + more == calendar.left(start, last)
    assert calendar.left(last, start) == -(one + more)
    assert (
        calendar.add(start, one + more) == last or not more
    )  # nothing, at the end of a day, is the next opening


@given(eventful(), st.integers(0, 60 * 86_400), st.integers(0, 60 * 86_400))
def test_what_is_left_adds_up(found: tuple[Calendar, datetime], one: int, other: int) -> None:
    calendar, first = found
    middle, last = (first + timedelta(seconds=number) for number in (one, other))
    assert calendar.left(first, last) == calendar.left(first, middle) + calendar.left(middle, last)


@given(eventful(), spans, st.integers(0, 20))
def test_nothing_is_due_when_nobody_works(
    found: tuple[Calendar, datetime], span: timedelta, count: int
) -> None:
    calendar, now = found
    ends = [calendar.add(now, span)]
    for due in (Due(working_days=count), Due(days=count), Due(working_hours=count)):
        moment = calendar.due(due, now).due
        assert moment >= now
        ends.append(moment)
    for end in ends:
        day = calendar.day_of(end - INSTANT)
        left_out = calendar.opening(day) == calendar.closing(day)  # clocks jumped over all of its work
        assert calendar.is_working_at(end) or calendar.is_working_at(end - INSTANT) or left_out
        assert not calendar.is_working(day) or end <= calendar.closing(day) or calendar.is_working_at(end)


@given(eventful())
def test_a_shortened_day_is_shorter_by_so_much_where_clocks_stand(found: tuple[Calendar, datetime]) -> None:
    calendar, instant = found
    day = calendar.day_of(instant)
    midnights = [calendar.instant(day + timedelta(days=number), time()) for number in (0, 1)]
    first, last = (datetime.combine(day, at) for at in (calendar.start, calendar.end))
    less = min(calendar.less, (last - first) / 2) if day in calendar.short else timedelta()
    if calendar.is_working(day) and midnights[1] - midnights[0] == timedelta(days=1):
        assert calendar.between(*midnights) == last - first - less


# --- wherever the program runs ----------------------------------------------------------------------------


@contextmanager
def host(zone: str) -> Iterator[None]:
    """A machine whose own clock is in another zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        host_clock.tzset()
        yield
    host_clock.tzset()


@given(eventful(), spans, st.sampled_from(["Asia/Kamchatka", "Pacific/Pago_Pago", "America/New_York"]))
def test_nothing_depends_on_the_zone_of_the_machine(
    found: tuple[Calendar, datetime], span: timedelta, zone: str
) -> None:
    calendar, now = found

    def answers() -> list[Any]:
        asked = replace(calendar)  # with nothing remembered
        day = asked.day_of(now)
        return [
            day,
            asked.add(now, span),
            asked.between(now, now + 10 * span),
            asked.due(Due(working_days=3), now),
            asked.whole(day, now),
            asked.is_working_at(now),
            asked.local(now).isoformat(),
        ]

    with host("UTC"):
        at_home = answers()
    with host(zone):
        assert answers() == at_home
