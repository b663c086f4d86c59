"""The digest of a head: pages, the card of a line, a nudge, and why it is there."""

from bot import callbacks
from bot.dailies import clock
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import digests
from bot.usecases.access import ForbiddenError
from bot.views import digest as view


async def today(desk: Desk) -> Screen:
    """Today's."""
    company = desk.work.company
    return view.digest(
        await digests.today(desk.work), company.processes, desk.t, desk.now, days=company.untouched
    )


async def page(desk: Desk, callback: callbacks.Digest) -> Screen:
    company = desk.work.company
    found = await digests.page(desk.work, callback.digest, callback.page)
    if callback.part == "why":
        minute = digests.comes_at(desk.work.person)
        at = None if minute is None else clock(minute)
        return view.rules(found, at, desk.t, days=company.untouched)
    return view.digest(found, company.processes, desk.t, desk.now, days=company.untouched)


async def row(desk: Desk, callback: callbacks.DigestRow) -> Screen:
    toast = None
    match callback.act:
        case "":
            found = await digests.line(desk.work, callback.digest, callback.number)
        case "nudge":
            nudged = await digests.nudge(desk.work, callback.digest, callback.number)
            found, toast = nudged.line, view.nudged(nudged.line, desk.t, told=nudged.told)
        case "why":
            found = await digests.line(desk.work, callback.digest, callback.number)
            worked = digests.worked(desk.work, found)
            return view.why(found, desk.t, desk.now, days=desk.work.company.untouched, worked=worked)
        case _:
            raise ForbiddenError
    company = desk.work.company
    place = (callback.number - 1) // view.PAGE
    return view.row(found, place, company.processes, desk.t, desk.now, days=company.untouched, toast=toast)
