"""What is said by replying to a card, or after the button, is kept on that step: words, voices, photos, files."""

import struct
import zlib

from sqlalchemy import text

from tests.journeys.conftest import BOTH, Company
from tests.journeys.test_selling import open_first
from tests.world import World


def picture() -> bytes:
    """The smallest PNG that is one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00\xff\x00\x00" * 2))
        + chunk(b"IEND", b"")
    )


async def card(world: World) -> int:
    """The card of the first task: its message."""
    await open_first(world)
    found: int = (await world.inbox("Анна"))[-1]["message_id"]
    return found


async def history(world: World) -> str:
    await world.say("Анна", "Мой день")
    await world.press("Анна", "1 · ")
    await world.press("Анна", "Сделка")
    await world.press("Анна", "История")
    return await world.screen("Анна")


@BOTH
async def test_a_reply_to_a_card_is_a_note_on_it(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    message = await card(world)
    await world.say("Анна", "Просят <скидку> 5 %", reply_to=message)
    assert await world.screen("Анна") == "✎ Записано · Ромашка\n[Сделка] [Мой день]"
    assert await world.rows("SELECT run_id, activity_id, kind, words FROM notes") == [
        (deal.run, deal.activity, "text", "Просят <скидку> 5 %")
    ]
    # A note makes no button stale.
    await world.press("Анна", "Не дозвонился", message)
    assert "Попытка 2 из 4" in await world.screen("Анна")
    assert "✎ Просят <скидку> 5 %" in await history(world)


@BOTH
async def test_files_are_kept_and_come_again(world: World, company: Company) -> None:
    await world.deal(company.anna)
    message = await card(world)
    await world.sandbox.voice(1001, reply_to=message)
    await world.settle()
    await world.sandbox.photo(1001, picture(), caption="Склад", reply_to=message)
    await world.settle()
    await world.sandbox.document(1001, "смета.xlsx", b"PK", reply_to=message)
    await world.settle()
    assert await world.rows("SELECT kind FROM notes ORDER BY id") == [("voice",), ("photo",), ("document",)]
    shown = await history(world)
    assert "✎ Голосовое" in shown
    assert "✎ Фото · Склад" in shown
    assert "✎ смета.xlsx" in shown
    await world.press("Анна", "▸ Голосовое")
    assert (await world.inbox("Анна"))[-1]["kind"] == "voice"
    await world.press("Анна", "▸ смета.xlsx")
    sent = (await world.inbox("Анна"))[-1]
    assert sent["kind"] == "document"
    assert await world.sandbox.file(sent["document"]["file_id"]) == b"PK"


async def test_the_button_asks_for_a_note_and_a_restart_does_not_forget(
    world: World, company: Company
) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Ещё…")
    await world.press("Анна", "✎ Заметка")
    assert "Что записать?" in await world.screen("Анна")
    await world.restart()
    await world.sandbox.voice(1001)
    await world.settle()
    screen = await world.screen("Анна")
    assert screen.startswith("✎ Записано")
    assert "[Дозвонился]" in screen
    assert await world.rows("SELECT activity_id, kind FROM notes") == [(deal.activity, "voice")]
    assert await world.rows("SELECT state FROM drafts") == [("done",)]


async def test_a_note_may_be_called_off(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Сделка")
    await world.press("Анна", "✎ Заметка")
    await world.press("Анна", "Почему?")
    assert "сохранится в этой сделке" in await world.screen("Анна")
    await world.press("Анна", "‹ К вопросу")
    await world.press("Анна", "Отмена")
    await world.say("Анна", "Ромашка")
    assert await world.rows("SELECT id FROM notes") == []


async def test_a_closed_deal_takes_notes(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Отказ")
    await world.press("Анна", "Дорого")
    await world.press("Анна", "Сделка")
    await world.press("Анна", "✎ Заметка")
    await world.say("Анна", "Вернуться весной")
    assert "Вернуться весной" in await world.screen("Анна")
    assert await world.rows("SELECT run_id, words FROM notes") == [(deal.run, "Вернуться весной")]


async def test_a_reply_to_a_question_answers_it(world: World, company: Company) -> None:
    await world.deal(company.anna)
    message = await card(world)
    await world.press("Анна", "Перезвонить")
    await world.say("Анна", "завтра в 11", reply_to=message)
    assert "завтра 11:00" in await world.screen("Анна")
    assert await world.rows("SELECT id FROM notes") == []


async def test_a_reply_to_a_list_is_no_note(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await world.say("Анна", "Мой день")
    message = (await world.inbox("Анна"))[-1]["message_id"]
    await world.say("Анна", "как-нибудь потом", reply_to=message)
    assert await world.rows("SELECT id FROM notes") == []


async def test_a_reply_to_an_old_card_finds_its_deal_by_its_buttons(world: World, company: Company) -> None:
    deal = await world.deal(company.anna)
    message = await card(world)
    await world.press("Анна", "Сделка")
    await world.say("Анна", "Нужен договор на два года", reply_to=message)
    assert await world.rows("SELECT run_id, activity_id FROM notes") == [(deal.run, None)]


async def test_nobody_notes_on_a_deal_that_is_not_his(world: World, company: Company) -> None:
    await world.deal(company.anna)
    message = await card(world)
    async with world.db.begin() as tx:
        await tx.execute(text("UPDATE deals SET owner_id = :boris"), {"boris": company.boris.id})
        await tx.execute(text("UPDATE activities SET owner_id = :boris"), {"boris": company.boris.id})
    await world.say("Анна", "Моё!", reply_to=message)
    assert await world.rows("SELECT id FROM notes") == []


async def test_a_voice_to_nowhere_gets_a_friendly_word(world: World, company: Company) -> None:
    await world.say("Анна", "Мой день")
    await world.sandbox.voice(1001)
    await world.settle()
    assert "/find" in await world.screen("Анна")


async def test_a_forwarded_message_says_whose_words_they_are(world: World, company: Company) -> None:
    await world.deal(company.anna)
    await open_first(world)
    await world.press("Анна", "Сделка")
    await world.press("Анна", "✎ Заметка")
    await world.sandbox.forward(1001, text="Договор вышлем в среду", from_name="Сергей Тайный")
    await world.settle()
    assert "✎ Сергей Тайный: Договор вышлем в среду" in await world.screen("Анна")
