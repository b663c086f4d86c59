"""A rep's work from the first call to the end of a deal, in taps and words."""

import pytest

from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def open_first(world: World) -> None:
    """«Мой день», and the first task in it."""
    await world.say("Анна", "Мой день")
    await world.press("Анна", "1 · ")


@BOTH
async def test_a_lead_is_won_with_only_what_is_missing_asked(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    assert "Позвонить клиенту" in await world.screen("Анна")

    await world.press("Анна", "Дозвонился")
    assert "Что дальше?" in await world.screen("Анна")
    await world.press("Анна", "→ Переговоры")
    assert "Какой продукт интересует клиента?" in await world.screen("Анна")
    await world.press("Анна", "Почему?")
    assert "Чтобы перевести сделку на стадию «Переговоры», нужно знать" in await world.screen("Анна")
    await world.press("Анна", "‹ К вопросу")
    await world.press("Анна", "Сервер")
    assert "С кем вы ведёте переговоры?" in await world.screen("Анна")
    await world.press("Анна", "Пётр")
    assert "→ Переговоры · дальше: Выяснить потребность, завтра" in await world.screen("Анна")
    # One message has been all of this.
    assert len(await world.inbox("Анна")) == 1

    await world.press("Анна", "Сделка")
    await world.press("Анна", "→ Успех")
    await world.press("Анна", "Перейти")
    assert "На какую сумму договорились?" in await world.screen("Анна")
    await world.say("Анна", "1,2 млн")
    assert "Когда сделка закрыта?" in await world.screen("Анна")
    await world.press("Анна", "Сегодня")
    end = await world.screen("Анна")
    assert "Сделка закрыта: Успех" in end
    assert "Сервер · 1 200 000 ₽" in end
    assert "Дата закрытия: 23 ноя 2026" in end
    assert await world.rows("SELECT outcome, stage FROM deals") == [("won", "won")]
    assert await world.rows("SELECT id FROM activities WHERE state = 'open'") == []
    assert await world.rows("SELECT id FROM timers WHERE state = 'pending' AND kind = 'ring'") == []


@BOTH
async def test_the_ladder_climbs_to_the_end_of_the_deal(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    assert await world.press("Анна", "Не дозвонился") == "Записано: Не дозвонился"
    assert "Попытка 2 из 4" in await world.screen("Анна")
    assert "сегодня 12:00" in await world.screen("Анна")

    await world.advance(hours=2)
    await world.press("Анна", "Занято")
    assert "дальше: Позвонить клиенту, завтра" in await world.screen("Анна")
    await world.until("2026-11-24 12:00")
    await open_first(world)
    assert "Попытка 3 из 4" in await world.screen("Анна")
    await world.press("Анна", "Не дозвонился")
    assert "чт 26 ноя" in await world.screen("Анна")
    await world.until("2026-11-26 12:00")
    await open_first(world)
    await world.press("Анна", "Не дозвонился")

    assert "Все попытки исчерпаны" in await world.screen("Анна")
    await world.press("Анна", "Закрыть: Не удалось связаться")
    assert "Сделка закрыта: Отказ" in await world.screen("Анна")
    card = await world.card(deal.run)
    assert (card.outcome, card.extra) == ("lost", {"lost_reason": "unreachable"})


async def test_after_the_ladder_one_may_go_on_as_long_as_one_likes(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    for _ in range(3):
        await world.press("Анна", "Не дозвонился")
        await open_first(world)
    await world.press("Анна", "Не дозвонился")
    await world.press("Анна", "Звонить дальше…")
    await world.say("Анна", "в пятницу в 10:30")
    assert "дальше: Позвонить клиенту, пт 27 ноя, 10:30" in await world.screen("Анна")


async def test_a_wrong_number_is_asked_until_it_is_one(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Неверный номер")
    assert "Какой номер верный?" in await world.screen("Анна")
    await world.say("Анна", "потом скажу")
    assert "«потом скажу» не похоже на номер телефона" in await world.screen("Анна")
    await world.say("Анна", "8 (916) 123-45-67")
    card = await world.screen("Анна")
    assert "+7 916 123-45-67" in card
    assert "Срок: сегодня" in card
    assert "Просрочено" not in card
    assert await world.rows("SELECT state, count(*) FROM activities GROUP BY state ORDER BY state") == [
        ("done", 1),
        ("open", 1),
    ]
    assert deal.contact is not None


@pytest.mark.parametrize(
    ("words", "shown", "timed"),
    [
        ("завтра в 11", "завтра 11:00", True),
        ("через 2 недели", "пн 7 дек", False),
        ("25.12 14:30", "пт 25 дек, 14:30", True),
        ("tomorrow at 11", "завтра 11:00", True),
        ("завтра", "завтра", False),
    ],
)
async def test_when_to_call_back_is_said_in_words(
    world: World, company: Company, words: str, shown: str, timed: bool
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", words)
    assert (await world.screen("Анна")).startswith(
        f"✓ Ромашка · Позвонить клиенту — Перезвонить\nдальше: Позвонить клиенту, {shown}\n"
    )
    assert await world.rows("SELECT timed FROM activities WHERE state = 'open'") == [(timed,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("вчера", "это уже прошло"),
        ("когда-нибудь", "Не понял дату"),
        ("30 февраля", "такого дня нет"),
    ],
)
async def test_a_time_that_is_none_is_asked_again(
    world: World, company: Company, words: str, said: str
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", words)
    screen = await world.screen("Анна")
    assert said in screen
    assert "Позвонить клиенту: когда?" in screen
    await world.press("Анна", "Завтра 10:00")
    assert "завтра 10:00" in await world.screen("Анна")


async def test_the_next_step_and_its_time_are_said_at_once(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Дозвонился")
    await world.say("Анна", "как-нибудь")
    assert "⚠ Не понял дату: «как-нибудь»" in await world.screen("Анна")
    assert "Что дальше?" in await world.screen("Анна")
    await world.say("Анна", "завтра в 11")
    assert "дальше: Созвониться ещё раз, завтра 11:00" in await world.screen("Анна")


async def test_a_day_from_the_calendar_then_its_hour(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.press("Анна", "Календарь")
    assert "Ноябрь 2026" in await world.screen("Анна")
    await world.press("Анна", "27")
    await world.press("Анна", "11:30")
    assert "пт 27 ноя, 11:30" in await world.screen("Анна")


async def test_a_refusal_for_another_reason_needs_words(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Другое")
    assert "Расскажите в двух словах" in await world.screen("Анна")
    await world.say("Анна", "Переезжают в другой город")
    assert "Сделка закрыта: Отказ" in await world.screen("Анна")
    card = await world.card(deal.run)
    assert card.extra == {"lost_reason": "other", "lost_words": "Переезжают в другой город"}


async def test_one_may_go_back_and_choose_another_reason(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Другое")
    await world.press("Анна", "‹ Назад")
    await world.press("Анна", "Победил конкурент")
    assert "Какой конкурент победил?" in await world.screen("Анна")
    await world.say("Анна", "Рога и копыта")
    card = await world.card(deal.run)
    assert card.extra == {"lost_reason": "competitor", "winner": "Рога и копыта"}


async def test_cancelling_changes_nothing(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    before = await world.screen("Анна")
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Победил конкурент")
    assert await world.press("Анна", "Отмена") == "Отменено, ничего не изменилось."
    assert await world.screen("Анна") == before
    card = await world.card(deal.run)
    assert (card.outcome, card.extra) == (None, {})


@BOTH
async def test_the_proposal_waits_for_both_that_come_before_it(world: World, company: Company) -> None:
    await world.deal(company.anna, product="Сервер")
    await open_first(world)
    await world.press("Анна", "Дозвонился")
    await world.press("Анна", "→ Переговоры")
    await world.press("Анна", "Пётр")

    async def planned() -> set[str]:
        return {key for (key,) in await world.rows("SELECT key FROM activities WHERE state = 'open'")}

    assert await planned() == {"find_need", "prepare_proposal"}
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Подготовить КП")
    await world.press("Анна", "КП готово")
    assert await planned() == {"find_need"}
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Выяснить потребность")
    await world.press("Анна", "Потребность ясна")
    assert await planned() == {"send_proposal"}
    assert "дальше: Отправить КП, завтра" in await world.screen("Анна")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Отправить КП")
    await world.press("Анна", "КП отправлено")
    assert await planned() == {"follow_up"}


async def test_a_contact_card_answers_who_it_is(world: World, company: Company) -> None:
    await world.deal(company.anna, product="Сервер", contact=None)
    await open_first(world)
    await world.press("Анна", "Дозвонился")
    await world.press("Анна", "→ Переговоры")
    await world.sandbox.contact(1001, "+79161234567", "Мария", "Орлова")
    await world.settle()
    assert "→ Переговоры" in await world.screen("Анна")
    assert await world.rows("SELECT name, phone FROM contacts") == [("Мария Орлова", "+79161234567")]


async def test_taps_stay_within_the_budget(world: World, company: Company) -> None:
    """On the card: «не дозвонился» one tap, «дозвонился» with a chip two, a move with nothing missing two."""
    await world.deal(company.anna, product="Сервер")
    await open_first(world)
    await world.press("Анна", "Дозвонился")
    await world.press("Анна", "☎ Завтра 11:00")
    assert "дальше: Созвониться ещё раз, завтра 11:00" in await world.screen("Анна")
    await world.press("Анна", "Сделка")
    await world.press("Анна", "→ Переговоры")
    await world.press("Анна", "Пётр")
    await world.press("Анна", "← Поиск")
    await world.press("Анна", "Перейти")
    assert await world.rows("SELECT stage, furthest FROM deals") == [("prospecting", "engaging")]
