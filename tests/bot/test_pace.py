"""Whose turn it is when, on a clock of numbers, and against the limits that the sandbox keeps."""

import random

import pytest

from bot.pace import CATCH_UP, CHAT_BURST, GROUP_MOST, Pace, Priority
from sandbox.errors import TooManyRequests
from sandbox.limits import Limits

ANSWER, URGENT, REST = Priority


def test_turns_follow_one_another_and_idle_time_is_not_saved_up() -> None:
    pace = Pace(rate=20)
    pace.take(1, 100.0)
    first = pace.overall()
    assert pytest.approx(first) == 100.0 + 0.05 * (1 - CATCH_UP)
    pace.take(2, first)
    assert pace.overall() == pytest.approx(first + 0.05)
    pace.take(3, 500.0)
    assert pace.overall() == pytest.approx(500.0 + 0.05 * (1 - CATCH_UP))


def test_a_turn_that_came_a_little_late_does_not_delay_the_next() -> None:
    pace = Pace(rate=20)
    pace.take(1, 100.0)
    due = pace.overall()
    pace.take(2, due + 0.01)
    assert pace.overall() == pytest.approx(due + 0.05)


def test_a_chat_gets_one_a_second_but_answers_may_come_in_a_burst() -> None:
    pace = Pace()
    assert pace.ready(7, REST, 100.0) <= 100.0
    pace.take(7, 100.0)
    assert pace.ready(7, REST, 100.1) == pytest.approx(101.0)
    assert pace.ready(7, URGENT, 100.1) == pytest.approx(101.0)
    assert pace.ready(8, REST, 100.1) <= 100.1
    for _ in range(CHAT_BURST - 1):
        assert pace.ready(7, ANSWER, 100.0) <= 100.0
        pace.take(7, 100.0)
    assert pace.ready(7, ANSWER, 100.0) == pytest.approx(101.0)
    assert pace.ready(7, ANSWER, 101.0) <= 101.0


def test_a_group_gets_twenty_a_minute() -> None:
    pace = Pace()
    for number in range(GROUP_MOST):
        assert pace.ready(-5, REST, 100.0 + number) <= 100.0 + number
        pace.take(-5, 100.0 + number)
    assert 160.0 < pace.ready(-5, REST, 121.0) < 161.0


def test_after_a_refusal_of_a_quiet_chat_everybody_waits() -> None:
    pace = Pace()
    pace.take(1, 100.0)
    pace.refused(1, 7, 100.0)
    assert pace.overall() == 107.0


@pytest.mark.parametrize("chat", [9, -9])
def test_after_a_refusal_of_a_busy_chat_or_a_group_only_that_one_waits(chat: int) -> None:
    pace = Pace()
    for _ in range(CHAT_BURST):
        pace.take(chat, 100.0)
    pace.refused(chat, 30, 100.0)
    assert pace.ready(chat, ANSWER, 105.0) == 130.0
    assert pace.ready(chat, REST, 105.0) == 130.0
    assert pace.overall() < 101.0


def test_chats_that_are_long_silent_are_forgotten_and_shut_ones_are_not() -> None:
    pace = Pace()
    pace.refused(1, 100_000, 0.0)
    for chat in range(2, 10_000):
        pace.take(chat, chat / 20)
    assert len(pace._chats) < 5_000
    assert pace.ready(1, REST, 600.0) == 100_000.0


@pytest.mark.parametrize("order", ["by chat", "mixed"])
def test_a_backlog_uses_the_limit_and_is_never_refused(order: str) -> None:
    """3 000 messages to 500 chats, strict limits, answers of an unsteady network: in time that is only counted."""
    chance = random.Random(7)
    now = 1000.0
    arrived = [now]
    limits = Limits(lambda: arrived[0], enabled=True)
    chats = [number // 6 + 1 for number in range(3000)]
    if order == "mixed":
        chance.shuffle(chats)
    pace = Pace()
    refused = 0
    while chats:
        ready = [pace.ready(chat, REST, now) for chat in chats[:300]]
        first = min(range(len(ready)), key=lambda at: max(ready[at], now))
        now = max(now, pace.overall(), ready[first]) + chance.random() * 0.004
        chat = chats.pop(first)
        pace.take(chat, now)
        arrived[0] = max(arrived[0], now + chance.random() * 0.015)
        try:
            limits.admit(chat)
        except TooManyRequests:
            refused += 1
    assert refused == 0
    assert 3000 / (now - 1000.0) / 30 >= 0.9
