"""The head's digest: what is wrong in the team, once a day, acted on in place; and the same for a second head."""

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World


async def digests(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("Сводка")]


async def asked(world: World, person: str) -> list[str]:
    return [one for one in await world.screens(person) if one.startswith("Вас просят")]


@BOTH
async def test_a_day_later_what_was_forgotten_is_one_message(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.anna, client="Лютик")
    await world.deal(company.boris, client="Василёк")
    await world.deal(company.igor, client="Чужой")
    await world.until("2026-11-24 09:29")
    assert await digests(world, "Ольга") == []
    await world.until("2026-11-24 09:31")
    (digest,) = await digests(world, "Ольга")
    assert "Просрочено: 3" in digest
    assert "было" not in digest, "there is nothing to compare the first one with"
    assert "Анна · просрочено 2" in digest
    assert "Борис · просрочено 1" in digest
    assert "Чужой" not in digest
    assert digest.index("Ромашка") < digest.index("Лютик"), "the oldest first"
    assert "[1] [2] [3]" in digest
    assert await digests(world, "Анна") == []


async def test_nothing_is_said_when_nothing_is_wrong(world: World, company: Company) -> None:
    await world.until("2026-11-24 12:00")
    assert await digests(world, "Ольга") == []
    await world.say("Ольга", "/digest")
    assert "Всё в порядке" in await world.screen("Ольга")


async def test_the_next_one_is_compared_with_it(world: World, company: Company) -> None:
    for client in ("Ромашка", "Лютик"):
        await world.deal(company.anna, client=client)
    await world.until("2026-11-24 09:31")
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    await world.until("2026-11-25 09:31")
    digest = (await digests(world, "Ольга"))[-1]
    assert "Просрочено: 1, было 2" in digest


@BOTH
async def test_a_nudge_is_one_card_a_day_and_strikes_the_row_for_both_heads(
    world: World, company: Company
) -> None:
    await world.hire("Павел", 1005, roles=("head",))
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "1")
    card = await world.screen("Ольга")
    assert "Просрочено" in card
    assert "Ответственный: Анна" in card or "Анна" in card
    assert await world.press("Ольга", "Подтолкнуть") == "Напоминание отправлено: Анна"
    (nudge,) = await asked(world, "Анна")
    assert "Ромашка" in nudge
    assert "Ольга" in nudge
    assert "[Дозвонился]" in nudge
    assert "Подтолкнуть" not in await world.screen("Ольга")
    await world.press("Павел", "1")
    assert "напоминание: Ольга" in await world.screen("Павел")
    assert "Подтолкнуть" not in await world.screen("Павел")
    assert len(await asked(world, "Анна")) == 1


async def test_a_row_that_is_put_right_is_struck_out(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    await world.say("Ольга", "/digest")
    digest = await world.screen("Ольга")
    assert "✓ уже исправлено" in digest
    assert "[✓ 1]" in digest


async def test_it_survives_a_restart_and_says_why(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    await world.restart()
    await world.press("Ольга", "Почему я это вижу?")
    assert "по рабочим дням в 09:30" in await world.screen("Ольга")
    await world.press("Ольга", "‹ Сводка")
    await world.press("Ольга", "1")
    await world.press("Ольга", "Почему?")
    why = await world.screen("Ольга")
    assert "Срок: вчера 14:00" in why
    assert "прошёл 1 рабочий день" in why
    await world.press("Ольга", "‹ Назад")
    await world.press("Ольга", "Открыть")
    assert "Позвонить клиенту" in await world.screen("Ольга")


async def test_a_long_list_has_pages(world: World, company: Company) -> None:
    for number in range(10):
        await world.deal(company.anna, client=f"Клиент {number}")
    await world.until("2026-11-24 09:31")
    await world.press("Ольга", "›")
    page = await world.screen("Ольга")
    assert "[9] [10]" in page
    await world.press("Ольга", "9")
    await world.press("Ольга", "‹ Сводка")
    assert "[9] [10]" in await world.screen("Ольга"), "back to the page that the row stands on"


async def test_after_three_days_of_downtime_there_is_one_of_today(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.stop()
    await world.advance(days=3)
    await world.start()
    (digest,) = await digests(world, "Ольга")
    assert digest.startswith("Сводка: четверг, 26 ноября")


async def test_a_deal_that_nobody_touches_is_told_of_after_two_weeks(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-12-07 09:31")
    assert "Без касаний" not in (await digests(world, "Ольга"))[-1]
    await world.until("2026-12-08 09:31")
    digest = (await digests(world, "Ольга"))[-1]
    assert "Без касаний 14 дней: 1" in digest


async def test_a_rep_has_no_digest_and_a_forged_one_is_refused(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.until("2026-11-24 09:31")
    before = await world.screens("Ольга")
    await world.say("Анна", "/digest")
    assert "Сводка" not in await world.screen("Анна")
    assert await world.forge("Анна", "adg:1:0:") is not None
    assert await world.forge("Анна", "adr:1:1:nudge") is not None
    assert await world.screens("Ольга") == before
    assert await asked(world, "Анна") == []
