"""A large deal that nobody has answered is told to the head at once; from which sum on, the administrator says."""

from bot.callbacks import Alarm, Firm
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_digest import asked, digests, the_digest
from tests.journeys.test_selling import open_first
from tests.world import World

AGAIN = "Сегодня уже напоминали или человек отсутствует: Анна"


async def alarms(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("⚡")]


async def obligation(world: World) -> int:
    ((found,),) = await world.rows("SELECT id FROM obligations WHERE rule = 'first_answer'")
    return int(found)


@BOTH
async def test_a_head_is_told_at_once_and_asks_for_it(world: World, company: Company) -> None:
    await world.deal(company.anna, amount=5_000_000)
    await world.until("2026-11-24 08:59")
    assert await alarms(world, "Ольга") == []
    await world.until("2026-11-24 09:01")
    (alarm,) = await alarms(world, "Ольга")
    assert alarm.startswith(
        "⚡ Крупная сделка без ответа: Ромашка\n5 000 000 ₽\n\nПо новой сделке ничего не сделано"
    )
    assert "Ответственный: Анна\nСрок прошёл: сегодня 09:00" in alarm
    assert await world.press("Ольга", "Подтолкнуть") == "Напоминание отправлено: Анна"
    assert await world.press("Ольга", "Подтолкнуть") == AGAIN
    (nudge,) = await asked(world, "Анна")
    assert "Позвонить клиенту" in nudge
    await world.press("Ольга", "Почему я это вижу?")
    why = await world.screen("Ольга")
    assert "Допустимо: 8 рабочих часов. Начало отсчёта: вчера 10:00." in why
    assert "О сделках от 1 млн ₽ сообщаю сразу, об остальных — в сводке." in why
    await world.press("Ольга", "‹ Назад")
    await world.press("Ольга", "Открыть")
    assert "Ромашка" in await world.screen("Ольга")
    await world.until("2026-11-24 09:31")
    assert "Первый ответ: 1" in await the_digest(world, "Ольга"), "it is a line as well"


async def test_what_is_answered_in_time_or_small_is_told_to_nobody(world: World, company: Company) -> None:
    await world.deal(company.anna, amount=5_000_000)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    await world.deal(company.anna, client="Лютик", amount=900_000)
    await world.until("2026-11-24 09:31")
    assert await alarms(world, "Ольга") == []
    assert "Первый ответ: 1" in await the_digest(world, "Ольга")


async def test_once_it_is_put_right_the_message_says_so(world: World, company: Company) -> None:
    await world.deal(company.anna, amount=5_000_000)
    await world.until("2026-11-24 09:01")
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    assert await world.press("Ольга", "Подтолкнуть") == "Это уже исправлено"
    (alarm,) = await alarms(world, "Ольга")
    assert "✓ уже исправлено" in alarm
    assert "Подтолкнуть" not in alarm
    assert await asked(world, "Анна") == []


async def test_an_administrator_says_from_which_sum_on(world: World, company: Company) -> None:
    await world.hire("Мария", 1008, roles=("admin",), team=None)
    await world.deal(company.anna, amount=700_000)
    await world.deal(company.boris, client="Лютик", amount=400_000)
    await world.say("Мария", "/company")
    assert "Руководителю сразу: сделки от 1 млн ₽" in await world.screen("Мария")
    await world.press("Мария", "Срочное")
    assert "[никогда]" in await world.screen("Мария")
    await world.press("Мария", "сделки от 500 тыс. ₽")
    assert "Руководителю сразу: сделки от 500 тыс. ₽" in await world.screen("Мария")
    await world.press("Мария", "Кто что менял")
    assert "Руководителю сразу: от 1 000 000 → от 500 000" in await world.screen("Мария")
    await world.until("2026-11-24 09:01")
    (alarm,) = await alarms(world, "Ольга")
    assert "700 000 ₽" in alarm


async def test_never_means_never(world: World, company: Company) -> None:
    await world.hire("Мария", 1008, roles=("admin",), team=None)
    await world.deal(company.anna, amount=50_000_000)
    await world.say("Мария", "/company")
    await world.press("Мария", "Срочное")
    await world.press("Мария", "никогда")
    assert await world.forge("Мария", Firm("urgent", "7", 0).pack()) is not None
    await world.until("2026-11-24 09:31")
    assert await alarms(world, "Ольга") == []
    assert len(await digests(world, "Ольга")) == 1


async def test_nobody_else_acts_on_it(world: World, company: Company) -> None:
    await world.hire("Юлия", 1007, roles=("head",), team="Юг")
    await world.deal(company.anna, amount=5_000_000)
    await world.until("2026-11-24 09:31")
    number = await obligation(world)
    for person in ("Анна", "Борис", "Юлия"):
        await world.say(person, "Мой день")
        before = await world.screens(person)
        for act in ("", "nudge", "why"):
            assert await world.forge(person, Alarm(number, act).pack()) is not None
        assert await world.screens(person) == before
    assert await world.forge("Ольга", Alarm(number, "other").pack()) is not None
    assert await world.forge("Ольга", Alarm(99_999, "nudge").pack()) is not None
    assert await asked(world, "Анна") == []
