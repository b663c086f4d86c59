"""/rules: the list, the card of one with its picture, its lists and files."""

from bot import callbacks
from bot.desk import Desk
from bot.handlers.exporting import document
from bot.screen import Screen
from bot.usecases import forms, rule_lists, rules
from bot.views import rule_charts, rule_sheet
from bot.views import rule_lists as lists_view
from bot.views import rules as view
from charts import render

FORMS = {"x": "xlsx", "c": "csv"}


async def listed(desk: Desk, _callback: callbacks.Rules) -> Screen:
    """All of them."""
    await forms.over(desk.work)
    return view.every(await rules.every(desk.work), desk.t)


async def card(desk: Desk, callback: callbacks.RuleCard) -> Screen:
    """One of them, with the picture of its weeks where the reader has people."""
    await forms.over(desk.work)
    found = await rules.card(desk.work, callback.rule, callback.period, callback.scope)
    if found.seen is None:
        return view.card(found, desk.t, desk.now)
    whose = found.seen.scope.whose or desk.t.gettext("Everybody")
    drawn = rule_charts.trend(found.rule, found.seen.trend, whose, found.seen.health.days, desk.t)
    return view.card(found, desk.t, desk.now, photo=await render.png(drawn))


async def page(desk: Desk, callback: callbacks.RuleList) -> Screen:
    """A page of one of its lists."""
    found = await rule_lists.page(
        desk.work, callback.rule, callback.group, callback.period, callback.scope, callback.page
    )
    return lists_view.listed(found, desk.work.company.processes, desk.t, desk.now)


async def file(desk: Desk, callback: callbacks.RuleFile) -> Screen:
    """All its lists as a file below what was pressed."""
    found = await rule_lists.whole(desk.work, callback.rule, callback.period, callback.scope)
    sheets = rule_sheet.sheets(found, desk.work.company.processes, desk.t)
    made = await document(desk, callback.rule, sheets, FORMS.get(callback.form, "csv"))
    return rule_sheet.file(made, found, desk.t)
