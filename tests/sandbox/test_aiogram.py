"""aiogram's own client works against the sandbox, and every answer is one that its models accept."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from aiogram.utils.formatting import Bold, Text
from PIL import Image

from tests.sandbox.conftest import Sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with Bot(sandbox.api.token, session=session) as bot:
        yield bot


def picture(colour: str) -> BufferedInputFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    return BufferedInputFile(out.getvalue(), "chart.png")


async def test_a_conversation(bot: Bot, sandbox: Sandbox) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot) == (bot.id, True)
    await sandbox.people.say(1001, "/start")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.text == "/start"
    button = InlineKeyboardButton(text="Да", callback_data="y", style="success")
    sent = await bot.send_message(
        1001,
        **Text("Срок: ", Bold("завтра 😀")).as_kwargs(),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
        reply_parameters=ReplyParameters(message_id=update.message.message_id),
    )
    assert sent.html_text == "Срок: <b>завтра 😀</b>"
    assert sent.reply_to_message is not None
    pressed = await sandbox.people.press(1001, "Да")
    updates = await bot.get_updates(offset=update.update_id + 1)
    assert updates[0].callback_query is not None
    assert updates[0].callback_query.data == "y"
    assert await bot.answer_callback_query(pressed["id"], text="Готово")
    when = datetime(2026, 9, 2, 10, 0, tzinfo=UTC)
    html = f'<tg-time unix="{int(when.timestamp())}" format="r">завтра</tg-time>'
    edited = await bot.edit_message_text(html, chat_id=1001, message_id=sent.message_id, parse_mode="HTML")
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    assert edited.entities is not None
    assert edited.entities[0].unix_time == int(when.timestamp())
    reply = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мой день")]], is_persistent=True)
    await bot.send_message(1001, "Меню", reply_markup=reply)
    assert await bot.send_chat_action(1001, "typing")
    assert await bot.set_message_reaction(1001, sent.message_id, [ReactionTypeEmoji(emoji="👍")])
    assert await bot.delete_messages(1001, [sent.message_id])


async def test_files(bot: Bot) -> None:
    photo = await bot.send_photo(1001, picture("red"), caption="<i>Воронка</i>", parse_mode="HTML")
    assert photo.photo is not None
    media = InputMediaPhoto(media=picture("blue"), caption="За год")
    changed = await bot.edit_message_media(media, chat_id=1001, message_id=photo.message_id)
    assert not isinstance(changed, bool)
    assert changed.photo is not None
    assert changed.photo[0].file_id != photo.photo[0].file_id
    await bot.edit_message_caption(chat_id=1001, message_id=photo.message_id, caption="За месяц")
    again = await bot.send_photo(1001, photo.photo[0].file_id)
    assert again.photo is not None
    assert again.photo[0].file_unique_id == photo.photo[0].file_unique_id
    document = await bot.send_document(1001, BufferedInputFile(b"a;b", "deals.csv"))
    assert document.document is not None
    loaded = await bot.download(document.document)
    assert loaded is not None
    assert loaded.read() == b"a;b"
    voice = await bot.send_voice(1001, BufferedInputFile(b"OggS", "a.ogg"), duration=2)
    assert voice.voice is not None
    contact = await bot.send_contact(1001, "+79161234567", "Пётр")
    assert contact.contact is not None
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(1001, document.document.file_id)


async def test_the_account(bot: Bot) -> None:
    commands = [BotCommand(command="today", description="Мой день")]
    scope = BotCommandScopeChat(chat_id=1001)
    assert await bot.set_my_commands(commands, scope=scope, language_code="ru")
    told = await bot.get_my_commands(scope=scope, language_code="ru")
    assert [(item.command, item.description) for item in told] == [("today", "Мой день")]
    assert await bot.set_chat_menu_button(1001, MenuButtonCommands())
    assert isinstance(await bot.get_chat_menu_button(1001), MenuButtonCommands)
    assert await bot.set_my_description("Помощник")
    assert (await bot.get_my_description()).description == "Помощник"
    assert (await bot.get_my_name()).name
    chat = await bot.get_chat(1001)
    assert (chat.id, chat.first_name) == (1001, "Анна")
    assert (await bot.get_chat_member(1001, 1001)).status == "member"
    assert (await bot.get_webhook_info()).url == ""


async def test_refusals_arrive_as_aiograms_errors(bot: Bot, sandbox: Sandbox) -> None:
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(1001, "<b>", parse_mode="HTML")
    await sandbox.people.block(1001)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(1001, "x")
    await sandbox.people.fault("getMe", retry_after=3)
    with pytest.raises(TelegramRetryAfter) as wait:
        await bot.get_me()
    assert wait.value.retry_after == 3
    with pytest.raises(TelegramNotFound):
        await bot.get_star_transactions()
