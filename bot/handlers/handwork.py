"""What is done to a deal by hand: the menu of it, and one press for each act; the questions are asked as for any tap."""

from bot import callbacks
from bot.desk import Desk
from bot.handlers import conversation as drawing
from bot.screen import Screen
from bot.usecases import conversation, exempting, reading
from bot.usecases.access import ForbiddenError, Role, has
from bot.usecases.asked import Act
from bot.usecases.replies import Target
from bot.views import acts

_ACTS = {act.value: act for act in (Act.PLAN, Act.PARK, Act.WAKE, Act.AMEND, Act.SENT, Act.REOPEN)}


async def hand(desk: Desk, callback: callbacks.Hand) -> Screen:
    """A menu, or the beginning of an act."""
    match callback.act:
        case "menu" | "fields" | "log" | "incoming":
            return await _menu(desk, callback)
        case "reopen" if not callback.key:
            return await _menu(desk, callback)
        case act if act in _ACTS:
            reopened = callback.key if _ACTS[act] is Act.REOPEN else None
            target = Target(callback.run, act=_ACTS[act], key=callback.key or None, to=reopened)
            return await _begun(desk, target)
        case _:
            raise ForbiddenError


async def record(desk: Desk, callback: callbacks.Record) -> Screen:
    """What came of a call or a meeting that nobody had planned."""
    target = Target(
        callback.run,
        act=Act.LOG,
        key=callback.key,
        outcome=callback.outcome,
        incoming=bool(callback.incoming),
    )
    return await _begun(desk, target)


async def put_off(desk: Desk, callback: callbacks.PutOff) -> Screen:
    """Another time for an open activity."""
    run = await conversation.run_with(desk.work, callback.activity)
    return await _begun(desk, Target(run, callback.activity, act=Act.SNOOZE))


async def _begun(desk: Desk, target: Target) -> Screen:
    return await drawing.drawn(desk, await conversation.begin(desk.work, target, message=desk.pressed))


async def _menu(desk: Desk, callback: callbacks.Hand) -> Screen:
    found = await reading.deal(desk.work, callback.run)
    match callback.act:
        case "reopen":
            return acts.reopen(found.card, found.process, desk.t)
        case "fields":
            sealed = exempting.sealed(desk.work.company, found.process)
            return acts.fields(found.card, found.process, desk.t, but=sealed)
        case "log" | "incoming" if callback.key:
            return acts.outcomes(
                found.card, callback.key, found.process, desk.t, incoming=callback.act == "incoming"
            )
        case "log" | "incoming":
            return acts.activities(found.card, found.process, desk.t, incoming=callback.act == "incoming")
        case _:
            leads = has(desk.work.person, Role.HEAD, Role.DIRECTOR)
            return acts.menu(
                found.card,
                found.process,
                desk.t,
                desk.now,
                leads=leads,
                demands=found.standing.duties,
                but=exempting.keys(desk.work.company),
            )
