"""Lists of a deal in the chat: participants, competitors, products with sums, files with versions, checklists."""

from decimal import Decimal
from typing import Any

from fsm.facts import Answer, Move
from storage.apply import advance
from tests.build import Built
from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_notes import picture
from tests.world import World


async def deal_in(world: World, company: Company, stage: str, **answers: Answer) -> Built:
    """A corporate deal of Anna's that has just come to this stage, and the card of its first task there."""
    deal = await world.deal(company.anna, process="corporate", contact="Пётр")
    await move(world, company, deal, stage, **answers)
    await world.say("Анна", "Мой день")
    await world.press("Анна", "1 · ")
    return deal


async def move(world: World, company: Company, deal: Built, stage: str, **answers: Answer) -> None:
    async with world.db.begin() as tx:
        moved = await advance(
            tx,
            deal.run,
            Move(stage, answers),
            world.now(),
            company=world.product.company,
            actor_id=company.anna.id,
        )
    assert moved.moved, moved.questions


async def pressed(world: World, *labels: str) -> str:
    """What stands there after these presses."""
    for label in labels:
        await world.press("Анна", label)
    return await world.screen("Анна")


async def said(world: World, *words: str) -> str:
    for one in words:
        await world.say("Анна", one)
    return await world.screen("Анна")


async def sent(world: World, name: str, content: bytes = b"PDF") -> str:
    await world.sandbox.document(1001, name, content)
    await world.settle()
    return await world.screen("Анна")


async def extra(world: World, deal: Built) -> dict[str, Any]:
    return (await world.card(deal.run)).extra


@BOTH
async def test_participants_one_by_one_and_a_restart_forgets_nobody(world: World, company: Company) -> None:
    deal = await deal_in(world, company, "key_contacts")
    assert "Кто этот человек?" in await pressed(world, "Заполнить")
    await pressed(world, "Пётр", "Принимает решение", "Высокое", "За нас")
    await world.restart()
    screen = await said(world, "Хочет <b>меньше</b> простоев")
    assert (
        "1. Пётр\n +7 495 123-45-67\n Принимает решение\n Влияние: высокое · За нас\n"
        " Мотивы: Хочет <b>меньше</b> простоев"
    ) in screen.replace("\u2003", " ")
    assert "2. Мария Соколова\nКакая роль?" in await said(world, "Мария Соколова, +7 916 123-45-67")
    # A row that lacks something is marked, and asked when the list is to be done.
    screen = await pressed(world, "‹ К списку")
    assert "⚠ не указано: роль, влияние, лояльность, мотивы" in screen
    assert "[⚠ 2. Мария Соколова]" in screen
    assert "Без этого список неполный." in await pressed(world, "✓ Готово")
    await pressed(world, "Влияет на решение", "Среднее", "Против нас")
    await said(world, "Цена")
    await pressed(world, "✓ Готово")
    assert (await world.card(deal.run)).stage == "proposal_prep"
    first, second = (await extra(world, deal))["participants"]
    assert (first["contact"], first["role"], second["loyalty"]) == (deal.contact, "decides", "against")
    # On the card of the deal, and in its history.
    screen = await pressed(world, "Сделка")
    assert "[Участники: 2]" in screen
    assert "2. Мария Соколова" in await pressed(world, "Участники: 2")
    assert "Участники: Пётр, Мария Соколова" in await pressed(world, "Сделка", "История")


async def test_a_contact_card_is_a_participant(world: World, company: Company) -> None:
    await deal_in(world, company, "needs")
    await pressed(world, "Сделка", "Участники", "✎ Изменить")
    await world.sandbox.contact(1001, "79161234567", "Олег", "Лаптев")
    await world.settle()
    assert "1. Олег Лаптев" in await world.screen("Анна")
    screen = await pressed(world, "Достаточно", "✓ Готово")
    assert "✎ Изменено: Участники" in screen
    assert "[Участники: 1]" in screen


async def test_going_back_from_a_list_keeps_it_to_be_gone_on_with(world: World, company: Company) -> None:
    await deal_in(world, company, "needs")
    await pressed(world, "Сделка", "Конкуренты", "✎ Изменить")
    await said(world, "Альфа")
    await pressed(world, "Достаточно", "‹ Назад")
    assert "[Вернуться к вопросу]" in await said(world, "Мой день")
    assert "1. Альфа" in await pressed(world, "Вернуться к вопросу")


async def test_going_back_to_a_list_that_was_answered(world: World, company: Company) -> None:
    await deal_in(world, company, "proposal_prep")
    await pressed(world, "Нет", "Мой день", "1 · ", "КП готово", "Сервер", "2", "Достаточно")
    assert "Какая сумма сделки" in await pressed(world, "✓ Готово")
    assert "2 × 150 000 ₽ = 300 000 ₽" in await pressed(world, "‹ Назад")


@BOTH
async def test_who_won_is_one_of_the_competitors(world: World, company: Company) -> None:
    deal = await deal_in(world, company, "negotiation")
    await pressed(world, "Сделка", "Конкуренты", "✎ Изменить")
    await said(world, "Альфа <b>", "Быстрые", "Дорогие", "Бета")
    screen = await pressed(world, "Достаточно")
    assert "1. Альфа <b>\n Сильные стороны: Быстрые\n Слабые стороны: Дорогие" in screen.replace(
        "\u2003", " "
    )
    await pressed(world, "✓ Готово", "→ Завершена с проигрышем")
    if "Перейти" in await world.screen("Анна"):  # what the move means is shown before it happens
        await pressed(world, "Перейти")
    screen = await pressed(world, "Победил конкурент")
    assert "[Альфа <b>] [Бета]" in screen
    await pressed(world, "Бета")
    while "Пропустить" in await world.screen("Анна"):
        await pressed(world, "Пропустить")
    found = await extra(world, deal)
    assert (found["close_reason"], found["winner_competitor"]) == ("competitor", "Бета")


@BOTH
async def test_products_give_the_amount_in_one_tap(world: World, company: Company) -> None:
    deal = await deal_in(world, company, "proposal_prep")
    await pressed(world, "Нет", "Мой день", "1 · ", "КП готово")
    screen = await pressed(world, "Сервер", "10", "150 000 ₽", "10 %")
    assert "10 × 150 000 ₽ − 10 %\n\u2003= 1 350 000 ₽\nИтого: 1 350 000 ₽" in screen
    assert "2. Шкаф\nСколько штук?" in await said(world, "шк")
    assert "меньше нуля" in await said(world, "-5")
    await said(world, "2,5", "25 000")
    assert "Итого: 1 412 500 ₽" in await pressed(world, "Пропустить")
    assert "[1 412 500 ₽]" in await pressed(world, "✓ Готово")
    await pressed(world, "1 412 500", "Пропустить", "Сделка")
    assert (await world.card(deal.run)).amount == Decimal(1_412_500)
    # The amount came from them, so it follows them; both are taken back together.
    await pressed(world, "Продукты: 2", "✎ Изменить", "2. Шкаф", "Убрать из списка", "✓ Готово")
    assert (await world.card(deal.run)).amount == Decimal(1_350_000)
    await world.press("Анна", "↩ Отменить")
    assert (await world.card(deal.run)).amount == Decimal(1_412_500)


@BOTH
async def test_files_have_versions(world: World, company: Company) -> None:
    deal = await deal_in(world, company, "proposal_prep")
    await pressed(world, "Да", "Мой день", "1 · ")
    assert "Пришлите файл с расчётом." in await pressed(world, "Загрузить расчёт")
    screen = await sent(world, "расчёт.xlsx", b"PK" * 200_000)
    assert "1. расчёт.xlsx\n Анна · сегодня 10:00 · 391 КБ" in screen.replace("\u2003", " ")
    await world.sandbox.voice(1001)
    await world.settle()
    assert "⚠ Здесь нужен документ." in await world.screen("Анна")
    assert "⚠ Здесь нужен документ." in await said(world, "вот он")
    assert "Подготовить КП" in await pressed(world, "✓ Готово")
    screen = await pressed(world, "Сделка")
    assert "Расчёт КП: версия 1" in screen
    assert "Договор — файла пока нет" in await pressed(world, "Документы: 1")
    await pressed(world, "Расчёт КП", "+ Прикрепить")
    await world.sandbox.photo(1001, picture(), caption="Поправили")
    await world.settle()
    assert "Расчёт КП: версия 2" in await pressed(world, "✓ Готово")
    assert len((await extra(world, deal))["calculation"]) == 2
    screen = await pressed(world, "Документы: 2", "Расчёт КП")
    assert screen.index("2. Фото · Поправили") < screen.index("1. расчёт.xlsx")
    await pressed(world, "▸ Версия 1")
    again = (await world.inbox("Анна"))[-1]
    assert await world.sandbox.file(again["document"]["file_id"]) == b"PK" * 200_000


async def test_a_file_for_a_document_is_no_import(world: World, company: Company) -> None:
    """Who also sets up sends a table where a document is asked for."""
    person = await world.hire("Ася", 1007, roles=("rep", "admin"))
    deal = await world.deal(person, process="corporate")
    await world.say("Ася", "Мой день")
    for label in ("1 · ", "Сделка", "Документы", "КП", "+ Прикрепить"):
        await world.press("Ася", label)
    await world.sandbox.document(1007, "кп.xlsx", b"PK")
    await world.settle()
    await world.press("Ася", "✓ Готово")
    assert len((await extra(world, deal))["proposal"]) == 1
    assert await world.rows("SELECT count(*) FROM uploads") == [(0,)]


@BOTH
async def test_points_are_ticked_in_place(world: World, company: Company) -> None:
    deal = await deal_in(world, company, "presentation")
    screen = await pressed(world, "Сделка", "✎ Подготовить презентацию")
    assert "☑ Подготовка презентации: 0 из 5" in screen
    message = (await world.inbox("Анна"))[-1]["message_id"]
    ticked = next(one["data"] for one in await world.buttons("Анна") if "Подобрать" in one["text"])
    done = next(one["data"] for one in await world.buttons("Анна") if one["text"] == "Готово")
    await pressed(world, "☐ Подобрать", "☐ Выбрать")
    await world.forge("Анна", ticked, message)  # a second tap on what is ticked already
    screen = await world.screen("Анна")
    assert "☑ Подготовка презентации: 2 из 5" in screen
    assert "[☑ Подобрать примеры для показа]" in screen
    assert (await extra(world, deal))["presentation_points"] == ["deck", "examples"]
    await world.say("Игорь", "/start")
    assert "ничего менять не можете" in (await world.forge("Игорь", ticked) or "")
    # It makes no outcome stale; afterwards the card says what became of it.
    await world.forge("Анна", done, message)
    ended = "✓ Ромашка · Подготовить презентацию — Готово"
    assert any(ended in one for one in await world.screens("Анна"))
    await world.forge("Анна", ticked, message)
    assert any(ended in one for one in await world.screens("Анна"))
    await pressed(world, "Сделка", "История")
    assert "Подготовка презентации: 2 из 5" in await world.screen("Анна")
