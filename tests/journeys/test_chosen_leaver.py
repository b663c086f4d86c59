"""Whoever was chosen on the way through a form may have left before its last question was answered."""

from bot.callbacks import Press, StaffAct
from tests.journeys.conftest import Company
from tests.world import World


async def test_a_deal_goes_to_nobody_who_has_left(world: World, company: Company) -> None:
    await world.hire("Ася", 1007, roles=("admin",), team=None)
    built = await world.deal(company.anna, process="corporate", amount=500_000)
    await world.say("Анна", "Мой день")
    await world.forge("Анна", Press(built.activity, "interested").pack())
    await world.press("Анна", "Пропустить")
    ((form,),) = await world.rows("SELECT id FROM activities WHERE key = 'deal_form'")
    await world.forge("Анна", Press(form, "saved").pack())
    await world.press("Анна", "Пропустить")
    await world.press("Анна", "Другой сотрудник")
    await world.press("Анна", "Борис")
    assert "направлению" in await world.screen("Анна")
    await world.say("Ася", "/start")
    await world.forge("Ася", StaffAct(company.boris.id, "leave", 0).pack())
    await world.press("Анна", "Пропустить")
    shown = await world.screen("Анна")
    assert "Кому передать сделку?" in shown
    assert "Борис" not in shown.split("Кому передать сделку?")[1]
    await world.press("Анна", "Ольга")
    assert await world.rows("SELECT owner_id FROM deals") == [(company.olga.id,)]
