"""What a person sets for himself, by buttons and in words, and what follows at once."""

import pytest

from tests.journeys.conftest import Company
from tests.world import World


async def test_the_language_changes_screen_keyboard_and_commands_at_once(
    world: World, company: Company
) -> None:
    await world.say("Анна", "/start")
    await world.say("Анна", "/settings")
    await world.press("Анна", "English")
    texts = await world.screens("Анна")
    assert any(text.startswith("Settings") for text in texts)
    view = await world.sandbox.chat(world.staff["Анна"])
    assert "My day" in str(view["keyboard"])
    assert "what is to be done today" in str(view["commands"])
    await world.say("Анна", "My day")
    assert "Monday" in await world.screen("Анна")


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Омск", "Asia/Omsk"),
        ("мск+2", "Asia/Yekaterinburg"),
        ("UTC+10", "Asia/Vladivostok"),
        ("Новосибирск", "Asia/Novosibirsk"),
    ],
)
async def test_the_zone_is_said_in_words(world: World, company: Company, words: str, zone: str) -> None:
    await world.say("Анна", "/settings")
    await world.press("Анна", "Часовой пояс")
    await world.say("Анна", "там, где море")
    assert "Не понял" in await world.screen("Анна")
    await world.say("Анна", words)
    assert "Настройки" in await world.screen("Анна")
    assert await world.rows("SELECT zone FROM people WHERE name = 'Анна'") == [(zone,)]


async def test_the_morning_comes_by_the_new_clock(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Анна", "/settings")
    await world.press("Анна", "Часовой пояс")
    await world.press("Анна", "Владивосток")
    await world.say("Анна", "/settings")
    await world.press("Анна", "План дня")
    await world.press("Анна", "08:00")
    before = len(await world.inbox("Анна"))
    await world.until("2026-11-24 00:50")
    assert len(await world.inbox("Анна")) == before
    await world.until("2026-11-24 01:05")
    assert len(await world.inbox("Анна")) == before + 1
    assert "24 ноября" in await world.screen("Анна")


async def test_hours_by_buttons_and_in_words(world: World, company: Company) -> None:
    await world.say("Анна", "/settings")
    await world.press("Анна", "Рабочее время")
    await world.press("Анна", "10:00–19:00")
    await world.press("Анна", "Рабочее время")
    await world.say("Анна", "с 18 до 9")
    assert "Не понял" in await world.screen("Анна")
    await world.say("Анна", "с 9:30 до 18:30")
    await world.press("Анна", "Итоги дня")
    await world.press("Анна", "Не присылать")
    await world.press("Анна", "Тихие часы")
    await world.say("Анна", "с 22 до 7")
    assert "22:00–07:00" in await world.screen("Анна")
    columns = "work_start, work_end, evening, quiet_start, quiet_end"
    assert await world.rows(f"SELECT {columns} FROM people WHERE name = 'Анна'") == [
        (570, 1110, None, 1320, 420)
    ]
    await world.press("Анна", "Тихие часы")
    await world.press("Анна", "Вне рабочих часов")
    assert await world.rows("SELECT quiet_start FROM people WHERE name = 'Анна'") == [(None,)]


async def test_each_role_has_its_own(world: World, company: Company) -> None:
    await world.say("Анна", "/settings")
    assert "Сводка" not in await world.screen("Анна")
    await world.say("Ольга", "/settings")
    await world.press("Ольга", "Сводка")
    await world.say("Ольга", "10:15")
    assert await world.rows("SELECT digest FROM people WHERE name = 'Ольга'") == [(615,)]
    message = (await world.inbox("Анна"))[-1]["message_id"]
    await world.forge("Анна", "ast:digest:600", message)
    await world.forge("Анна", "ast:morning:99999", message)
    await world.forge("Анна", "ast:zone:atlantis", message)
    assert await world.rows("SELECT digest, morning, zone FROM people WHERE name = 'Анна'") == [
        (570, 540, "Europe/Moscow")
    ]


async def test_an_open_question_is_left_by_going_back(world: World, company: Company) -> None:
    await world.say("Анна", "/settings")
    await world.press("Анна", "План дня")
    await world.press("Анна", "‹ Назад")
    await world.say("Анна", "8:45")
    assert await world.rows("SELECT morning FROM people WHERE name = 'Анна'") == [(540,)]
