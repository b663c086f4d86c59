"""Notes: a reply to a card, or what is said after the button, with words, a voice, a photo or a file."""

from dataclasses import replace

from aiogram.types import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot import callbacks
from bot.callbacks import Callback, ForgedError
from bot.desk import Desk
from bot.handlers import attaching, deals, tasks
from bot.handlers import conversation as drawing
from bot.screen import Screen, Toast
from bot.showing import Showing
from bot.usecases import conversation, noting
from bot.usecases.asked import Act
from bot.usecases.noting import Kept, Place
from bot.usecases.replies import Target
from bot.views import notes as view
from bot.views import remarks
from storage.notes import Content


async def ask(desk: Desk, callback: callbacks.TakeNote) -> Screen:
    """What is said next is kept."""
    target = Target(callback.run, callback.activity or None, act=Act.NOTE)
    return await drawing.drawn(desk, await conversation.begin(desk.work, target, message=desk.pressed))


async def file(desk: Desk, callback: callbacks.NoteFile) -> Screen | Toast:
    """The file once more, as a message of its own."""
    found = await noting.file(desk.work, callback.note)
    if found.note.content.file_id is None:
        return Toast(view.content(found.note.content, desk.t)[:200])
    return view.file(found.note, found.client, desk.t)


async def heard(message: Message, desk: Desk, showing: Showing) -> bool:
    """Whether it was a note: a reply to a card, a part of an album, or the answer to «what is to be noted?»."""
    content = content_of(message)
    if content is None:
        return False
    place = await _replied(message, desk)
    if place is not None:
        kept = await noting.album(desk.work, content) or await noting.reply(desk.work, place, content)
        if not kept.more:
            await showing.show(view.kept(kept, desk.t), desk.chat)
        return True
    if await attaching.sent(content, desk, showing):
        return True
    found = await noting.album(desk.work, content) or await noting.answer(desk.work, content)
    if found is None:
        return False
    if not found.more:
        await _answered(desk, found, showing)
    return True


async def _answered(desk: Desk, kept: Kept, showing: Showing) -> None:
    """The card goes on below the note; the message that had asked becomes a stub."""
    if kept.activity is None:
        screen = await deals.shown(desk, kept.run)
    else:
        screen = await tasks.shown(desk, kept.activity)
    word = desk.t.gettext("Written down")
    shown = await showing.show(replace(screen, text=view.above(word, screen.text)), desk.chat)
    if kept.activity is not None:
        await noting.placed(desk.work, kept.activity, shown)
    if kept.card:
        await showing.edit(remarks.below(desk.t), desk.chat, kept.card)


async def _replied(message: Message, desk: Desk) -> Place | None:
    """The card that was replied to; None for a question, which is answered by its reply, and for lists."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or not replied.from_user.is_bot:
        return None
    said = _buttons(replied)
    if any(isinstance(one, (callbacks.Conversation, callbacks.Choice)) for one in said):
        return None
    return await _of_buttons(desk, said) or await noting.place_of(desk.work, replied.message_id)


async def _of_buttons(desk: Desk, said: list[Callback]) -> Place | None:
    """A card says in its buttons what it is about, also one that has stood there for a year."""
    deals = [one for one in said if isinstance(one, callbacks.OpenDeal)]
    # A card leads to its own history; to cards it may lead of other deals too, which it was started from.
    own = {one.run for one in deals if one.part == "history"}
    acts = {one.run for one in said if isinstance(one, (callbacks.Move, callbacks.Hand))}
    runs = own or acts | {one.run for one in deals}
    tasks_ = {one.activity for one in said if isinstance(one, (callbacks.Press, callbacks.PutOff))}
    if len(tasks_) == 1:
        return await noting.run_of_activity(desk.work, tasks_.pop())
    return Place(runs.pop()) if len(runs) == 1 else None


def _buttons(message: Message) -> list[Callback]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    found = []
    for button in (one for row in rows for one in row):
        try:
            found.append(callbacks.parse(button.callback_data or ""))
        except ForgedError:
            continue
    return found


def _told(message: Message, said: str | None) -> str | None:
    """Whose words they are is part of what was forwarded."""
    match message.forward_origin:
        case MessageOriginUser(sender_user=user):
            name: str | None = user.full_name
        case MessageOriginHiddenUser(sender_user_name=hidden):
            name = hidden
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            name = chat.title
        case _:
            name = None
    return f"{name}: {said or ''}".rstrip() if name else said


def content_of(message: Message) -> Content | None:
    """What a message consists of, also a forwarded one; None for what cannot be kept (a sticker, a place)."""
    album = message.media_group_id
    caption = _told(message, message.caption)
    match message:
        case Message(text=str(said)):
            return Content("text", _told(message, said))
        case Message(voice=file) if file is not None:
            return Content("voice", caption, file.file_id, None, file.file_size)
        case Message(photo=sizes) if sizes:
            return Content("photo", caption, sizes[-1].file_id, None, sizes[-1].file_size, album)
        case Message(video_note=file) if file is not None:
            return Content("round", None, file.file_id, None, file.file_size)
        case Message(video=file) if file is not None:
            return Content("video", caption, file.file_id, file.file_name, file.file_size, album)
        case Message(audio=file) if file is not None:
            return Content("audio", caption, file.file_id, file.file_name, file.file_size, album)
        case Message(document=file) if file is not None:
            return Content("document", caption, file.file_id, file.file_name, file.file_size, album)
        case _:
            return None
