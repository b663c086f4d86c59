"""«Что если…»: another number of a rule over what has happened."""

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import forms, replays
from bot.usecases.access import ForbiddenError
from bot.usecases.forms import Form
from bot.usecases.replays import BORDER, Asked
from bot.usecases.rule_changes import RuleError, RuleTrouble
from bot.views import replay as view
from bot.views import rule_changes as words
from bot.views import rule_charts
from bot.words.money import money
from bot.words.refusals import NotUnderstood
from charts import render
from fsm.definition import Rule


async def shown(desk: Desk, callback: callbacks.Replay) -> Screen:
    """The choice, from when on words answer it too, or what would have been."""
    found = _asked(desk, callback)
    if not callback.value:
        await forms.ask(
            desk.work,
            forms.REPLAY,
            message=desk.pressed,
            rule=callback.rule,
            what=callback.what,
            period=found.period,
        )
        return view.choice(found, desk.t)
    try:
        changed = replays.with_value(found, callback.value)
    except RuleError as error:
        return view.choice(found, desk.t, problem=words.trouble(error.why, found.rule, desk.t))
    return await _drawn(desk, found, changed)


async def said(desk: Desk, form: Form, text: str) -> Screen:
    """Another number or sum, in words."""
    found = _asked(desk, _about(form))
    try:
        changed = replays.with_value(found, _written(desk, found, text))
    except (RuleError, ForbiddenError) as error:
        why = error.why if isinstance(error, RuleError) else RuleTrouble.NO_SUM
        return view.choice(found, desk.t, problem=words.trouble(why, found.rule, desk.t))
    return await _drawn(desk, found, changed)


async def asked(desk: Desk, form: Form) -> Screen:
    """The question once more."""
    return await shown(desk, _about(form))


def _written(desk: Desk, found: Asked, text: str) -> str:
    """The sum as a button would say it."""
    if found.what != BORDER:
        return text
    try:
        return words.plain(money(text, desk.work.company.currency).amount)
    except NotUnderstood:
        raise RuleError(RuleTrouble.NO_SUM) from None


def _about(form: Form) -> callbacks.Replay:
    rule, what, period = (str(form.about[part]) for part in ("rule", "what", "period"))
    return callbacks.Replay(rule, what, "", period)


def _asked(desk: Desk, callback: callbacks.Replay) -> Asked:
    return replays.asked(desk.work, callback.rule, callback.what, callback.period, checksum=words.checksum)


async def _drawn(desk: Desk, found: Asked, changed: Rule) -> Screen:
    await forms.over(desk.work)
    result, whose = await replays.of(desk.work, found, changed)
    named = whose or desk.t.gettext("Everybody")
    was, becomes = (view.value(found, one, desk.t) for one in (result.rule, result.changed))
    photo = await render.png(rule_charts.replay(result, was, becomes, named, desk.t))
    return view.compared(found, result, whose, desk.t, photo=photo)
