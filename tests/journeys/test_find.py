"""Finding by typing: names in any spelling, phones, numbers, slips; cards, links, and `@bot text` in any chat."""

import pytest

from bot.callbacks import base36
from storage import clients, contacts
from tests.journeys.conftest import BOTH, Company
from tests.world import World


async def some(world: World, company: Company) -> None:
    """Anna has two clients with deals, Boris one, Igor one."""
    await world.deal(company.anna, client="ООО «Ёлка и Ко»", contact="Пётр Лосев", phone="+79161234567")
    await world.deal(company.anna, client="Ромашка", contact="Мария", phone="+74957654321", amount=120_000)
    await world.deal(company.boris, client="Ромашковый луг", contact="Глеб", phone="+79031112233")
    await world.deal(company.igor, client="Южный ветер", contact="Тарас", phone="+79035556677")


@BOTH
@pytest.mark.parametrize(
    ("words", "client"),
    [
        ("ёлка", "Ёлка и Ко"),
        ("ЕЛКА", "Ёлка и Ко"),
        ("ко елка", "Ёлка и Ко"),
        ("лосев", "Ёлка и Ко"),
        ("8 (916) 123-45-67", "Ёлка и Ко"),
        ("4567", "Ёлка и Ко"),
        ("/find маш", "Ромашка"),
    ],
)
async def test_one_word_is_enough(world: World, company: Company, words: str, client: str) -> None:
    await some(world, company)
    await world.say("Анна", words)
    screen = await world.screen("Анна")
    assert client in screen
    assert "Найдено: 1" in screen
    await world.press("Анна", f"1 · {'ООО «' if 'Ко' in client else ''}{client}")
    card = await world.screen("Анна")
    assert "+ Сделка" in card
    assert "Открытые сделки" in card


async def test_a_slip_of_the_finger_is_forgiven(world: World, company: Company) -> None:
    await some(world, company)
    await world.say("Анна", "рамашка")
    screen = await world.screen("Анна")
    assert "Точно так ничего не называется" in screen
    assert "Ромашка" in screen


async def test_what_is_anothers_is_not_found(world: World, company: Company) -> None:
    await some(world, company)
    for words in ("луг", "2233", "южный"):
        await world.say("Анна", words)
        screen = await world.screen("Анна")
        assert "Глеб" not in screen
        assert "Южный ветер" not in screen
        assert "ничего не нашлось" in screen
    await world.say("Ольга", "луг")
    assert "Ромашковый луг" in await world.screen("Ольга")
    await world.say("Ольга", "южный")
    assert "Южный ветер" not in await world.screen("Ольга")


async def test_a_number_of_a_deal_finds_it(world: World, company: Company) -> None:
    deal = await world.deal(company.anna, client="Ромашка")
    other = await world.deal(company.boris, client="Лютик")
    await world.say("Анна", f"#{deal.deal}")
    assert f"сделка #{deal.deal}" in await world.screen("Анна")
    await world.press("Анна", "1 · Ромашка")
    assert "Ромашка" in await world.screen("Анна")
    await world.say("Анна", f"#{other.deal}")
    assert "Лютик" not in await world.screen("Анна")


async def test_many_hits_are_paged_and_the_pages_live_on(world: World, company: Company) -> None:
    async with world.db.begin() as tx:
        for number in range(19):
            await clients.add(tx, name=f"Завод {number:02}", owner_id=company.anna.id, now=world.now())
    await world.say("Анна", "завод")
    assert "Найдено: 19" in await world.screen("Анна")
    assert "1 из 3" in await world.screen("Анна")
    await world.restart()
    await world.advance(days=40)
    await world.press("Анна", "›")
    await world.press("Анна", "›")
    screen = await world.screen("Анна")
    assert "19. Завод 18" in screen
    assert "Завод 00" not in screen


async def test_nothing_found_may_be_somebody_new(world: World, company: Company) -> None:
    await world.say("Анна", "Василёк")
    assert "ничего не нашлось" in await world.screen("Анна")
    await world.press("Анна", "Создать клиента «Василёк»")
    assert "Клиент: Василёк · новый" in await world.screen("Анна")
    await world.press("Анна", "Создать")
    assert "Василёк" in await world.screen("Анна")
    assert await world.rows("SELECT name FROM clients") == [("Василёк",)]


@pytest.mark.parametrize("words", ["!!!", "👍", "…"])
async def test_garbage_gets_a_kind_word(world: World, company: Company, words: str) -> None:
    await world.say("Анна", words)
    assert "/help" in await world.screen("Анна")
    assert await world.rows("SELECT count(*) FROM clients") == [(0,)]


async def test_the_card_of_a_client_has_all_its_phones_and_what_was_done(
    world: World, company: Company
) -> None:
    deal = await world.deal(company.anna, client="Ромашка", contact="Пётр", phone="+79161234567")
    async with world.db.begin() as tx:
        await contacts.add(tx, client_id=deal.client, name="Hans", phone="+4930901820")
        await contacts.add(tx, client_id=deal.client, name="Без номера")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "Занято")
    await world.say("Анна", "ромашка")
    await world.press("Анна", "1 · Ромашка")
    card = await world.screen("Анна")
    assert "Пётр · +7 916 123-45-67" in card
    assert "Hans · +4930901820" in card
    assert "Без номера" in card
    assert "Позвонить клиенту · Занято · Анна" in card
    assert "[Записать звонок]" in card


async def test_links_open_what_one_may_see(world: World, company: Company) -> None:
    deal = await world.deal(company.anna, client="Ромашка", phone="+79161234567")
    await world.say("Анна", f"/start d{base36(deal.deal)}")
    assert "Ромашка" in await world.screen("Анна")
    await world.say("Анна", f"/start c{base36(deal.client)}")
    assert "+ Сделка" in await world.screen("Анна")
    for link in ("d1", "c1", "dzz", "czzzz"):
        await world.say("Борис", f"/start {link}")
        screen = await world.screen("Борис")
        assert "Ромашка" not in screen
        assert "ничего менять не можете" in screen


async def test_inline_answers_only_who_is_known_and_posts_no_names(world: World, company: Company) -> None:
    deal = await world.deal(company.anna, client="Ромашка", phone="+79161234567")
    asked = await world.sandbox.inline(world.staff["Анна"], "ромаш", wait=3000)
    (offer,) = asked["answer"]["results"]
    assert offer["title"] == "Ромашка"
    posted = offer["message"]
    assert "Ромашка" not in posted["text"]
    button = posted["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"].endswith(f"?start=c{deal.client}")
    before = len(await world.inbox("Анна"))
    await world.sandbox._act("inline/choose", {"user": world.staff["Анна"], "result": offer})
    await world.settle()
    assert len(await world.inbox("Анна")) == before, "its own words are nothing to search for"
    number = await world.sandbox.inline(world.staff["Анна"], f"#{deal.deal}", wait=3000)
    assert number["answer"]["results"][0]["message"]["text"] == f"Сделка #{deal.deal}"
    await world.guest("Чужой", 5005, started=True)
    for who in ("Чужой", "Борис", "Анна"):
        words = "" if who == "Анна" else "ромаш"
        asked = await world.sandbox.inline(world.staff[who], words, wait=3000)
        assert asked["answer"]["results"] == []
        assert asked["answer"]["button"] is None


async def test_who_sells_nothing_finds_nothing(world: World, company: Company) -> None:
    await some(world, company)
    await world.hire("Света", 1010, roles=("admin",))
    await world.say("Света", "ромашка")
    assert "Мария" not in await world.screen("Света")
    asked = await world.sandbox.inline(world.staff["Света"], "ромашка", wait=3000)
    assert asked["answer"]["results"] == []


@BOTH
async def test_a_closed_deal_is_found_on_the_card_of_its_client(world: World, company: Company) -> None:
    first = await world.deal(company.anna, client="Ромашка")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    await world.say("Ольга", "ромашка")
    await world.press("Ольга", "1 · Ромашка")
    card = await world.screen("Ольга")
    assert "Закрыто: выиграно 0, проиграно 1\n1. ✗ Отказ" in card
    assert "[Записать звонок]" not in card, "a call is about an open deal"
    await world.press("Ольга", "1 · Отказ")
    await world.press("Ольга", "↻")
    await world.press("Ольга", "Поиск")
    await world.say("Ольга", "Клиент передумал")
    assert (await world.card(first.run)).outcome is None
