"""«Отменить»: one tap takes back what one has just done, while nobody has reacted."""

from bot.callbacks import Undo
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World


@BOTH
async def test_a_log_is_taken_back_in_one_tap(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    before = await world.screen("Анна")
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "завтра в 11")
    assert await world.press("Анна", "↩ Отменить") == "Отменено. Всё как было."
    assert await world.screen("Анна") == before
    assert await world.rows("SELECT key, state FROM activities ORDER BY id") == [
        ("first_call", "open"),
        ("first_call", "undone"),
    ]
    # And once more, with another outcome.
    await world.press("Анна", "Перезвонить")
    await world.press("Анна", "Завтра 10:00")
    assert "завтра 10:00" in await world.screen("Анна")


async def test_the_card_that_came_next_becomes_a_stub(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.deal(company.anna, client="Лютик")
    await open_first(world)
    logged = (await world.inbox("Анна"))[-1]["message_id"]
    await world.press("Анна", "Не дозвонился")
    assert len(await world.inbox("Анна")) == 2
    await world.press("Анна", "↩ Отменить", logged)
    above, below = await world.screens("Анна")
    assert "Позвонить клиенту" in above
    assert "[Дозвонился]" in above
    assert below == "Отменено: карточка выше ↑"


@BOTH
async def test_a_move_to_the_end_is_taken_back(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    assert "Сделка закрыта" in await world.screen("Анна")
    await world.press("Анна", "↩ Отменить")
    card = await world.card(deal.run)
    assert (card.stage, card.outcome, card.extra) == ("prospecting", None, {})
    assert "[Дозвонился]" in await world.screen("Анна")
    await world.press("Анна", "Сделка")
    await world.press("Анна", "История")
    history = await world.screen("Анна")
    assert "Отменено: Позвонить клиенту — Отказ" in history
    assert "· отменено" in history


async def test_whoever_was_quicker_is_named_in_a_toast(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    logged = (await world.inbox("Анна"))[0]["message_id"]
    await world.say("Ольга", "Команда")
    await world.press("Ольга", "Анна")
    await world.press("Ольга", "Задачи")
    await world.press("Ольга", "1 · ")
    await world.press("Ольга", "Не дозвонился")
    toast = await world.press("Анна", "↩ Отменить", logged)
    assert toast is not None
    assert toast.startswith("Отменить уже нельзя.")
    assert "Ольга: Позвонить клиенту — Не дозвонился" in toast


async def test_twice_is_once(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    cause = (await world.rows("SELECT max(id) FROM history"))[0][0]
    await world.press("Анна", "↩ Отменить")
    assert await world.forge("Анна", Undo(deal.run, cause).pack()) == "Это уже отменено."
    assert await world.rows("SELECT state FROM activities WHERE state = 'open'") == [("open",)]


async def test_nobody_takes_back_what_another_did(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    cause = (await world.rows("SELECT max(id) FROM history"))[0][0]
    await world.say("Ольга", "Команда")
    toast = await world.forge("Ольга", Undo(deal.run, cause).pack())
    assert toast is not None
    assert toast.startswith("Здесь вы ничего менять не можете.")
    assert await world.rows("SELECT attempt FROM activities WHERE state = 'open'") == [(2,)]


async def test_parking_and_adding_are_taken_back(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    due = await world.rows("SELECT due FROM activities")
    await world.press("Анна", "Сделка")
    await world.press("Анна", "+ Действие")
    await world.press("Анна", "☾ Пусть подождёт")
    await world.say("Анна", "через месяц")
    await world.press("Анна", "Клиент принимает решение")
    await world.press("Анна", "↩ Отменить")
    assert "Ждёт до" not in await world.screen("Анна")
    assert await world.rows("SELECT due FROM activities") == due
    await world.press("Анна", "+ Действие")
    await world.press("Анна", "+ Встреча")
    await world.press("Анна", "Завтра 10:00")
    await world.press("Анна", "↩ Отменить")
    assert await world.rows("SELECT key FROM activities WHERE state = 'open'") == [("first_call",)]


async def test_after_a_day_it_is_too_late(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Не дозвонился")
    logged = (await world.inbox("Анна"))[0]["message_id"]
    await world.advance(days=2)
    toast = await world.press("Анна", "↩ Отменить", logged)
    assert toast is not None
    assert toast.startswith("Отменить уже нельзя.")


async def test_a_note_of_ones_own_hinders_no_undo(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    logged = (await world.inbox("Анна"))[0]["message_id"]
    await world.press("Анна", "Не дозвонился")
    await world.say("Анна", "Секретарь просил звонить после обеда", reply_to=logged)
    assert await world.press("Анна", "↩ Отменить", logged) == "Отменено. Всё как было."


async def test_who_had_seen_it_sees_that_it_was_taken_back(world: World, company: Company) -> None:
    """A head does a rep's task: the rep gets the card of what it opened, and then a stub of it."""
    await world.deal(company.anna)
    await world.say("Анна", "Мой день")
    await world.say("Ольга", "Команда")
    await world.press("Ольга", "Анна")
    await world.press("Ольга", "Задачи")
    await world.press("Ольга", "1 · ")
    await world.press("Ольга", "Не дозвонился")
    await world.advance(minutes=10)
    assert "Попытка 2 из 4" in await world.screen("Анна")
    await world.press("Ольга", "↩ Отменить")
    await world.advance(minutes=10)
    last = await world.screen("Анна")
    assert "отменено" in last
    assert "Ольга" in last
    assert "[Дозвонился]" not in last
