"""What is changed about a rule: switched, its number, its border, a norm; by chips or in words."""

from collections.abc import Awaitable, Callable

from bot import callbacks
from bot.desk import Desk
from bot.screen import Screen
from bot.usecases import forms, rule_changes, rules
from bot.usecases.access import ForbiddenError
from bot.usecases.forms import Form
from bot.usecases.rule_changes import BORDER, LIMIT, NORM, ON, Changed, RuleError, RuleTrouble
from bot.usecases.rules import Card, Norm
from bot.views import rule_changes as view
from bot.words.money import money
from bot.words.refusals import NotUnderstood, Reason

_TROUBLES = {
    Reason.NEGATIVE: RuleTrouble.NEGATIVE,
    Reason.ZERO: RuleTrouble.NO_BORDER,
    Reason.TOO_LARGE: RuleTrouble.TOO_LARGE,
}


async def shown(desk: Desk, callback: callbacks.RuleSet) -> Screen:
    """All that can be changed, the choice of one, or what was chosen."""
    key, value = callback.rule, callback.value
    match callback.what:
        case "":
            await forms.over(desk.work)
            return view.settings(await _card(desk, key), desk.t, desk.now)
        case "on":
            return await _switched(desk, key, value)
        case "limit" | "border" as what if not value:
            return await _asked(desk, key, what)
        case "limit":
            return await _put(desk, key, LIMIT, lambda: _limit(desk, key, value))
        case "border":
            border = rule_changes.sum_of(value)
            return await _put(desk, key, BORDER, lambda: rule_changes.set_border(desk.work, key, border))
        case _:
            raise ForbiddenError


async def norm(desk: Desk, callback: callbacks.RuleNorm) -> Screen:
    """Whose norm, which, or what was chosen."""
    key, value = callback.rule, callback.value
    if not callback.name:
        await forms.over(desk.work)
        return view.norms(await _card(desk, key), desk.t)
    known = _norm_of(await _card(desk, key), callback.name)
    if not value:
        return await _asked(desk, key, NORM, known)
    return await _put(desk, key, NORM, lambda: _norm(desk, key, known.name, value), known)


async def said(desk: Desk, form: Form, text: str) -> Screen:
    """A number or a sum, in words."""
    key, what, name = (str(form.about[part]) for part in ("rule", "what", "name"))
    if what == BORDER:
        return await _put(desk, key, BORDER, lambda: _border(desk, key, text))
    if what == LIMIT:
        return await _put(desk, key, LIMIT, lambda: _limit(desk, key, text))
    known = next((one for one in (await _card(desk, key)).norms if one.name == name), None)
    if known is None:
        raise ForbiddenError
    return await _put(desk, key, NORM, lambda: _norm(desk, key, name, text), known)


async def asked(desk: Desk, form: Form) -> Screen:
    """The question once more."""
    key, what, name = (str(form.about[part]) for part in ("rule", "what", "name"))
    if what == NORM:
        return await norm(desk, callbacks.RuleNorm(key, view.checksum(name), ""))
    return await shown(desk, callbacks.RuleSet(key, what, ""))


async def _switched(desk: Desk, key: str, value: str) -> Screen:
    """On at once; off is asked once more where something would be stopped."""
    if value == "off":
        return view.sure(await _card(desk, key), desk.t)
    if value not in {"on", view.SURE}:
        raise ForbiddenError
    return await _put(desk, key, ON, lambda: rule_changes.switch(desk.work, key, on=value == "on"))


async def _asked(desk: Desk, key: str, what: str, known: Norm | None = None) -> Screen:
    """The choice; from now on words answer it too."""
    found = await _card(desk, key)
    if what == BORDER and found.rule.threshold is None:
        raise ForbiddenError
    name = "" if known is None else known.name
    await forms.ask(desk.work, forms.RULE, message=desk.pressed, rule=key, what=what, name=name)
    return _choice(desk, found, what, known)


def _choice(desk: Desk, found: Card, what: str, known: Norm | None, problem: str | None = None) -> Screen:
    if what == BORDER:
        return view.borders(found, desk.t, problem=problem)
    return view.numbers(found, desk.t, norm=known, problem=problem)


async def _put(
    desk: Desk,
    key: str,
    what: str,
    change: Callable[[], Awaitable[Changed]],
    known: Norm | None = None,
) -> Screen:
    """What was said is done, or asked again with a sentence."""
    try:
        done = await change()
    except RuleError as error:
        found = await _card(desk, key)
        return _choice(desk, found, what, known, view.trouble(error.why, found.rule, desk.t))
    found = await _card(desk, key)
    header = view.saved(found.rule, what, desk.t) if done.changed else desk.t.gettext("It is so already.")
    return view.settings(found, desk.t, desk.now, header=header)


async def _limit(desk: Desk, key: str, text: str) -> Changed:
    return await rule_changes.set_limit(desk.work, key, rule_changes.number_of(text))


async def _norm(desk: Desk, key: str, name: str, text: str) -> Changed:
    return await rule_changes.set_norm(desk.work, key, name, rule_changes.number_of(text))


async def _border(desk: Desk, key: str, text: str) -> Changed:
    try:
        found = money(text, desk.work.company.currency)
    except NotUnderstood as error:
        raise RuleError(_TROUBLES.get(error.reason, RuleTrouble.NO_SUM)) from None
    if found.currency != desk.work.company.currency:
        raise RuleError(RuleTrouble.CURRENCY)
    return await rule_changes.set_border(desk.work, key, found.amount)


async def _card(desk: Desk, key: str) -> Card:
    return await rules.known_card(desk.work, key)


def _norm_of(found: Card, name: int) -> Norm:
    known = next((one for one in found.norms if view.checksum(one.name) == name), None)
    if known is None:
        raise ForbiddenError
    return known
