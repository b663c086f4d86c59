"""The gate: in its order, in its pace, and open after a caller has given up."""

import asyncio
import time
from asyncio import TaskGroup

from bot.limiter import Limiter
from bot.pace import Priority

ANSWER, URGENT, REST = Priority


async def test_without_a_rate_everybody_passes_at_once() -> None:
    limiter = Limiter(None)
    limiter.refused(1, 1000)
    for _ in range(1000):
        await limiter.turn(1, REST)
    assert limiter._waiting == []


async def test_answers_go_before_urgent_before_the_rest() -> None:
    limiter = Limiter(50)
    order: list[tuple[Priority, int]] = []

    async def call(priority: Priority, chat: int) -> None:
        await limiter.turn(chat, priority)
        order.append((priority, chat))

    await limiter.turn(1, REST)
    async with TaskGroup() as group:
        for priority, chat in ((REST, 2), (REST, 3), (URGENT, 4), (ANSWER, 5), (URGENT, 6), (ANSWER, 7)):
            group.create_task(call(priority, chat))
    assert order == [(ANSWER, 5), (ANSWER, 7), (URGENT, 4), (URGENT, 6), (REST, 2), (REST, 3)]


async def test_a_chat_that_must_wait_does_not_hold_up_the_others() -> None:
    limiter = Limiter(500)
    order: list[int] = []

    async def call(chat: int) -> None:
        await limiter.turn(chat, REST)
        order.append(chat)

    async with TaskGroup() as group:
        for chat in (1, 1, 2, 3, 2):
            group.create_task(call(chat))
    assert order == [1, 2, 3, 1, 2]


async def test_turns_are_apart_by_the_rate() -> None:
    limiter = Limiter(100)
    at: list[float] = []
    for chat in range(12):
        await limiter.turn(chat, REST)
        at.append(time.monotonic())
    # The last may be early by what was late before, and a busy machine only makes it later.
    assert at[-1] - at[0] >= 10.5 * 0.01


async def test_who_gives_up_leaves_the_queue_and_takes_no_turn() -> None:
    limiter = Limiter(50)
    await limiter.turn(1, REST)
    async with TaskGroup() as group:
        gone = group.create_task(limiter.turn(2, REST))
        await asyncio.sleep(0)
        gone.cancel()
    assert limiter._waiting == []
    await limiter.turn(3, REST)


async def test_a_refusal_is_waited_for() -> None:
    limiter = Limiter(1000)
    began = time.monotonic()
    await limiter.turn(1, REST)
    limiter.refused(1, 0.2)
    await limiter.turn(2, URGENT)
    assert time.monotonic() - began >= 0.2
