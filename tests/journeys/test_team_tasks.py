"""A head looks at what one of the team has to do."""

from tests.journeys.conftest import Company
from tests.world import World


async def test_a_head_sees_the_tasks_of_a_rep_and_works_one(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Ольга", "Команда")
    await world.press("Ольга", "Анна")
    await world.press("Ольга", "Задачи")
    screen = await world.screen("Ольга")
    assert "Анна" in screen
    assert "Позвонить клиенту" in screen
    await world.press("Ольга", "1 · ")
    await world.press("Ольга", "Не дозвонился")
    await world.advance(minutes=3)
    assert "Попытка 2" in await world.screen("Анна")  # the owner learns what was done for her
    assert await world.rows("SELECT closed_by FROM activities WHERE state = 'done'") == [(company.olga.id,)]


async def test_nobody_sees_the_tasks_of_another_team(world: World, company: Company) -> None:
    await world.deal(company.igor)
    await world.say("Ольга", "Мой день")
    shown = await world.screen("Ольга")
    for data in (f"an:p{company.igor.id}:0", "an:p0:0", "an:pzzzzzzzz:0", "an:team:0"):
        await world.forge("Ольга", data)
        assert "Позвонить клиенту" not in await world.screen("Ольга")
    assert shown
