"""«Передать»: a deal, a task, or all of somebody's work."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import handover
from bot.usecases.access import ForbiddenError
from bot.usecases.handover import Choice
from bot.views import handover as handover_view


async def choose(desk: Desk, callback: callbacks.Give) -> Screen:
    return handover_view.takers(await _choice(desk, callback.what, callback.subject), callback, desk.t)


async def give(desk: Desk, callback: callbacks.GiveTo) -> Screen:
    """One deal or task at once; all of somebody's work is asked once more."""
    match callback.what:
        case "deal":
            found = await handover.deal(desk.work, callback.subject, callback.to, message=desk.pressed)
        case "task":
            found = await handover.task(desk.work, callback.subject, callback.to, message=desk.pressed)
        case "all" if callback.sure:
            found = await handover.everything(desk.work, callback.subject, callback.to)
        case "all":
            return handover_view.sure(await _choice(desk, "all", callback.subject), callback, desk.t)
        case _:
            raise ForbiddenError
    return handover_view.given(found, desk.t)


async def _choice(desk: Desk, what: str, subject: int) -> Choice:
    match what:
        case "deal":
            return await handover.for_deal(desk.work, subject)
        case "task":
            return await handover.for_task(desk.work, subject)
        case "all":
            return await handover.for_all(desk.work, subject)
        case _:
            raise ForbiddenError
