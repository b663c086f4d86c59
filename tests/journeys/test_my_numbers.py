"""/me and the home screen: what one did, beside the week before; what one has, by stage."""

from tests.journeys.conftest import BOTH, Company
from tests.world import World


@BOTH
async def test_what_was_done_is_counted(world: World, company: Company) -> None:
    for name in ("Ромашка", "Лютик", "Василёк"):
        await world.deal(company.anna, client=name)
    await world.say("Анна", "Мой день")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "Не дозвонился")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Лютик")
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    await world.say("Анна", "/me")
    screen = await world.screen("Анна")
    assert "Звонки: 2" in screen
    assert "говорили с клиентом: 1" in screen
    assert "Новые сделки: 3" in screen
    assert "Конверсия закрытых: 0 % (0 из 1)" in screen
    assert "Сделано в срок: 100 % (2 из 2)" in screen
    await world.advance(days=7)
    await world.say("Анна", "/me")
    screen = await world.screen("Анна")
    assert "Звонки: 0 ↓ (было 2)" in screen
    assert "Просрочено сейчас: " in screen
    await world.press("Анна", "‹ Неделя раньше")
    assert "Звонки: 2" in await world.screen("Анна")
    await world.press("Анна", "Месяц")
    assert "Ноябрь 2026" in await world.screen("Анна")
    assert "Звонки: 2" in await world.screen("Анна")


async def test_home_shows_deals_by_stage_and_leads_everywhere(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка", amount=120_000)
    await world.deal(company.boris, client="Лютик", amount=80_000)
    await world.say("Анна", "/start")
    screen = await world.screen("Анна")
    assert "Мои сделки · 1" in screen
    assert "Поиск · 1 · 120 тыс. ₽" in screen
    await world.press("Анна", "Поиск 1")
    assert "Ромашка" in await world.screen("Анна")
    await world.press("Анна", "Главная")
    await world.press("Анна", "Настройки")
    await world.press("Анна", "Главная")
    await world.press("Анна", "+ Новая сделка")
    assert "Кто клиент?" in await world.screen("Анна")
    await world.say("Ольга", "Главная")
    screen = await world.screen("Ольга")
    assert "Сделки команды · 2" in screen
    assert "200 тыс. ₽" in screen
