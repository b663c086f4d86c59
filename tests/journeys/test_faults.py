"""Telegram fails, or the database is busy: nothing is lost, nothing happens twice, and people see what came of it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from storage.db import Database
from tests.journeys.conftest import Company
from tests.journeys.test_selling import open_first
from tests.world import World

FAULTS: list[dict[str, Any]] = [
    {"kind": "error", "code": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1},
    {"kind": "error", "code": 500, "description": "Internal Server Error"},
    {"kind": "error", "code": 502, "description": "Bad Gateway"},
    {"kind": "reset"},
    {"kind": "lost"},
    {"kind": "delay", "delay_ms": 300},
]


def named(fault: dict[str, Any]) -> str:
    return str(fault.get("code", fault["kind"]))


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_a_press_whose_drawing_fails_is_drawn_all_the_same(
    world: World, company: Company, fault: dict[str, Any]
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.sandbox.fault("editMessageText", **fault)
    await world.press("Анна", "Не дозвонился")
    assert await world.rows("SELECT state, attempt FROM activities ORDER BY id") == [("done", 1), ("open", 2)]
    screens = await world.screens("Анна")
    assert screens[0].startswith("✓ Ромашка · Позвонить клиенту — Не дозвонился")
    assert "Попытка 2 из 4" in screens[1]


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_words_whose_answer_fails_are_answered_all_the_same(
    world: World, company: Company, fault: dict[str, Any]
) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Победил конкурент")
    await world.sandbox.fault("sendMessage", **fault)
    await world.say("Анна", "Рога и копыта")
    assert (await world.card(deal.run)).extra == {"lost_reason": "competitor", "winner": "Рога и копыта"}
    assert len(await world.rows("SELECT id FROM history")) == 2
    newest = await world.screen("Анна")
    assert "Сделка закрыта: Отказ" in newest or "Понедельник, 23 ноября" in newest


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_what_is_owed_comes_once_telegram_can_again(
    world: World, company: Company, fault: dict[str, Any]
) -> None:
    await world.deal(company.anna)
    await world.sandbox.fault("sendMessage", **fault)
    await world.until("2026-11-23 13:45:30")
    for _ in range(4):
        await world.advance(minutes=1)
    rings = [one for one in await world.screens("Анна") if "Напоминаю, потому что" in one]
    # An answer that was lost after the work was done cannot be told from work that was not done.
    assert len(rings) == (2 if fault["kind"] == "lost" else 1)
    assert await world.rows("SELECT count(*) FROM outbox WHERE state = 'pending'") == [(0,)]


async def test_a_fault_for_one_person_does_not_keep_the_others_waiting(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    await world.deal(company.boris, client="Лютик")
    await world.sandbox.fault("sendMessage", kind="error", code=500, chat="1001", times=0)
    await world.until("2026-11-23 13:46")
    assert "Лютик" in await world.screen("Борис")


async def test_polling_goes_on_after_telegram_was_away(world: World, company: Company) -> None:
    await world.sandbox.fault("getUpdates", kind="error", code=502, description="Bad Gateway", times=3)
    await world.say("Анна", "Мой день")
    await world.say("Анна", "Мой день")
    assert len(await world.inbox("Анна")) == 2


@pytest.mark.parametrize("seconds", [0.5, pytest.param(6.5, marks=pytest.mark.slow)])
async def test_a_busy_database_is_waited_for(world: World, company: Company, seconds: float) -> None:
    """Shorter and longer than a writer is patient: the update waits at Telegram, or is fetched again."""
    await world.deal(company.anna)
    await open_first(world)
    async with Database.connect(world.url) as other, other.begin() as tx:
        await tx.execute(text("UPDATE people SET name = name"))
        await world.sandbox.press(1001, "Не дозвонился", wait=int(seconds * 1000))
    await world.settle()
    assert await world.rows("SELECT state, attempt FROM activities ORDER BY id") == [("done", 1), ("open", 2)]
    assert (await world.screens("Анна"))[0].startswith("✓ Ромашка")


async def test_many_people_press_at_once(world: World, company: Company) -> None:
    names = ["Анна", "Борис", "Игорь"]
    owners = [company.anna, company.boris, company.igor]
    for owner in owners:
        for number in range(4):
            await world.deal(owner, client=f"Клиент {number}")
    cards = {}
    for name in names:
        await world.say(name, "Мой день")
        for number in range(4):
            await world.say(name, "Мой день")
            await world.press(name, f"{number + 1} · ")
        cards[name] = [one["message_id"] for one in (await world.inbox(name))[1:]]
    presses = [
        world.sandbox.press(world.staff[name], "Не дозвонился", message_id=card, wait=5000)
        for name in names
        for card in cards[name]
    ]
    asked = await asyncio.gather(*presses)
    await world.settle()
    assert {one["answer"]["text"] for one in asked} == {"Записано: Не дозвонился"}
    assert await world.rows("SELECT attempt, count(*) FROM activities WHERE state = 'open' GROUP BY 1") == [
        (2, 12)
    ]
