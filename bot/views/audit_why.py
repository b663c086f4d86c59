"""Why the audit says something: the rule, its clock, the arithmetic, and what happens if nothing is done."""

from collections.abc import Sequence
from datetime import datetime, time

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Audit
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.audits import Reason, Sheet
from bot.views.audit import about, since
from bot.views.layout import my_day
from bot.views.lines import stack
from fsm.definition import Time, Unit, Watch


def why(found: Sheet, reasons: Sequence[Reason], t: Texts, now: datetime, *, page: int) -> Screen:
    """Rule, clock, arithmetic, and what happens next; the oldest by each rule is reckoned."""
    at = f"{time(*divmod(found.at, 60)):%H:%M}"
    lines: list[Text | str] = []
    for one in reasons:
        rule = one.rule
        lines += ["", Text(Bold(t.label(rule.title)), ": ", t.label(rule.demands), ".")]
        lines.append(_reckoned(one, t, now))
        lines.append(t.label(rule.ignored))
    return Screen(
        stack(
            Bold(t.gettext("Why do I see this?")),
            t.gettext(
                "On every working day at {time} I check deals and clients, and tell it once, in your working hours."
            ).format(time=at),
            *lines,
        ),
        ((Button(t.gettext("‹ Check"), Audit("", page)), my_day(t)),),
    )


def _reckoned(one: Reason, t: Texts, now: datetime) -> str:
    """«Ромашка: с пн 9 ноя прошло 11 рабочих дней, можно 10»."""
    whom, day = about(one.line, t), since(one.line, t, now)
    rule = one.rule
    if rule.limit.unit is Unit.TIMES:
        often = t.ngettext(
            "put off {number} time or more", "put off {number} times or more", rule.limit.number
        )
        return f"{whom}: {often.format(number=t.number(rule.limit.number))}"
    if rule.limit.unit is Unit.HOURS:
        hours = t.ngettext(
            "{number} working hour is allowed", "{number} working hours are allowed", one.allowed
        )
        return f"{whom}: {day}; {hours.format(number=t.number(one.allowed))}"
    if rule.watch is Watch.FAR:
        ahead = t.ngettext("{number} day ahead is allowed", "{number} days ahead are allowed", one.allowed)
        return f"{whom}: {ahead.format(number=t.number(one.allowed))}"
    if rule.limit.calendar is Time.WORKING:
        passed = t.ngettext("{number} working day", "{number} working days", one.elapsed)
    else:
        passed = t.ngettext("{number} day", "{number} days", one.elapsed)
    said = f"{whom}: {day}, {passed.format(number=t.number(one.elapsed))}"
    if not one.allowed or rule.watch is Watch.CONTACT:
        return said
    return said + "; " + t.gettext("allowed: {number}").format(number=t.number(one.allowed))
