"""What people say: a command, the answer to an open question, or something that nobody asked for."""

from dataclasses import replace

from aiogram.types import Message

from bot.callbacks import Home as HomeCallback
from bot.callbacks import NewDeal as NewDealCallback
from bot.desk import Desk
from bot.handlers import (
    aside,
    capturing,
    commands,
    finding,
    importing,
    listing,
    membership,
    notes,
    tasks,
)
from bot.handlers import conversation as drawing
from bot.screen import Screen
from bot.showing import Showing
from bot.usecases import conversation
from bot.usecases.access import Role, has
from bot.usecases.aside import open_of
from bot.usecases.asked import Problem, Trouble
from bot.usecases.replies import Asking, Said
from bot.views import errors, menu, remarks
from bot.views import people as people_view
from bot.views.errors import Notice
from bot.views.menu import Command


async def said(message: Message, desk: Desk, showing: Showing, door: membership.Door) -> None:
    """Commands and menu buttons first, then the open question, then a search or somebody new, then a friendly word.

    What our inline answers have put into the chat is nobody's words.
    """
    if message.via_bot is not None:
        return
    text = words(message)
    # What somebody else has written is no command of ours.
    command = None if text is None or message.forward_origin is not None else menu.command_of(text)
    if command is Command.START:
        await _start(message, desk, showing, door)
    elif command is Command.NEW:
        await _asking(desk, await _new(desk, text), showing, None)
    elif command is Command.FIND and (sought := _behind(text)):
        await _sought(desk, sought, showing)
    elif command is not None:
        screen = await commands.OPENS[command](desk)
        waiting = await conversation.park(desk.work)
        await showing.show(await _with_waiting(screen, waiting, desk), desk.chat)
    elif await notes.heard(message, desk, showing):
        return
    elif importing.wanted(message, desk):
        await importing.received(message, desk)
    elif (aside_ := await aside.said(desk, message)) is not None:
        await _asking(desk, aside_[0], showing, aside_[1].message_id)
    else:
        found = await _answer(desk, text)
        if found is None:
            if await _offered(message, desk, text, showing):
                return
            notice = Notice.NOT_UNDERSTOOD if text else (Notice.VOICE if message.voice else Notice.FILE)
            await showing.show(remarks.said(errors.notice(notice, desk.t)), desk.chat)
        else:
            await _below(desk, found, showing)


def words(message: Message) -> str | None:
    """Text, or a contact as the name and number that somebody could have typed."""
    if message.contact is not None:
        contact = message.contact
        number = contact.phone_number if contact.phone_number.startswith("+") else f"+{contact.phone_number}"
        return " ".join(filter(None, (contact.first_name, contact.last_name, number)))
    return message.text


async def again(desk: Desk) -> Screen:
    """After words that were worked before: the day, and the question that is open now."""
    return await _with_waiting(await tasks.today(desk), await conversation.park(desk.work), desk)


async def _start(message: Message, desk: Desk, showing: Showing, door: membership.Door) -> None:
    """Start again: the words of welcome and the keyboard; with a token, perhaps one more role."""
    token = membership.token_of(message.text)
    linked = None if token is None else await finding.linked(desk, token)
    if linked is not None:
        await showing.show(linked, desk.chat)
        return
    if token is not None and message.from_user is not None:
        await membership.enter(message.from_user, token, showing, door, desk.t)
        return
    person = desk.work.person
    await door.welcome(person)  # the roles may be others since: so are the commands
    await showing.show(
        people_view.welcome(person, None, desk.t), desk.chat, menu=menu.keyboard(person.roles, desk.t)
    )
    await showing.show(await listing.home(desk, HomeCallback("")), desk.chat)


async def _answer(desk: Desk, text: str | None) -> Said | None:
    if text is None:
        return await conversation.unsaid(desk.work, Problem(Trouble.NOT_TEXT))
    return await conversation.say(desk.work, text)


async def _below(desk: Desk, found: Said, showing: Showing) -> None:
    """The card goes on below the words; the message that asked becomes a stub."""
    screen = await drawing.drawn(desk, found.reply)
    message = await showing.show(screen, desk.chat)
    if isinstance(found.reply, Asking):
        await conversation.placed(desk.work, found.draft, message)
    if found.card:
        await showing.edit(remarks.below(desk.t), desk.chat, found.card)


async def _with_waiting(screen: Screen, draft: int | None, desk: Desk) -> Screen:
    """A question that waits is offered again, whatever was asked for instead."""
    if draft is None:
        return screen
    return replace(screen, keyboard=(*screen.keyboard, (await aside.resume(desk, draft),)))


async def _new(desk: Desk, text: str | None) -> Screen:
    """A new deal, perhaps with whoever stands behind the command."""
    if who := _behind(text):
        return await capturing.of_words(desk, who)
    return await capturing.new(desk, NewDealCallback(0))


def _behind(text: str | None) -> str:
    """What stands behind a /command; nothing behind a button of the keyboard."""
    return text.partition(" ")[2].strip() if text is not None and text.startswith("/") else ""


async def _offered(message: Message, desk: Desk, text: str | None, showing: Showing) -> bool:
    """Somebody's card or message is perhaps somebody new; any other words are looked for."""
    if not has(desk.work.person, Role.REP, Role.HEAD, Role.DIRECTOR):
        return False
    screen = await capturing.received(desk, message)
    if screen is not None:
        await _asking(desk, screen, showing, None)
        return True
    if text is None or not finding.is_sought(text):
        return False
    await _sought(desk, text, showing)
    return True


async def _sought(desk: Desk, text: str, showing: Showing) -> None:
    waiting = await conversation.park(desk.work)
    screen = await finding.looked(desk, text)
    if await open_of(desk.work) is None:  # else it asks something itself
        screen = await _with_waiting(screen, waiting, desk)
    await _asking(desk, screen, showing, None)


async def _asking(desk: Desk, screen: Screen, showing: Showing, before: int | None) -> None:
    """A question of a conversation aside: what is said answers it, and the message that asked before is a stub."""
    message = await showing.show(screen, desk.chat)
    draft = await open_of(desk.work)
    if draft is not None:
        await conversation.placed(desk.work, draft.id, message)
    if before:
        await showing.edit(remarks.below(desk.t), desk.chat, before)
