"""Taps on outcomes, moves and answers: one use case, then the question or the line that is left of the card."""

from datetime import date, datetime

from bot import callbacks
from bot.desk import Desk
from bot.handlers import acted, deals, roster, tasks
from bot.screen import Screen, Toast
from bot.usecases import conversation, reading
from bot.usecases.asked import chosen
from bot.usecases.replies import Added, Asking, Logged, Overtaken, Reply, StaleError, Target
from bot.views import calendar, contacts, errors, question, task, why
from bot.views import deal as deal_view
from bot.views.errors import Notice


async def press(desk: Desk, callback: callbacks.Press) -> Screen:
    return await drawn(
        desk,
        await conversation.press(desk.work, callback.activity, callback.outcome, message=desk.pressed),
    )


async def move(desk: Desk, callback: callbacks.Move) -> Screen:
    return await drawn(
        desk,
        await conversation.move(
            desk.work, callback.run, callback.stage_run, callback.to, message=desk.pressed
        ),
    )


async def choose(desk: Desk, callback: callbacks.Choice) -> Screen:
    """An answer; for a moment a day alone is half of one, and the hours of that day are shown."""
    place = chosen(callback.choice)
    if isinstance(place, date) and not isinstance(place, datetime) and callback.choice.startswith("d"):
        found = await conversation.again(desk.work, callback.draft, message=desk.pressed)
        if not isinstance(found, Asking) or found.asked.question.key != callback.question:
            return await drawn(desk, found)
        if found.asked.is_moment:
            return calendar.hours(found.asked, found.process, desk.t, desk.now, place)
    return await drawn(
        desk,
        await conversation.answer(
            desk.work, callback.draft, callback.question, callback.choice, message=desk.pressed
        ),
    )


async def month(desk: Desk, callback: callbacks.Month) -> Screen:
    found = await conversation.again(desk.work, callback.draft, message=desk.pressed)
    if isinstance(found, Asking):
        return calendar.month(found.asked, found.process, desk.t, desk.now, callback.month)
    return await drawn(desk, found)


async def page(desk: Desk, callback: callbacks.Page) -> Screen:
    """Another page of the choices."""
    found = await conversation.turn(
        desk.work, callback.draft, callback.question, callback.page, message=desk.pressed
    )
    return await drawn(desk, found)


async def steer(desk: Desk, callback: callbacks.Conversation) -> Screen | None:
    match callback.act:
        case "cancel":
            target = await conversation.cancel(desk.work, callback.draft)
            return await _card(desk, target, errors.notice(Notice.CANCELLED, desk.t))
        case "back":
            return await drawn(desk, await conversation.back(desk.work, callback.draft, message=desk.pressed))
        case "why":
            found = await conversation.again(desk.work, callback.draft, message=desk.pressed)
            if isinstance(found, Asking):
                return why.why(found.asked, found.process, desk.t)
            return await drawn(desk, found)
        case "all":
            return await drawn(
                desk, await conversation.whole(desk.work, callback.draft, message=desk.pressed)
            )
        case "ask" | "resume":
            return await drawn(
                desk, await conversation.again(desk.work, callback.draft, message=desk.pressed)
            )
        case _:
            return None


async def drawn(desk: Desk, reply: Reply | Target) -> Screen:
    """What a conversation has come to."""
    match reply:
        case Asking(asked, process):
            return question.question(asked, process, desk.t, desk.now)
        case Logged(target, advanced) if target.act is not None:
            return await acted.done(desk, target, advanced)
        case Logged(target, advanced) if target.activity is not None and target.outcome is not None:
            card = await reading.task(desk.work, target.activity, before=False)
            return task.done(card.card, target.outcome, advanced, card.process, desk.t, desk.now)
        case Logged(target, advanced):
            found = await reading.deal(desk.work, target.run)
            return deal_view.moved(
                found.card,
                found.open,
                found.moves,
                advanced,
                found.process,
                desk.t,
                desk.now,
                reader=desk.work.person.id,
                stands=found.standing,
                processes=desk.work.company.processes,
                names=found.names,
            )
        case Added(target, new):
            return await roster.listed(desk, target.run, contacts.toast(new, desk.t))
        case Overtaken(target, kept):
            notice = Notice.KEPT if kept else Notice.STALE
            return await _card(desk, target, errors.notice(notice, desk.t))
        case Target():
            return await _card(desk, reply, None)


async def stale(desk: Desk, error: StaleError) -> Screen | Toast:
    """The card as it stands now, with a word that something has changed."""
    notice = errors.notice(Notice.STALE, desk.t)
    if error.run is None:
        return Toast(notice)
    return await _card(desk, Target(error.run, activity=error.activity), notice)


async def _card(desk: Desk, target: Target, toast: str | None) -> Screen:
    if target.activity is not None:
        return await tasks.shown(desk, target.activity, toast=toast)
    return await deals.shown(desk, target.run, toast=toast)
