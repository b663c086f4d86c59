"""A screen on somebody's phone: the message is edited where that is possible, else sent; every call in its turn."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
)
from aiogram.types import BufferedInputFile, InputMediaPhoto, LinkPreviewOptions, ReplyKeyboardMarkup

from bot.kept import Sending, sending
from bot.limiter import Limiter
from bot.pace import Priority
from bot.screen import Screen, markup
from storage import db as database

T = TypeVar("T")

SAME = "message is not modified"
GONE = (
    "message to edit not found",
    "message can't be edited",
    "no text in the message",
    "MESSAGE_ID_INVALID",
)
"""What Telegram says where only a new message helps: deleted, not ours, or a photo where a text is to be."""
NO_FILE = "file identifier"
"""What it says of a file that it does not keep, or not for this bot."""
PATIENT = 5.0
"""Seconds that somebody who pressed is made to wait for Telegram's limits; longer waits are refused."""
BREATH = 0.5
"""Seconds between a failed drawing for somebody who pressed and the second attempt."""
REMEMBERED = 4096
TOAST = 200

_PLAIN = LinkPreviewOptions(is_disabled=True)
log = structlog.get_logger()


class Showing:
    """One for the process: it knows which revision each message shows, and edits a message once at a time."""

    def __init__(self, bot: Bot, limiter: Limiter) -> None:
        self._bot = bot
        self._limiter = limiter
        self._revisions: OrderedDict[tuple[int, int], int] = OrderedDict()
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def show(
        self,
        screen: Screen,
        chat_id: int,
        message_id: int | None = None,
        *,
        priority: Priority = Priority.ANSWER,
        silent: bool = False,
        menu: ReplyKeyboardMarkup | None = None,
        revision: int | None = None,
    ) -> int:
        """Edit the message, or send one; the id of the message that shows the screen now.

        An edit to an older `revision` than the message shows is left out. `menu`, the keyboard below the chat,
        goes with a new message that has no buttons of its own. Raises aiogram's errors.
        """
        assert not database.inside.get(), "nobody waits for Telegram inside a transaction"
        place = (
            message_id if screen.document is None and screen.kept is None else None
        )  # a file is never put in a text's place
        if place is not None and await self._edit(screen, chat_id, place, priority, revision):
            return place
        sent = await self._send(screen, chat_id, priority, silent, menu)
        self._remember(chat_id, sent, revision)
        return sent

    async def edit(self, screen: Screen, chat_id: int, message_id: int) -> bool:
        """Best effort, after everything else: False when it could not be edited. Never raises Telegram's errors."""
        try:
            return await self._edit(screen, chat_id, message_id, Priority.REST, None)
        except AiogramError as error:
            log.info("edit_failed", error=type(error).__name__)
            return False

    async def post(self, screen: Screen, chat_id: int, thread_id: int | None) -> int:
        """A new message in a group, perhaps in a topic of it; its id. Raises aiogram's errors."""
        assert not database.inside.get(), "nobody waits for Telegram inside a transaction"
        method = _new(screen, chat_id, silent=True, menu=None)
        method.message_thread_id = thread_id
        sent = await self._in_turn(chat_id, Priority.REST, lambda: self._bot(method))
        return sent.message_id

    async def redraw(self, screen: Screen, chat_id: int, message_id: int, *, revision: int | None) -> bool:
        """Edit only: False when that message is gone. Raises aiogram's errors."""
        assert not database.inside.get(), "nobody waits for Telegram inside a transaction"
        return await self._edit(screen, chat_id, message_id, Priority.REST, revision)

    async def answer(self, query_id: str, toast: str | None = None, *, alert: bool = False) -> bool:
        """Answer a press, which stops its spinner; False when it was too late, which hurts nobody."""
        text = toast[: TOAST - 1] + "…" if toast and len(toast) > TOAST else toast
        try:
            method = AnswerCallbackQuery(callback_query_id=query_id, text=text, show_alert=alert or None)
            return await self._bot(method)
        except AiogramError as error:
            log.info("answer_failed", error=type(error).__name__)
            return False

    async def _edit(
        self, screen: Screen, chat_id: int, message_id: int, priority: Priority, revision: int | None
    ) -> bool:
        place = (chat_id, message_id)
        lock = self._locks.setdefault(place, asyncio.Lock())
        async with lock:
            if revision is not None and self._revisions.get(place, revision) > revision:
                return True
            try:
                await self._in_turn(chat_id, priority, lambda: self._bot(_edit(screen, chat_id, message_id)))
            except TelegramBadRequest as error:
                if any(words in error.message for words in GONE):
                    return False
                if SAME not in error.message:
                    raise
            self._remember(chat_id, message_id, revision)
            return True

    async def _send(
        self,
        screen: Screen,
        chat_id: int,
        priority: Priority,
        silent: bool,
        menu: ReplyKeyboardMarkup | None,
    ) -> int:
        method = _new(screen, chat_id, silent, menu)
        try:
            sent = await self._in_turn(chat_id, priority, lambda: self._bot(method))
        except TelegramBadRequest as error:
            if screen.kept is None or NO_FILE not in error.message:
                raise
            words = replace(screen, text=screen.kept.gone, kept=None)
            return await self._send(words, chat_id, priority, silent, menu)
        return sent.message_id

    async def _in_turn(self, chat_id: int, priority: Priority, call: Callable[[], Awaitable[T]]) -> T:
        await self._limiter.turn(chat_id, priority)
        try:
            return await call()
        except TelegramRetryAfter as error:
            self._limiter.refused(chat_id, error.retry_after)
            if priority is not Priority.ANSWER or error.retry_after > PATIENT:
                raise
            await asyncio.sleep(error.retry_after)
        except (TelegramServerError, TelegramNetworkError):
            # A message that is owed is tried again by its row; for who has just pressed this is the one chance.
            if priority is not Priority.ANSWER:
                raise
            await asyncio.sleep(BREATH)
        await self._limiter.turn(chat_id, priority)
        return await call()

    def _remember(self, chat_id: int, message_id: int, revision: int | None) -> None:
        if revision is None:
            return
        self._revisions[chat_id, message_id] = revision
        self._revisions.move_to_end((chat_id, message_id))
        if len(self._revisions) > REMEMBERED:
            self._revisions.popitem(last=False)


def _edit(screen: Screen, chat_id: int, message_id: int) -> EditMessageText | EditMessageMedia:
    text, entities = screen.text.render()
    buttons: dict[str, Any] = {"reply_markup": markup(screen.keyboard)}
    if screen.photo is None:
        return EditMessageText(
            chat_id=chat_id,
            message_id=message_id,
            text=text,
            entities=entities,
            link_preview_options=_PLAIN,
            parse_mode=None,
            **buttons,
        )
    media = InputMediaPhoto(
        media=_file(screen.photo), caption=text, caption_entities=entities, parse_mode=None
    )
    return EditMessageMedia(chat_id=chat_id, message_id=message_id, media=media, **buttons)


def _new(
    screen: Screen, chat_id: int, silent: bool, menu: ReplyKeyboardMarkup | None
) -> SendMessage | Sending:
    text, entities = screen.text.render()
    how: dict[str, Any] = {
        "reply_markup": markup(screen.keyboard) or menu,
        "disable_notification": silent or None,
        "parse_mode": None,
    }
    if screen.kept is not None:
        return sending(screen.kept, chat_id, how, {"caption": text, "caption_entities": entities})
    if screen.document is not None:
        file = BufferedInputFile(screen.document.content, file_name(screen.document.name))
        return SendDocument(chat_id=chat_id, document=file, caption=text, caption_entities=entities, **how)
    if screen.photo is None:
        return SendMessage(chat_id=chat_id, text=text, entities=entities, link_preview_options=_PLAIN, **how)
    return SendPhoto(
        chat_id=chat_id, photo=_file(screen.photo), caption=text, caption_entities=entities, **how
    )


def file_name(name: str) -> str:
    """A name that may stand in the header of a form: people's words are in it."""
    return "".join(sign if sign.isprintable() and sign not in '"\\/' else "_" for sign in name[-100:])


def _file(photo: bytes) -> BufferedInputFile:
    return BufferedInputFile(photo, "chart.png")
