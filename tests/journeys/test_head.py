"""A head asks: the team, its deals, the funnel with another period, rep or team in the same message."""

from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def some_deals(world: World, company: Company) -> None:
    """Anna: one won, one lost, one open. Boris: one open. Igor, of another team: one open."""
    won = await world.deal(company.anna, client="Выигранные", product="Сервер", contact="Пётр")
    lost = await world.deal(company.anna, client="Проигранные")
    await world.deal(company.anna, client="Новые")
    await world.deal(company.boris, client="Лютик")
    await world.deal(company.igor, client="Южане")
    await world.say("Анна", "Сделки")
    await world.press("Анна", "Выигранные")
    await world.press("Анна", "→ Переговоры")
    await world.press("Анна", "Пётр")
    await world.press("Анна", "→ Успех")
    await world.press("Анна", "Перейти")
    await world.say("Анна", "120к")
    await world.press("Анна", "Сегодня")
    await world.say("Анна", "Сделки")
    await world.press("Анна", "Проигранные")
    await world.press("Анна", "→ Отказ")
    await world.press("Анна", "Перейти")
    await world.press("Анна", "Дорого")
    assert (await world.card(won.run)).outcome == "won"
    assert (await world.card(lost.run)).outcome == "lost"


@BOTH
async def test_the_funnel_and_its_buttons_in_one_message(world: World, company: Company) -> None:
    await some_deals(world, company)
    await world.say("Ольга", "/funnel")
    picture = (await world.inbox("Ольга"))[-1]
    assert picture["kind"] == "photo"
    whole = await world.screen("Ольга")
    assert "Север" in whole
    assert "Поиск: дошли 4, сейчас 2" in whole
    assert "Выиграно: 1" in whole
    assert "Проиграно: 1" in whole
    first = await world.sandbox.file(picture["photo"])
    assert first.startswith((b"\x89PNG", b"\xff\xd8"))

    await world.press("Ольга", "Борис")
    boris = await world.screen("Ольга")
    assert "Борис" in boris
    assert "Поиск: дошли 1, сейчас 1" in boris
    assert "Выиграно: 0" in boris
    await world.press("Ольга", "Вчера")
    assert "Сделок нет." in await world.screen("Ольга")
    await world.press("Ольга", "Всё время")
    assert "Поиск: дошли 1, сейчас 1" in await world.screen("Ольга")
    # All of it was one message, whose picture was changed too.
    assert len(await world.inbox("Ольга")) == 1
    newest = (await world.inbox("Ольга"))[-1]
    assert newest["message_id"] == picture["message_id"]
    assert await world.sandbox.file(newest["photo"]) != first


async def test_a_rep_sees_the_funnel_of_his_own_deals_only(world: World, company: Company) -> None:
    await some_deals(world, company)
    await world.say("Борис", "/funnel")
    own = await world.screen("Борис")
    assert "Поиск: дошли 1, сейчас 1" in own
    assert "Анна" not in own
    for scope in (f"p{company.anna.id}", f"t{company.anna.team_id}", "all"):
        await world.forge("Борис", f"af:all:{scope}:")
        assert "Поиск: дошли 1, сейчас 1" in await world.screen("Борис")
        assert "Анна" not in await world.screen("Борис")


async def test_a_head_does_not_see_another_team(world: World, company: Company) -> None:
    await some_deals(world, company)
    await world.say("Ольга", "Сделки")
    listed = await world.screen("Ольга")
    assert "Лютик" in listed
    assert "Южане" not in listed
    await world.forge("Ольга", f"al:p{company.igor.id}::0")
    await world.forge("Ольга", f"af:all:p{company.igor.id}:")
    await world.forge("Ольга", f"af:all:t{company.igor.team_id}:")
    assert not [one for one in await world.screens("Ольга") if "Южане" in one or "Игорь" in one]


async def test_a_director_sees_everybody_and_switches_teams(world: World, company: Company) -> None:
    await some_deals(world, company)
    await world.hire("Дарья", 1005, roles=("director",), team=None)
    await world.say("Дарья", "/funnel")
    assert "Поиск: дошли 5, сейчас 3" in await world.screen("Дарья")
    await world.press("Дарья", "Юг")
    assert "Поиск: дошли 1, сейчас 1" in await world.screen("Дарья")
    await world.press("Дарья", "Север")
    assert "Поиск: дошли 4, сейчас 2" in await world.screen("Дарья")
    assert len(await world.inbox("Дарья")) == 1


async def test_the_team_with_what_each_has_to_do(world: World, company: Company) -> None:
    await some_deals(world, company)
    await world.until("2026-11-24 10:00")
    await world.say("Ольга", "Команда")
    team = await world.screen("Ольга")
    assert "Анна\n   1 сделка · просрочено 1" in team
    assert "Борис\n   1 сделка · просрочено 1" in team
    assert "Игорь" not in team
    await world.press("Ольга", "Борис")
    assert "1 сделка" in await world.screen("Ольга")
    await world.press("Ольга", "Сделки")
    assert "Лютик" in await world.screen("Ольга")


async def test_an_empty_funnel_is_no_error(world: World, company: Company) -> None:
    await world.say("Ольга", "/funnel")
    assert "Сделок нет." in await world.screen("Ольга")
    assert "0 %" not in await world.screen("Ольга")


async def test_my_day_with_194_deals_is_paged(world: World, company: Company) -> None:
    async with world.db.begin() as tx:
        for number in range(194):
            await build.a_deal(
                tx, world.product.company, company.anna.id, client=f"Клиент {number:03}", now=world.now()
            )
    await world.say("Анна", "Мой день")
    assert "сегодня 194" in await world.screen("Анна")
    assert "1 · 14:00" in await world.screen("Анна")
    await world.press("Анна", "›")
    assert "9 · 14:00" in await world.screen("Анна")
    await world.say("Анна", "Сделки")
    assert "194 открыт" in await world.screen("Анна")
    assert len(await world.inbox("Анна")) == 2
