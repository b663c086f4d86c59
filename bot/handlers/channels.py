"""The channel of a team: the bot comes into a group, is asked in a topic, is set up in private, and is put out again."""

from aiogram.types import Chat, ChatMemberUpdated, Message

from bot import callbacks
from bot.desk import Desk
from bot.handlers.membership import Door
from bot.screen import Screen
from bot.showing import Showing
from bot.usecases import channels
from bot.usecases.access import ForbiddenError
from bot.usecases.channels import Setting
from bot.views import channel as view

GROUPS = frozenset({"group", "supergroup"})
_OUT = frozenset({"left", "kicked"})


async def membership(event: ChatMemberUpdated, desk: Desk | None, showing: Showing, door: Door) -> None:
    """In a group nothing is said; who added the bot is asked in private. Strangers are not answered."""
    if event.new_chat_member.status in _OUT:
        by = None if desk is None else desk.work.person.id
        await channels.removed(door.db, event.chat.id, door.now, by=by, update_id=door.update_id)
        door.marked = True
    elif desk is not None and event.old_chat_member.status in _OUT:
        await _offer(desk, event.chat, None, showing)


async def asked(message: Message, desk: Desk, showing: Showing) -> None:
    """/channel, said in a group or in a topic of it; anything else there is not for the bot."""
    word = (message.text or "").strip().partition(" ")[0].partition("@")
    if word[0] == "/channel" and word[2] in {"", desk.bot_name}:
        thread = message.message_thread_id if message.is_topic_message else None
        await _offer(desk, message.chat, thread, showing)


async def _offer(desk: Desk, chat: Chat, thread: int | None, showing: Showing) -> None:
    found = await channels.added(desk.work, chat_id=chat.id, thread_id=thread, title=chat.title or "")
    if found is not None and desk.work.person.telegram_id is not None:
        await showing.show(_screen(desk, found), desk.work.person.telegram_id)


async def listed(desk: Desk, _: callbacks.Channels | None = None) -> Screen:
    return view.listed(await channels.listed(desk.work), desk.bot_name, desk.t)


async def one(desk: Desk, callback: callbacks.Channel) -> Screen:
    match callback.act:
        case "":
            return _screen(desk, await channels.setting(desk.work, callback.channel))
        case "teams":
            found = await channels.setting(desk.work, callback.channel)
            return view.whose(found.channel, found.teams, desk.t, everything=found.everything)
        case "team":
            return _screen(desk, await channels.tell_of(desk.work, callback.channel, callback.team))
        case "language":
            return _screen(desk, await channels.speak(desk.work, callback.channel))
        case "close":
            await channels.close(desk.work, callback.channel)
            return await listed(desk)
        case "all" | "new" | "won" | "lost":
            return _screen(desk, await channels.switch(desk.work, callback.channel, callback.act))
        case _:
            raise ForbiddenError


def _screen(desk: Desk, found: Setting) -> Screen:
    return view.setting(found.channel, found.teams, desk.t)
