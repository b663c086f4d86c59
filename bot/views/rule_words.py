"""Rules in words: how much is allowed, what was changed, why something was broken, what their lists are called."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.texts import Texts
from bot.usecases.rule_changes import BORDER, LIMIT, NORM
from bot.usecases.rule_lists import EXEMPT
from bot.usecases.rules import Norm
from bot.views import words
from bot.views.lines import SHORT, clip
from fsm.definition import Limit, Reminder, Rule, Time, Unit
from storage.audit import Entry
from storage.rule_lists import Group

PROPOSAL = "proposal_5d"
"""The rule whose lists are called by what they are about."""


def limit(found: Limit, t: Texts) -> str:
    """«5 рабочих дней», «8 рабочих часов», «3 раза»."""
    return amount(found.number, found.unit, t, working=found.calendar is Time.WORKING)


def amount(number: int, unit: Unit, t: Texts, *, working: bool) -> str:
    """So many of a unit; nothing at all is at once."""
    if not number:
        return t.gettext("at once")
    if unit is Unit.TIMES:
        said = t.ngettext("{number} time", "{number} times", number)
    elif unit is Unit.HOURS:
        said = t.ngettext("{number} working hour", "{number} working hours", number)
        usual = t.ngettext("{number} hour", "{number} hours", number)
        said = said if working else usual
    else:
        said = t.ngettext("{number} working day", "{number} working days", number)
        usual = t.ngettext("{number} day", "{number} days", number)
        said = said if working else usual
    return said.format(number=t.number(number))


def border(rule: Rule, currency: str, t: Texts) -> str | None:
    """For which deals it is; None for all."""
    if rule.threshold is None:
        return None
    said = (
        t.gettext("deals below {sum}")
        if rule.threshold.below is not None
        else t.gettext("deals from {sum} on")
    )
    return said.format(sum=t.money(rule.threshold.border, currency, compact=True))


def norm(found: Norm, t: Texts) -> str:
    """A stage or a segment."""
    return words.stage(found.process, found.key, t) if found.process else segment(found.key, t)


def segment(key: str, t: Texts) -> str:
    """How clients of a segment are called."""
    _ = t.gettext
    return {"key": _("Key clients"), "usual": _("Usual clients"), "low": _("Other clients")}.get(key, key)


def reminder(one: Reminder, t: Texts) -> str:
    """«на 4-й день»."""
    if one.share is not None:
        return t.gettext("when {share} of the time have passed").format(share=t.percent(one.share / 100))
    if one.left is not None:
        said = t.ngettext("{number} day before the end", "{number} days before the end", one.left)
        return said.format(number=t.number(one.left)) if one.left else t.gettext("on the last day")
    if not one.day:
        return t.gettext("at once")
    return t.gettext("on day {number}").format(number=t.number(one.day))


def reason(rule: Rule, key: str | None, t: Texts) -> str:
    """Why it was broken."""
    if key is None:
        return t.gettext("nobody has said")
    listed = rule.breach.reasons.get(key)
    return t.label(listed) if listed else clip(key, SHORT)


def group(rule: Rule, key: str, t: Texts) -> str:
    """What a list is called."""
    _ = t.gettext
    if key == EXEMPT:
        return _("Exceptions")
    if rule.rule == PROPOSAL and key in {Group.IN_TIME, Group.LATE}:
        return _proposal(rule, key, t)
    if rule.trigger is None and key == Group.LATE:
        return t.pgettext("rule", "Found")
    unknown = _("Amount not known") if rule.threshold and rule.threshold.field == "amount" else _("Not known")
    return {
        Group.IN_TIME: _("In time"),
        Group.LATE: _("Not in time"),
        Group.BROKEN: _("Broken now"),
        Group.UNKNOWN: unknown,
    }[Group(key)]


def _proposal(rule: Rule, key: str, t: Texts) -> str:
    """«Получил КП за 5 дней», «Не получил»."""
    if key == Group.LATE:
        return t.gettext("Did not get it")
    days = amount(rule.limit.number, rule.limit.unit, t, working=False)
    return t.gettext("Got the proposal within {days}").format(days=days)


def change(one: Entry, t: Texts) -> str:
    """What was changed, without whose rule and who: «5 → 3 рабочих дня»."""
    data = one.data
    was, became = data.get("was"), data.get("became")
    match data.get("what"):
        case str(what) if what == LIMIT:
            return _numbers(data, t)
        case str(what) if what == NORM:
            return f"{_place(data, t)}: {_numbers(data, t)}"
        case str(what) if what == BORDER:
            sums = " → ".join(_money(value, data, t) for value in (was, became))
            return t.gettext("Border: {sums}").format(sums=sums)
        case _ if became:
            return t.gettext("switched on")
        case _:
            stopped = data.get("stopped")
            if not isinstance(stopped, int) or not stopped:
                return t.gettext("switched off")
            said = t.ngettext(
                "switched off, {number} duty stopped", "switched off, {number} duties stopped", stopped
            )
            return said.format(number=t.number(stopped))


def _numbers(data: Mapping[str, Any], t: Texts) -> str:
    was, became = (int(data.get(key) or 0) for key in ("was", "became"))
    working = data.get("calendar") == Time.WORKING
    unit = Unit(data["unit"]) if data.get("unit") in set(Unit) else Unit.DAYS
    return f"{t.number(was)} → {amount(became, unit, t, working=working)}"


def _place(data: Mapping[str, Any], t: Texts) -> str:
    place = data.get("place") or {}
    return segment(str(place["segment"]), t) if "segment" in place else clip(t.label(place), SHORT)


def _money(value: object, data: Mapping[str, Any], t: Texts) -> str:
    return t.money(Decimal(str(value or 0)), str(data.get("currency") or "RUB"))
