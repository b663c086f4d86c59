"""Rate limits in real running time: the allowed pace passes, a faster one gets 429 and has to wait what it was told."""

import pytest

from sandbox.errors import TooManyRequests
from sandbox.limits import CHAT_BURST, Limits
from tests.sandbox.conftest import Sandbox, Stopwatch


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def limits(watch: Stopwatch) -> Limits:
    return Limits(watch, enabled=True)


def refused(limits: Limits, chat: int) -> int:
    with pytest.raises(TooManyRequests) as refusal:
        limits.admit(chat)
    assert refusal.value.parameters is not None
    return int(refusal.value.parameters["retry_after"])


def test_thirty_a_second_overall(limits: Limits, watch: Stopwatch) -> None:
    for chat in range(1, 31):
        limits.admit(chat)
    assert refused(limits, 31) == 1
    watch.seconds += 0.99
    assert refused(limits, 31) == 1, "too early: the second counts anew"
    watch.seconds += 1
    limits.admit(31)


def test_twenty_eight_a_second_pass_for_ever(limits: Limits, watch: Stopwatch) -> None:
    for number in range(28 * 60):
        limits.admit(1 + number % 500)
        watch.seconds += 1 / 28


def test_a_chat_has_a_burst_and_then_one_a_second(limits: Limits, watch: Stopwatch) -> None:
    for _ in range(CHAT_BURST):
        limits.admit(1)
    assert refused(limits, 1) == 1
    limits.admit(2)
    watch.seconds += 1
    for _ in range(100):
        limits.admit(1)
        watch.seconds += 1


def test_a_group_takes_twenty_a_minute(limits: Limits, watch: Stopwatch) -> None:
    for _ in range(20):
        limits.admit(-1)
        watch.seconds += 1
    assert refused(limits, -1) == 40
    watch.seconds += 39
    assert refused(limits, -1) == 1
    watch.seconds += 1
    limits.admit(-1)


def test_off_means_off(watch: Stopwatch) -> None:
    limits = Limits(watch, enabled=False)
    for _ in range(1000):
        limits.admit(1)


async def test_over_http_and_beside_a_moving_clock(sandbox: Sandbox) -> None:
    await sandbox.people.limits(on=True)
    for number in range(CHAT_BURST):
        await sandbox.api.ok("sendMessage", chat_id=1001, text=str(number))
    status, body = await sandbox.api("sendMessage", chat_id=1001, text="one too many")
    assert status == 429
    assert body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    await sandbox.people.move("+1d")
    assert (await sandbox.api("sendMessage", chat_id=1001, text="x"))[0] == 429, "a moved clock is no rest"
    sandbox.stopwatch.seconds += 1
    await sandbox.api.ok("sendMessage", chat_id=1001, text="rested")
    assert len(await sandbox.people.messages(1001)) == CHAT_BURST + 1
