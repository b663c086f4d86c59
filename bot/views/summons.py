"""What a head asks somebody for all at once: one list, and why each of it is there."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import OpenClient, OpenDeal, OpenTask, Summons
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases.summons import Summoned
from bot.views.digest import Rules, about, title, what
from bot.views.layout import fitted, my_day
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from storage.digest_lines import Line

SHOWN = 12
"""Lines of the list; more of them are counted."""


def summons(found: Summoned, processes: Processes, rules: Rules, t: Texts, now: datetime) -> Screen:
    """A numbered list with a button for each."""
    said = t.ngettext(
        "You are asked to take care of this: {number}", "You are asked to take care of these: {number}", len(found.lines)
    )  # fmt: skip
    why = t.gettext("{name} has asked you for all of this from the digest.")
    return Screen(
        stack(
            Bold(said.format(number=t.number(len(found.lines)))),
            "",
            *(_line(place, one, processes, rules, t, now) for place, one in _shown(found)),
            _more(found, t),
            "",
            Italic(why.format(name=clip(found.head, SHORT))),
        ),
        (
            *_buttons(found, processes, t),
            (Button(t.gettext("Why do I see this?"), Summons(found.digest.id, "why")),),
            (my_day(t),),
        ),
    )


def _shown(found: Summoned) -> list[tuple[int, Line]]:
    return list(enumerate(found.lines[:SHOWN], 1))


def _more(found: Summoned, t: Texts) -> str | None:
    more = len(found.lines) - SHOWN
    if more <= 0:
        return None
    said = t.ngettext("and {number} more in “My day”", "and {number} more in “My day”", more)
    return said.format(number=t.number(more))


def _line(place: int, line: Line, processes: Processes, rules: Rules, t: Texts, now: datetime) -> Text:
    since = t.day(t.local(line.since).date(), t.today(now)) if line.since else None
    told = joined((Bold(about(line, SHORT, t)), what(line, processes, t), title(line.kind, rules, t), since))
    return Text(f"{place}. ", told)


def _buttons(found: Summoned, processes: Processes, t: Texts) -> Keyboard:
    """One for each task or deal, which may have broken several rules."""
    places: dict[OpenTask | OpenDeal | OpenClient, list[int]] = {}
    shown = _shown(found)
    for place, one in shown:
        places.setdefault(_opening(one), []).append(place)
    lines = dict(shown)
    return tuple((_button(to, some, lines[some[0]], processes, t),) for to, some in places.items())


def _button(
    to: OpenTask | OpenDeal | OpenClient, places: list[int], line: Line, processes: Processes, t: Texts
) -> Button:
    label = f"{', '.join(map(str, places))} · {about(line, SHORT, t)}"
    return Button(fitted(label, what(line, processes, t)), to)


def _opening(line: Line) -> OpenTask | OpenDeal | OpenClient:
    if line.activity_id:
        return OpenTask(line.activity_id)
    return OpenDeal(line.run_id, "card", 0) if line.run_id is not None else OpenClient(line.client_id or 0)


def why(found: Summoned, rules: Rules, t: Texts, now: datetime) -> Screen:
    """Each rule once, with its lines, and what comes if they are left alone."""
    told: list[Text | str] = []
    for kind in dict.fromkeys(one.kind for one in found.lines):
        if kind in rules:
            rule = rules[kind]
            names = ", ".join(
                f"{about(one, SHORT, t)} ({_since(one, t, now)})"
                for _, one in _shown(found)
                if one.kind == kind
            )
            said = (t.label(rule.means), t.label(rule.demands))
            told += ["", Text(Bold(said[0]), ". ", said[1], "."), names, Italic(t.label(rule.ignored))]
    head = t.gettext("{name} has asked you for all of this from the digest.").format(
        name=clip(found.head, SHORT)
    )
    return Screen(
        stack(Bold(t.gettext("Why do I see this?")), head, *told),
        ((Button(t.gettext("‹ Back"), Summons(found.digest.id, "")), my_day(t)),),
    )


def _since(line: Line, t: Texts, now: datetime) -> str:
    return t.moment(line.since, now) if line.since else "—"
