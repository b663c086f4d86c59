"""Dates in words, said in the middle of a conversation: each thing that is wrong with one has its own answer."""

from datetime import UTC, datetime

import pytest

from tests.journeys.conftest import Company
from tests.journeys.test_selling import open_first
from tests.world import World

TOLD = {
    "когда-нибудь": "Не понял дату",
    "вчера": "уже прошло. Выберите время позже",
    "30 февраля": "такого дня нет в календаре",
    "31.04": "такого дня нет в календаре",
    "завтра в 25": "такого времени не бывает",
    "через 100 лет": "слишком далеко",
    "завтра в 10 и в 11": "здесь не одно время",
    "12/25": "сначала пишут день, потом месяц. Вы имели в виду 25.12.2026?",
    "вт 25 ноября": "эта дата — другой день недели",
    "22.11": "в этом году уже прошло. Если вы о следующем, выберите его или напишите 22.11.2027",
    "завтра в 8": "это завтра 08:00 или завтра 20:00?",
}


async def test_every_trouble_has_its_own_words_and_the_question_stays(world: World, company: Company) -> None:
    """It is Monday, 23 November 2026, ten in the morning."""
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    for said, told in TOLD.items():
        await world.say("Анна", said)
        screen = await world.screen("Анна")
        assert f"⚠ «{said}»" in screen or "⚠ Не понял" in screen
        assert told in screen
        assert "когда?" in screen
    assert await world.rows("SELECT count(*) FROM activities WHERE state = 'open'") == [(1,)]


@pytest.mark.parametrize(
    ("answer", "said", "chip", "due"),
    [
        ("Перезвонить", "завтра в 8", "Завтра 08:00", datetime(2026, 11, 24, 5, tzinfo=UTC)),
        ("Перезвонить", "завтра в 8", "Завтра 20:00", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        # Where a step is to be chosen, words say when.
        ("Дозвонился", "в 7", "Сегодня 19:00", datetime(2026, 11, 23, 16, tzinfo=UTC)),
        ("Дозвонился", "12/25 14:30", "Пт 25 дек, 14:30", datetime(2026, 12, 25, 11, 30, tzinfo=UTC)),
        ("Дозвонился", "вт 25 ноября в 15", "Ср 25 ноя, 15:00", datetime(2026, 11, 25, 12, tzinfo=UTC)),
    ],
)
async def test_what_may_mean_two_things_is_one_tap(
    world: World, company: Company, answer: str, said: str, chip: str, due: datetime
) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", answer)
    await world.say("Анна", said)
    await world.press("Анна", chip)
    ((found, timed),) = await world.rows("SELECT due, timed FROM activities WHERE state = 'open'")
    assert (datetime.fromisoformat(str(found)).replace(tzinfo=UTC), bool(timed)) == (due, True)


async def test_a_day_of_next_year_is_one_tap_and_an_hour(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "22.11")
    await world.press("Анна", "22 ноя 2027")
    await world.press("Анна", "11:00")
    ((found,),) = await world.rows("SELECT due FROM activities WHERE state = 'open'")
    assert datetime.fromisoformat(str(found)).replace(tzinfo=UTC) == datetime(2027, 11, 22, 8, tzinfo=UTC)


async def test_tomorrow_is_the_speakers(world: World, company: Company) -> None:
    """It is a minute to midnight in Kamchatka, and three in the afternoon where the head lives."""
    pavel = await world.hire("Павел", 1010, zone="Asia/Kamchatka")
    await world.deal(pavel)
    await world.until("2026-11-23 14:59")
    await world.say("Павел", "Мой день")
    await world.press("Павел", "Позвонить")
    await world.press("Павел", "Перезвонить")
    await world.say("Павел", "завтра в 11")
    ((found,),) = await world.rows("SELECT due FROM activities WHERE state = 'open'")
    assert datetime.fromisoformat(str(found)).replace(tzinfo=UTC) == datetime(2026, 11, 23, 23, tzinfo=UTC)


async def test_the_day_of_closing_is_asked_back_too(world: World, company: Company) -> None:
    """A day that has been may be said, and one tap is enough: no hour is asked for."""
    deal = await world.deal(company.anna, product="Сервер", amount=90_000)
    await world.say("Анна", "Сделки")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "→ Переговоры")
    await world.press("Анна", "Пётр")
    await world.press("Анна", "→ Успех")
    await world.press("Анна", "Перейти")
    await world.say("Анна", "11/20/2026")
    assert "Вы имели в виду 20.11.2026?" in await world.screen("Анна")
    await world.press("Анна", "Пт 20 ноя")
    card = await world.card(deal.run)
    assert (card.outcome, f"{card.close_date}") == ("won", "2026-11-20")


async def test_in_english(world: World, company: Company) -> None:
    emma = await world.hire("Emma", 1011, language="en")
    await world.deal(emma)
    await world.say("Emma", "My day")
    await world.press("Emma", "1 · ")
    await world.press("Emma", "Call back")
    told = {
        "someday": "I could not read the date in “someday”",
        "February 30": "the calendar has no such day",
        "tomorrow at 25": "the clock has no such time",
        "in 99 years": "too far away",
        "tomorrow at 10 and at 11": "more than one time",
        "tomorrow at 8": "may be tomorrow 08:00 or tomorrow 20:00",
    }
    for said, words in told.items():
        await world.say("Emma", said)
        assert words in await world.screen("Emma")
    await world.say("Emma", "next Tuesday afternoon")
    ((found,),) = await world.rows("SELECT due FROM activities WHERE state = 'open'")
    assert datetime.fromisoformat(str(found)).replace(tzinfo=UTC) == datetime(2026, 12, 1, 12, tzinfo=UTC)
