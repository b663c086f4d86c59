"""«Перенести просроченное»: what was not done in time gets a new day with two taps, and one undo."""

from bot.callbacks import Undo
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def late(world: World, company: Company, count: int = 6) -> None:
    """Some deals whose first call was due yesterday."""
    for number in range(count):
        await world.deal(company.anna, client=f"Клиент {number}")
    await world.advance(days=1)
    await world.say("Анна", "Мой день")


async def planned(world: World) -> list[tuple[str, int]]:
    """How many are open on each day (of Moscow, as all dues are at the end of its work)."""
    found = await world.rows("SELECT due FROM activities WHERE state = 'open'")
    days = sorted(str(due)[:10] for (due,) in found)
    return [(day, days.count(day)) for day in dict.fromkeys(days)]


@BOTH
async def test_all_of_it_at_once_and_back(world: World, company: Company) -> None:
    await late(world, company)
    assert "просрочено 6" in await world.screen("Анна")
    await world.press("Анна", "↷ Перенести просроченное")
    assert "Просрочено 6 задач." in await world.screen("Анна")
    assert await world.press("Анна", "Завтра") == "Перенесено 6 задач."
    assert await planned(world) == [("2026-11-25", 6)]
    assert "просрочено" not in await world.screen("Анна")
    assert await world.press("Анна", "↩ Отменить") == "Отменено. Всё как было."
    assert await planned(world) == [("2026-11-23", 6)]
    assert "просрочено 6" in await world.screen("Анна")


async def test_spread_over_the_days_on_which_least_is_planned(world: World, company: Company) -> None:
    await late(world, company, 8)
    await world.press("Анна", "↷ Перенести просроченное")
    await world.press("Анна", "По 5 рабочим дням")
    assert await planned(world) == [
        ("2026-11-25", 2),
        ("2026-11-26", 2),
        ("2026-11-27", 2),
        ("2026-11-30", 1),
        ("2026-12-01", 1),
    ]


async def test_from_the_third_time_on_it_needs_a_reason(world: World, company: Company) -> None:
    await late(world, company, 2)
    for _ in range(2):
        await world.press("Анна", "↷ Перенести просроченное")
        await world.press("Анна", "Сегодня")
        await world.advance(days=1)
        await world.say("Анна", "Мой день")
    await world.press("Анна", "↷ Перенести просроченное")
    await world.press("Анна", "Сегодня")
    assert "2 из них уже откладывали дважды. Почему снова?" in await world.screen("Анна")
    assert await world.rows("SELECT DISTINCT snoozed FROM activities") == [(2,)]
    await world.press("Анна", "Не успеваю")
    assert await world.rows("SELECT DISTINCT snoozed FROM activities") == [(3,)]


async def test_an_undo_of_many_is_offered_once(world: World, company: Company) -> None:
    await late(world, company, 3)
    await world.press("Анна", "↷ Перенести просроченное")
    await world.press("Анна", "Завтра")
    run, cause = (await world.rows("SELECT run_id, id FROM history WHERE cause_id IS NULL ORDER BY id DESC"))[
        0
    ]
    await world.press("Анна", "↩ Отменить")
    for other in range(run, run + 3):
        toast = await world.forge("Анна", Undo(other, cause).pack())
        assert toast in {"Это уже отменено.", "Отменить уже нельзя."} or "Отменить уже нельзя" in (
            toast or ""
        )
    assert await planned(world) == [("2026-11-23", 3)]
