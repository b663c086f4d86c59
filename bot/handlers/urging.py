"""What a head asks for all at once, and what he is told at once himself."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import alarms, summons
from bot.usecases.access import ForbiddenError
from bot.views import alarms as alarms_view
from bot.views import summons as summons_view


async def summoned(desk: Desk, callback: callbacks.Summons) -> Screen:
    company = desk.work.company
    found = await summons.seen(desk.work, callback.digest)
    match callback.part:
        case "":
            return summons_view.summons(found, company.processes, company.rules, desk.t, desk.now)
        case "why":
            return summons_view.why(found, company.rules, desk.t, desk.now)
        case _:
            raise ForbiddenError


async def alarm(desk: Desk, callback: callbacks.Alarm) -> Screen:
    match callback.act:
        case "":
            return alarms_view.alarm(await alarms.seen(desk.work, callback.obligation), desk.t, desk.now)
        case "nudge":
            found, told = await alarms.nudge(desk.work, callback.obligation)
            toast = alarms_view.nudged(found, desk.t, told=told)
            return alarms_view.alarm(found, desk.t, desk.now, toast=toast)
        case "why":
            found = await alarms.seen(desk.work, callback.obligation)
            return alarms_view.why(found, desk.work.company.urgent, desk.t, desk.now)
        case _:
            raise ForbiddenError
