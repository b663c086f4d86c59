"""The timeline of a deal: who did what and when, in the words of its process, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from aiogram.utils.formatting import Bold, Strikethrough, Text

from bot.callbacks import OpenDeal
from bot.screen import Screen
from bot.texts import Texts
from bot.usecases import answers
from bot.usecases.naming import NONE, Names
from bot.views import words
from bot.views.layout import deal_card, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, long, stack
from bot.views.notes import content, opening
from bot.views.reasons import reason
from bot.views.task import taking_back
from bot.views.words import Processes
from fsm.definition import Process, Subject
from fsm.questions import REASON, TITLE, WAIVE, WHEN
from fsm.values import valued
from storage.history import Entry
from storage.notes import Note

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
    *,
    notes: Mapping[int, Note] | None = None,
    names: Mapping[int, str] | None = None,
    undo: int | None = None,
    called: Names = NONE,
    processes: Processes = MappingProxyType({}),
) -> Screen:
    """`title` is whose deal this is; `entries` are one page of `total`, the newest first.

    `notes` and `names` of people are those that the entries speak of, by id; `undo` may be taken back; `called` are
    the names of rows that answers speak of.
    """
    told = Told(process, notes or {}, names or {}, called, processes)
    lines: list[Text | str] = []
    for entry in entries:
        lines += ["", line(entry, told, t, now)]
    files = [told.notes[one.trigger["note"]] for one in entries if one.trigger.get("note") in told.notes]
    return Screen(
        stack(
            Bold(clip(title)),
            t.gettext("What happened"),
            *(lines or ["", t.gettext("Nothing has happened yet.")]),
        ),
        (
            *(row for note in files if (row := opening(note, t))),
            *(() if undo is None or page else ((taking_back(run, undo, t),),)),
            *pager(page, pages_of(total, PAGE), lambda number: OpenDeal(run, "history", number), t),
            (deal_card(run, t), my_day(t)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What entries speak of by keys and ids."""

    process: Process
    notes: Mapping[int, Note] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    called: Names = NONE
    processes: Processes = field(default_factory=dict)

    def of(self, entry: Entry) -> "Told":
        """With the words of the process that it happened to: a request has one of its own."""
        found = self.processes.get(entry.request) if entry.request else None
        return self if found is None else replace(self, process=found)


def line(entry: Entry, told: Told, t: Texts, now: datetime) -> Text:
    """When and who, then what, then what was said with it; what was taken back is struck out."""
    told = told.of(entry)
    who = clip(entry.actor, SHORT) if entry.actor else t.gettext("by itself")
    edited = entry.trigger.get("edit")
    said = _answers(edited or entry.trigger.get("answers") or {}, told, t, now)
    did = joined((what(entry, told, t, now), _moved(entry, told.process, t)), separator=" → ") or Text()
    return stack(
        joined((t.moment(entry.at, now), who)),
        joined((Strikethrough(did), t.gettext("taken back"))) if entry.undone else did,
        long(said, 300) if said else None,
    )


def too_late(since: Entry, process: Process, t: Texts, now: datetime) -> str:
    """Why something cannot be taken back any more: what has happened since, or that it was; for a toast."""
    if "undo" in since.trigger:
        return t.gettext("This was taken back already.")
    head = t.gettext("It is too late to take this back.")
    who = clip(since.actor, SHORT) if since.actor else t.gettext("by itself")
    did = what(since, Told(process), t, now)
    return clip(f"{head} {t.moment(since.at, now)}, {who}: {did}", 195)


def what(entry: Entry, told: Told, t: Texts, now: datetime) -> str:
    """What was done, in words; at most a line."""
    _ = t.gettext
    process = told.process
    match entry.trigger:
        case {"press": str(outcome), "activity": str(key)} | {"log": str(outcome), "activity": str(key)}:
            done = f"{words.activity(process, key, t)} — {words.outcome(process, key, outcome, t)}"
            return _("The client called: {done}").format(done=done) if entry.trigger.get("incoming") else done
        case {"return": str(outcome), "activity": str(key)}:
            return f"{words.activity(process, key, t)} — {words.outcome(process, key, outcome, t)}"
        case {"elapse": int(place), "activity": str(key)}:
            return f"{words.activity(process, key, t)} — {_timed_out(process, key, place, t)}"
        case {"move": str()} if process.subject is Subject.REQUEST:
            return t.label(process.title)
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
            return _by_hand(entry, told, t, now)


def _by_hand(entry: Entry, told: Told, t: Texts, now: datetime) -> str:
    _ = t.gettext
    match entry.trigger:
        case {"plan": str(key)}:
            return _("Added: {activity}").format(activity=words.activity(told.process, key, t))
        case {"snooze": str(key)}:
            return _("Put off: {activity}").format(activity=words.activity(told.process, key, t))
        case {"park": _parked}:
            return _("Let the deal wait")
        case {"wake": _woken}:
            return _("The deal goes on")
        case {"reopen": str()}:
            return _("Taken up again")
        case {"assign": int(owner)}:
            return _("Handed over: {name}").format(name=_name(owner, told, t))
        case {"delegate": int(owner), "activity": str(key)}:
            activity = words.activity(told.process, key, t)
            name = _name(owner, told, t)
            return _("Handed over: {activity} → {name}").format(activity=activity, name=name)
        case {"undo": _cause, "of": dict(of)}:
            return _("Taken back: {what}").format(what=what(replace(entry, trigger=of), told, t, now))
        case {"note": number}:
            note = told.notes.get(number)
            return f"✎ {content(note.content, t)}" if note else _("Note")
        case _:
            return _("Something else")


def _timed_out(process: Process, key: str, place: int, t: Texts) -> str:
    """The outcome that a timer has brought."""
    activity = process.activities.get(key)
    timer = activity.timers[place] if activity and place < len(activity.timers) else None
    return words.outcome(process, key, timer.outcome if timer else None, t)


def _name(person: int, told: Told, t: Texts) -> str:
    return clip(told.names.get(person) or t.gettext("a colleague"), SHORT)


def _moved(entry: Entry, process: Process, t: Texts) -> Text | None:
    if entry.state == entry.state_before:
        return None
    if entry.request and "press" in entry.trigger and process.stages[entry.state].final is not None:
        return None  # the button that ended a request says the same
    return Bold(words.stage(process, entry.state, t))


def _answers(given: Mapping[str, Any], told: Told, t: Texts, now: datetime) -> str:
    """What was answered; not what was passed over."""
    said = []
    for key, written in given.items():
        if written is None:
            continue
        if key == WHEN:
            said.append(
                t.gettext("planned for {moment}").format(
                    moment=words.value(answers.moment(written), None, t, now)
                )
            )
        elif key == TITLE:
            said.append(clip(str(written)))
        elif key in {REASON, WAIVE}:
            said.append(reason(str(written), t))
        definition = told.process.fields.get(key)
        if definition is None:
            continue
        title = t.label(definition.title)
        try:
            value = words.value(valued(definition.type, written), definition, t, now, told.called)
        except ValueError:  # the process has another type for it by now
            value = clip(str(written))
        said.append(f"{title}: {value}")
    return "; ".join(said)
