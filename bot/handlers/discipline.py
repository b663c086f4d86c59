"""/discipline and /exceptions: pictures with their numbers in words."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import disciplines
from bot.views import discipline as view
from bot.views import rule_charts
from charts import render


async def discipline(desk: Desk, callback: callbacks.Discipline) -> Screen:
    """What people did on time; buttons change period, team and rep on the same picture."""
    period = callback.period if callback.period in view.PERIODS else "month"
    found, scope = await disciplines.discipline(desk.work, period, callback.scope)
    whose = scope.whose or desk.t.gettext("Everybody")
    photo = await render.png(rule_charts.discipline(found, whose, desk.t))
    return view.discipline(found, scope, period, desk.t, photo=photo)


async def exceptions(desk: Desk, callback: callbacks.Exceptions) -> Screen:
    """Whose deals are how often complex, and why."""
    period = callback.period if callback.period in view.PERIODS else "90d"
    found, scope = await disciplines.exceptions(desk.work, period, callback.scope)
    whose = scope.whose or desk.t.gettext("Everybody")
    titles = rule_charts.titles(found.exempt, desk.work.company.processes)
    photo = await render.png(rule_charts.exceptions(found, titles, whose, desk.t))
    return view.exceptions(found, titles, scope, period, desk.t, photo=photo)
