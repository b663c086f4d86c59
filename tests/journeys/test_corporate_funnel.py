"""The funnel of a team that sells by another process than the company: its own comes first, the other is one tap away."""

from bot.callbacks import Move
from storage import templates
from tests import build
from tests.journeys.conftest import Company
from tests.world import World


async def test_a_head_sees_the_process_of_his_team_and_the_other_one(world: World, company: Company) -> None:
    async with world.db.begin() as tx:
        await templates.put(tx, await build.a_team(tx), templates.Custom(process="corporate"))
    sold = await world.deal(company.anna, process="corporate", amount=500_000)
    await world.say("Ольга", "/funnel")
    alone = await world.screen("Ольга")
    assert "Корпоративные продажи\nСевер" in alone
    assert "Простая продажа" not in alone
    # A draft is in no funnel; a deal of the simple process makes that one worth a button.
    assert "Сделок нет." in alone
    await world.deal(company.boris, client="Василёк")
    await world.say("Анна", "/find Ромашка")
    await world.forge("Анна", Move(sold.run, 1, "needs").pack())
    await world.say("Ольга", "Воронка")
    both = await world.screen("Ольга")
    assert "[● Корпоративные продажи]\n[Простая продажа]" in both
    assert "Анализ потребностей: дошли 1, сейчас 1 · " in both
    assert "Контрактация: дошли 0, сейчас 0" in both, "the last of nine stages"
    await world.press("Ольга", "Простая продажа")
    other = await world.screen("Ольга")
    assert "Поиск: дошли 1, сейчас 1" in other
    assert "[Корпоративные продажи]\n[● Простая продажа]" in other
    await world.press("Ольга", "Неделя")
    assert "[● Простая продажа]" in await world.screen("Ольга")
    before = len(await world.inbox("Ольга"))
    await world.press("Ольга", "CSV")
    assert len(await world.inbox("Ольга")) == before + 1
    # A director's company sells by the simple one.
    await world.hire("Вера", 1005, roles=("director",), team=None)
    await world.say("Вера", "/funnel")
    assert "Простая продажа\n" in await world.screen("Вера")
