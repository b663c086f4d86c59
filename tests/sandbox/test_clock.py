"""The clock: it runs, it is moved, and whoever follows it is told."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.client import SandboxError
from sandbox.clock import Clock, real_clock
from sandbox.errors import Misuse
from tests.sandbox.conftest import START, Sandbox, Stopwatch


@pytest.mark.parametrize(
    ("to", "by"),
    [
        ("+90s", timedelta(seconds=90)),
        ("+15m", timedelta(minutes=15)),
        ("+15min", timedelta(minutes=15)),
        ("+1h", timedelta(hours=1)),
        ("+1d", timedelta(days=1)),
        ("+2w", timedelta(days=14)),
    ],
)
def test_steps(to: str, by: timedelta) -> None:
    clock = Clock(START, Stopwatch())
    clock.move(to)
    assert clock.now() == START + by


def test_it_runs_and_an_instant_is_reached_exactly() -> None:
    watch = Stopwatch()
    clock = Clock(START, watch)
    watch.seconds += 5
    assert clock.now() == START + timedelta(seconds=5)
    clock.move("2017-12-31T18:00:00+03:00")
    watch.seconds += 1
    assert clock.now() == datetime(2017, 12, 31, 15, 0, 1, tzinfo=UTC)
    clock.move("2030-01-01")
    assert clock.now() == datetime(2030, 1, 1, tzinfo=UTC)
    assert clock.real() == START + timedelta(seconds=6)
    clock.reset()
    assert clock.now() == clock.real()


@pytest.mark.parametrize("to", ["", "tomorrow", "1h", "+1x", "-1h", "+99999999999d", "2026-13-01"])
def test_what_is_no_move(to: str) -> None:
    clock = Clock(START, Stopwatch())
    with pytest.raises(Misuse, match="cannot move the clock"):
        clock.move(to)
    assert clock.now() == START


def test_the_real_clock_is_aware_and_real() -> None:
    clock = real_clock()
    assert clock.now().tzinfo is UTC
    assert clock.now() == pytest.approx(clock.real(), abs=timedelta(seconds=5))


async def test_followers_hear_of_moves(sandbox: Sandbox) -> None:
    events = sandbox.people.clock_events()
    first = await anext(events)
    assert (datetime.fromisoformat(first["now"]), first["offset"]) == (START, 0)
    await sandbox.people.move("+1h")
    second = await anext(events)
    assert datetime.fromisoformat(second["now"]) == START + timedelta(hours=1)
    assert datetime.fromisoformat(second["real"]) == START
    assert (second["offset"], second["unix"]) == (3600, (START + timedelta(hours=1)).timestamp())
    await events.aclose()  # type: ignore[attr-defined]  # it is an async generator


async def test_messages_carry_the_simulated_time(sandbox: Sandbox) -> None:
    await sandbox.people.move("+1d")
    message = await sandbox.people.say(1001, "hello")
    assert message["date"] == (START + timedelta(days=1)).timestamp()
    with pytest.raises(SandboxError, match="cannot move the clock to 'soon'"):
        await sandbox.people.move("soon")
