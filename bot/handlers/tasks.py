"""«Мой день» and the cards of activities."""

from dataclasses import replace

from bot import callbacks
from bot.desk import Desk
from bot.handlers import listing
from bot.handlers.deals import owner_of
from bot.screen import Screen
from bot.usecases import exempting, handing, reading
from bot.usecases.access import Role, has
from bot.views import day as day_view
from bot.views import task


async def day(desk: Desk, callback: callbacks.Day) -> Screen:
    """One's own day, or that of one of the team."""
    if callback.part == "all":
        return await today(desk, callback.page)
    found, whose = await reading.day(desk.work, callback.page, owner_of(callback.part, desk.work.person.id))
    return day_view.day(
        found,
        callback.page,
        desk.work.company.processes,
        desk.t,
        desk.now,
        scope=callback.part,
        whose=whose.name,
    )


async def today(desk: Desk, page: int = 0) -> Screen:
    """The day of who sells; who only sets up has no day, and is shown where everything is."""
    if not has(desk.work.person, Role.REP, Role.HEAD, Role.DIRECTOR):
        return await listing.home(desk, callbacks.Home(""))
    agenda, _ = await reading.day(desk.work, page)
    return day_view.day(agenda, page, desk.work.company.processes, desk.t, desk.now)


async def card(desk: Desk, callback: callbacks.OpenTask) -> Screen:
    """The card in the message that was pressed, which is known from now on as the one that shows it."""
    found = await reading.task(desk.work, callback.activity)
    if found.card.state == "open" and desk.message is not None:
        await handing.opened(desk.work, found.card.id, found.card.deal.revision, desk.message)
    return _drawn(desk, found)


async def shown(desk: Desk, activity: int, toast: str | None = None) -> Screen:
    """The card as it stands: with its buttons, or what became of it."""
    return _drawn(desk, await reading.task(desk.work, activity), toast)


def _drawn(desk: Desk, found: reading.TaskCard, toast: str | None = None) -> Screen:
    if found.card.state == "open":
        reader = desk.work.person.id
        screen = task.card(found.card, found.touches, found.process, desk.t, desk.now, reader=reader)
    else:
        screen = task.stale(found.card, found.process, desk.t, desk.now, undo=found.undo)
    return replace(screen, toast=toast or screen.toast)


async def menu(desk: Desk, callback: callbacks.TaskMenu) -> Screen:
    """What else there is to do from an open card."""
    found = await reading.task(desk.work, callback.activity, before=False)
    if found.card.state != "open":
        return await shown(desk, callback.activity)
    but = exempting.keys(desk.work.company)
    return task.menu(found.card, found.process, desk.t, desk.now, but=but)
