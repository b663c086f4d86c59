"""The timeline of a deal: who did what and when, in the words of its process, the newest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import OpenDeal
from bot.screen import Screen
from bot.texts import Texts
from bot.usecases import answers
from bot.views import words
from bot.views.layout import deal_card, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, long, stack
from fsm.definition import FieldType, Process
from fsm.questions import WHEN
from fsm.values import valued
from storage.history import Entry

PAGE = 8


def history(
    run: int,
    title: str,
    entries: Sequence[Entry],
    total: int,
    page: int,
    process: Process,
    t: Texts,
    now: datetime,
) -> Screen:
    """`title` is whose deal this is; `entries` are one page of `total`, the newest first."""
    lines: list[Text | str] = []
    for entry in entries:
        lines += ["", line(entry, process, t, now)]
    return Screen(
        stack(
            Bold(clip(title)),
            t.gettext("What happened"),
            *(lines or ["", t.gettext("Nothing has happened yet.")]),
        ),
        (
            *pager(page, pages_of(total, PAGE), lambda number: OpenDeal(run, "history", number), t),
            (deal_card(run, t), my_day(t)),
        ),
    )


def line(entry: Entry, process: Process, t: Texts, now: datetime) -> Text:
    """When and who, then what, then what was said with it."""
    who = clip(entry.actor, SHORT) if entry.actor else t.gettext("by itself")
    said = _answers(entry.trigger.get("answers") or entry.trigger.get("edit") or {}, process, t, now)
    return stack(
        joined((t.moment(entry.at, now), who)),
        joined((_what(entry, process, t), _moved(entry, process, t)), separator=" → "),
        long(said, 300) if said else None,
    )


def _what(entry: Entry, process: Process, t: Texts) -> str:
    _ = t.gettext
    match entry.trigger:
        case {"press": str(outcome), "activity": str(key)}:
            done = words.outcome(process, key, outcome, t)
            return f"{words.activity(process, key, t)} — {done}"
        case {"move": str()}:
            return _("Moved by hand")
        case {"start": _started}:
            return _("The deal was opened")
        case {"import": _number}:
            return _("Imported")
        case {"edit": _values}:
            return _("Changed")
        case {"signal": str()}:
            return _("News from outside")
        case _:
            return _("Something else")


def _moved(entry: Entry, process: Process, t: Texts) -> Text | None:
    if entry.state == entry.state_before:
        return None
    return Bold(words.stage(process, entry.state, t))


def _answers(given: Mapping[str, Any], process: Process, t: Texts, now: datetime) -> str:
    """What was answered, but for rows of ours, whose ids say nothing to a person."""
    said = []
    for key, written in given.items():
        if key == WHEN:
            said.append(
                t.gettext("planned for {moment}").format(
                    moment=words.value(answers.moment(written), None, t, now)
                )
            )
        field = process.fields.get(key)
        if field is None or field.type in {FieldType.PRODUCT, FieldType.CONTACT, FieldType.CLIENT}:
            continue
        try:
            value = words.value(valued(field.type, written), field, t, now)
        except ValueError:  # the process has another type for it by now
            value = clip(str(written))
        said.append(f"{t.label(field.title)}: {value}")
    return "; ".join(said)
