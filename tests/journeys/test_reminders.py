"""What comes by itself: the plan of the day, a ring before a call; and what does not."""

import pytest

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World


async def rings(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if "Напоминаю, потому что" in one]


async def plans(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("Доброе утро")]


@BOTH
async def test_a_timed_call_rings_a_quarter_of_an_hour_before(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-23 13:44")
    assert await rings(world, "Анна") == []
    await world.until("2026-11-23 13:45:05")  # far from half a minute: its words are rounded
    (ring,) = await rings(world, "Анна")
    assert ring.startswith("Через 15 минут: Позвонить клиенту")
    assert "[Дозвонился] [Не дозвонился]" in ring
    assert "назначено на 14:00" in ring
    await world.advance(minutes=5)
    assert len(await rings(world, "Анна")) == 1
    assert await world.press("Анна", "Не дозвонился") == "Записано: Не дозвонился"


async def test_a_ring_sounds_and_a_card_does_not(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    assert (await world.inbox("Анна"))[-1]["silent"] is True
    await world.until("2026-11-23 11:45:30")
    assert (await world.inbox("Анна"))[-1]["silent"] is False


async def test_a_call_that_was_made_does_not_ring(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    await world.until("2026-11-23 13:50")
    assert await rings(world, "Анна") == []


async def test_a_call_that_was_moved_rings_at_its_new_time_only(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "сегодня в 16:30")
    await world.until("2026-11-23 13:50")
    assert await rings(world, "Анна") == []
    await world.until("2026-11-23 16:16")
    assert len(await rings(world, "Анна")) == 1


async def test_a_whole_day_does_not_ring(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "завтра")
    await world.until("2026-11-24 17:46")
    assert await rings(world, "Анна") == []
    assert len(await plans(world, "Анна")) == 1


@BOTH
async def test_the_plan_comes_in_the_morning_of_each_working_day_with_work(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 08:59")
    assert await plans(world, "Анна") == []
    await world.until("2026-11-24 09:00:30")
    (plan,) = await plans(world, "Анна")
    assert "План: вторник, 24 ноября" in plan
    assert "просрочено 1" in plan
    assert "Ромашка" in plan
    # Nobody else has anything to do.
    assert await plans(world, "Борис") == []
    await world.until("2026-11-25 09:00:30")
    await world.until("2026-11-28 12:00")
    await world.until("2026-11-29 12:00")
    assert [one.splitlines()[1] for one in await plans(world, "Анна")] == [
        "План: вторник, 24 ноября",
        "План: среда, 25 ноября",
    ]


async def test_the_morning_is_the_persons_own(world: World, company: Company) -> None:
    far = await world.hire("Фёдор", 1010, zone="Asia/Kamchatka", team="Юг")
    await world.deal(far, client="Камчатрыба")
    await world.until("2026-11-23 23:59")  # 08:59 in Petropavlovsk
    assert await plans(world, "Фёдор") == []
    await world.until("2026-11-24 00:00:30")
    (plan,) = await plans(world, "Фёдор")
    assert "План: вторник, 24 ноября" in plan


async def test_a_long_sleep_brings_one_plan_and_no_old_rings(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.stop()
    await world.advance(days=3)
    await world.start()
    assert [one.splitlines()[1] for one in await plans(world, "Анна")] == ["План: четверг, 26 ноября"]
    assert await rings(world, "Анна") == []


async def test_nobody_is_told_of_his_own_act(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "через 2 недели")
    await world.settle()
    seen = len(await world.inbox("Анна"))
    await world.advance(hours=2)
    assert len(await world.inbox("Анна")) == seen


async def test_what_somebody_else_opened_comes_to_its_owner(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Анна", "/start")
    await world.say("Ольга", "Сделки")
    await world.press("Ольга", "1 · Ромашка")
    await world.press("Ольга", "☎ Позвонить клиенту")
    await world.press("Ольга", "Не дозвонился")
    assert "Попытка 2 из 4" not in await world.screen("Анна"), "more of it may come within the merge window"
    await world.advance(minutes=2)
    assert "Попытка 2 из 4" in await world.screen("Анна")


@pytest.mark.parametrize("heard", ["by itself", "by a refusal"])
async def test_the_head_learns_who_cannot_be_reached(world: World, company: Company, heard: str) -> None:
    await world.deal(company.anna)
    if heard == "by itself":
        await world.sandbox.block(1001)
    else:
        await world.sandbox.fault(
            "sendMessage",
            kind="error",
            code=403,
            description="Forbidden: bot was blocked by the user",
            chat="1001",
        )
        await world.until("2026-11-23 13:45:30")
    await world.settle()
    assert "Анна" in await world.screen("Ольга")
    assert "недоступ" in await world.screen("Ольга") or "заблокиров" in await world.screen("Ольга")
    told = len(await world.inbox("Ольга"))
    await world.until("2026-11-24 10:00")
    *before, digest = [one for one in await world.inbox("Ольга") if "Анна" in one["text"]]
    assert len(before) == told
    assert digest["text"].startswith("Сводка"), "the next day it is a line of the digest"
    assert await world.rows("SELECT count(*) FROM outbox WHERE state = 'pending'") == [(0,)]


async def test_who_comes_back_is_reminded_again(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.sandbox.block(1001)
    await world.settle()
    await world.until("2026-11-24 10:00")
    assert await world.inbox("Анна") == []
    await world.sandbox.unblock(1001)
    await world.settle()
    await world.until("2026-11-25 09:01")
    (plan,) = await plans(world, "Анна")
    assert "План: среда, 25 ноября" in plan
