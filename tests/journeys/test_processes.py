"""Processes as pictures: the list, one of them, its stages, and the path that a deal has gone."""

from bot.callbacks import Move, Path
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def photo(world: World, person: str) -> bytes:
    """The picture of the newest message."""
    newest = (await world.inbox(person))[-1]
    assert newest["kind"] == "photo"
    return await world.sandbox.file(newest["photo"])


async def test_a_head_leafs_through_a_process_in_one_message(world: World, company: Company) -> None:
    await world.say("Ольга", "/processes")
    listed = await world.screen("Ольга")
    assert "Корпоративные продажи · 9 стадий · версия 1" in listed
    assert "Простая продажа · 2 стадии · версия 2" in listed

    await world.press("Ольга", "Корпоративные продажи")
    shown = await world.screen("Ольга")
    assert "1. Подтвердить: бюджет выделен" in shown
    assert "[2. Определение потенциала]" in shown
    assert "★ Завершена с победой" in shown
    whole = await photo(world, "Ольга")
    place = (await world.inbox("Ольга"))[-1]["message_id"]

    await world.press("Ольга", "2. Определение потенциала")
    shown = await world.screen("Ольга")
    assert "Решить, берём ли сделку в работу" in shown
    assert "Чтобы войти:\n· Клиент" in shown
    assert "Что ведёт дальше:" in shown
    first = await photo(world, "Ольга")
    assert first != whole
    await world.press("Ольга", "›")
    assert "3. Анализ потребностей" in await world.screen("Ольга")
    assert await photo(world, "Ольга") != first
    assert (await world.inbox("Ольга"))[-1]["message_id"] == place

    await world.press("Ольга", "‹ Корпоративные продажи")
    assert await photo(world, "Ольга") == whole
    await world.press("Ольга", "‹ Процессы")
    assert await world.screen("Ольга") == listed


async def test_an_administrator_sees_them_in_english(world: World, company: Company) -> None:
    await world.hire("Eve", 1009, roles=("admin",), team=None, language="en")
    await world.say("Eve", "/processes")
    await world.press("Eve", "Corporate sales")
    assert "1. Confirm that there is a budget" in await world.screen("Eve")
    await world.press("Eve", "★ Won")
    shown = await world.screen("Eve")
    assert "To enter:\n· Client" in shown
    assert "begin the process “Corporate sales” with: Client" in shown
    assert await photo(world, "Eve")


async def test_a_rep_sees_the_process_of_his_deal(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Анна", "Сделки")
    await world.press("Анна", "Ромашка")
    await world.press("Анна", "Путь")
    await world.press("Анна", "Процесс")
    assert "Простая продажа · 2 стадии" in await world.screen("Анна")


@BOTH
async def test_the_path_tells_how_long_and_how_often(world: World, company: Company) -> None:
    deal = await world.deal(company.anna, product="Сервер")
    await world.say("Анна", "Сделки")
    await world.advance(days=3)
    for to in ("engaging", "prospecting", "engaging"):
        card = await world.card(deal.run)
        await world.forge("Анна", Move(deal.run, card.stage_run, to).pack())
        if "С кем" in await world.screen("Анна"):
            await world.press("Анна", "Пётр")
        await world.advance(days=1)
    assert (await world.card(deal.run)).stage == "engaging"
    await world.say("Анна", "Сделки")
    await world.press("Анна", "Ромашка")
    await world.press("Анна", "Путь")
    shown = await world.screen("Анна")
    assert "Ромашка · Простая продажа" in shown
    assert shown.count("✓ Поиск") == 2
    assert "✓ Поиск · пн 23 ноя · 3 дня" in shown
    assert "● Переговоры · вчера · 1 день" in shown
    assert await photo(world, "Анна")
    await world.press("Анна", "Сделка")
    assert "Переговоры" in await world.screen("Анна")


async def test_a_path_is_for_those_who_may_see_the_deal(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await world.say("Игорь", "/start")
    await world.forge("Игорь", Path(deal.run).pack())
    assert all("Ромашка" not in shown for shown in await world.screens("Игорь"))
    await world.forge("Игорь", "adp:zzz")
    await world.forge("Игорь", "apc:nothing:1:")
    await world.forge("Игорь", "apc:simple:2:nowhere")
    assert {message["kind"] for message in await world.inbox("Игорь")} == {"text"}
    assert await world.rows("SELECT update_id, error FROM inbox WHERE attempts > 0") == []
