"""What people say: a command, the answer to an open question, or something that nobody asked for."""

from dataclasses import replace

from aiogram.types import Message

from bot.callbacks import Conversation
from bot.callbacks import Deals as DealsCallback
from bot.callbacks import Funnel as FunnelCallback
from bot.callbacks import Health as HealthCallback
from bot.callbacks import Invite as InviteCallback
from bot.callbacks import Team as TeamCallback
from bot.desk import Desk
from bot.handlers import conversation as drawing
from bot.handlers import deals, health, membership, people, reports, tasks
from bot.screen import Button, Screen
from bot.showing import Showing
from bot.usecases import conversation
from bot.usecases.access import Role, has
from bot.usecases.asked import Problem, Trouble
from bot.usecases.replies import Asking, Said
from bot.views import errors, menu, remarks
from bot.views import people as people_view
from bot.views.errors import Notice
from bot.views.menu import Command


async def said(message: Message, desk: Desk, showing: Showing, door: membership.Door) -> None:
    """Commands and menu buttons first, then the open question, then a friendly word."""
    text = words(message)
    command = None if text is None else menu.command_of(text)
    if command is Command.START:
        await _start(message, desk, showing, door)
    elif command is not None:
        screen = await commanded(desk, command)
        waiting = await conversation.park(desk.work)
        await showing.show(_with_waiting(screen, waiting, desk), desk.chat)
    else:
        found = await _answer(desk, text)
        if found is None:
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


async def commanded(desk: Desk, command: Command) -> Screen:
    """The screen that a command opens; ForbiddenError for one of another role."""
    match command:
        case Command.DAY:
            return await tasks.today(desk)
        case Command.DEALS:
            own = has(desk.work.person, Role.REP)
            return await deals.listed(desk, DealsCallback("mine" if own else "team", "", 0))
        case Command.FUNNEL:
            return await reports.funnel(desk, FunnelCallback("all", "all", ""))
        case Command.TEAM:
            return await people.team(desk, TeamCallback(0))
        case Command.INVITE:
            return await people.invite(desk, InviteCallback("", 0))
        case Command.HEALTH:
            return await health.shown(desk, HealthCallback("", 0))
        case Command.SETTINGS:
            return people_view.settings(desk.work.person, desk.t)
        case Command.HELP | Command.START:
            return people_view.help_(desk.work.person.roles, desk.t)


async def again(desk: Desk) -> Screen:
    """After words that were worked before: the day, and the question that is open now."""
    return _with_waiting(await tasks.today(desk), await conversation.park(desk.work), desk)


async def _start(message: Message, desk: Desk, showing: Showing, door: membership.Door) -> None:
    """Start again: the words of welcome and the keyboard; with a token, perhaps one more role."""
    token = membership.token_of(message.text)
    if token is not None and message.from_user is not None:
        await membership.enter(message.from_user, token, showing, door, desk.t)
        return
    person = desk.work.person
    await showing.show(
        people_view.welcome(person, None, desk.t), desk.chat, menu=menu.keyboard(person.roles, desk.t)
    )


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


def _with_waiting(screen: Screen, draft: int | None, desk: Desk) -> Screen:
    """A question that waits is offered again, whatever was asked for instead."""
    if draft is None:
        return screen
    resume = Button(desk.t.gettext("Go on with the question"), Conversation(draft, "resume"))
    return replace(screen, keyboard=(*screen.keyboard, (resume,)))
