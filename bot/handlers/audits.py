"""The daily audit: its card, what stands on it, why; and clients about whom nothing is planned."""

from dataclasses import replace

from aiogram.utils.formatting import Text

from bot import callbacks
from bot.callbacks import Audit, OpenTask
from bot.desk import Desk
from bot.handlers import deals, tasks
from bot.screen import Button, Keyboard, Screen
from bot.usecases import audits
from bot.usecases.access import ForbiddenError
from bot.views import audit as view
from bot.views import audit_why, uncovered


async def shown(desk: Desk, callback: callbacks.Audit) -> Screen:
    match callback.part:
        case "":
            return await card(desk, callback.page)
        case "why":
            found, reasons = await audits.why(desk.work)
            return audit_why.why(found, reasons, desk.t, desk.now, page=callback.page)
        case _:
            raise ForbiddenError


async def card(desk: Desk, page: int, *, header: Text | str | None = None, undo: Keyboard = ()) -> Screen:
    """A page of one's own, as it is by now."""
    work = desk.work
    return view.card(
        await audits.of(work),
        work.company.processes,
        desk.t,
        desk.now,
        leads=audits.leads(work.person),
        page=min(page, audits.LAST),
        header=header,
        undo=undo,
    )


async def line(desk: Desk, callback: callbacks.AuditLine) -> Screen:
    """The deal or the task, with the way back to where it was listed."""
    found = await audits.line(desk.work, callback.line)
    if found.activity_id is not None and found.kind == "task":
        screen = await tasks.card(desk, OpenTask(found.activity_id))
    else:
        assert found.run_id is not None
        screen = await deals.shown(desk, found.run_id)
    back = Button(desk.t.gettext("‹ Check"), Audit("", min(callback.page, audits.LAST)))
    return replace(screen, keyboard=(*screen.keyboard, (back,)))


async def listed(desk: Desk, callback: callbacks.Uncovered) -> Screen:
    """How many clients stand against whom, or those of one person."""
    if not callback.person:
        return uncovered.shares(await audits.shares(desk.work, callback.rule), desk.t)
    return await clients(desk, callback.rule, callback.person, callback.page)


async def clients(
    desk: Desk, rule: str, person: int, page: int, *, header: Text | str | None = None, undo: Keyboard = ()
) -> Screen:
    """A page of the clients that stand against somebody."""
    work = desk.work
    found = await audits.clients(work, rule, person, min(page, audits.LAST))
    return uncovered.clients(
        found,
        work.company.rules,
        desk.t,
        desk.now,
        leads=audits.leads(work.person),
        header=header,
        undo=undo,
    )
