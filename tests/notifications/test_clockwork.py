"""The tick: what is due is fired and delivered by itself, or at once when told; stopping drains."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from notifications.clockwork import Clockwork
from notifications.kinds import DeadLetter
from storage import timers
from storage.db import Database
from tests.notifications.conftest import COMPANY, Hands, Port, put, rows, until
from tests.storage.rows import NOW, a_deal, a_person, an_activity


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, telegram_id=1001, joined_at=NOW)


@asynccontextmanager
async def running(db: Database, port: Port, clock: Hands, tick: float = 3600) -> AsyncIterator[Clockwork]:
    clockwork = Clockwork(db, port, lambda: COMPANY, clock, tick=tick)
    async with asyncio.TaskGroup() as group:
        group.create_task(clockwork.run())
        yield clockwork
        clockwork.stop()


async def test_it_looks_when_it_starts_and_when_it_is_woken(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    async with running(db, port, clock) as clockwork:
        await until(lambda: len(port.sent) == 1)
        await put(db, anna, DeadLetter(2))
        clockwork.wake()
        await until(lambda: len(port.sent) == 2)
        await until(lambda: clockwork.idle)
    assert port.keys == ["dead_letter:1", "dead_letter:2"]


async def test_it_looks_every_tick(db: Database, port: Port, clock: Hands, anna: int) -> None:
    async with running(db, port, clock, tick=0.05) as clockwork:
        await until(lambda: clockwork.idle)
        await put(db, anna, DeadLetter(1))
        await until(lambda: port.keys == ["dead_letter:1"])


async def test_moving_the_clock_makes_the_reminder_come(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        task = await an_activity(tx, run, anna, NOW + timedelta(hours=1))
        await timers.put(
            tx, kind="ring", key=f"ring:{task}", due=NOW + timedelta(minutes=45), activity_id=task
        )
    async with running(db, port, clock) as clockwork:
        await until(lambda: clockwork.idle)
        assert port.sent == []
        clock.move(minutes=50)
        clockwork.wake()
        await until(lambda: len(port.sent) == 1)
    assert port.keys[0].startswith(f"ring:{task}:")


async def test_a_long_delivery_keeps_no_timer_waiting(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    async with db.begin() as tx:
        boris = await a_person(tx, "Борис", telegram_id=1002, joined_at=NOW)
        _, run = await a_deal(tx, boris)
        task = await an_activity(tx, run, boris, NOW + timedelta(hours=1))
        await timers.put(
            tx, kind="ring", key=f"ring:{task}", due=NOW + timedelta(minutes=45), activity_id=task
        )
    for number in range(5):
        await put(db, anna, DeadLetter(number))
    port.pause = 0.1
    async with running(db, port, clock) as clockwork:
        await until(lambda: anna in port.busy)
        clock.move(minutes=50)
        clockwork.wake()
        await until(lambda: len(port.sent) == 6)
    assert port.keys.index("dead_letter:4") > [key[:4] for key in port.keys].index("ring")


async def test_stopping_waits_for_what_is_on_its_way(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    await put(db, anna, DeadLetter(2))
    port.pause = 0.1
    async with running(db, port, clock):
        await until(lambda: bool(port.busy))
    found = await rows(db)
    assert [found[f"dead_letter:{n}"].state for n in (1, 2)] == ["sent", "pending"]


async def test_stopping_does_not_wait_for_ever(
    db: Database, port: Port, clock: Hands, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.clockwork.DRAIN", 0.05)
    await put(db, anna, DeadLetter(1))
    port.pause = 3600
    async with asyncio.timeout(30), running(db, port, clock):
        await until(lambda: bool(port.busy))
    assert (await rows(db))["dead_letter:1"].state == "pending"


async def test_its_own_failure_is_not_its_end(db: Database, port: Port, clock: Hands, anna: int) -> None:
    await put(db, anna, DeadLetter(1))
    told = [ZeroDivisionError("the company is away")]

    def company() -> object:
        if told:
            raise told.pop()
        return COMPANY

    async with db.begin() as tx:
        await timers.put(tx, kind="ring", key="ring:1", due=NOW)
    clockwork = Clockwork(db, port, company, clock, tick=0.05)  # type: ignore[arg-type]  # it fails once
    async with asyncio.TaskGroup() as group:
        group.create_task(clockwork.run())
        await until(lambda: port.keys == ["dead_letter:1"])
        clockwork.stop()
    assert told == []


async def test_an_idle_tick_is_one_statement(db: Database, port: Port, clock: Hands) -> None:
    said: list[str] = []
    for engine in (db._reader, db._writer):
        event.listen(
            engine.sync_engine, "before_cursor_execute", lambda *args: said.append(args[2]), named=False
        )
    async with running(db, port, clock) as clockwork:
        await until(lambda: clockwork.idle)
        said.clear()
        clockwork.wake()
        await until(lambda: clockwork.idle)
    assert len(said) == 1
    assert said[0].startswith("SELECT")
    assert "timers" in said[0]
    assert "outbox" in said[0]
