"""What a rep does beside the process: add, log, put off, park, change a field, people at the client."""

import pytest
from sqlalchemy import text

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World


async def deal_card(world: World) -> None:
    """The first task of the day, and its deal."""
    await open_first(world)
    await world.press("Анна", "Сделка")


async def act(world: World, *labels: str) -> str | None:
    """«+ Действие» on the deal, and what is pressed after it; the last toast."""
    toast = await world.press("Анна", "+ Действие")
    for label in labels:
        toast = await world.press("Анна", label)
    return toast


@BOTH
async def test_a_call_of_the_client_is_logged_without_a_plan(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "Входящий звонок", "Дозвонился")
    assert "Что дальше?" in await world.screen("Анна")
    await world.say("Анна", "завтра в 11")
    screen = await world.screen("Анна")
    assert "✓ Созвониться ещё раз — Дозвонился" in screen
    assert "дальше: Созвониться ещё раз, завтра 11:00" in screen
    assert await world.rows("SELECT origin FROM activities WHERE state = 'done'") == [("incoming",)]
    await world.press("Анна", "История")
    assert "Клиент позвонил: Созвониться ещё раз — Дозвонился" in await world.screen("Анна")


async def test_the_first_call_has_a_number_to_dial(world: World, company: Company) -> None:
    """The deal has no contact before its gate asks for one; the client's own people are whom one calls."""
    await world.deal(company.anna)
    await open_first(world)
    assert "Пётр · +7 495 123-45-67" in await world.screen("Анна")


async def test_an_incoming_call_is_never_one_that_nobody_answered(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "Входящий звонок")
    screen = await world.screen("Анна")
    assert "Не дозвонился" not in screen
    assert "Занято" not in screen
    await world.press("Анна", "‹ Назад")
    await world.press("Анна", "Записать звонок")
    assert "Не дозвонился" in await world.screen("Анна")


async def test_a_call_to_nobody_beside_a_planned_one_plans_no_other(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "Записать звонок", "Не дозвонился")
    assert await world.rows("SELECT key FROM activities WHERE state = 'open'") == [("first_call",)]


@BOTH
async def test_a_task_is_called_what_it_is_called(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "+ Задача")
    assert "Что нужно сделать?" in await world.screen("Анна")
    await world.say("Анна", "Отправить <образцы> & прайс")
    assert "когда?" in await world.screen("Анна")
    await world.restart()
    await world.say("Анна", "завтра")
    assert "+ Отправить <образцы> & прайс, завтра" in await world.screen("Анна")
    await world.say("Анна", "Мой день")
    assert "Отправить <образцы> & прайс" in await world.screen("Анна")


async def test_a_meeting_is_added_with_its_hour(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "+ Встреча", "Завтра 10:00")
    assert "+ Встреча, завтра 10:00" in await world.screen("Анна")
    assert await world.rows("SELECT timed, origin FROM activities WHERE key = 'meeting'") == [(True, "hand")]


async def test_putting_off_is_two_taps_and_the_third_time_needs_a_reason(
    world: World, company: Company
) -> None:
    await world.deal(company.anna)
    for _ in range(2):
        await world.say("Анна", "Мой день")
        await world.press("Анна", "1 · ")
        await world.press("Анна", "↷ Отложить")
        assert "На когда отложить?" in await world.screen("Анна")
        await world.press("Анна", "Завтра 10:00")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "↷ Отложить")
    await world.press("Анна", "Завтра 15:00")
    assert "Откладываете в 3-й раз. Почему?" in await world.screen("Анна")
    await world.press("Анна", "Почему?")
    assert "Начиная с 3-го раза" in await world.screen("Анна")
    await world.press("Анна", "‹ К вопросу")
    await world.press("Анна", "Клиент занят")
    assert "отложено 3 раза" in await world.screen("Анна")
    assert await world.rows("SELECT snoozed FROM activities WHERE state = 'open'") == [(3,)]
    await world.press("Анна", "Сделка")
    await world.press("Анна", "История")
    assert "Клиент занят" in await world.screen("Анна")


async def test_what_was_for_a_day_may_stay_for_a_day(world: World, company: Company) -> None:
    await world.deal(company.anna)
    async with world.db.begin() as tx:
        await tx.execute(text("UPDATE activities SET timed = false"))
    await open_first(world)
    await world.press("Анна", "↷ Отложить")
    await world.press("Анна", "Завтра")
    assert await world.rows("SELECT timed FROM activities WHERE state = 'open'") == [(False,)]


@BOTH
async def test_a_deal_waits_for_a_day_and_a_reason_and_is_woken(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "☾ Пусть подождёт")
    assert "До какого дня?" in await world.screen("Анна")
    await world.say("Анна", "сегодня")
    assert "уже прошло" in await world.screen("Анна")
    await world.say("Анна", "через 2 недели")
    assert "Чего ждёт сделка?" in await world.screen("Анна")
    await world.press("Анна", "Пока нет бюджета")
    screen = await world.screen("Анна")
    assert "☾ Ждёт до: пн 7 дек · Пока нет бюджета" in screen
    assert await world.rows("SELECT due FROM activities WHERE state = 'open' AND due < '2026-12-07'") == []
    await act(world, "Разбудить")
    screen = await world.screen("Анна")
    assert "Сделка снова в работе." in screen
    assert "Ждёт до" not in screen
    assert await world.rows("SELECT parked_until FROM deals") == [(None,)]


async def test_once_its_day_has_come_a_deal_waits_no_longer(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "☾ Пусть подождёт")
    await world.say("Анна", "завтра")
    await world.press("Анна", "Не сезон")
    assert "Ждёт до: завтра · Не сезон" in await world.screen("Анна")
    await world.until("2026-11-24 10:00")
    await deal_card(world)
    assert "Ждёт до" not in await world.screen("Анна")
    await world.press("Анна", "+ Действие")
    assert "Разбудить" not in await world.screen("Анна")


async def test_the_day_to_wait_for_is_chosen_from_a_calendar(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "☾ Пусть подождёт", "Календарь", "27")
    assert "Чего ждёт сделка?" in await world.screen("Анна")
    await world.say("Анна", "Ждём выставку")
    assert "☾ Ждёт до: пт 27 ноя · Ждём выставку" in await world.screen("Анна")


async def test_a_field_is_changed_outside_of_a_move(world: World, company: Company) -> None:
    deal = await world.deal(company.anna, amount=50_000)
    await deal_card(world)
    await act(world, "Изменить поле", "Сумма")
    await world.say("Анна", "1,2 млн")
    screen = await world.screen("Анна")
    assert "✎ Изменено: Сумма" in screen
    assert "1 200 000 ₽" in screen
    assert (await world.card(deal.run)).stage == "prospecting"


async def test_a_second_contact_and_a_second_number(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await deal_card(world)
    assert "+7 495 123-45-67" in await world.screen(
        "Анна"
    )  # the client's, though the deal has no contact yet
    await act(world, "Контакты", "+ Контакт")
    await world.say("Анна", "Мария 8 916 222-33-44")
    screen = await world.screen("Анна")
    assert "Мария" in screen
    assert "+7 916 222-33-44" in screen
    await world.press("Анна", "+ Телефон: Пётр")
    await world.say("Анна", "123")
    assert "Какой номер добавить?" in await world.screen("Анна")
    await world.say("Анна", "8 916 555-66-77")
    assert "+7 916 555-66-77" in await world.screen("Анна")
    await world.press("Анна", "★ Говорим с: Мария")
    assert "Мария" in await world.screen("Анна")
    assert (await world.card(deal.run)).contact == "Мария"


async def test_cancel_and_back_work_at_every_step(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await act(world, "+ Задача")
    await world.say("Анна", "Позвонить в банк")
    await world.press("Анна", "‹ Назад")
    assert "Что нужно сделать?" in await world.screen("Анна")
    await world.press("Анна", "Отмена")
    assert "+ Действие" in await world.screen("Анна")
    assert await world.rows("SELECT key FROM activities") == [("first_call",)]


async def test_two_at_one_task_the_second_is_told_who_was_quicker(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "↷ Отложить")
    await world.say("Ольга", "Команда")
    await world.press("Ольга", "Анна")
    await world.press("Ольга", "Задачи")
    await world.press("Ольга", "1 · ")
    await world.press("Ольга", "Отказ")
    await world.press("Ольга", "Дорого")
    await world.press("Анна", "Завтра 10:00")
    assert "Ольга" in await world.screen("Анна")
    assert await world.rows("SELECT id FROM activities WHERE state = 'open'") == []


@pytest.mark.parametrize(
    "data", ["ah:1:plan:nonsense", "ah:1:amend:nonsense", "ar:1:errand:reached:0", "aw:99"]
)
async def test_what_no_button_says_changes_nothing(world: World, company: Company, data: str) -> None:
    await world.deal(company.anna)
    await deal_card(world)
    await world.forge("Анна", data)
    assert await world.rows("SELECT key, state FROM activities") == [("first_call", "open")]


async def test_nobody_works_the_deal_of_another_team(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await world.say("Игорь", "Мой день")
    for data in (f"ah:{deal.run}:menu:", f"ah:{deal.run}:park:", f"ay:{deal.run}:0", f"aj:{deal.run}:list:0"):
        toast = await world.forge("Игорь", data)
        assert toast is not None
        assert "Ромашка" not in await world.screen("Игорь")
    assert await world.rows("SELECT id FROM drafts") == []
