from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases import reports
from bot.usecases.reports import ALL, CycleGroup, Days, NobodyError
from fsm.loading import shipped
from storage import people, teams
from storage.db import Database
from tests.storage.rows import a_deal, a_person

SIMPLE = shipped()["simple"]
MOSCOW = "Europe/Moscow"
TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as database:
        yield database


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("today", date(2026, 11, 25), TODAY),
        ("yesterday", date(2026, 11, 24), date(2026, 11, 24)),
        ("week", date(2026, 11, 23), TODAY),
        ("last_week", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", date(2026, 11, 1), TODAY),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("quarter", date(2026, 10, 1), TODAY),
        ("year", date(2026, 1, 1), TODAY),
        ("all", None, None),
        ("whatever", None, None),
    ],
)
def test_a_preset_is_days(key: str, first: date | None, last: date | None) -> None:
    assert reports.period(key, TODAY) == (first, last)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_presets_end_before_tomorrow_and_do_not_overlap(today: date) -> None:
    for key in ("today", "week", "month", "quarter", "year"):
        first, last = reports.period(key, today)
        assert first is not None
        assert first <= today == last
    for now, before in (("today", "yesterday"), ("week", "last_week"), ("month", "last_month")):
        (first, _), (_, end) = reports.period(now, today), reports.period(before, today)
        assert first is not None
        assert end is not None
        assert (first - end).days == 1


@pytest.mark.parametrize(
    ("days", "since", "until"),
    [
        (ALL, None, None),
        (
            (TODAY, TODAY),
            datetime(2026, 11, 24, 21, tzinfo=UTC),
            datetime(2026, 11, 25, 21, tzinfo=UTC),
        ),
        ((None, date.max), None, None),
    ],
)
def test_days_are_those_of_the_zone(days: Days, since: datetime | None, until: datetime | None) -> None:
    assert reports.instants(days, MOSCOW) == (since, until)


def test_quantiles_lie_between_two_deals() -> None:
    group = CycleGroup("won", (1.0, 2.0, 4.0))
    assert [group.quantile(part) for part in (0, 0.25, 0.5, 0.75, 1)] == [1.0, 1.5, 2.0, 3.0, 4.0]
    assert group.mean == pytest.approx(7 / 3)
    nobody = CycleGroup("won", ())
    assert (nobody.quantile(0.5), nobody.mean) == (None, None)


async def test_a_report_is_of_the_owners_and_days_that_were_asked_for(db: Database) -> None:
    async with db.begin() as tx:
        team = await teams.add(tx, name="Центр")
        anna = await a_person(tx, "Анна Белова", team_id=team)
        vera = await a_person(tx, "Вера Чёрная")
        evening = datetime(2026, 11, 24, 21, tzinfo=UTC)  # midnight in Moscow
        won = {"stage": "won", "furthest": "engaging", "outcome": "won", "amount": Decimal(7)}
        await a_deal(tx, anna, **won, opened_at=evening, closed_at=datetime(2026, 11, 26, 21, tzinfo=UTC))
        await a_deal(tx, anna, opened_at=datetime(2026, 11, 24, 20, tzinfo=UTC))
        await a_deal(tx, vera, opened_at=evening)
        await a_deal(tx, vera, opened_at=None)
    async with db.read() as session:
        everything = await reports.funnel_report(session, SIMPLE, zone=MOSCOW)
        owners = await reports.team_ids(session, "центр")
        day = await reports.funnel_report(session, SIMPLE, owner_ids=owners, days=(TODAY, TODAY), zone=MOSCOW)
        cycle = await reports.cycle_report(session, SIMPLE, owner_ids=owners, zone=MOSCOW)
        nothing = await reports.funnel_report(session, SIMPLE, owner_ids=frozenset(), zone=MOSCOW)
    assert owners == {anna}
    assert (everything.found.open, everything.found.won, everything.currency) == (3, 1, "RUB")
    assert (everything.win_rate_closed, everything.win_rate_all) == (1.0, 0.25)
    assert (everything.of_previous(0), everything.of_previous(1), everything.of_first(1)) == (
        None,
        0.25,
        0.25,
    )
    assert (day.found.open, day.found.won, day.found.won_sum) == (0, 1, Decimal(7))
    assert [(group.kind, group.days) for group in cycle.groups] == [
        ("won", (2.0,)),
        ("lost", ()),
        ("closed", (2.0,)),
    ]
    assert nothing.empty
    assert (nothing.win_rate_closed, nothing.win_rate_all, nothing.of_first(0)) == (None, None, None)


async def test_people_are_found_by_the_beginning_of_a_name_if_it_is_one(db: Database) -> None:
    async with db.begin() as tx:
        ids = [await a_person(tx, name) for name in ("Анна Белова", "Анна Серова", "Ян Белов")]
    async with db.read() as session:
        assert await reports.rep_ids(session, "серова") == {ids[1]}
        assert await reports.rep_ids(session, "  АННА белова ") == {ids[0]}
        for asked, near in (("анна", ["Анна Белова", "Анна Серова"]), ("нна", []), ("", [])):
            with pytest.raises(NobodyError) as nobody:
                await reports.rep_ids(session, asked)
            assert sorted(nobody.value.names) == near
        assert [one.id for one in await people.everyone(session)] == ids
