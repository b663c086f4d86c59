"""What each command opens: the same screens that buttons lead to."""

from collections.abc import Awaitable, Callable, Mapping

from bot import callbacks
from bot.desk import Desk
from bot.handlers import (
    absences,
    channels,
    company,
    digest,
    discipline,
    exporting,
    health,
    importing,
    listing,
    mine,
    people,
    processes,
    reports,
    rules,
    settings,
    staff,
    tasks,
)
from bot.screen import Screen
from bot.usecases.access import Role, has
from bot.views import found
from bot.views import people as people_view
from bot.views.menu import Command


async def _deals(desk: Desk) -> Screen:
    own = has(desk.work.person, Role.REP)
    return await listing.listed(desk, callbacks.Deals("mine" if own else "team", "", 0))


async def _find(desk: Desk) -> Screen:
    return found.ask(desk.t)


async def _help(desk: Desk) -> Screen:
    return people_view.help_(desk.work.person.roles, desk.t)


OPENS: Mapping[Command, Callable[[Desk], Awaitable[Screen]]] = {
    Command.DAY: tasks.today,
    Command.DEALS: _deals,
    Command.FIND: _find,
    Command.ME: lambda desk: mine.shown(desk, callbacks.Mine("week", 0)),
    Command.HOME: lambda desk: listing.home(desk, callbacks.Home("")),
    Command.FUNNEL: lambda desk: reports.funnel(desk, callbacks.Funnel("all", "all", "")),
    Command.TEAM: lambda desk: people.team(desk, callbacks.Team(0)),
    Command.DIGEST: digest.today,
    Command.RULES: lambda desk: rules.listed(desk, callbacks.Rules()),
    Command.DISCIPLINE: lambda desk: discipline.discipline(desk, callbacks.Discipline("month", "all")),
    Command.EXCEPTIONS: lambda desk: discipline.exceptions(desk, callbacks.Exceptions("90d", "all")),
    Command.PEOPLE: lambda desk: staff.listed(desk, callbacks.People("", 0)),
    Command.COMPANY: lambda desk: company.shown(desk, callbacks.Firm("", "", 0)),
    Command.AWAY: lambda desk: absences.shown(desk, desk.work.person.id),
    Command.CHANNEL: channels.listed,
    Command.PROCESSES: lambda desk: processes.shown(desk, callbacks.Processes("", 0, "")),
    Command.INVITE: lambda desk: people.invite(desk, callbacks.Invite("", 0)),
    Command.IMPORT: importing.asked,
    Command.EXPORT: lambda desk: exporting.chosen(desk, callbacks.Export("")),
    Command.HEALTH: lambda desk: health.shown(desk, callbacks.Health("", 0)),
    Command.SETTINGS: settings.overview,
    Command.HELP: _help,
}
"""/start and /new do more than open a screen: bot.handlers.saying has them."""
