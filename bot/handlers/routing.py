"""Where updates go: one handler a kind of update, and a table from a button's data to the function that answers it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Dispatcher, F
from aiogram.types import CallbackQuery, Message

from bot import callbacks
from bot.callbacks import Callback, ForgedError
from bot.courtesy import Courtesy
from bot.desk import Desk
from bot.handlers import (
    absences,
    aside,
    attending,
    audits,
    capturing,
    causes,
    channels,
    company,
    contacts,
    conversation,
    customs,
    deals,
    dictionaries,
    digest,
    discipline,
    duties,
    exporting,
    finding,
    gates,
    handover,
    handwork,
    health,
    importing,
    inline,
    inviting,
    listing,
    lists,
    membership,
    mine,
    moves,
    notes,
    people,
    postponing,
    processes,
    redrawing,
    replaying,
    reports,
    requests,
    rule_changes,
    rules,
    saying,
    settings,
    staff,
    tasks,
    undoing,
    urging,
)
from bot.screen import Screen, Toast
from bot.showing import Showing
from bot.usecases.access import ForbiddenError
from bot.usecases.replies import StaleError
from bot.usecases.work import DoneAlreadyError
from bot.views import errors, remarks

PRIVATE = "private"
WATCHDOG = 1.0  # seconds after which a press is answered empty, so that the spinner stops

Handler = Callable[[Desk, Any], Awaitable[Screen | Toast | None]]

ROUTES: Mapping[type[Callback], Handler] = {
    callbacks.Press: conversation.press,
    callbacks.Move: conversation.move,
    callbacks.Choice: conversation.choose,
    callbacks.Conversation: conversation.steer,
    callbacks.Month: conversation.month,
    callbacks.Page: conversation.page,
    callbacks.OpenTask: tasks.card,
    callbacks.Day: tasks.day,
    callbacks.OpenDeal: deals.card,
    callbacks.Deals: listing.listed,
    callbacks.Team: people.team,
    callbacks.Funnel: reports.funnel,
    callbacks.Processes: processes.shown,
    callbacks.Path: processes.path,
    callbacks.Invite: people.invite,
    callbacks.Language: settings.language,
    callbacks.Upload: importing.pressed,
    callbacks.TakeBack: importing.taken_back,
    callbacks.Export: exporting.chosen,
    callbacks.FunnelFile: exporting.funnel,
    callbacks.Digest: digest.page,
    callbacks.DigestRow: digest.row,
    callbacks.Summons: urging.summoned,
    callbacks.Alarm: urging.alarm,
    callbacks.Channels: channels.listed,
    callbacks.Channel: channels.one,
    callbacks.Health: health.shown,
    callbacks.Why: causes.why,
    callbacks.Retry: health.again,
    callbacks.Search: finding.turned,
    callbacks.OpenClient: finding.client,
    callbacks.Audit: audits.shown,
    callbacks.AuditLine: audits.line,
    callbacks.Uncovered: audits.listed,
    callbacks.Attend: attending.attend,
    callbacks.NewDeal: capturing.new,
    callbacks.LeadOf: capturing.of_search,
    callbacks.Capture: capturing.pressed,
    callbacks.Aside: aside.steer,
    callbacks.Sifted: listing.sifted,
    callbacks.Home: listing.home,
    callbacks.Mine: mine.shown,
    callbacks.Preference: settings.shown,
    callbacks.Give: handover.choose,
    callbacks.GiveTo: handover.give,
    callbacks.Absent: absences.choose,
    callbacks.AbsentMonth: absences.month,
    callbacks.BackAgain: absences.back,
    callbacks.Staff: staff.shown,
    callbacks.StaffAct: staff.act,
    callbacks.People: staff.listed,
    callbacks.Group: staff.group,
    callbacks.Firm: company.shown,
    callbacks.Hand: handwork.hand,
    callbacks.Record: handwork.record,
    callbacks.PutOff: handwork.put_off,
    callbacks.TaskMenu: tasks.menu,
    callbacks.Invitation: inviting.chosen,
    callbacks.Undo: undoing.undo,
    callbacks.TakeNote: notes.ask,
    callbacks.NoteFile: notes.file,
    callbacks.Postpone: postponing.postpone,
    callbacks.Contact: contacts.chosen,
    callbacks.Preview: moves.preview,
    callbacks.Stages: moves.stages,
    callbacks.Requests: requests.menu,
    callbacks.AskFor: requests.ask,
    callbacks.Withdraw: requests.withdraw,
    callbacks.Strictness: gates.shown,
    callbacks.Wordbook: dictionaries.pressed,
    callbacks.TeamRule: customs.chosen,
    callbacks.Rules: rules.listed,
    callbacks.RuleCard: rules.card,
    callbacks.RuleSet: rule_changes.shown,
    callbacks.RuleNorm: rule_changes.norm,
    callbacks.RuleList: rules.page,
    callbacks.RuleFile: rules.file,
    callbacks.Replay: replaying.shown,
    callbacks.Discipline: discipline.discipline,
    callbacks.Exceptions: discipline.exceptions,
    callbacks.ListOf: lists.listed,
    callbacks.UseTotal: lists.use_total,
    callbacks.Tick: lists.tick,
    callbacks.Duty: duties.shown,
    callbacks.Broke: duties.broke,
}


def dispatcher() -> Dispatcher:
    """One handler for each kind of update that we ask Telegram for."""
    router = Dispatcher(disable_fsm=True, courtesy=Courtesy())
    router.callback_query.register(pressed)
    router.message.register(said)
    router.inline_query.register(inline.typed)
    router.my_chat_member.register(channels.membership, F.chat.type.in_(channels.GROUPS))
    router.my_chat_member.register(membership.changed)
    return router


async def pressed(query: CallbackQuery, desk: Desk | None, showing: Showing, door: membership.Door) -> None:
    """Whatever was pressed is answered once: with its toast after the commit, or empty by the watchdog."""
    answered = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            dog = group.create_task(_watch(query, showing, answered))
            screen = await _answer(query, desk)
            if not answered.is_set():  # else it is on its way, and to break it off would leave the spinner
                dog.cancel()
                answered.set()
                alert = isinstance(screen, Toast) and screen.alert
                group.create_task(showing.answer(query.id, toast(screen), alert=alert))
            if isinstance(screen, Screen) and desk is not None:
                await showing.show(screen, desk.chat, desk.message)
                for message in desk.work.leftover:
                    await showing.edit(remarks.below(desk.t), desk.chat, message)
                for message in desk.work.withdrawn:
                    await showing.edit(remarks.above(desk.t), desk.chat, message)
                if desk.work.renewed is not None:
                    await membership.renew(desk.work.renewed, desk.chat, showing, door)
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None  # whoever calls knows what Busy is, and no groups of it


async def _watch(query: CallbackQuery, showing: Showing, answered: asyncio.Event) -> None:
    await asyncio.sleep(WATCHDOG)
    answered.set()
    await showing.answer(query.id, None)


def toast(answer: Screen | Toast | None) -> str | None:
    """What is said in passing."""
    return answer.words if isinstance(answer, Toast) else answer.toast if answer else None


async def _answer(query: CallbackQuery, desk: Desk | None) -> Screen | Toast | None:
    if desk is None or query.message is None or query.message.chat.type != PRIVATE:
        return None  # a stranger learns nothing, and a message that is gone cannot be drawn again
    try:
        callback = callbacks.parse(query.data or "")
        handler = ROUTES.get(type(callback))
        return None if handler is None else await _handled(handler, desk, callback)
    except (ForbiddenError, ForgedError) as error:  # also where a stale card is somebody else's by now
        return Toast(errors.explain(error, desk.t))


async def _handled(handler: Handler, desk: Desk, callback: Callback) -> Screen | Toast | None:
    try:
        try:
            return await handler(desk, callback)
        except DoneAlreadyError:
            return await redrawing.pressed(desk, callback)
    except StaleError as error:
        return await conversation.stale(desk, error)


async def said(
    message: Message, desk: Desk | None, showing: Showing, door: membership.Door, courtesy: Courtesy
) -> None:
    """Words, commands, contacts, voices: the answer is a new message below them. In groups the bot says nothing."""
    if message.chat.type != PRIVATE:
        if desk is not None:
            await channels.asked(message, desk, showing)
        return  # what one person may see is not for whoever else is there
    if desk is None:
        await membership.stranger(message, showing, door, courtesy)
        return
    try:
        await _said(message, desk, showing, door)
    except ForbiddenError as error:
        await showing.show(remarks.said(errors.explain(error, desk.t)), desk.chat)


async def _said(message: Message, desk: Desk, showing: Showing, door: membership.Door) -> None:
    try:
        await saying.said(message, desk, showing, door)
    except DoneAlreadyError:
        await showing.show(await saying.again(redrawing.afresh(desk)), desk.chat)
    except StaleError as error:
        found = await conversation.stale(desk, error)
        await showing.show(remarks.said(found.words) if isinstance(found, Toast) else found, desk.chat)
