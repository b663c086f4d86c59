"""Our session against the sandbox: the same calls and errors as aiogram's, without parsing what nobody reads."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Text

from bot import telegram
from tests.bot.messenger import ANNA, Room, messenger
from tests.bot.pictures import picture


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with messenger() as room:
        yield room


async def test_a_sent_message_says_where_it_is(room: Room) -> None:
    buttons = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="y")]])
    words = Text("Срок: ", Bold("завтра 😀")).as_kwargs()
    sent = await room.bot.send_message(ANNA, **words, reply_markup=buttons)
    assert (sent.chat.id, sent.chat.type, sent.date.tzinfo) == (ANNA, "private", UTC)
    (shown,) = await room.people.messages(ANNA)
    assert shown["message_id"] == sent.message_id
    assert shown["text"] == "Срок: завтра 😀"
    assert shown["entities"] == [{"type": "bold", "offset": 6, "length": 9}]
    edited = await room.bot.edit_message_text("Уже", chat_id=ANNA, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.message_id == sent.message_id
    assert await room.texts() == ["Уже"]


async def test_a_file_goes_as_a_form(room: Room) -> None:
    sent = await room.bot.send_photo(ANNA, BufferedInputFile(picture("red"), "a.png"), caption="Воронка")
    (shown,) = await room.people.messages(ANNA)
    assert (shown["message_id"], shown["text"]) == (sent.message_id, "Воронка")
    assert shown["photo"]


async def test_what_is_read_is_parsed(room: Room) -> None:
    me = await room.bot.get_me()
    assert (me.id, me.first_name) == (room.bot.id, "Воронка")
    assert await room.bot.set_my_commands([BotCommand(command="today", description="Мой день")])
    assert [told.command for told in await room.bot.get_my_commands()] == ["today"]


async def test_updates_come_as_the_server_wrote_them(room: Room) -> None:
    await room.people.say(ANNA, "/start")
    await room.people.say(ANNA, "Привет")
    both = await telegram.updates(room.bot, offset=None, wait=1)
    assert [update["message"]["text"] for update in both] == ["/start", "Привет"]
    last = both[-1]["update_id"]
    assert [update["update_id"] for update in await telegram.updates(room.bot, offset=last, wait=0)] == [last]
    assert await telegram.updates(room.bot, offset=last + 1, wait=0, allowed=["message"]) == []


async def test_errors_are_aiograms(room: Room) -> None:
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await room.bot.send_message(ANNA, " ")
    await room.people.user("Борис", id=1002)
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await room.bot.send_message(1002, "x")
    await room.people.fault("sendMessage", retry_after=3)
    with pytest.raises(TelegramRetryAfter) as wait:
        await room.bot.send_message(ANNA, "x")
    assert wait.value.retry_after == 3
    await room.people.fault("sendMessage", code=502, description="Bad Gateway")
    with pytest.raises(TelegramServerError):
        await room.bot.send_message(ANNA, "x")
    await room.people.fault("getUpdates", code=409, description="Conflict: terminated by other getUpdates")
    with pytest.raises(TelegramConflictError):
        await telegram.updates(room.bot, offset=None, wait=0)
    await room.people.fault("getUpdates", kind="reset")
    with pytest.raises(TelegramNetworkError):
        await telegram.updates(room.bot, offset=None, wait=0)


async def test_a_wrong_token(room: Room) -> None:
    other = telegram.connect("42:other-token", api_url=room.url)
    try:
        with pytest.raises(TelegramUnauthorizedError):
            await other.get_me()
        with pytest.raises(TelegramUnauthorizedError):
            await telegram.updates(other, offset=None, wait=0)
    finally:
        await other.session.close()


async def test_no_answer_in_time_is_a_network_error() -> None:
    async with messenger(patience=0.2) as room:
        await room.people.fault("sendMessage", kind="delay", delay_ms=3000)
        with pytest.raises(TelegramNetworkError, match="no answer in time"):
            await room.bot.send_message(ANNA, "x")


async def test_a_network_error_does_not_tell_the_token() -> None:
    nobody = telegram.connect("42:a-secret-word", api_url="http://127.0.0.1:1")
    try:
        with pytest.raises(TelegramNetworkError) as error:
            await nobody.get_me()
        assert "a-secret-word" not in str(error.value)
    finally:
        await nobody.session.close()


async def test_a_page_of_somebody_else_is_not_taken_for_an_answer() -> None:
    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(page, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        bot = telegram.connect("42:token", api_url=f"http://127.0.0.1:{port}")
        try:
            with pytest.raises(ClientDecodeError):
                await bot.send_message(ANNA, "x")
            with pytest.raises(ClientDecodeError):
                await telegram.updates(bot, offset=None, wait=0)
        finally:
            await bot.session.close()


async def test_calls_go_through_an_http_proxy(room: Room) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        body = b'{"ok":true,"result":true}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        bot = telegram.connect("42:token", api_url="http://bot.example", proxy=f"http://127.0.0.1:{port}")
        try:
            assert await bot.send_chat_action(ANNA, "typing")
        finally:
            await bot.session.close()
    assert asked == [b"POST http://bot.example/bot42:token/sendChatAction HTTP/1.1\r\n"]


def test_a_proxy_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="only http and https"):
        telegram.connect("42:token", proxy="socks5://127.0.0.1:1080")
