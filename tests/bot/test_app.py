"""Start and stop of the whole: what is under way is finished or kept, and a stop is bounded."""

import asyncio

import pytest

from bot import intake
from tests.world import World, world


async def test_a_stop_does_not_wait_for_what_never_ends_and_loses_nothing(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "DRAIN", 0.05)
    async with world(sqlite_url) as found:
        anna = await found.hire("Анна", 1001)
        await found.deal(anna)
        begun = asyncio.Event()

        async def never(number: int, update: object) -> bool:
            begun.set()
            await asyncio.Event().wait()
            return True

        found.product.intake._handle = never
        await found.sandbox.say(1001, "Мой день")
        await begun.wait()
        async with asyncio.timeout(8):
            await found.stop()
        await found.start()
        assert "Ромашка" in await found.screen("Анна")


async def test_telegram_that_fails_while_it_runs_stops_nothing(sqlite_url: str) -> None:
    async with world(sqlite_url) as found:
        await found.hire("Анна", 1001)
        await found.sandbox.fault("getUpdates", kind="error", code=401, description="Unauthorized", times=2)
        await found.sandbox.fault("getUpdates", kind="error", code=409, description="Conflict", times=1)
        await found.say("Анна", "Мой день")
        assert _runs(found)
        assert len(await found.inbox("Анна")) == 1


def _runs(found: World) -> bool:
    return found._running is not None and not found._running.done()
