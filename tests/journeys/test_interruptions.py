"""The product stops in the middle: conversations go on, taps of the meantime are worked, nothing twice."""

import asyncio
import json

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World

TOO_LATE = "Тем временем всё изменилось. Вот как обстоят дела сейчас."


@BOTH
async def test_a_conversation_goes_on_after_a_restart(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Победил конкурент")
    await world.restart()
    await world.say("Анна", "Рога и копыта")
    assert "Сделка закрыта: Отказ" in await world.screen("Анна")
    assert (await world.card(deal.run)).extra == {"lost_reason": "competitor", "winner": "Рога и копыта"}


async def test_what_was_pressed_while_it_was_down_is_worked(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.stop()
    await world.sandbox.press(1001, "Не дозвонился")
    await world.start()
    assert "Попытка 2 из 4" in await world.screen("Анна")


@BOTH
async def test_an_update_that_was_stored_and_not_worked_is_worked_after_the_crash(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    # Between receiving and working: the row is there, Telegram has forgotten the update.
    worked = asyncio.Event()

    async def never(number: int, update: object) -> bool:
        worked.set()
        await asyncio.Event().wait()
        return True

    world.product.intake._handle = never
    await world.sandbox.press(1001, "Не дозвонился")
    await worked.wait()
    assert await world.sandbox.idle()
    await world.kill()
    await world.start()
    assert await world.rows("SELECT attempt FROM activities WHERE state = 'open'") == [(2,)]
    assert await world.rows("SELECT state FROM inbox WHERE payload LIKE '%no_answer%'") == [("done",)]
    assert "Попытка 2 из 4" in await world.screen("Анна")


async def test_a_crash_between_commit_and_drawing_loses_only_the_drawing(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    card = (await world.inbox("Анна"))[-1]["message_id"]
    await (
        world.restart()
    )  # what was only looked at is marked as worked now, and not drawn again after the crash
    await world.sandbox.fault("editMessageText", kind="delay", delay_ms=60_000)
    await world.sandbox.press(1001, "Не дозвонился", wait=3000)
    assert await world.rows("SELECT attempt FROM activities WHERE state = 'open'") == [(2,)]
    assert await world.sandbox.idle()  # Telegram has forgotten the press
    await world.kill()
    await world.sandbox.clear_faults()
    await world.start()
    # The old buttons are still there: the next press of them shows what has happened, and is no second attempt.
    assert await world.press("Анна", "Не дозвонился", message=card) == TOO_LATE
    assert await world.rows("SELECT attempt FROM activities WHERE state = 'open'") == [(2,)]
    assert any("✓ Ромашка · Позвонить клиенту — Не дозвонился" in one for one in await world.screens("Анна"))


async def test_an_update_that_comes_twice_is_worked_once(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    ((number, payload),) = await world.rows(
        "SELECT update_id, payload FROM inbox WHERE payload LIKE '%no_answer%'"
    )
    await world.restart()  # so that nothing is remembered but the row
    await world.product.intake.receive([json.loads(payload)])
    await world.settle()
    assert number
    assert await world.rows("SELECT attempt FROM activities WHERE state = 'open'") == [(2,)]


async def test_a_parked_question_is_offered_again_and_answered(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "Мой день")
    await world.restart()
    await world.press("Анна", "Вернуться к вопросу")
    await world.say("Анна", "завтра в 12")
    assert "дальше: Позвонить клиенту, завтра 12:00" in await world.screen("Анна")


async def test_the_deal_changed_meanwhile_and_the_answers_are_kept(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Победил конкурент")
    await world.say("Ольга", "Сделки")
    await world.press("Ольга", "1 · Ромашка")
    await world.press("Ольга", "☎ Позвонить клиенту")
    await world.press("Ольга", "Не дозвонился")
    await world.say("Анна", "Рога и копыта")
    assert (await world.card(deal.run)).outcome is None
    assert (await world.card(deal.run)).extra == {"lost_reason": "competitor", "winner": "Рога и копыта"}
    assert "Ольга · сегодня 10:0" in await world.screen("Анна")
