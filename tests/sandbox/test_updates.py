"""getUpdates: ids, offsets, limits, kinds, long polls and their rivals, and how long updates live."""

import asyncio
from typing import Any

import pytest

from sandbox.errors import Refused
from sandbox.updates import UpdateQueue
from tests.sandbox.conftest import Sandbox

JSON = dict[str, Any]


class Now:
    """Simulated Unix seconds that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def queue(now: Now) -> UpdateQueue:
    queue = UpdateQueue(now)
    for number in range(5):
        queue.add("message", {"n": number}, 1)
    return queue


async def polling(sandbox: Sandbox) -> None:
    """Until a poll waits at the server."""
    async with asyncio.timeout(10):
        while sandbox.messenger.updates._poll is None:  # noqa: ASYNC110 - the queue has no event for it
            await asyncio.sleep(0)


def ids(updates: list[Any]) -> list[int]:
    return [update.id for update in updates]


def test_ids_rise_and_an_offset_confirms_what_is_below(queue: UpdateQueue) -> None:
    first = queue.take(0, 100)
    assert ids(first) == sorted(set(ids(first)))
    assert ids(queue.take(0, 100)) == ids(first), "reading without an offset confirms nothing"
    assert ids(queue.take(first[2].id, 100)) == ids(first)[2:]
    assert ids(queue.take(0, 100)) == ids(first)[2:]
    assert queue.take(first[-1].id + 1, 100) == []
    queue.clear()
    assert queue.add("message", {}, 1) == first[-1].id + 1, "an id is never used again"


def test_limit_and_negative_offset(queue: UpdateQueue) -> None:
    everything = ids(queue.take(0, 100))
    assert ids(queue.take(0, 2)) == everything[:2]
    assert ids(queue.take(-2, 100)) == everything[-2:]
    assert ids(queue.take(0, 100)) == everything[-2:], "what came before a negative offset is forgotten"
    assert ids(queue.take(-50, 100)) == everything[-2:]


def test_an_update_grows_old(queue: UpdateQueue, now: Now) -> None:
    queue.add("callback_query", {}, 1)
    queue.add("inline_query", {}, 1)
    assert queue.count() == 7
    now.seconds += 30
    assert queue.count() == 6, "an inline query waits 30 seconds"
    now.seconds += 120
    assert len(queue.take(0, 100)) == 5, "a callback query waits 150 seconds"
    now.seconds += 86_400 - 150
    assert queue.take(0, 100) == [], "a message waits 24 hours"


async def test_a_waiting_poll_wakes_and_gets_all_that_came_together(queue: UpdateQueue) -> None:
    queue.clear()
    poll = asyncio.ensure_future(queue.poll(0, 100, 50))  # noqa: TID251 - the test awaits it below
    await asyncio.sleep(0)
    queue.add("message", {}, 1)
    queue.add("message", {}, 1)
    assert len(await poll) == 2


async def test_a_later_poll_ends_the_waiting_one_with_409(queue: UpdateQueue) -> None:
    queue.clear()
    first = asyncio.ensure_future(queue.poll(0, 100, 50))  # noqa: TID251 - the test awaits it below
    await asyncio.sleep(0)
    second = asyncio.ensure_future(queue.poll(0, 100, 50))  # noqa: TID251 - the test awaits it below
    with pytest.raises(Refused) as refusal:
        await first
    words = (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert (refusal.value.code, refusal.value.description) == (409, words)
    queue.add("message", {}, 1)
    assert len(await second) == 1


async def test_over_http_the_first_poller_gets_409(sandbox: Sandbox) -> None:
    first = asyncio.ensure_future(sandbox.api("getUpdates", timeout=20))  # noqa: TID251 - awaited below
    await polling(sandbox)
    second = asyncio.ensure_future(sandbox.api("getUpdates", timeout=20))  # noqa: TID251 - awaited below
    status, body = await first
    assert (status, body["error_code"]) == (409, 409)
    await sandbox.people.say(1001, "hello")
    status, body = await second
    assert [update["message"]["text"] for update in body["result"]] == ["hello"]


async def test_a_poller_that_died_gives_way(sandbox: Sandbox) -> None:
    """A killed bot's poll leaves nothing behind: the next one is alone and gets the update."""
    dead = asyncio.ensure_future(sandbox.api("getUpdates", timeout=20))  # noqa: TID251 - cancelled below
    await polling(sandbox)
    dead.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dead
    await sandbox.people.say(1001, "hello")
    assert len(await sandbox.api.ok("getUpdates", timeout=5)) == 1


async def test_allowed_updates_are_remembered(sandbox: Sandbox) -> None:
    await sandbox.api.ok("getUpdates", allowed_updates=["callback_query"])
    await sandbox.people.say(1001, "not wanted")
    assert await sandbox.api.ok("getUpdates") == []
    await sandbox.api.ok("getUpdates", allowed_updates=[])
    await sandbox.people.say(1001, "wanted")
    (update,) = await sandbox.api.ok("getUpdates")
    assert update["message"]["text"] == "wanted"
    assert await sandbox.api.refused("getUpdates", allowed_updates={"a": 1}) == (
        400,
        "Bad Request: expected an Array of String",
    )


async def test_no_poll_beside_a_webhook(sandbox: Sandbox) -> None:
    await sandbox.api.ok("setWebhook", url="http://127.0.0.1:9/never")
    assert await sandbox.api.refused("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await sandbox.api.ok("deleteWebhook")
    assert await sandbox.api.ok("getUpdates") == []
