"""Lists of a deal, and points of a checklist: one press each."""

from dataclasses import replace

from bot import callbacks
from bot.desk import Desk
from bot.handlers import tasks
from bot.screen import Screen
from bot.usecases import listed as lists
from bot.usecases import ticking
from bot.views import listed as view


async def listed(desk: Desk, callback: callbacks.ListOf) -> Screen:
    """A list, or all documents."""
    if not callback.field:
        return view.documents(await lists.documents(desk.work, callback.run), desk.t, desk.now)
    found = await lists.listed(desk.work, callback.run, callback.field)
    return view.listed(found, callback.page, desk.t, desk.now)


async def use_total(desk: Desk, callback: callbacks.UseTotal) -> Screen:
    """The deal is worth what its products are."""
    found = await lists.use_total(desk.work, callback.run, callback.field, callback.hundredths)
    screen = view.listed(found, 0, desk.t, desk.now)
    return screen if found.total is not None else replace(screen, toast=desk.t.gettext("Changed"))


async def tick(desk: Desk, callback: callbacks.Tick) -> Screen:
    """The card with the point as it is wanted."""
    await ticking.tick(
        desk.work, callback.activity, callback.point, on=bool(callback.on), message=desk.pressed
    )
    return await tasks.shown(desk, callback.activity)
