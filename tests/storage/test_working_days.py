"""Days off, worked and shortened: what the country says, what the company says against it, and who is on leave."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.zone import RUSSIA
from fsm.calendar import Calendar
from fsm.definition import Due
from storage import calendars, settings
from storage.company import Away, Company
from storage.db import Database
from storage.settings import Own
from tests.fsm.calendars import ZONES
from tests.storage.rows import a_person

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
INSTANT = timedelta(microseconds=1)


def every_day(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + DAY * number for number in range((date(last + 1, 1, 1) - start).days)]


def of(country: str) -> Calendar:
    days_off, working = calendars.public_days(country)
    return Calendar(days_off=days_off, working=working, short=calendars.eves(country), less=HOUR)


# --- the country ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["RU", "BY", "KZ", "UZ", "AM", "GE", "DE", "GB", "US", "IL", "AE"])
def test_a_country_works_when_the_package_says_so(country: str) -> None:
    known, ours = holidays.country_holidays(country), of(country)
    for day in every_day(2024, 2027):
        assert ours.is_working(day) == known.is_working_day(day), day


def test_russia_works_when_the_package_says_so_in_every_year_that_is_known() -> None:
    known, ours = holidays.country_holidays("RU"), of("RU")
    assert [day for day in every_day(2010, 2045) if ours.is_working(day) != known.is_working_day(day)] == []


def test_transfers_of_the_government() -> None:
    days_off, working = calendars.public_days("RU")
    assert {date(2026, 1, 9), date(2026, 3, 9), date(2026, 5, 11), date(2026, 12, 31)} <= days_off
    assert date(2026, 12, 30) not in days_off
    assert {date(2025, 11, 1), date(2027, 2, 20)} <= working  # Saturdays worked by decree
    assert not {day for day in working if day.year == 2026}
    assert {date(2027, 2, 22), date(2027, 11, 5), date(2027, 12, 31)} <= days_off


def test_a_year_that_is_not_decided_yet_has_its_holidays() -> None:
    days_off, working = calendars.public_days("RU")
    assert {day for day in days_off if day.year == 2030} == {
        *(date(2030, 1, day) for day in (1, 2, 3, 4, 7, 8)),
        date(2030, 3, 8),
        date(2030, 5, 1),
        date(2030, 5, 9),
        date(2030, 6, 12),
        date(2030, 11, 4),
    }
    assert not {day for day in working if day.year == 2030}


def test_nothing_is_known_of_a_country_that_is_none() -> None:
    assert calendars.public_days("XX") == (frozenset(), frozenset())
    assert calendars.eves("XX") == frozenset()


@pytest.mark.parametrize(
    ("year", "days", "hours"),
    [
        (2016, 247, 1974),
        (2018, 247, 1970),
        (2019, 247, 1970),
        (2020, 248, 1979),
        (2021, 247, 1972),
        (2022, 247, 1973),
        (2023, 247, 1973),
        (2024, 248, 1979),
        (2025, 247, 1972),
        (2026, 247, 1972),
    ],
)
def test_a_year_has_the_hours_of_the_production_calendar(year: int, days: int, hours: int) -> None:
    ours = of("RU")
    worked = [day for day in every_day(year, year) if ours.is_working(day)]
    assert len(worked) == days
    # Nine hours are work and an hour of rest; the official norm counts eight of them.
    begin, end = (datetime.combine(date(one, 1, 1), time(), UTC) for one in (year, year + 1))
    assert ours.between(begin, end) == HOUR * (hours + days)


def test_eves_of_holidays_are_shorter_but_not_those_of_days_that_only_stand_for_others() -> None:
    short = calendars.eves("RU")
    assert sorted(day for day in short if day.year == 2026) == [
        date(2026, 4, 30),
        date(2026, 5, 8),
        date(2026, 6, 11),
        date(2026, 11, 3),
    ]
    # 2026-12-30 is followed by a transferred day off, 2026-02-20 by a weekend, the holiday comes after it.
    assert not short & {date(2026, 12, 30), date(2026, 2, 20), date(2026, 2, 22), date(2026, 12, 31)}
    # A Saturday that is worked instead of an eve is as short as that would have been; any other is whole.
    assert {date(2024, 11, 2), date(2025, 11, 1), date(2027, 2, 20)} <= short
    assert not short & {date(2024, 4, 27), date(2024, 12, 28)}


def test_elsewhere_the_day_before_a_holiday_is_as_long_as_any() -> None:
    assert calendars.eves("DE") == calendars.eves("KZ") == frozenset()


def test_the_holidays_do_not_depend_on_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    known = calendars.eves("RU")
    calendars.eves.cache_clear()
    calendars._public.cache_clear()
    monkeypatch.setenv("LANGUAGE", "en_US")
    assert calendars.eves("RU") == known
    assert len([day for day in known if day.year == 2027]) == 4


# --- the company ------------------------------------------------------------------------------------------

THURSDAY, FRIDAY, SATURDAY, WEDNESDAY = (
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 5, 2),
    date(2026, 11, 3),
)


async def test_the_company_shortens_its_own_days_and_has_its_word_before_the_countrys(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна")
        before = (await calendars.company(tx, processes={})).calendar("Europe/Moscow", 540, 1080, anna)
        await settings.put_day(tx, THURSDAY, Own.ON)
        await settings.put_day(tx, FRIDAY, Own.SHORT)
        await settings.put_day(tx, SATURDAY, Own.SHORT)
        await settings.put_day(tx, WEDNESDAY, Own.OFF)
        await settings.put(tx, shortened=90)
        after = (await calendars.company(tx, processes={})).calendar("Europe/Moscow", 540, 1080, anna)
        assert (await settings.days(tx))[SATURDAY] is Own.SHORT
        await settings.put_day(tx, SATURDAY, Own.ON)
        await settings.drop_day(tx, THURSDAY)
        await settings.put(tx, shortened=0)
        last = (await calendars.company(tx, processes={})).calendar("Europe/Moscow", 540, 1080, anna)
        assert (await settings.days(tx))[SATURDAY] is Own.ON

    def ends(calendar: Calendar) -> list[time | None]:
        asked = (THURSDAY, FRIDAY, SATURDAY, WEDNESDAY)
        return [calendar.end_of(day) if calendar.is_working(day) else None for day in asked]

    assert ends(before) == [time(17), None, None, time(17)]
    assert ends(after) == [time(18), time(16, 30), time(16, 30), None]
    assert ends(last) == [time(18), time(18), time(18), None]
    assert last.short == frozenset()


async def test_another_country_has_no_shorter_days_but_those_that_are_named(db: Database) -> None:
    async with db.begin() as tx:
        await settings.put(tx, country="DE")
        await settings.put_day(tx, WEDNESDAY, Own.SHORT)
        company = await calendars.company(tx, processes={})
    assert (company.short, company.less) == (frozenset({WEDNESDAY}), HOUR)


# --- the company and the person, in every zone ------------------------------------------------------------

ALL_ZONES = sorted({*ZONES, *(zone for _, zone in RUSSIA)})
dates = st.dates(date(2026, 10, 20), date(2027, 3, 20))
"""Autumn and spring, with everything that Russia has: eves, transfers, ten days of rest, a working Saturday."""
instants = st.builds(
    lambda day, second: datetime.combine(day, time(), UTC) + timedelta(seconds=second),
    dates,
    st.integers(0, 86_399),
)
spans = st.timedeltas(timedelta(), 50 * HOUR)


@st.composite
def companies(draw: st.DrawFn) -> tuple[Company, str, int, int]:
    """Russia with days of the company's own, leaves of one person, and where and when he works."""
    days_off, working = calendars.public_days("RU")
    own = draw(st.dictionaries(dates, st.sampled_from(list(Own)), max_size=15))
    off = {day for day, said in own.items() if said is Own.OFF}
    zone = draw(st.sampled_from(ALL_ZONES))
    first = draw(dates)
    leave = Away(1, zone, first, first + DAY * draw(st.integers(0, 20)), draw(st.sampled_from([(), (2,)])))
    company = Company(
        processes={},
        days_off=(days_off - own.keys()) | off,
        working=(working - own.keys()) | (own.keys() - off),
        short=(calendars.eves("RU") - own.keys()) | {day for day, said in own.items() if said is Own.SHORT},
        less=timedelta(minutes=draw(st.sampled_from([0, 30, 60, 120]))),
        away=(leave,),
    )
    start = draw(st.integers(0, 20 * 60))
    return company, zone, start, draw(st.integers(start + 60, 24 * 60 - 1))


def test_every_zone_of_russia_is_tried() -> None:
    assert len({zone for _, zone in RUSSIA} & set(ALL_ZONES)) == 11
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    shifts = [Calendar(zone=zone).local(noon).utcoffset() for zone in ALL_ZONES]
    assert (min(filter(None, shifts)), max(filter(None, shifts))) == (-11 * HOUR, 14 * HOUR)


@given(companies(), instants, spans, spans)
def test_what_was_added_is_left_and_adds_up(
    found: tuple[Company, str, int, int], now: datetime, one: timedelta, more: timedelta
) -> None:
    company, zone, start, end = found
    own, planned = company.calendar(zone, start, end, 1), company.planning(zone, start, end, 1)
    for calendar in (own, planned, company.calendar(zone, start, end)):
        middle = calendar.add(now, one)
        last = calendar.add(middle, more)
        assert calendar.left(now, middle) == one
        assert calendar.left(now, last) == one + more
        assert calendar.left(last, now) == -calendar.left(middle, last) - one


@given(companies(), instants, st.integers(0, 15))
def test_nothing_is_due_on_leave_or_after_a_shortened_day(
    found: tuple[Company, str, int, int], now: datetime, count: int
) -> None:
    company, zone, start, end = found
    calendar = company.calendar(zone, start, end, 1)
    for due in (Due(working_days=count), Due(days=count), Due(working_hours=count)):
        moment = calendar.due(due, now).due
        day = calendar.day_of(moment - INSTANT)
        if moment == now:  # no time at all, while at work
            assert calendar.is_working_at(now)
            continue
        assert moment > now
        if not calendar.is_working_at(moment):
            assert day not in company.leave(1)
            assert moment == calendar.closing(day)
            shorter = day in company.short and company.less > timedelta()
            assert (calendar.end_of(day) < calendar.end) == shorter


@given(companies(), dates)
def test_leave_takes_whole_days_and_makes_none_shorter(
    found: tuple[Company, str, int, int], day: date
) -> None:
    company, zone, start, end = found
    here, away = company.calendar(zone, start, end), company.calendar(zone, start, end, 1)
    leave = company.leave(1)
    assert away.is_working(day) == (here.is_working(day) and day not in leave)
    assert away.end_of(day) == here.end_of(day)
    begin, last = (here.instant(one, time()) for one in (day, day + DAY))
    assert away.between(begin, last) == (timedelta() if day in leave else here.between(begin, last))
    planned = company.planning(zone, start, end, 1)
    assert planned == (here if company.away[0].substitutes else away)


@pytest.mark.parametrize("zone", [zone for _, zone in RUSSIA])
def test_the_eve_of_a_holiday_in_every_zone_of_russia(zone: str) -> None:
    """An hour less everywhere, by the clock of the place: Kamchatka goes home nine hours before Moscow."""
    days_off, working = calendars.public_days("RU")
    leave = Away(1, zone, date(2026, 11, 5), date(2026, 11, 5))
    company = Company(
        {}, days_off=days_off, working=working, short=calendars.eves("RU"), less=HOUR, away=(leave,)
    )
    calendar = company.calendar(zone, 540, 1080, 1)
    end = calendar.closing(WEDNESDAY)
    assert calendar.local(end) == datetime(2026, 11, 3, 17, tzinfo=calendar.local(end).tzinfo)
    assert calendar.add(end - HOUR, 2 * HOUR) == calendar.opening(date(2026, 11, 6)) + HOUR
    assert calendar.due(Due(working_days=0), end).due == calendar.closing(date(2026, 11, 6))
    assert company.calendar(zone, 540, 1080).due(Due(working_days=0), end).due == calendar.closing(
        date(2026, 11, 5)
    )


def test_zones_of_russia_close_one_after_another() -> None:
    calendar = of("RU")
    closings = [Calendar(zone=zone, short=calendar.short, less=HOUR).closing(WEDNESDAY) for _, zone in RUSSIA]
    assert [later - earlier for earlier, later in pairwise(reversed(closings))] == [HOUR] * 10
