"""Clients that stand by a rule: how many against whom, and those of one person, each a number that opens its card."""

from collections.abc import Mapping
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Attend, Audit, Uncovered
from bot.callbacks.packing import base36
from bot.screen import Button, Keyboard, Screen, rows
from bot.texts import Texts
from bot.usecases.audits import PAGE, Clients, Shares
from bot.views.audit import WIDTH, about, since
from bot.views.layout import button, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from fsm.definition import Rule

_MOST = 40
"""People on one screen; whoever leads more of them looks at those with the most."""


def shares(found: Shares, t: Texts) -> Screen:
    """How many clients stand against whom."""
    total = sum(count for _, count in found.people)
    lines = [f"{clip(person.name, 32)}: {t.number(count)}" for person, count in found.people[:_MOST]]
    buttons = [
        button(f"{clip(person.name, SHORT)} · {t.number(count)}", Uncovered(found.rule.rule, person.id, 0))
        for person, count in found.people[:_MOST]
    ]
    return Screen(
        stack(
            Text(Bold(t.label(found.rule.title)), f": {t.number(total)}"),
            t.label(found.rule.means),
            "",
            *lines,
            None if lines else t.gettext("Everything is in order: there are none."),
        ),
        (*flow(buttons), (Button(t.gettext("My check"), Audit("", 0)), my_day(t))),
    )


def clients(
    found: Clients,
    index: Mapping[str, Rule],
    t: Texts,
    now: datetime,
    *,
    leads: bool,
    header: Text | str | None = None,
    undo: Keyboard = (),
) -> Screen:
    """A page of the clients that stand against somebody; `index` are all rules, by whose place a way back is written."""
    key, first = found.rule.rule, found.page * PAGE + 1
    back = f"u{base36(list(index).index(key))}.{base36(found.person.id)}.{base36(found.page)}"
    lines: list[Text] = []
    buttons = []
    for place, line in enumerate(found.lines, first):
        lines.append(Text(f"{place}. ", joined((Bold(about(line, t)), since(line, t, now))) or ""))
        buttons.append(Button(str(place), Attend(line.subject_id, "", "", back)))
    up = Button(t.gettext("‹ Back"), Uncovered(key, 0, 0)) if leads else None
    return Screen(
        stack(
            Text(Bold(t.label(found.rule.title)), f": {t.number(found.total)}"),
            None if found.own else clip(found.person.name),
            header,
            "",
            *lines,
            None if lines else t.gettext("Everything is in order: there are none."),
        ),
        (
            *undo,
            *rows(buttons, WIDTH),
            *pager(
                found.page, pages_of(found.total, PAGE), lambda to: Uncovered(key, found.person.id, to), t
            ),
            (
                *((up,) if up else ()),
                *((Button(t.gettext("My check"), Audit("", 0)),) if found.own else ()),
                my_day(t),
            ),
        ),
    )
