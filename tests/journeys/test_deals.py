"""A list of many deals on a phone: filters with counts, orders, pages, what waits."""

from datetime import timedelta

from sqlalchemy import text

from tests import build
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def many(world: World, company: Company) -> None:
    """Thirty deals of Anna: of many sums and ages, some untouched for long, two waiting."""
    async with world.db.begin() as tx:
        for number in range(30):
            await build.a_deal(
                tx,
                world.product.company,
                company.anna.id,
                client=f"Клиент {number:02}",
                amount=None if number % 5 == 0 else 3_000 * 10 ** (number % 4),
                now=world.now() - timedelta(days=number * 5, hours=-1),
            )
        await tx.execute(text("UPDATE deals SET parked_until = '2026-12-20' WHERE id IN (3, 4)"))
    await world.advance(minutes=1)  # what rules have to say of deals that old is said before


@BOTH
async def test_filters_say_what_they_leave_and_keep_together(world: World, company: Company) -> None:
    await many(world, company)
    await world.say("Анна", "Сделки")
    assert "30 открытых сделок" in await world.screen("Анна")
    assert "1 из 4" in await world.screen("Анна")
    await world.press("Анна", "Фильтры и порядок")
    screen = await world.screen("Анна")
    assert "[7+ · 28] [14+ · 27] [30+ · 23]" in screen
    assert "[Только ждущие · 2]" in screen
    assert "[Без ждущих · 28]" in screen
    await world.press("Анна", "30+ · 23")
    await world.press("Анна", "без суммы · ")
    screen = await world.screen("Анна")
    assert "без касания больше 30 дн. · без суммы" in screen
    await world.press("Анна", "Показать: 4")
    listed = await world.screen("Анна")
    assert "4 открытые сделки" in listed
    assert "[Фильтры и порядок · 2]" in listed
    assert "Клиент 10" in listed
    await world.restart()
    await world.press("Анна", "Фильтры и порядок")
    await world.press("Анна", "Сбросить всё")
    assert "[Показать: 30]" in await world.screen("Анна")


async def test_orders(world: World, company: Company) -> None:
    await many(world, company)
    await world.say("Анна", "Сделки")
    await world.press("Анна", "Фильтры и порядок")
    await world.press("Анна", "Сначала старые")
    await world.press("Анна", "Показать")
    assert "1. Клиент 29" in await world.screen("Анна")
    await world.press("Анна", "Фильтры и порядок")
    await world.press("Анна", "По сумме")
    await world.press("Анна", "Показать")
    assert "3 млн ₽" in (await world.screen("Анна")).split("2. ")[0]
    await world.press("Анна", "›")
    assert "2 из 4" in await world.screen("Анна")


async def test_what_waits_says_until_when(world: World, company: Company) -> None:
    await many(world, company)
    await world.say("Анна", "Сделки")
    await world.press("Анна", "Фильтры и порядок")
    await world.press("Анна", "Только ждущие · 2")
    await world.press("Анна", "Показать: 2")
    assert "ждёт: вс 20 дек" in await world.screen("Анна")


async def test_forged_filters_are_none(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.igor, client="Чужая")
    await world.say("Анна", "Сделки")
    message = (await world.inbox("Анна"))[-1]["message_id"]
    for data in ("ass:mine::9999x:list:0", "ass:mine:gone:0000n:filters:zzz", "ass:team::0000n:list:0"):
        await world.forge("Анна", data, message)
        assert "Мои сделки" in await world.screen("Анна") or "Сделки команды" in await world.screen("Анна")
        assert "Чужая" not in await world.screen("Анна")
    await world.forge("Анна", "ass:p3::0000n:list:0", message)
    assert "Чужая" not in await world.screen("Анна")
