"""Timers fire once, each by itself, on both databases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from notifications import daily
from notifications.kinds import Morning, Ring
from notifications.timers import BATCH, fire_due
from storage import health, models, people, timers
from storage.company import Company
from storage.db import Database
from storage.people import Person
from tests.notifications.conftest import COMPANY, Hands, rows
from tests.storage.rows import NOW, a_deal, a_person, an_activity

RING_AT = NOW + timedelta(minutes=45)
DUE = NOW + timedelta(minutes=60)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026, by Moscow's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, telegram_id=2**40 + 1, joined_at=NOW)


async def a_task(db: Database, owner: int, due: datetime = DUE, **values: Any) -> int:
    async with db.begin() as tx:
        _, run = await a_deal(tx, owner)
        return await an_activity(tx, run, owner, due, **values)


async def a_ring(db: Database, activity: int, due: datetime = RING_AT, kind: str = "ring") -> None:
    async with db.begin() as tx:
        await timers.put(tx, kind=kind, key=f"{kind}:{activity}", due=due, activity_id=activity, cause_id=9)


async def states(db: Database) -> dict[str, str]:
    async with db.read() as session:
        return {row.key: row.state for row in await session.scalars(select(models.Timer))}


async def pending_mornings(db: Database) -> list[tuple[str, datetime]]:
    """Key and due of every morning ahead."""
    async with db.read() as session:
        found = await session.scalars(
            select(models.Timer).where(models.Timer.state == "pending", models.Timer.kind == "morning")
        )
        return sorted((row.key, row.due) for row in found)


async def somebody(db: Database, person_id: int) -> Person:
    async with db.read() as session:
        person = await people.get(session, person_id)
    assert person is not None
    return person


# --- rings ----------------------------------------------------------------------------------------------


async def test_a_timed_call_rings_once_and_urgently(db: Database, anna: int) -> None:
    task = await a_task(db, anna)
    await a_ring(db, task)
    assert await fire_due(db, RING_AT - timedelta(seconds=1), COMPANY) == 0
    assert await fire_due(db, RING_AT, COMPANY) == 1
    assert await fire_due(db, RING_AT, COMPANY) == 0
    (row,) = (await rows(db)).values()
    assert (row.kind, row.person_id, row.urgent, row.due, row.cause_id) == ("ring", anna, True, RING_AT, 9)
    assert row.data["activity"] == task
    assert row.key == Ring(task, row.data["timer"]).key(anna)
    assert await states(db) == {f"ring:{task}": "done"}


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "done"},
        {"state": "cancelled"},
        {"timed": False},
        {"due": DUE + timedelta(minutes=5)},
        {"due": RING_AT - timedelta(minutes=5)},
        {"kind": "task"},
    ],
    ids=["done", "cancelled", "untimed now", "later", "earlier", "of a kind that does not ring"],
)
async def test_what_needs_no_ring_any_more(db: Database, anna: int, changed: dict[str, Any]) -> None:
    task = await a_task(db, anna)
    await a_ring(db, task)
    async with db.begin() as tx:
        await tx.execute(update(models.Activity).values(changed))
    assert await fire_due(db, RING_AT, COMPANY) == 1
    assert await rows(db) == {}


async def test_a_late_ring_is_told_on_its_day_and_not_on_the_next(db: Database, anna: int) -> None:
    first, second = await a_task(db, anna), await a_task(db, anna, DUE + timedelta(days=1))
    await a_ring(db, first)
    await a_ring(db, second, RING_AT + timedelta(days=1))
    await fire_due(db, DUE + timedelta(days=1, hours=2), COMPANY)
    assert [row.data["activity"] for row in (await rows(db)).values()] == [second]


async def test_somebody_who_cannot_be_reached_is_not_rung(db: Database, anna: int) -> None:
    await a_ring(db, await a_task(db, anna))
    async with db.begin() as tx:
        await people.block(tx, anna, now=NOW)
    await fire_due(db, RING_AT, COMPANY)
    assert await rows(db) == {}


# --- mornings -------------------------------------------------------------------------------------------


async def test_a_morning_brings_the_plan_and_plants_the_next(db: Database, anna: int) -> None:
    await a_task(db, anna, at(24, 18), timed=False)
    async with db.begin() as tx:
        assert await daily.ensure(tx, NOW, COMPANY) == 3, "a morning, an evening and an audit"
        assert await daily.ensure(tx, NOW, COMPANY) == 0
    assert await pending_mornings(db) == [(f"morning:{anna}:2026-11-24", at(24, 9))]
    assert await fire_due(db, at(24, 9), COMPANY) == 3, "Monday's recap is too late"
    (row,) = (await rows(db)).values()
    assert (row.kind, row.key, row.urgent) == ("morning", Morning(TUESDAY).key(anna), False)
    assert await pending_mornings(db) == [(f"morning:{anna}:2026-11-25", at(25, 9))]


async def test_without_anything_to_do_no_plan_but_the_next_morning(db: Database, anna: int) -> None:
    await a_task(db, anna, at(26, 18))
    await a_task(db, anna, at(24, 10), state="done")
    async with db.begin() as tx:
        await daily.ensure(tx, NOW, COMPANY)
    await fire_due(db, at(24, 9), COMPANY)
    assert await rows(db) == {}
    assert len(await pending_mornings(db)) == 1


async def test_mornings_keep_weekends_holidays_and_ones_own_hour_and_zone(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        far = await a_person(
            tx, "Глеб", telegram_id=5, joined_at=NOW, zone="Asia/Vladivostok", morning=10 * 60 + 30
        )
        assert await daily.ensure(tx, at(27, 9), Company({}, days_off=frozenset({date(2026, 11, 30)}))) == 6
    assert await pending_mornings(db) == [
        (f"morning:{anna}:2026-12-01", datetime(2026, 12, 1, 6, 0, tzinfo=UTC)),
        (f"morning:{far}:2026-12-01", datetime(2026, 12, 1, 0, 30, tzinfo=UTC)),
    ]


async def test_after_downtime_a_missed_morning_of_today_comes_once(db: Database, anna: int) -> None:
    """Down from Monday night to Wednesday noon: nothing of Tuesday, one plan of Wednesday."""
    await a_task(db, anna, at(23, 18))
    async with db.begin() as tx:
        await daily.ensure(tx, NOW, COMPANY)
    for _ in range(3):
        await fire_due(db, at(25, 12), COMPANY)
    assert list(await rows(db)) == [Morning(date(2026, 11, 25)).key(anna)]
    assert await pending_mornings(db) == [(f"morning:{anna}:2026-11-26", at(26, 9))]


async def test_whoever_joins_in_the_afternoon_gets_no_plan_that_day(db: Database, anna: int) -> None:
    await a_task(db, anna, at(23, 18))
    async with db.begin() as tx:
        assert await daily.plant(tx, await somebody(db, anna), at(23, 9), COMPANY)
    await fire_due(db, at(23, 17), COMPANY)
    assert await rows(db) == {}


async def test_who_plans_no_day_has_no_mornings(db: Database) -> None:
    async with db.begin() as tx:
        await a_person(tx, "Админ", roles=["admin"], telegram_id=2, joined_at=NOW)
        await a_person(tx, "Ещё не здесь")
        blocked = await a_person(tx, "Закрылась", telegram_id=3, joined_at=NOW)
        await people.block(tx, blocked, now=NOW)
        gone = await a_person(tx, "Ушёл", telegram_id=4, joined_at=NOW)
        await people.leave(tx, gone, now=NOW)
        never = Company({}, days_off=frozenset(), working=frozenset())
        assert await daily.ensure(tx, NOW, never) == 2, (
            "only what is nobody's message, of the two who work here"
        )
    assert await pending_mornings(db) == []


async def test_mornings_end_when_somebody_leaves_and_begin_again_when_he_is_back(
    db: Database, anna: int
) -> None:
    await a_task(db, anna, at(24, 10))
    async with db.begin() as tx:
        await daily.ensure(tx, NOW, COMPANY)
        await people.leave(tx, anna, now=NOW)
    await fire_due(db, at(24, 9), COMPANY)
    assert await rows(db) == {}
    assert await pending_mornings(db) == []
    async with db.begin() as tx:
        await people.join(tx, anna, telegram_id=9, now=at(24, 10))
    async with db.begin() as tx:
        assert await daily.plant(tx, await somebody(db, anna), at(24, 8), COMPANY)
    assert await pending_mornings(db) == [(f"morning:{anna}:2026-11-25", at(25, 9))]


# --- firing ---------------------------------------------------------------------------------------------


async def test_a_broken_timer_is_set_aside_and_stops_nobody(db: Database, anna: int) -> None:
    first, second = await a_task(db, anna), await a_task(db, anna)
    await a_ring(db, first)
    await a_ring(db, 77, RING_AT, kind="telepathy")
    await a_ring(db, second)
    async with db.begin() as tx:
        await timers.put(tx, kind="morning", key="m", due=RING_AT, person_id=anna, data={"day": "someday"})
    assert await fire_due(db, RING_AT, COMPANY) == 2
    assert sorted(row.data["activity"] for row in (await rows(db)).values()) == [first, second]
    async with db.read() as session:
        broken = {one.kind: one.error for one in await health.stuck(session, offset=0, limit=9)}
    assert broken == {
        "telepathy": "UnknownTimerError('telepathy')",
        "morning": "ValueError(\"Invalid isoformat string: 'someday'\")",
    }
    assert await fire_due(db, RING_AT, COMPANY) == 0, "a broken one is not tried again"


async def test_what_a_broken_timer_wrote_is_taken_back(
    db: Database, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half(tx: Any, timer: timers.Due, now: datetime, company: Company) -> None:
        await people.set_language(tx, anna, "en")
        await tx.execute(update(models.Person).values(name=None))

    monkeypatch.setitem(vars(__import__("notifications.timers", fromlist=["FIRES"])), "FIRES", {"half": half})
    await a_ring(db, 1, kind="half")
    assert await fire_due(db, RING_AT, COMPANY) == 0
    assert (await somebody(db, anna)).language == "ru"
    assert await states(db) == {"half:1": "broken"}


async def test_more_than_one_batch(db: Database, anna: int, clock: Hands) -> None:
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        for _ in range(2 * BATCH + 3):
            task = await an_activity(tx, run, anna, DUE)
            await timers.put(tx, kind="ring", key=f"ring:{task}", due=RING_AT, activity_id=task)
    assert await fire_due(db, RING_AT, COMPANY) == 2 * BATCH + 3
    assert len(await rows(db)) == 2 * BATCH + 3
