"""Screens on a phone in the sandbox: edited where that is possible, else sent."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup
from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Idle, OpenTask
from bot.pace import Priority
from bot.screen import Button, Document, KeptFile, Screen
from storage.db import inside
from tests.bot.messenger import ANNA, Room, messenger
from tests.bot.pictures import picture

LOUD = "https://example.com & <b>жирно</b>"
DAY = Screen(Text("День"), ((Button("Позвонить", OpenTask(7)),),))


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with messenger() as room:
        yield room


async def test_a_screen_is_sent_and_then_edited_in_place(room: Room) -> None:
    first = await room.showing.show(DAY, ANNA)
    second = await room.showing.show(Screen(Text(Bold("Карточка"), " ", LOUD)), ANNA, first)
    assert second == first
    (shown,) = await room.people.messages(ANNA)
    assert shown["text"] == f"Карточка {LOUD}"
    # Links and tags are told apart by the messenger itself, not by markup.
    assert [entity["type"] for entity in shown["entities"]] == ["bold", "url", "bot_command"]
    assert shown["buttons"] == []
    calls = await room.people.log()
    assert [call["method"] for call in calls] == ["sendMessage", "editMessageText"]
    assert all("is_disabled" in str(call["params"]["link_preview_options"]) for call in calls)


async def test_a_file_that_telegram_keeps_no_more_is_told_of_in_words(room: Room) -> None:
    pressed = await room.showing.show(DAY, ANNA)
    lost = Screen(Text("Голос"), DAY.keyboard, kept=KeptFile("voice", "no-such-file", Text("Файла нет")))
    await room.showing.show(lost, ANNA, pressed)
    first, second = await room.people.messages(ANNA)
    assert (first["text"], second["text"]) == ("День", "Файла нет")
    assert second["buttons"][0][0]["text"] == "Позвонить"


async def test_a_file_is_a_message_of_its_own_and_what_was_pressed_stays(room: Room) -> None:
    pressed = await room.showing.show(DAY, ANNA)
    name = 'сде"лки\r\nX: 1/.csv'
    file = Screen(Text("Файл"), DAY.keyboard, document=Document(name, b"a;b\r\n"))
    sent = await room.showing.show(file, ANNA, pressed)
    first, second = await room.people.messages(ANNA)
    assert (first["message_id"], first["text"]) == (pressed, "День")
    assert (second["message_id"], second["text"]) == (sent, "Файл")
    assert second["document"]["file_name"] == "сде_лки__X: 1_.csv"
    assert await room.people.file(second["document"]["file_id"]) == b"a;b\r\n"
    # Its own buttons lead on to a new message: a text cannot stand where a file is.
    assert await room.showing.show(DAY, ANNA, sent) not in {pressed, sent}


async def test_buttons_carry_what_they_say(room: Room) -> None:
    await room.showing.show(DAY, ANNA)
    await room.people.press(ANNA, "Позвонить")
    (shown,) = await room.people.messages(ANNA)
    assert shown["buttons"] == [[{"text": "Позвонить", "data": OpenTask(7).pack()}]]


async def test_showing_the_same_again_is_a_success(room: Room) -> None:
    message = await room.showing.show(DAY, ANNA)
    assert await room.showing.show(DAY, ANNA, message) == message
    assert len(await room.texts()) == 1


async def test_a_message_that_is_gone_is_sent_anew(room: Room) -> None:
    message = await room.showing.show(DAY, ANNA)
    await room.bot.delete_message(ANNA, message)
    again = await room.showing.show(DAY, ANNA, message)
    assert again != message
    assert await room.texts() == ["День"]


async def test_a_message_of_somebody_else_is_not_edited(room: Room) -> None:
    said = await room.people.say(ANNA, "Привет")
    sent = await room.showing.show(DAY, ANNA, said["message_id"])
    assert sent != said["message_id"]


async def test_a_picture_changes_in_its_message_and_a_text_comes_below_it(room: Room) -> None:
    month = Screen(Text("За месяц"), photo=picture("red"))
    year = Screen(Text(Bold("За год")), ((Button("Год", Idle()),),), photo=picture("blue"))
    text = await room.showing.show(DAY, ANNA)
    message = await room.showing.show(month, ANNA, text)
    assert await room.showing.show(year, ANNA, message) == message
    (shown,) = await room.people.messages(ANNA)
    assert shown["text"] == "За год"
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    below = await room.showing.show(DAY, ANNA, message)
    assert below != message
    assert await room.texts() == ["За год", "День"]


async def test_the_menu_goes_with_a_message_that_has_no_buttons(room: Room) -> None:
    menu = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мой день")]], is_persistent=True)
    await room.showing.show(Screen(Text("Здравствуйте")), ANNA, menu=menu)
    chat = await room.people.chat(ANNA)
    assert "Мой день" in str(chat["keyboard"])


async def test_an_older_state_does_not_cover_a_newer_one(room: Room) -> None:
    message = await room.showing.show(Screen(Text("3")), ANNA, revision=3)
    assert await room.showing.show(Screen(Text("2")), ANNA, message, revision=2) == message
    assert await room.texts() == ["3"]
    await room.showing.show(Screen(Text("4")), ANNA, message, revision=4)
    assert await room.texts() == ["4"]


async def test_two_edits_of_one_message_come_one_after_the_other(room: Room) -> None:
    message = await room.showing.show(DAY, ANNA)
    await room.people.fault("editMessageText", kind="delay", delay_ms=300)
    async with asyncio.TaskGroup() as group:
        group.create_task(room.showing.show(Screen(Text("Первая")), ANNA, message))
        await asyncio.sleep(0.05)
        group.create_task(room.showing.show(Screen(Text("Вторая")), ANNA, message))
    assert await room.texts() == ["Вторая"]


async def test_who_pressed_waits_for_a_short_limit_and_not_for_a_long_one(room: Room) -> None:
    await room.people.fault("sendMessage", retry_after=1)
    await room.showing.show(DAY, ANNA)
    assert await room.texts() == ["День"]
    await room.people.fault("sendMessage", retry_after=1)
    with pytest.raises(TelegramRetryAfter):
        await room.showing.show(DAY, ANNA, priority=Priority.REST)
    await room.people.fault("sendMessage", retry_after=40)
    with pytest.raises(TelegramRetryAfter):
        await room.showing.show(DAY, ANNA)


async def test_another_refusal_is_the_callers(room: Room) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await room.showing.show(DAY, 999_999)
    message = await room.showing.show(DAY, ANNA)
    await room.people.fault("editMessageText", code=400, description="Bad Request: message is too long")
    with pytest.raises(TelegramBadRequest, match="too long"):
        await room.showing.show(Screen(Text("x")), ANNA, message)
    await room.people.fault("editMessageText", code=500)
    assert not await room.showing.edit(Screen(Text("x")), ANNA, message)


async def test_a_press_is_answered_once_and_late_is_no_error(room: Room) -> None:
    await room.showing.show(DAY, ANNA)
    pressed = await room.people.press(ANNA, "Позвонить")
    assert await room.showing.answer(pressed["id"], "Готово " * 60)
    assert not await room.showing.answer(pressed["id"])
    answers = await room.people.log("answerCallbackQuery")
    assert len(answers[0]["params"]["text"]) == 200


async def test_nobody_is_shown_anything_inside_a_transaction(room: Room) -> None:
    token = inside.set(True)
    try:
        with pytest.raises(AssertionError):
            await room.showing.show(DAY, ANNA)
    finally:
        inside.reset(token)
    assert await room.texts() == []
