"""Conditions of a process in words: when something is asked, or suggested."""

from bot.texts import Texts
from bot.views import words
from fsm.definition import Condition, FieldType, Process
from fsm.values import YES


def condition(one: Condition, process: Process, t: Texts) -> str:
    """«если Причина: дорого, сроки»."""
    return t.gettext("if {what}").format(what=_said(one, process, t))


def _said(one: Condition, process: Process, t: Texts) -> str:
    _ = t.gettext
    both, either = _("and"), _("or")  # not inside the f-strings, where nobody would find them for translation
    if one.all:
        return f" {both} ".join(_said(part, process, t) for part in one.all)
    if one.any:
        return f" {either} ".join(_said(part, process, t) for part in one.any)
    if one.denied is not None:
        return _("not: {what}").format(what=_said(one.denied, process, t))
    if one.done is not None:
        return _("done: {step}").format(step=words.activity(process, one.done, t))
    if one.headed is not None:
        return _("{field} has a head").format(field=words.field(process, one.headed, t))
    return _field(one, process, t)


def _field(one: Condition, process: Process, t: Texts) -> str:
    _ = t.gettext
    key = one.field or ""
    title = words.field(process, key, t)
    if one.equals is not None:
        values = ", ".join(_value(key, value, process, t) for value in one.equals)
        return f"{title}: {values}"
    if one.at_least is not None:
        return _("{field} is {number} or more").format(field=title, number=t.number(one.at_least))
    if one.below is not None:
        return _("{field} is below {number}").format(field=title, number=t.number(one.below))
    known = _("{field} is known") if one.known else _("{field} is not known")
    return known.format(field=title)


def _value(key: str, value: str, process: Process, t: Texts) -> str:
    field = process.fields.get(key)
    if field is None:
        return value
    if field.type is FieldType.YES_NO:
        return (t.gettext("Yes") if value == YES else t.gettext("No")).lower()
    return t.label(field.options[value].title) if value in field.options else value
