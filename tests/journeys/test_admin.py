"""An administrator sets the company up without leaving the chat: people, teams, hours, days off, and who changed what."""

import pytest

from storage import settings
from storage.people import Person
from tests.journeys.conftest import Company
from tests.world import World


@pytest.fixture
async def ada(world: World, company: Company) -> Person:
    return await world.hire("Ада", 1021, roles=("admin",), team=None)


async def test_people_roles_and_teams(world: World, company: Company, ada: Person) -> None:
    await world.say("Ада", "/people")
    people = await world.screen("Ада")
    assert "Сотрудники\n5 человек" in people
    assert "Анна\n   менеджер по продажам · Север" in people
    await world.press("Ада", "Анна")
    # An administrator sets up, and sees nobody's deals as such.
    assert "[Сделки]" not in await world.screen("Ада")
    await world.press("Ада", "Роли")
    await world.press("Ада", "○ Руководитель")
    assert "[✓ Руководитель" in await world.screen("Ада")
    assert "Ваша роль: менеджер по продажам, руководитель" in await world.screen("Анна")
    await world.press("Ада", "‹ Назад")
    await world.press("Ада", "Команда")
    await world.press("Ада", "Юг")
    assert "Анна\nменеджер по продажам, руководитель отдела продаж · Юг" in await world.screen("Ада")
    # A person in two roles has his own day and the team's.
    built = await world.deal(company.igor, client="Южане")
    await world.say("Анна", "Команда")
    assert "Игорь" in await world.screen("Анна")
    await world.say("Анна", "Мой день")
    assert "Южане" not in await world.screen("Анна")
    await world.forge("Анна", f"ad:{built.run}:card:0")
    assert "Южане" in await world.screen("Анна")


async def test_teams_are_made_named_and_hung(world: World, company: Company, ada: Person) -> None:
    await world.say("Ада", "/people")
    await world.press("Ада", "Команды")
    assert "○ Север — 3 человека · Ольга" in await world.screen("Ада")
    await world.press("Ада", "+ Команда")
    await world.say("Ада", "север")
    assert "уже есть" in await world.screen("Ада")
    await world.say("Ада", "Восток")
    assert "Сохранено." in await world.screen("Ада")
    await world.press("Ада", "В составе…")
    await world.press("Ада", "Север")
    assert "В составе: Север" in await world.screen("Ада")
    await world.press("Ада", "‹ Назад")
    await world.press("Ада", "Север")
    await world.press("Ада", "В составе…")
    await world.press("Ада", "Восток")
    assert "так нельзя" in await world.screen("Ада")
    await world.press("Ада", "Переименовать")
    await world.say("Ада", "Северо-Запад")
    assert await world.rows("SELECT name, parent_id IS NULL FROM teams ORDER BY id") == [
        ("Северо-Запад", True),
        ("Юг", True),
        ("Восток", False),
    ]


async def test_a_day_off_moves_what_is_due(world: World, company: Company, ada: Person) -> None:
    await world.say("Ада", "/company")
    await world.press("Ада", "Свои дни")
    await world.press("Ада", "+ Выходной")
    await world.say("Ада", "24 ноября")
    assert "завтра — выходной" in await world.screen("Ада")
    built = await world.deal(company.anna)
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Ромашка")
    for _ in range(2):
        await world.press("Анна", "Не дозвонился")
    # The second attempt again would have been tomorrow.
    ((due,),) = await world.rows("SELECT due FROM activities WHERE state = 'open'")
    assert "2026-11-25" in str(due), built
    await world.press("Ада", "✕ завтра")
    assert "Их нет." in await world.screen("Ада")


async def test_a_shortened_day_ends_earlier(world: World, company: Company, ada: Person) -> None:
    await world.say("Ада", "/company")
    assert "Сокращённые дни: на 60 мин короче" in await world.screen("Ада")
    await world.press("Ада", "Свои дни")
    assert "Сокращены перед праздниками: сб 20 фев, пт 30 апр" in await world.screen("Ада")
    await world.press("Ада", "+ Сокращённый день")
    assert "Они заканчиваются на 60 мин раньше." in await world.screen("Ада")
    await world.sandbox.voice(1021)
    await world.settle()
    assert "Какие дни сокращённые?" in await world.screen("Ада")
    await world.say("Ада", "когда-нибудь")
    assert "Не получилось понять эти дни." in await world.screen("Ада")
    await world.say("Ада", "24–29 ноября")  # the weekend in it stays one
    screen = await world.screen("Ада")
    assert "завтра — сокращённый день" in screen
    assert "пт 27 ноя — сокращённый день" in screen
    assert "28 ноя" not in screen
    await world.deal(company.anna)
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Ромашка")
    for _ in range(2):
        await world.press("Анна", "Не дозвонился")
    # By the end of tomorrow's work, which is five o'clock in Moscow.
    ((due,),) = await world.rows("SELECT due FROM activities WHERE state = 'open'")
    assert str(due).startswith("2026-11-24 14:00:00")
    await world.press("Ада", "‹ Компания")
    await world.press("Ада", "Сокращённые дни")
    await world.press("Ада", "на 30 мин короче")
    assert "Сокращённые дни: на 30 мин короче" in await world.screen("Ада")
    await world.press("Ада", "Кто что менял")
    log = await world.screen("Ада")
    assert "Сокращённые дни: 60 мин → 30 мин" in log
    assert "24 ноя 2026 – 29 ноя 2026: сокращённый день" in log


async def test_settings_count_at_once_and_are_written_down(
    world: World, company: Company, ada: Person
) -> None:
    await world.say("Ада", "/company")
    await world.press("Ада", "Название")
    await world.say("Ада", "Ромашка и сыновья")
    assert "Название: Ромашка и сыновья" in await world.screen("Ада")
    await world.press("Ада", "Напоминания")
    await world.press("Ада", "☎ 30 мин")
    assert "о звонке за 30 мин" in await world.screen("Ада")
    await world.deal(company.anna)
    await world.until("2026-11-23 13:31")
    assert "[Не дозвонился]" in await world.screen("Анна")
    await world.press("Ада", "Валюта")
    await world.press("Ада", "Тенге")
    await world.press("Ада", "Кто что менял")
    log = await world.screen("Ада")
    assert "Валюта: Рубли → Тенге" in log
    assert "Напоминание о звонке: 15 мин → 30 мин" in log
    assert "Ада" in log
    assert world.product.company.currency == "KZT"


async def test_only_an_administrator_sets_up(world: World, company: Company, ada: Person) -> None:
    await world.say("Ольга", "Мой день")
    for data in ("afm:::0", "afm:currency:usd:0", "afm:days:off:0", "afm:log::0", "atm:0:card:0", "apl::0"):
        toast = await world.forge("Ольга", data)
        assert toast or data == "apl::0"  # a head sees his own people there
    await world.say("Анна", "Мой день")
    for data in ("apl::0", "apl:gone:0", f"asp:{company.boris.id}:card", f"asp:{company.boris.id}:roles"):
        assert await world.forge("Анна", data)
    await world.say("Ада", "/company")
    for data in (
        "afm:currency:xxx:0",
        "afm:zone:99:0",
        "afm:nonsense::0",
        "afm:days:drop.0:0",
        "afm:hours:0-1:0",
    ):
        assert await world.forge("Ада", data)
    assert await world.rows("SELECT count(*) FROM audit") == [(0,)]


async def test_what_another_process_has_set_is_followed(world: World, company: Company, ada: Person) -> None:
    async with world.db.begin() as tx:
        await settings.put(tx, currency="EUR")
        await settings.touch(tx)
    assert world.product.company.currency == "RUB"
    world.product._compared = -1_000.0
    for _ in range(2):  # the fetch that brings the second one came after the look
        await world.say("Ада", "/company")
    assert world.product.company.currency == "EUR"


async def test_start_brings_the_commands_of_a_new_role(world: World, company: Company, ada: Person) -> None:
    await world.say("Ада", "/people")
    await world.press("Ада", "Борис")
    await world.press("Ада", "Роли")
    await world.press("Ада", "○ Администратор")
    await world.say("Борис", "/start")
    chat = await world.sandbox.chat(1002)
    assert "company" in {one["command"] for one in chat["commands"]}
    assert "Сотрудники" in str(chat["keyboard"])
