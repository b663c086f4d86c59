"""A new deal from whatever there is: two taps, a contact card, a forwarded message, a phone; and who is known already."""

from decimal import Decimal
from typing import Any

import pytest

from storage import clients
from tests.journeys.conftest import BOTH, Company
from tests.world import World

NOBODY = [(0,)]


async def written(world: World) -> tuple[int, int, int]:
    """How many clients, contacts and deals there are."""
    (row,) = await world.rows(
        "SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM contacts), (SELECT count(*) FROM deals)"
    )
    return tuple(row)


async def forwarded(world: World, person: str, **what: Any) -> None:
    await world.sandbox.forward(world.staff[person], **what)
    await world.settle()


@BOTH
async def test_a_name_and_one_tap(world: World, company: Company) -> None:
    await world.say("Анна", "/new")
    assert "Кто клиент?" in await world.screen("Анна")
    await world.say("Анна", "ООО «Василёк»")
    assert "Клиент: ООО «Василёк» · новый" in await world.screen("Анна")
    await world.advance(days=3)
    assert await written(world) == (0, 0, 0)
    assert await world.rows("SELECT count(*) FROM activities") == NOBODY
    assert await world.press("Анна", "Создать") == "Сделка создана"
    assert await written(world) == (1, 0, 1)
    assert "Позвонить клиенту" in await world.screen("Анна")
    assert await world.rows("SELECT key, state FROM activities") == [("first_call", "open")]


async def test_everything_may_be_said_and_survives_a_restart(world: World, company: Company) -> None:
    await world.say("Анна", "/new ООО «Василёк»")
    await world.press("Анна", "Контакт")
    await world.say("Анна", "Пётр +7 916 123-45-67")
    await world.press("Анна", "Продукт")
    await world.press("Анна", "Шкаф")
    await world.restart()
    await world.press("Анна", "Сумма")
    await world.say("Анна", "ёлки-палки")
    assert "Не получилось понять сумму" in await world.screen("Анна") or "⚠" in await world.screen("Анна")
    await world.say("Анна", "1,2 млн")
    form = await world.screen("Анна")
    assert "Контакт: Пётр · +7 916 123-45-67" in form
    assert "Продукт: Шкаф" in form
    assert "Сумма: 1 200 000" in form
    await world.press("Анна", "Создать")
    ((run,),) = await world.rows("SELECT id FROM runs")
    card = await world.card(run)
    assert (card.client, card.contact, card.phone) == ("ООО «Василёк»", "Пётр", "+79161234567")
    assert (card.product, card.amount, card.currency) == ("Шкаф", Decimal(1_200_000), "RUB")


async def test_it_can_be_left_at_every_step(world: World, company: Company) -> None:
    for step in ("", "Компания", "Контакт", "Продукт", "Сумма"):
        await world.say("Анна", "/new Пётр +7 916 123-45-67")
        if step:
            await world.press("Анна", step)
            await world.press("Анна", "‹ Назад")
            assert "[Создать]" in await world.screen("Анна")
            await world.press("Анна", step)
        await world.press("Анна", "Отмена")
        assert "Понедельник" in await world.screen("Анна")
    assert await written(world) == (0, 0, 0)
    assert await world.rows("SELECT count(*) FROM drafts WHERE state = 'open'") == NOBODY


async def test_a_waiting_one_is_gone_on_with(world: World, company: Company) -> None:
    await world.say("Анна", "/new")
    await world.say("Анна", "Мой день")
    await world.press("Анна", "Вернуться к вопросу")
    await world.say("Анна", "Лютик")
    assert "Клиент: Лютик" in await world.screen("Анна")


async def test_a_contact_card_and_one_tap(world: World, company: Company) -> None:
    await world.sandbox.contact(world.staff["Анна"], "79161234567", "Пётр", "Лосев")
    await world.settle()
    assert "Контакт: Пётр Лосев · +7 916 123-45-67" in await world.screen("Анна")
    await world.press("Анна", "Создать")
    assert await written(world) == (1, 1, 1)
    assert "Пётр Лосев" in await world.screen("Анна")


async def test_a_forwarded_message_and_one_tap(world: World, company: Company) -> None:
    await world.guest("Глеб", 7007)
    await forwarded(world, "Анна", text="Здравствуйте! Нужен сервер, звоните 8 916 123-45-67", from_user=7007)
    form = await world.screen("Анна")
    assert "Контакт: Глеб · +7 916 123-45-67" in form
    assert "Нужен сервер" in form
    await world.press("Анна", "Создать")
    assert await world.rows("SELECT name, phone FROM contacts") == [("Глеб", "+79161234567")]
    assert "Нужен сервер" in await world.screen("Анна"), "what the client wrote stays with the deal"


async def test_a_hidden_person_has_a_name_only(world: World, company: Company) -> None:
    await forwarded(world, "Анна", text="Сделки", from_name="Тихий Ключ")
    assert "Контакт: Тихий Ключ" in await world.screen("Анна")
    await world.press("Анна", "Создать")
    assert await world.rows("SELECT name, phone FROM contacts") == [("Тихий Ключ", None)]


@pytest.mark.parametrize("foreign", ["+49 30 901820", "+1 650-253-0000"])
async def test_a_phone_from_abroad(world: World, company: Company, foreign: str) -> None:
    await world.say("Анна", f"Hans {foreign}")
    assert "Контакт: Hans" in await world.screen("Анна")
    await world.press("Анна", "Создать")
    digits = "+" + "".join(sign for sign in foreign if sign.isdigit())
    assert await world.rows("SELECT phone FROM contacts") == [(digits,)]


@BOTH
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Пётр 8 495 123 45 67", "тот же телефон"),
        ("Ромашка, ООО", "похожее название"),
        ("Рамашка", "похожее название"),
        ("ИНН 7707083893 Что-то", "тот же ИНН"),
    ],
)
async def test_who_is_known_is_recognised(world: World, company: Company, words: str, why: str) -> None:
    deal = await world.deal(company.anna, client="ООО «Ромашка»", phone="+74951234567")
    async with world.db.begin() as tx:
        other = await clients.add(
            tx, name="С номером", owner_id=company.anna.id, now=world.now(), inn="7707083893"
        )
    await world.say("Анна", f"/new {words}")
    screen = await world.screen("Анна")
    assert "Похоже, такой клиент уже есть" in screen
    assert why in screen
    await world.press("Анна", "+ Сделка: ")
    assert "[Создать]" in await world.screen("Анна")
    await world.press("Анна", "Создать")
    rows = await world.rows("SELECT client_id FROM deals ORDER BY id")
    assert rows[-1][0] in {deal.client, other}
    assert (await written(world))[0] == 2


async def test_the_known_one_is_opened_or_made_anew(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка", phone="+74951234567")
    await world.say("Анна", "/new Ромашка")
    await world.press("Анна", "Открыть: Ромашка")
    assert "+ Сделка" in await world.screen("Анна")
    await world.say("Анна", "/new Ромашка")
    await world.press("Анна", "Создать всё равно")
    await world.press("Анна", "Создать")
    assert (await written(world))[0] == 2


async def test_anothers_client_is_named_and_not_opened(world: World, company: Company) -> None:
    await world.deal(company.boris, client="Ромашка", contact="Тайна", phone="+74951234567")
    await world.say("Анна", "/new 84951234567")
    screen = await world.screen("Анна")
    assert "Ромашка · тот же телефон · ведёт Борис" in screen
    assert "Открыть" not in screen
    assert "Тайна" not in screen
    await world.press("Анна", "Создать всё равно")
    await world.press("Анна", "Создать")
    assert (await written(world))[2] == 2


async def test_a_head_gives_it_to_one_of_his_own(world: World, company: Company) -> None:
    await world.say("Ольга", "/new Лютик")
    screen = await world.screen("Ольга")
    assert "Чья это будет сделка?" in screen
    assert "Игорь" not in screen
    await world.press("Ольга", "Борис")
    await world.press("Ольга", "Создать")
    assert await world.rows("SELECT owner_id FROM deals") == [(company.boris.id,)]
    await world.advance(minutes=5)
    assert "Лютик" in await world.screen("Борис")


async def test_a_double_tap_creates_once(world: World, company: Company) -> None:
    await world.say("Анна", "/new Лютик")
    (create,) = [button for button in await world.buttons("Анна") if button["text"] == "Создать"]
    message = (await world.inbox("Анна"))[-1]["message_id"]
    await world.press("Анна", "Создать")
    assert await world.forge("Анна", create["data"], message) == "Эта сделка уже создана"
    assert await written(world) == (1, 0, 1)
    await world.say("Борис", "Мой день")
    await world.forge("Борис", create["data"])
    assert "Лютик" not in await world.screen("Борис")


@pytest.mark.parametrize(
    "words", ["8 916 123", "12345678901234567890", "Пётр +7 916 123-45-67 +7 916 765-43-21"]
)
async def test_numbers_that_are_none(world: World, company: Company, words: str) -> None:
    await world.say("Анна", "/new")
    await world.say("Анна", words)
    assert "Новая сделка" in await world.screen("Анна")
    assert await written(world) == (0, 0, 0)
