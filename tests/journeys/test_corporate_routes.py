"""Who goes on with a corporate deal: the same rep, another one, or whoever the head of the direction names."""

import pytest

from storage import templates
from tests import build
from tests.journeys.conftest import Company
from tests.world import World


@pytest.fixture
async def form(world: World, company: Company) -> World:
    """Anna has heard that there is interest; the form of the deal stands before her."""
    async with world.db.begin() as tx:
        await templates.put(tx, await build.a_team(tx), templates.Custom(process="corporate"))
    await world.say("Анна", "/new")
    await world.say("Анна", "Ромашка")
    await world.say("Анна", "Пётр +7 495 123-45-67")
    for label in ("Создать", "☎ Связаться и подтвердить интерес", "Интерес есть"):
        await world.press("Анна", label)
    await world.say("Анна", "завтра в 15")
    await world.press("Анна", "Заполнить")
    await world.say("Анна", "Бюджет есть")
    return world


async def deals(world: World) -> list[tuple[object, ...]]:
    """Whose each deal is, where it stands and whether it is a draft."""
    query = "SELECT p.name, d.stage, d.draft FROM deals d JOIN people p ON p.id = d.owner_id ORDER BY d.id"
    return [(name, stage, bool(draft)) for name, stage, draft in await world.rows(query)]


async def tasks(world: World) -> set[tuple[object, ...]]:
    query = "SELECT p.name, a.key FROM activities a JOIN people p ON p.id = a.owner_id WHERE a.state = 'open'"
    return {tuple(row) for row in await world.rows(query)}


async def test_the_same_rep_goes_on(form: World) -> None:
    assert await deals(form) == [("Анна", "interest", True)]
    for label in ("Продолжаю я", "Пропустить", "Пропустить"):
        await form.press("Анна", label)
    assert await deals(form) == [("Анна", "needs", False)]
    assert await tasks(form) == {("Анна", "collect_info"), ("Анна", "hold_presentation")}
    assert "Собрать информацию" in await form.screen("Анна")


async def test_another_rep_goes_on_and_is_told(form: World) -> None:
    for label in ("Другой сотрудник", "Борис", "Пропустить", "Пропустить"):
        await form.press("Анна", label)
    assert await deals(form) == [("Борис", "needs", False)]
    assert await tasks(form) == {("Борис", "collect_info"), ("Борис", "hold_presentation")}
    await form.advance(minutes=3)
    assert "Ромашка" in await form.screen("Борис")
    await form.say("Борис", "Мой день")
    assert "Собрать информацию" in await form.screen("Борис")


async def test_a_direction_without_a_head_does_not_wait_for_one(form: World) -> None:
    """«Юг» has no head: the deal goes on at once with whoever filled in its form."""
    for label in ("Решит руководитель", "Юг", "Пропустить"):
        await form.press("Анна", label)
    assert await deals(form) == [("Анна", "needs", False)]


async def test_the_head_declines(form: World) -> None:
    """The deal is the head's while she decides; declined it is lost, with a reason."""
    for label in ("Решит руководитель", "Север", "Пропустить"):
        await form.press("Анна", label)
    assert await deals(form) == [("Ольга", "potential", False)]
    await form.advance(minutes=3)
    await form.press("Ольга", "Отказаться")
    shown = await form.screen("Ольга")
    assert "Завершена с проигрышем" in shown
    assert "Перевод на другой процесс" in shown
    for label in ("Завершена с проигрышем", "Отказались мы", "Пропустить"):
        await form.press("Ольга", label)
    assert await deals(form) == [("Ольга", "lost", False)]
    assert await tasks(form) == set()
