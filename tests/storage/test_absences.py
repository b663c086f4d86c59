"""Who is away, who stands in, and what that does to calendars."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fsm.loading import versions
from storage import absences, audit, calendars, people, settings, teams
from storage.company import Away, Company
from storage.db import Database
from tests import build

MOSCOW = "Europe/Moscow"
PLAIN = Company(processes={})
DAY = timedelta(days=1)
MON = date(2026, 11, 23)
NOW = build.MONDAY


def away(person: int, *substitutes: int, first: date = MON, last: date = MON, zone: str = MOSCOW) -> Away:
    return Away(person, zone, first, last, substitutes)


def company(*found: Away) -> Company:
    return replace(PLAIN, away=found, _calendars={})


def test_the_first_who_is_here_stands_in() -> None:
    known = company(away(1, 2, 9))
    assert known.stand_in(1, NOW) == known.addressee(1, NOW) == 2
    assert known.covered(2, NOW) == {1}
    assert known.covered(9, NOW) == frozenset()
    assert known.addressee(2, NOW) == 2


def test_a_circle_ends_at_the_head_and_nobody_at_nobody() -> None:
    circle = company(away(1, 2, 9), away(2, 1, 9))
    assert (circle.stand_in(1, NOW), circle.stand_in(2, NOW)) == (9, 9)
    assert circle.covered(9, NOW) == {1, 2}
    assert circle.covered(1, NOW) == circle.covered(2, NOW) == frozenset()
    lonely = company(away(1, 2), away(2, 1))
    assert lonely.stand_in(1, NOW) is None
    assert lonely.addressee(1, NOW) is None


def test_a_day_is_the_day_of_who_is_away() -> None:
    kamchatka = company(away(1, 2, zone="Asia/Kamchatka"))
    assert kamchatka.is_away(1, datetime(2026, 11, 22, 13, tzinfo=UTC))  # past midnight there already
    assert not kamchatka.is_away(1, datetime(2026, 11, 23, 13, tzinfo=UTC))
    assert not company(away(1, 2)).is_away(1, datetime(2026, 11, 22, 13, tzinfo=UTC))


def test_leave_is_no_working_time_but_work_goes_on_where_somebody_does_it() -> None:
    covered, alone = company(away(1, 2)), company(away(1))
    for known in (covered, alone):
        assert not known.calendar(MOSCOW, 540, 1080, 1).is_working(MON)
        assert known.calendar(MOSCOW, 540, 1080, 2).is_working(MON)
        assert known.calendar(MOSCOW, 540, 1080).is_working(MON)
    assert covered.planning(MOSCOW, 540, 1080, 1).is_working(MON)
    assert not alone.planning(MOSCOW, 540, 1080, 1).is_working(MON)


def test_leave_wins_over_a_working_saturday() -> None:
    saturday = date(2026, 11, 28)
    known = replace(company(away(1, first=saturday, last=saturday)), working=frozenset({saturday}))
    assert known.calendar(MOSCOW, 540, 1080, 2).is_working(saturday)
    assert not known.calendar(MOSCOW, 540, 1080, 1).is_working(saturday)


def test_days_of_a_thousand_years_cost_nothing() -> None:
    assert len(away(1, last=date(3026, 1, 1)).days()) == 1000


async def test_a_company_knows_its_absences(db: Database) -> None:
    async with db.begin() as tx:
        anna = await build.a_user(tx, "Анна", telegram=1)
        boris = await build.a_user(tx, "Борис", telegram=2)
        olga = await build.a_user(tx, "Ольга", telegram=3, roles=("head",))
        gone = await build.a_user(tx, "Глеб", telegram=4)
        number = await absences.add(
            tx, person_id=anna.id, first=MON, last=MON + DAY, substitute_id=boris.id, by_id=olga.id, now=NOW
        )
        await absences.add(
            tx, person_id=gone.id, first=MON, last=MON, substitute_id=None, by_id=olga.id, now=NOW
        )
        await people.leave(tx, gone.id, now=NOW)
    async with db.read() as session:
        known = await calendars.company(session, processes=versions())
        ahead = await absences.ahead(session, MON + DAY)
    assert known.away == (Away(anna.id, MOSCOW, MON, MON + DAY, (boris.id, olga.id)),)
    assert [one.id for one in ahead] == [number]
    async with db.begin() as tx:
        await absences.reframe(tx, number, first=MON, last=MON)
        assert await absences.ahead(tx, MON + DAY) == []
        assert await absences.end(tx, number, now=NOW)
        assert not await absences.end(tx, number, now=NOW)
        assert await absences.away(tx) == ()


async def test_who_leaves_stands_in_for_nobody(db: Database) -> None:
    async with db.begin() as tx:
        anna = await build.a_user(tx, "Анна", telegram=1)
        boris = await build.a_user(tx, "Борис", telegram=2)
        await absences.add(
            tx, person_id=anna.id, first=MON, last=MON, substitute_id=boris.id, by_id=anna.id, now=NOW
        )
        await absences.forget(tx, boris.id, now=NOW)
        (found,) = await absences.away(tx)
        assert found.substitutes == ()
        await absences.forget(tx, anna.id, now=NOW)
        assert await absences.away(tx) == ()


async def test_another_process_can_see_that_something_has_changed(db: Database) -> None:
    async with db.begin() as tx:
        before = await settings.revision(tx)
        await settings.touch(tx)
        assert await settings.revision(tx) == before + 1
        assert (await calendars.company(tx, processes={})).revision == before + 1
        assert await settings.get(tx) == settings.DEFAULTS


async def test_teams_are_a_tree(db: Database) -> None:
    async with db.begin() as tx:
        north = await teams.add(tx, name="Север")
        east = await teams.add(tx, name="Восток", parent_id=north)
        with pytest.raises(ValueError, match=str(east)):
            await teams.move(tx, north, east)
        with pytest.raises(ValueError, match=str(north)):
            await teams.move(tx, north, north)
        await teams.move(tx, east, None)
        await teams.move(tx, north, east)
        await teams.rename(tx, north, "Запад")
        assert await teams.above(tx, north) == (north, east)
        assert [one.name for one in await teams.all_(tx)] == ["Восток", "Запад"]


async def test_who_changed_what_is_told_newest_first(db: Database) -> None:
    async with db.begin() as tx:
        anna = await build.a_user(tx, "Анна", telegram=1)
        first = await audit.tell(tx, "setting", actor_id=anna.id, now=NOW, key="name", was="", became="А")
        second = await audit.tell(tx, "team", actor_id=None, now=NOW, subject=5, act="new")
        found = await audit.newest(tx, limit=5)
        assert [(one.id, one.actor, one.kind) for one in found] == [
            (second, None, "team"),
            (first, "Анна", "setting"),
        ]
        assert found[1].data == {"key": "name", "was": "", "became": "А"}
        assert [one.id for one in await audit.newest(tx, offset=1, limit=1)] == [first]
        assert await audit.count(tx) == 2
