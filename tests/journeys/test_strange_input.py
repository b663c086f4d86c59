"""What people send that nobody asked for: too long, in other scripts, with markup, a voice instead of a date."""

import pytest

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World

NAMES = [
    "<b>Рога</b> & <script>Копыта</script>",
    "*Звёзды* _и_ [ссылки](http://x) `код`",
    "\u202eтобороН",
    "شركة النور 🦄🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "👩\u200d💻" * 40,
    "Ы" * 200,
    "'; DROP TABLE deals; --",
    "{client} %s {0}",
    "=HYPERLINK(1)",
]


@BOTH
@pytest.mark.parametrize("name", NAMES)
async def test_a_client_of_any_name_is_shown_and_worked(world: World, company: Company, name: str) -> None:
    """The messenger refuses broken markup, buttons that are too long and entities that lie: it took every screen."""
    await world.deal(company.anna, client=name, contact=name[:50], product="Сервер")
    await open_first(world)
    await world.press("Анна", "Дозвонился")
    await world.press("Анна", "→ Переговоры")
    (contact, *_) = await world.buttons("Анна")
    await world.forge("Анна", contact["data"])
    await world.press("Анна", "Сделка")
    await world.press("Анна", "История")
    await world.say("Анна", "Сделки")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "→ Отказ")
    await world.press("Анна", "Перейти")
    await world.press("Анна", "Победил конкурент")
    await world.say("Анна", name)
    await world.say("Ольга", "Команда")
    await world.until("2026-11-24 09:01")
    refused = [call for call in await world.sandbox.log() if call["status"] != 200]
    assert refused == []
    assert await world.rows("SELECT count(*) FROM inbox WHERE attempts > 0") == [(0,)]
    assert await world.rows("SELECT outcome FROM deals") == [("lost",)]


async def test_five_thousand_characters_are_too_many_words(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Другое")
    # A messenger cuts them in two.
    for length in (4096, 904 + 200):
        await world.say("Анна", "я" * length)
        assert "Слишком длинно" in await world.screen("Анна")
        assert "Расскажите в двух словах" in await world.screen("Анна")
    assert (await world.card(deal.run)).outcome is None
    await world.say("Анна", "Переехали")
    assert (await world.card(deal.run)).extra["lost_words"] == "Переехали"


@pytest.mark.parametrize("length", [4096, 300])
async def test_many_characters_where_a_date_or_nothing_was_asked(
    world: World, company: Company, length: int
) -> None:
    await world.say("Анна", "завтра " * (length // 7))
    assert "Не понял вас" in await world.screen("Анна")
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "завтра " * (length // 7))
    assert "Не понял дату" in await world.screen("Анна")


async def test_a_voice_where_a_date_was_asked(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Перезвонить")
    await world.sandbox.voice(1001)
    await world.settle()
    screen = await world.screen("Анна")
    assert "Такой ответ я не пойму" in screen
    assert "Позвонить клиенту: когда?" in screen
    await world.say("Анна", "завтра в 11")
    assert "завтра 11:00" in await world.screen("Анна")


async def test_a_photo_or_a_file_where_a_reason_was_asked(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Другое")
    await world.sandbox.document(1001, "причина.txt", b"x", caption="вот причина")
    await world.settle()
    assert "Расскажите в двух словах" in await world.screen("Анна")
    assert (await world.card(deal.run)).outcome is None


async def test_a_voice_out_of_the_blue(world: World, company: Company) -> None:
    await world.sandbox.voice(1001)
    await world.settle()
    assert "К какой сделке это?" in await world.screen("Анна")


@pytest.mark.parametrize(
    "words", ["/nosuch", "/", "привет", "что делать?", "\u202e", "/start@another_bot x y"]
)
async def test_words_that_mean_nothing_are_answered(world: World, company: Company, words: str) -> None:
    await world.say("Анна", words)
    assert len(await world.inbox("Анна")) == 1
    assert await world.rows("SELECT count(*) FROM inbox WHERE attempts > 0") == [(0,)]


async def test_spaces_and_marks_are_no_answer(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Другое")
    await world.say("Анна", "\u202e\u200b\u2066")
    assert "Расскажите в двух словах" in await world.screen("Анна")
    assert (await world.card(deal.run)).outcome is None


async def test_buttons_of_the_menu_in_the_other_language_work_too(world: World, company: Company) -> None:
    await world.say("Анна", "my day")
    assert "Понедельник, 23 ноября" in await world.screen("Анна")


async def test_a_rep_who_speaks_english_is_spoken_to_in_english(world: World, company: Company) -> None:
    john = await world.hire("John", 1011, language="en", team="Юг")
    await world.deal(john, client="Acme", product="Сервер")
    await world.say("John", "My day")
    await world.press("John", "1 · ")
    assert "Call the client" in await world.screen("John")
    await world.press("John", "Call back")
    await world.say("John", "tomorrow at 11")
    assert "next: Call the client, tomorrow 11:00" in await world.screen("John")
    shown = "\n".join(await world.screens("John")).replace("Сервер", "").replace("Пётр", "")
    assert not any("а" <= letter.lower() <= "я" for letter in shown)
