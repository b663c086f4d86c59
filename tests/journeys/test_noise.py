"""How much people are told: merged, capped, in their hours; never their own acts, never twice, never lost."""

from datetime import timedelta

from bot.callbacks import OpenTask
from storage import people, settings
from tests.build import Built
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def given(world: World, company: Company, *clients: str) -> list[Built]:
    """Deals of Anna's that the head logs a failed call on: each opens a card of another's doing."""
    found = [await world.deal(company.anna, client=client) for client in clients]
    for client in clients:
        await failed(world, client)
    return found


async def failed(world: World, client: str) -> None:
    """Olga logs a failed call on a deal of Anna's."""
    ((task,),) = await world.rows(
        "SELECT max(a.id) FROM activities a JOIN runs r ON r.id = a.run_id JOIN deals d ON d.id = r.subject_id "
        "JOIN clients c ON c.id = d.client_id WHERE a.state = 'open' AND c.name = :client",
        client=client,
    )
    await world.say("Ольга", "Мой день")
    await world.forge("Ольга", OpenTask(task).pack())
    await world.press("Ольга", "Не дозвонился")


async def told(world: World, person: str, since: int) -> list[str]:
    """What came unasked after so many messages, rings apart."""
    came = (await world.screens(person))[since:]
    return [one for one in came if "Напоминаю, потому что" not in one and "Карточка ниже" not in one]


async def since(world: World, person: str) -> int:
    await world.say(person, "/start")
    return len(await world.inbox(person))


@BOTH
async def test_several_events_on_one_deal_are_one_message(world: World, company: Company) -> None:
    await world.deal(company.anna)
    before = await since(world, "Анна")
    await failed(world, "Ромашка")
    await world.advance(minutes=1)
    await failed(world, "Ромашка")
    assert await told(world, "Анна", before) == [], "the window is not over"
    await world.advance(minutes=1, seconds=1)
    (card,) = await told(world, "Анна", before)
    assert "Попытка 3 из 4" in card, "and it says how things are now"
    await world.advance(minutes=10)
    assert len(await told(world, "Анна", before)) == 1


async def test_several_deals_at_once_are_one_list(world: World, company: Company) -> None:
    before = await since(world, "Анна")
    await given(world, company, "Ромашка", "Лютик", "Василёк")
    await world.advance(minutes=3)
    (news,) = await told(world, "Анна", before)
    assert news.startswith("Новое для вас: 3 задачи")
    assert "Лютик" in news
    await world.press("Анна", "2 · ")
    assert "Попытка 2 из 4" in await world.screen("Анна")


async def test_nobody_hears_of_his_own_acts(world: World, company: Company) -> None:
    await given(world, company, "Ромашка")
    await world.advance(minutes=5)
    assert not [one for one in await world.screens("Ольга") if "Новое для вас" in one]


async def test_past_the_cap_the_rest_waits_for_the_evening_and_is_one_list(
    world: World, company: Company
) -> None:
    async with world.db.begin() as tx:
        await settings.put(tx, hourly=2)
        await settings.touch(tx)
    await world.product.reload()
    before = await since(world, "Анна")
    for client in ("Ромашка", "Лютик", "Василёк", "Мак", "Клевер"):
        await given(world, company, client)
        await world.advance(minutes=4)
    first = await told(world, "Анна", before)
    assert len(first) == 2
    await world.until("2026-11-23 17:59")
    assert len(await told(world, "Анна", before)) <= 2, "it waits, and not just for an hour"
    await world.until("2026-11-23 18:01")
    rest = "\n".join([*first, *await told(world, "Анна", before)])
    assert "Новое для вас: 3 задачи" in rest
    assert all(client in rest for client in ("Ромашка", "Лютик", "Василёк", "Мак", "Клевер"))


async def test_a_ring_comes_whatever_the_cap(world: World, company: Company) -> None:
    async with world.db.begin() as tx:
        await settings.put(tx, hourly=1)
        await settings.touch(tx)
    await world.product.reload()
    await world.deal(company.anna, client="Звонок")
    before = await since(world, "Анна")
    await world.until("2026-11-23 13:30")
    await given(world, company, "Ромашка")
    await world.until("2026-11-23 13:46")
    assert [one for one in (await world.screens("Анна"))[before:] if one.startswith("Через")]


async def test_ones_own_quiet_hours_are_kept(world: World, company: Company) -> None:
    async with world.db.begin() as tx:
        await people.set_habits(tx, company.anna.id, quiet_start=10 * 60, quiet_end=16 * 60)
    before = await since(world, "Анна")
    await given(world, company, "Ромашка")
    await world.advance(minutes=3)
    await world.until("2026-11-23 15:59")
    assert [one for one in await told(world, "Анна", before) if "Попытка 2" in one] == []
    await world.until("2026-11-23 16:01")
    assert [one for one in await told(world, "Анна", before) if "Попытка 2" in one]


async def test_after_three_days_of_downtime_nothing_is_lost_and_nothing_twice(
    world: World, company: Company
) -> None:
    before = await since(world, "Анна")
    await given(world, company, "Ромашка", "Лютик")
    await world.stop()
    await world.move(world.now() + timedelta(days=3))
    await world.start()
    came = await told(world, "Анна", before)
    assert len([one for one in came if one.startswith("Новое для вас: 2 задачи")]) == 1
    assert len([one for one in came if one.startswith("Доброе утро")]) == 1
    await world.restart()
    assert await told(world, "Анна", before) == came
    assert await world.rows("SELECT count(*) FROM outbox WHERE state = 'pending'") == [(0,)]
