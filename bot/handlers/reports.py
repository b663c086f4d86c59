"""Pictures by command."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import funnels
from bot.views import charts as pictures
from bot.views import funnel as funnel_view
from charts import render


async def funnel(desk: Desk, callback: callbacks.Funnel) -> Screen:
    """The funnel with its numbers in words; buttons change period, team and rep on the same picture."""
    found = await funnels.funnel(desk.work, callback.period, callback.scope, callback.pick)
    whose = found.whose or desk.t.gettext("Everybody")
    pick = found.report.process.process if len(found.processes) > 1 else ""
    shown = callbacks.Funnel(callback.period, found.scope, pick)
    first, last = found.report.days
    caption = funnel_view.caption(
        found.report.found,
        found.report.process,
        whose,
        callback.period,
        found.report.currency,
        desk.t,
        days=(first, last) if first and last else None,
    )
    photo = await render.png(pictures.funnel(found.report, whose, desk.t))
    keyboard = funnel_view.keyboard(
        shown, found.teams, found.reps, desk.t, whole=found.whole, processes=found.processes
    )
    return Screen(caption, keyboard, photo=photo)
