"""The administrator looks how the system is: in plain words, with marks, and what failed can be tried again."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import intake
from bot.callbacks import Retry
from storage import backups, heartbeat, timers
from storage.people import Person
from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World


@pytest.fixture
async def admin(world: World) -> Person:
    return await world.hire("Ева", 1009, roles=("admin",), team=None)


@BOTH
async def test_a_healthy_system_says_so(world: World, company: Company, admin: Person) -> None:
    await world.hire("Вера", 1010, roles=("director",), team=None)  # answers for the South
    async with world.db.begin() as tx:
        await backups.remember(tx, world.now() - timedelta(days=1))
        await heartbeat.beat(tx, world.now())  # as the first poll will
    await world.say("Ева", "/health")
    screen = await world.screen("Ева")
    assert screen.startswith("Состояние системы\nВсё в порядке.")
    assert "✗" not in screen
    assert "⚠" not in screen
    assert "✓ Резервная копия: вчера 10:00" in screen
    assert "База данных: " in screen
    assert screen.endswith("[Обновить] [Мой день]")
    await world.advance(minutes=1)
    await world.press("Ева", "Обновить")
    assert "проверено в 10:01" in await world.screen("Ева")
    assert len(await world.inbox("Ева")) == 1


async def test_it_is_on_a_button_and_for_administrators_only(
    world: World, company: Company, admin: Person
) -> None:
    await world.say("Ева", "/start")
    assert {"text": "Состояние"} in [
        one for row in (await world.sandbox.chat(1009))["keyboard"]["keyboard"] for one in row
    ]
    await world.say("Ева", "Состояние")
    assert "⚠ Резервной копии ещё нет" in await world.screen("Ева")
    for person in ("Анна", "Ольга"):
        await world.say(person, "/health")
        assert "Состояние системы" not in await world.screen(person)
        for data in ("ahh::0", "ahh:messages:0", "ahh:letters:0", "ahr:messages:1:0"):
            toast = await world.forge(person, data)
            assert (toast or "").startswith("Здесь вы ничего менять не можете")


async def test_what_could_not_be_worked_is_told_without_its_words(
    world: World, company: Company, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PAUSES", (0.0, 0.0, 0.0, 0.0))
    worked = world.product.intake._handle

    async def fail(number: int, update: object) -> bool:
        raise ZeroDivisionError("secret words")

    world.product.intake._handle = fail
    await world.say("Анна", "Ромашка просит скидку")
    world.product.intake._handle = worked
    await world.say("Ева", "/health")
    assert "✗ Невыполненные нажатия и сообщения: за сутки 1, всего 1" in await world.screen("Ева")
    await world.press("Ева", "Не выполнено · 1")
    screen = await world.screen("Ева")
    assert "1. Анна · сообщение · сегодня 10:00\n    ошибка программы (ZeroDivisionError)" in screen
    assert "скидку" not in screen
    assert "secret" not in screen
    await world.press("Ева", "‹ Назад")
    assert (await world.screen("Ева")).startswith("Состояние системы")


async def test_an_undelivered_message_is_sent_again(world: World, company: Company, admin: Person) -> None:
    await world.deal(company.anna)
    await world.sandbox.fault(
        "sendMessage", kind="error", code=400, description="Bad Request: message is too long", times=1
    )
    await world.until("2026-11-24 09:00")  # the plan of the day
    assert await world.inbox("Анна") == []
    await world.say("Ева", "Состояние")
    assert "✗ Недоставленные сообщения: за сутки 1, всего 1" in await world.screen("Ева")
    await world.press("Ева", "Не доставлено · 1")
    assert (
        "1. Анна · план дня · сегодня 09:00\n    Telegram отказал: message is too long"
        in await world.screen("Ева")
    )
    page = (await world.inbox("Ева"))[-1]["message_id"]
    (row,) = await world.rows("SELECT id FROM outbox WHERE state = 'dead'")
    assert await world.press("Ева", "↻ 1") == "Пробую ещё раз"
    assert "Здесь больше ничего нет." in await world.screen("Ева")
    assert "Доброе утро" in await world.screen("Анна")
    # An old tap of the same button does nothing twice.
    assert await world.forge("Ева", Retry("messages", row.id, 0).pack(), page) == "Это уже пробовали ещё раз"
    assert len(await world.inbox("Анна")) == 1


async def test_who_blocked_the_bot_is_named_and_not_counted_as_a_failure(
    world: World, company: Company, admin: Person
) -> None:
    await world.deal(company.anna)
    await world.sandbox.block(1001)
    await world.settle()
    await world.say("Ева", "Состояние")
    screen = await world.screen("Ева")
    assert "⚠ Заблокировали бота: Анна" in screen
    assert "✓ Недоставленные сообщения: нет" in screen


async def test_heads_and_teams_of_whom_nobody_hears_are_named(
    world: World, company: Company, admin: Person
) -> None:
    await world.say("Ева", "Состояние")
    screen = await world.screen("Ева")
    assert "✓ У всех руководителей есть чат с ботом" in screen
    assert "⚠ Команды без руководителя — на их запросы некому ответить: Юг. Назначьте его: /people" in screen
    async with world.db.begin() as tx:
        await build.a_user(tx, "Павел", roles=("head",), team="Юг")  # as an import knows him
    await world.press("Ева", "Обновить")
    screen = await world.screen("Ева")
    assert "доходят: Павел. Пригласите их: /people" in screen
    assert "✓ У каждой команды есть руководитель" in screen


async def test_a_broken_timer_is_shown_and_tried_again(world: World, company: Company, admin: Person) -> None:
    async with world.db.begin() as tx:
        await timers.put(tx, kind="morning", key="broken:1", due=world.now(), person_id=company.anna.id)
    await world.advance(minutes=1)  # its data names no day
    await world.say("Ева", "Состояние")
    assert "✗ Напоминания и планы со сбоем: 1" in await world.screen("Ева")
    await world.press("Ева", "Сбои плана · 1")
    assert "1. Анна · план дня · сегодня 10:00\n    ошибка программы (KeyError)" in await world.screen("Ева")
    async with world.db.begin() as tx:
        await tx.execute(text("UPDATE timers SET data = '{\"day\": \"2026-11-20\"}' WHERE key = 'broken:1'"))
    assert await world.press("Ева", "↻ 1") == "Пробую ещё раз"
    assert await world.rows("SELECT state FROM timers WHERE key = 'broken:1'") == [("done",)]


async def test_a_queue_that_grows_old_is_seen(world: World, company: Company, admin: Person) -> None:
    await world.deal(company.anna)
    await open_first(world)
    async with world.db.begin() as tx:
        await tx.execute(
            text(
                "INSERT INTO inbox (update_id, sender, payload, received_at, state, attempts)"
                " VALUES (1, 7, '{}', :then, 'new', 0)"
            ),
            {"then": "2026-11-23 06:58:00.000000"},
        )
    await world.say("Ева", "Состояние")
    assert "✗ Ждут обработки: 1, дольше всего — 2 мин" in await world.screen("Ева")
