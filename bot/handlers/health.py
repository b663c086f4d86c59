"""/health: the overview, the lists behind it, and trying again."""

from dataclasses import replace
from importlib.metadata import version

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import health
from bot.usecases.access import ForbiddenError
from bot.usecases.health import Part
from bot.views import failures
from bot.views import health as health_view


async def shown(desk: Desk, callback: callbacks.Health) -> Screen:
    """The overview, or a page of one of the lists."""
    if not callback.part:
        vitals = await health.overview(desk.work)
        return health_view.overview(vitals, version("voronka"), desk.t, desk.now)
    part = _part(callback.part)
    return failures.failures(part, await health.listed(desk.work, part, callback.page), desk.t, desk.now)


async def again(desk: Desk, callback: callbacks.Retry) -> Screen:
    """Once more, and the list without it."""
    done = await health.again(desk.work, _part(callback.part), callback.number)
    toast = desk.t.gettext("Trying again") if done else desk.t.gettext("That was tried again already")
    screen = await shown(desk, callbacks.Health(callback.part, callback.page))
    return replace(screen, toast=toast)


def _part(word: str) -> Part:
    if word not in set(Part):
        raise ForbiddenError
    return Part(word)
