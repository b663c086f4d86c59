"""The send port: what is owed is drawn in the recipient's language and sent; Telegram's errors become verdicts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.pace import Priority
from bot.screen import Screen
from bot.showing import Showing
from notifications.kinds import Payload, Redraw
from notifications.port import Later, Never, Place, Sent, Shown
from notifications.redraws import MESSAGE
from storage import cards, channels, people
from storage import db as database
from storage.channels import Channel
from storage.db import Database
from storage.outbox import Owed
from storage.people import Person

NOT_OURS = 60.0
"""Seconds to wait where the token or another poller is the problem: somebody has to mend that."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to go. `shown` where it becomes a subject's card; `stub` is what the card before becomes.

    `edit`: the card that is there is edited, and where there is none, nothing is sent.
    """

    screen: Screen
    silent: bool = False
    shown: Shown | None = None
    stub: Screen | None = None
    edit: bool = False


Draw = Callable[[AsyncSession, Payload, Person, datetime], Awaitable[Letter | None]]
"""Draws what is owed as it stands now; None when there is nothing to say any more."""


Post = Callable[[AsyncSession, Payload, Channel, datetime], Awaitable[Screen | None]]
"""The same for a channel."""


async def _nothing(_: AsyncSession, __: Payload, ___: Channel, ____: datetime) -> Screen | None:
    return None


class Sender:
    """notifications.port.SendPort over Telegram."""

    def __init__(self, db: Database, showing: Showing, draw: Draw, post: Post = _nothing) -> None:
        self._db = db
        self._showing = showing
        self._draw = draw
        self._post = post

    async def send(self, owed: Owed, payload: Payload, now: datetime) -> Sent | None:
        """Send it to the person's chat, or to the channel. Raises Later or Never."""
        assert not database.inside.get(), "nobody waits for Telegram inside a transaction"
        if owed.person_id is None:
            return await self._to_channel(owed, payload, now)
        async with self._db.read() as session:
            person = await people.get(session, owed.person_id)
            gone = person is not None and not person.active and isinstance(payload, Redraw)
            if person is None or person.telegram_id is None or not (person.active or gone):
                raise Never("not here any more, or not yet")
            if person.blocked_at is not None:
                raise Never("blocked the bot", blocked=True)
            letter = await self._draw(session, payload, person, now)
            if letter is None:
                return None
            before = await self._before(session, person, letter.shown)
        if letter.edit:
            return await self._redraw(letter, before)
        priority = Priority.URGENT if owed.urgent else Priority.REST
        revision = letter.shown.revision if letter.shown else None
        try:
            message = await self._showing.show(
                letter.screen,
                person.telegram_id,
                priority=priority,
                silent=letter.silent,
                revision=revision,
            )
        except AiogramError as error:
            raise verdict(error) from error
        place = Place(person.telegram_id, message)
        return Sent(place, letter.shown, self._afterwards(before, place, letter.stub))

    async def _to_channel(self, owed: Owed, payload: Payload, now: datetime) -> Sent | None:
        """A group that has become a supergroup is written to under its new id."""
        async with self._db.read() as session:
            channel = await channels.get(session, owed.channel_id or 0)
            if channel is None or channel.closed_at is not None:
                raise Never("the channel is closed")
            screen = await self._post(session, payload, channel, now)
        if screen is None:
            return None
        chat, topic = channel.chat_id, channel.thread_id
        try:
            message = await self._showing.post(screen, chat, topic)
        except TelegramMigrateToChat as error:
            async with self._db.begin() as tx:
                await channels.moved(tx, chat_id=chat, to=error.migrate_to_chat_id)
            raise Later(0.0, "the group has another id now", attempt=False) from error
        except AiogramError as error:
            raise verdict(error, channel=True) from error
        return Sent(Place(chat, message))

    async def _redraw(self, letter: Letter, before: Place | None) -> Sent | None:
        if before is None or letter.shown is None:
            return None
        chat, message = before.chat_id, before.message_id
        try:
            done = await self._showing.redraw(
                letter.screen, chat, message, revision=letter.shown.revision or None
            )
        except AiogramError as error:
            raise verdict(error) from error
        return Sent(before) if done else None

    @staticmethod
    async def _before(session: AsyncSession, person: Person, shown: Shown | None) -> Place | None:
        if shown is None:
            return None
        if shown.kind == MESSAGE:
            return Place(person.telegram_id or 0, shown.subject_id)
        card = await cards.get(session, person_id=person.id, kind=shown.kind, subject_id=shown.subject_id)
        return None if card is None else Place(card.chat_id, card.message_id)

    def _afterwards(
        self, before: Place | None, place: Place, stub: Screen | None
    ) -> Callable[[], Awaitable[None]] | None:
        """A subject has one card: the one before gives its buttons up."""
        if before is None or stub is None or before == place:
            return None

        async def shrink() -> None:
            await self._showing.edit(stub, before.chat_id, before.message_id)

        return shrink


SHUT = ("chat not found", "not enough rights", "have no rights", "TOPIC_CLOSED", "message thread not found")
"""What Telegram says where a channel cannot be written to, however often it is tried."""


def verdict(error: AiogramError, *, channel: bool = False) -> Later | Never:
    """What an error of Telegram means for the message, to a person or to a channel."""
    match error:
        case TelegramRetryAfter():
            return Later(float(error.retry_after), "too many messages", attempt=False)
        case TelegramForbiddenError():
            return Never(error.message, blocked=True)
        case TelegramBadRequest():
            shut = SHUT if channel else SHUT[:1]
            return Never(error.message, blocked=any(words in error.message for words in shut))
        case TelegramEntityTooLarge():
            return Never(error.message)
        case TelegramUnauthorizedError() | TelegramNotFound() | TelegramConflictError():
            return Later(NOT_OURS, error.message)
        case TelegramAPIError():
            return Later(None, error.message)
        case ClientDecodeError():
            return Later(None, "an answer that is none of Telegram's")
        case _:
            return Later(None, type(error).__name__)
