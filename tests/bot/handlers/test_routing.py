"""What comes from elsewhere than a private chat, answers that are late, and an outage while the product runs."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot import callbacks, intake
from bot.handlers import routing
from storage import health, heartbeat
from storage.db import Busy
from tests import build
from tests.journeys.conftest import Company
from tests.journeys.test_door import a_link
from tests.journeys.test_selling import open_first
from tests.world import World

GROUP = {"id": -1001, "type": "supergroup", "title": "Отдел продаж"}
ANNA = {"id": 1001, "is_bot": False, "first_name": "Анна"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def message(author: dict[str, Any] = ANNA, chat: dict[str, Any] = GROUP, **facts: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1_795_000_000, "chat": chat, "from": author, "text": "Мой день"} | facts


FROM_ELSEWHERE = [
    {"message": message()},
    {"message": message(text="/start")},
    {"message": message(text="/start@VoronkaBot token")},
    {"message": message(ANONYMOUS, sender_chat=GROUP)},
    {"message": message(text=None, new_chat_members=[ANONYMOUS])},
    {"callback_query": {"id": "1", "from": ANNA, "chat_instance": "1", "data": "at:1", "message": message()}},
    {"callback_query": {"id": "1", "from": ANNA, "chat_instance": "1", "data": "at:1"}},
    {"edited_message": message(chat={"id": 1001, "type": "private"})},
    {"channel_post": {"message_id": 3, "date": 1_795_000_000, "chat": GROUP, "text": "Мой день"}},
]


@pytest.mark.parametrize("update", FROM_ELSEWHERE)
async def test_nothing_is_said_to_groups_or_about_what_was_not_asked(
    world: World, company: Company, update: dict[str, Any]
) -> None:
    await world.deal(company.anna)
    await world.product.intake.receive([{"update_id": 10_000, **update}])
    await world.settle()
    await world.product.intake.drain()
    # Whatever is said to a chat that the messenger does not know would be a failure.
    assert await world.rows("SELECT state, attempts FROM inbox WHERE update_id = 10000") == [("done", 0)]
    assert await world.screens("Анна") == []


async def test_a_press_waits_for_a_database_that_is_busy_for_long(
    world: World, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    monkeypatch.setattr(intake, "AWAY", 0.01)
    monkeypatch.setattr(routing, "WATCHDOG", 60.0)  # it answers nobody while the machine is busy
    begin, busy = world.db.begin, [True] * 8

    @asynccontextmanager
    async def sometimes() -> Any:
        # What is stored and what is delivered goes on; only the work of the press is in the way of somebody.
        if _worked_by_anna() and busy:
            busy.pop()
            raise Busy
        async with begin() as tx:
            yield tx

    monkeypatch.setattr(world.db, "begin", sometimes)
    assert await world.press("Анна", "Не дозвонился") == "Записано: Не дозвонился"
    assert busy == []
    assert await world.rows("SELECT attempt FROM activities WHERE state = 'open'") == [(2,)]
    assert await world.rows("SELECT count(*) FROM inbox WHERE attempts > 0") == [(0,)]


def _worked_by_anna() -> bool:
    task = asyncio.current_task()
    return task is not None and "_worker" in repr(task.get_coro())


async def test_an_empty_answer_that_is_on_its_way_is_not_broken_off(
    world: World, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The watchdog answers; the work ends while that answer is still under way."""
    await world.deal(company.anna)
    await open_first(world)
    answers: list[str | None] = []
    begun, done = asyncio.Event(), asyncio.Event()

    async def answer(query_id: str, toast: str | None = None) -> bool:
        begun.set()
        await done.wait()
        answers.append(toast)
        return True

    press = routing.ROUTES[callbacks.Press]

    async def slow(desk: Any, callback: Any) -> Any:
        await begun.wait()
        screen = await press(desk, callback)
        asyncio.get_running_loop().call_later(0.05, done.set)
        return screen

    monkeypatch.setattr(routing, "WATCHDOG", 0.01)
    monkeypatch.setattr(routing, "ROUTES", {**routing.ROUTES, callbacks.Press: slow})
    monkeypatch.setattr(world.product.showing, "answer", answer)
    await world.sandbox.press(1001, "Не дозвонился")
    await done.wait()
    await world.settle()
    assert answers == [None]
    assert (await world.screens("Анна"))[0].startswith("✓ Ромашка")


@pytest.mark.parametrize(
    "data",
    [
        "aq:1:when:d00010101",
        "aq:1:when:d99991231",
        "aq:1:when:m000101010000",
        "aq:1:when:m999912312359",
        "aq:1:when:keep",
        "aq:1:next:plan.9",
        "ak:1:0",
        "ak:1:c",
        "ak:1:2n0f",
        "ak:1:1y2p0ij32e8e7",
        "ac:1:nonsense",
    ],
)
async def test_forged_answers_to_an_open_question_are_asked_again(
    world: World, company: Company, data: str
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.forge("Анна", data)
    assert await world.rows("SELECT state, attempts FROM inbox WHERE attempts > 0") == []
    assert await world.rows("SELECT state, question, answers FROM drafts") == [("open", "when", "{}")]
    await world.say("Анна", "завтра в 12")
    assert "дальше: Позвонить клиенту, завтра 12:00" in await world.screen("Анна")


async def test_an_outage_while_running_is_made_good(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-23 13:46")  # the ring has put a card
    before = len(await world.inbox("Анна"))
    app = world.product
    async with world.db.begin() as tx:
        await heartbeat.beat(tx, world.now() - timedelta(minutes=10))
    app._fetched -= 600.0
    await world.say("Борис", "Мой день")
    await _sent(world)
    told, card = (await world.screens("Анна"))[before:]
    assert told.startswith("Меня некоторое время не было.")
    assert "[Не дозвонился]" in card


async def _sent(world: World) -> None:
    await world.settle()
    async with world.db.read() as session:
        while (await health.vitals(session, now=build.MONDAY)).owed:  # noqa: ASYNC110 - what is looked at knows no events
            await asyncio.sleep(0.01)


async def test_start_pressed_twice_welcomes_twice(world: World, company: Company) -> None:
    link = await a_link(world)
    await world.guest("Гриша", 2001)
    await world.say("Гриша", f"/start {link}")
    await world.say("Гриша", f"/start {link}")
    first, second = await world.screens("Гриша")
    assert first == second
    assert "Здравствуйте, Гриша!" in first
