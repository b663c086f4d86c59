"""Planted faults: what fails, how, for whom, how often, and whether the work was done."""

import asyncio

import aiohttp
import pytest

from sandbox.client import SandboxError
from tests.sandbox.conftest import Sandbox


async def texts(sandbox: Sandbox) -> list[str]:
    return [message["text"] for message in await sandbox.people.messages(1001)]


async def test_an_error_strikes_the_calls_it_names_and_is_used_up(sandbox: Sandbox) -> None:
    await sandbox.people.fault("sendMessage", code=500, times=2, contains="boom", chat=1001)
    await sandbox.api.ok("sendMessage", chat_id=1001, text="fine")
    for _ in range(2):
        assert await sandbox.api.refused("sendMessage", chat_id=1001, text="a boom") == (
            500,
            "Internal Server Error",
        )
    await sandbox.api.ok("sendMessage", chat_id=1001, text="the third boom passes")
    assert await texts(sandbox) == ["fine", "the third boom passes"]
    assert [call["fault"] for call in await sandbox.people.log("sendMessage")] == ["", "error", "error", ""]


async def test_a_planted_429_says_how_long(sandbox: Sandbox) -> None:
    await sandbox.people.fault("sendMessage", retry_after=7)
    status, body = await sandbox.api("sendMessage", chat_id=1001, text="x")
    assert (status, body["parameters"], body["description"]) == (
        429,
        {"retry_after": 7},
        "Too Many Requests: retry after 7",
    )


@pytest.mark.parametrize(("kind", "done"), [("reset", []), ("lost", ["x"])])
async def test_a_connection_breaks_before_or_after_the_work(
    sandbox: Sandbox, kind: str, done: list[str]
) -> None:
    await sandbox.people.fault("sendMessage", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await sandbox.api("sendMessage", chat_id=1001, text="x")
    assert await texts(sandbox) == done
    (logged,) = await sandbox.people.log("sendMessage")
    assert (logged["fault"], logged["answer"]) == (kind, None)
    await sandbox.api.ok("sendMessage", chat_id=1001, text="again")
    assert await texts(sandbox) == [*done, "again"]


async def test_a_delay_only_delays(sandbox: Sandbox) -> None:
    await sandbox.people.fault("sendMessage", kind="delay", delay_ms=1)
    await sandbox.api.ok("sendMessage", chat_id=1001, text="late")
    assert await texts(sandbox) == ["late"]


async def test_a_caller_that_gives_up_is_in_the_log(sandbox: Sandbox) -> None:
    await sandbox.people.fault("sendMessage", kind="lost", delay_ms=60_000)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await sandbox.api("sendMessage", chat_id=1001, text="done, but never told")
    assert await texts(sandbox) == ["done, but never told"]
    assert [call["fault"] for call in await sandbox.people.log("sendMessage")] == ["lost"]


async def test_for_ever_until_cleared(sandbox: Sandbox) -> None:
    await sandbox.people.fault(times=0, code=502, description="Bad Gateway")
    for _ in range(3):
        assert await sandbox.api.refused("getMe") == (502, "Bad Gateway")
    await sandbox.people.clear_faults()
    await sandbox.api.ok("getMe")


async def test_a_fault_that_does_not_exist(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="a fault has no sort"):
        await sandbox.people.fault(sort="x")
    with pytest.raises(SandboxError, match="one of error, reset, delay, lost"):
        await sandbox.people.fault(kind="explosion")
