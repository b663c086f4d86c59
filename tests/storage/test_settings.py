from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from storage import calendars, models, people, settings
from storage.db import Database
from storage.settings import Own
from tests.storage.rows import a_person

HOLIDAY, SATURDAY, MONDAY = date(2026, 11, 4), date(2026, 11, 28), date(2026, 11, 30)


async def test_what_was_never_set_has_its_default(db: Database) -> None:
    async with db.begin() as tx:
        assert await settings.get(tx) == settings.Settings()
        await settings.put(tx, name="Ромашка & Ко", ring_call=20)
        await settings.put(tx, ring_call=30)
        await settings.put(tx)
    async with db.read() as session:
        assert await settings.get(session) == settings.Settings(name="Ромашка & Ко", ring_call=30)


async def test_a_setting_of_another_version_does_no_harm(db: Database) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(models.Setting).values(key="from_the_future", value={"value": 1}))
        assert await settings.get(tx) == settings.Settings()


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"ring_call": "15"}, {"ring_call": True}, {"name": None}]
)
async def test_a_wrong_setting_is_refused(db: Database, wrong: dict[str, object]) -> None:
    async with db.begin() as tx:
        with pytest.raises(ValueError, match="not a setting"):
            await settings.put(tx, **wrong)


async def _calendar(tx: AsyncSession, person: people.Person) -> Calendar:
    company = await calendars.company(tx, processes={})
    return company.calendar(person.zone, person.work_start, person.work_end, person.id)


async def test_days_of_the_company_come_before_those_of_the_country(db: Database) -> None:
    async with db.begin() as tx:
        anna = await people.get(
            tx, await a_person(tx, work_start=10 * 60, work_end=19 * 60, zone="Asia/Omsk")
        )
        assert anna is not None
        before = await _calendar(tx, anna)
        await settings.put_day(tx, HOLIDAY, Own.ON)
        await settings.put_day(tx, SATURDAY, Own.SHORT)
        await settings.put_day(tx, SATURDAY, Own.ON)
        await settings.put_day(tx, MONDAY, Own.OFF)
        assert await settings.days(tx) == {HOLIDAY: Own.ON, SATURDAY: Own.ON, MONDAY: Own.OFF}
        after = await _calendar(tx, anna)
        await settings.drop_day(tx, HOLIDAY)
        last = await _calendar(tx, anna)
    assert (before.zone, before.start, before.end) == ("Asia/Omsk", time(10), time(19))
    days = HOLIDAY, SATURDAY, MONDAY
    assert [before.is_working(day) for day in days] == [False, False, True]
    assert [after.is_working(day) for day in days] == [True, True, False]
    assert [last.is_working(day) for day in days] == [False, True, False]


async def test_the_company_is_made_of_its_settings(db: Database) -> None:
    async with db.begin() as tx:
        await settings.put(tx, currency="USD", ring_call=5, ring_meeting=45, country="XX")
        await settings.put_day(tx, MONDAY, Own.OFF)
        company = await calendars.company(tx, processes={})
    assert company.currency == "USD"
    meeting = timedelta(minutes=45)
    assert company.rings == {"call": timedelta(minutes=5), "meeting": meeting, "presentation": meeting}
    expected = Calendar(
        zone="Asia/Omsk",
        start=time(9, 30),
        end=time(18),
        days_off=frozenset({MONDAY}),
        less=timedelta(hours=1),
    )
    assert company.calendar("Asia/Omsk", 9 * 60 + 30, 18 * 60) == expected
