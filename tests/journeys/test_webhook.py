"""The whole product, brought its updates by a webhook: presses, a restart, and a database that is busy."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.webhook import Hook
from storage import heartbeat
from storage.db import Database
from tests import build
from tests.bot.test_webhook import WORD, free_port
from tests.journeys.test_selling import open_first
from tests.world import World, world


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def hooked(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The product listens, and the messenger knocks."""
    port = free_port()
    hook = Hook(f"http://127.0.0.1:{port}/telegram", WORD, port=port)
    async with world(request.getfixturevalue(f"{request.param}_url"), hook=hook) as found:
        yield found


async def test_a_day_by_webhook(hooked: World) -> None:
    anna = await hooked.hire("Анна", 1001)
    await hooked.deal(anna)
    await open_first(hooked)
    await hooked.press("Анна", "Не дозвонился")
    assert "Попытка 2 из 4" in await hooked.screen("Анна")
    async with hooked.db.read() as session:
        assert await heartbeat.last(session) is not None
    info = hooked.server.messenger.webhook
    assert info is not None
    assert info.info()["url"].endswith("/telegram")
    assert "last_error_message" not in info.info()

    # What is said while it is down waits at Telegram, and is brought after the start.
    await hooked.stop()
    await hooked.sandbox.say(1001, "Мой день")
    await hooked.start()
    assert "Ромашка" in await hooked.screen("Анна")
    assert hooked.server.messenger.updates.count() == 0
    assert await hooked.rows("SELECT count(*) FROM inbox WHERE attempts > 0") == [(0,)]


async def test_a_busy_database_is_waited_for_and_nothing_is_done_twice(sqlite_url: str) -> None:
    port = free_port()
    hook = Hook(f"http://127.0.0.1:{port}/telegram", WORD, port=port)
    async with world(sqlite_url, hook=hook) as found:
        anna = await found.hire("Анна", 1001)
        await found.deal(anna)
        await open_first(found)
        impatient = Database.connect(sqlite_url, patience=0.05)
        found.product.intake._db, patient = impatient, found.product.intake._db
        other = Database.connect(sqlite_url)
        async with other.begin() as tx:
            await build.a_product(tx, "Сервер", 150_000)
            pressed = await found.sandbox.press(1001, "Не дозвонился", message_id=0, wait=300)
            assert pressed["answer"] is None
            assert found.server.messenger.updates.count() == 1
        found.product.intake._db = patient
        await found.settle()
        await other.close()
        await impatient.close()
        assert await found.rows("SELECT attempt FROM activities ORDER BY id") == [(1,), (2,)]


async def test_going_back_to_polling_takes_the_webhook_away(hooked: World) -> None:
    await hooked.hire("Анна", 1001)
    await hooked.stop()
    hooked.hook = None
    await hooked.start()
    assert hooked.server.messenger.webhook is None
    await hooked.say("Анна", "Мой день")
    assert len(await hooked.inbox("Анна")) == 1


@pytest.mark.parametrize("pause", [0.0, 0.005, 0.02, 0.1])
async def test_a_kill_wherever_it_is_loses_no_press_and_doubles_none(hooked: World, pause: float) -> None:
    anna = await hooked.hire("Анна", 1001)
    await hooked.deal(anna)
    await open_first(hooked)
    async with asyncio.TaskGroup() as group:
        group.create_task(hooked.sandbox.press(1001, "Не дозвонился", message_id=0, wait=0))
        await asyncio.sleep(pause)
        await hooked.kill()
    await hooked.start()
    await hooked.settle()
    assert await hooked.rows("SELECT attempt, state FROM activities ORDER BY id") == [
        (1, "done"),
        (2, "open"),
    ]
    assert hooked.server.messenger.updates.count() == 0
