"""Taps on outcomes, moves and answers: one use case, then the question or the line that is left of the card."""

from datetime import date, datetime

from bot import callbacks
from bot.desk import Desk
from bot.handlers import acted, deals, roster, tasks
from bot.screen import Screen, Toast
from bot.usecases import conversation, reading, requests
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
            return await standing(desk, target, errors.notice(Notice.CANCELLED, desk.t))
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
            logged = await reading.task(desk.work, target.activity, before=False)
            return task.done(logged.card, target.outcome, advanced, logged.process, desk.t, desk.now)
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
            return await standing(desk, target, errors.notice(notice, desk.t))
        case Target():
            return await standing(desk, reply, None)


async def stale(desk: Desk, error: StaleError) -> Screen | Toast:
    """The card as it stands now, with a word that something has changed."""
    notice = errors.notice(Notice.STALE, desk.t)
    if error.run is None:
        return Toast(notice)
    try:
        return await standing(desk, Target(error.run, activity=error.activity), notice)
    except StaleError:  # it is gone altogether
        return Toast(notice)


async def standing(desk: Desk, target: Target, toast: str | None = None) -> Screen:
    """What a conversation was about, as it stands: a task, a deal, or what waits for a request."""
    if target.activity is not None:
        return await tasks.shown(desk, target.activity, toast=toast)
    try:
        return await deals.shown(desk, target.run, toast=toast)
    except StaleError:
        return await tasks.shown(desk, await requests.waiting(desk.work, target.run), toast=toast)
