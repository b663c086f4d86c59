"""The door: a first Start with a token, strangers, and who blocked the bot or came back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiogram.types import ChatMemberUpdated, Message, User

from bot.courtesy import Courtesy
from bot.desk import Desk
from bot.screen import Screen
from bot.showing import Showing
from bot.texts import Texts, language_of, texts
from bot.usecases import joining
from bot.views import menu, people, remarks
from storage import invites
from storage.company import Company
from storage.db import Database
from storage.people import Person

ZONE = "Europe/Moscow"


@dataclass(slots=True)
class Door:
    """What is needed for somebody who is nobody yet. `welcome` sets up the person's command menu."""

    db: Database
    company: Company
    now: datetime
    update_id: int
    owner: str | None
    welcome: Callable[[Person], Awaitable[None]]
    marked: bool = False


async def stranger(message: Message, showing: Showing, door: Door, courtesy: Courtesy) -> None:
    """A token opens; anything else gets a polite refusal that tells nothing, and after a few of them silence."""
    if message.from_user is None:
        return
    t = texts(language_of(message.from_user.language_code), ZONE)
    token = token_of(message.text)
    answered = courtesy.answers(message.from_user.id, door.now)
    if token is not None:
        await enter(message.from_user, token, showing, door, t, refused=answered)
    elif answered:
        await showing.show(people.stranger(t), message.chat.id)


async def enter(
    user: User, token: str, showing: Showing, door: Door, t: Texts, *, refused: bool = True
) -> None:
    """Use an invite; also somebody who is known already may, for one more role. `refused`: say so when it fails."""
    who = joining.Newcomer(user.id, user.full_name[:200], t.language, ZONE)
    try:
        person = await joining.join(
            door.db, who, token, door.now, company=door.company, update_id=door.update_id, owner=door.owner
        )
    except invites.Refusal as refusal:
        if refused:
            await showing.show(_refused(refusal, t), user.id)
        return
    door.marked = True
    await door.welcome(person)
    await showing.show(people.welcome(person, None, t), user.id, menu=menu.keyboard(person.roles, t))


async def renew(person: Person, chat: int, showing: Showing, door: Door) -> None:
    """The keyboard below the chat and the menu of commands as they are for the person from now on."""
    t = texts(person.language, person.zone)
    await door.welcome(person)
    await showing.show(
        remarks.said(t.gettext("The keyboard speaks your language now.")),
        chat,
        silent=True,
        menu=menu.keyboard(person.roles, t),
    )


def token_of(text: str | None) -> str | None:
    """What stands behind /start."""
    command, _, token = (text or "").strip().partition(" ")
    return token.strip() or None if command.partition("@")[0] == "/start" else None


def _refused(refusal: invites.Refusal, t: Texts) -> Screen:
    match refusal:
        case invites.Used():
            return people.invite_used(t)
        case invites.Expired():
            return people.invite_expired(t)
        case _:
            return people.stranger(t)


async def changed(event: ChatMemberUpdated, desk: Desk | None) -> None:
    """Somebody blocked the bot, or let it in again."""
    if desk is not None and event.chat.type == "private":
        await joining.reachable(desk.work, event.new_chat_member.status not in {"kicked", "left"})
