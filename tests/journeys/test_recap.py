"""The evening: what was done, what is left; only when there was something, only at one's own hour."""

from notifications import daily
from storage import people
from tests.journeys.conftest import Company
from tests.journeys.test_selling import open_first
from tests.world import World


async def recaps(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("Итоги дня")]


async def test_the_evening_sums_the_day_up(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.anna, client="Лютик")
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    await world.until("2026-11-23 17:59")
    assert await recaps(world, "Анна") == []
    await world.until("2026-11-23 18:01")
    (recap,) = await recaps(world, "Анна")
    assert recap.startswith("Итоги дня: понедельник, 23 ноября")
    assert "Сделана 1 задача" in recap
    assert "звонки: 1" in recap
    assert "дозвонились" not in recap
    assert "осталось" in recap or "остались" in recap or "осталась" in recap
    assert await recaps(world, "Борис") == [], "he had nothing to do"
    assert await recaps(world, "Ольга") == []


async def test_who_wants_none_gets_none_and_another_hour_counts(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.boris)
    async with world.db.begin() as tx:
        await people.set_habits(tx, company.anna.id, evening=None)
        await people.set_habits(tx, company.boris.id, evening=19 * 60 + 30)
        for one in (company.anna, company.boris):
            person = await people.get(tx, one.id)
            assert person is not None
            await daily.replant(tx, person, world.now(), world.product.company)
    await world.until("2026-11-23 19:00")
    assert await recaps(world, "Анна") == []
    assert await recaps(world, "Борис") == []
    await world.until("2026-11-23 19:31")
    assert await recaps(world, "Анна") == []
    assert len(await recaps(world, "Борис")) == 1


async def test_no_recap_on_a_day_off(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-28 20:00")
    told = len(await recaps(world, "Анна"))
    await world.until("2026-11-29 20:00")
    assert len(await recaps(world, "Анна")) == told


async def test_a_recap_that_comes_too_late_does_not_come(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-23 17:00")
    await world.stop()
    await world.until("2026-11-24 08:00")
    await world.start()
    assert await recaps(world, "Анна") == []
