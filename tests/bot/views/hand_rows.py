"""Screens of what is done by hand: menus, questions, notes, people at a client, what is late."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.asked import CONTACT, NOTE, PHONE, Act, Subject, Suggestion
from bot.usecases.noting import Kept
from bot.usecases.postponing import Moved, Overdue
from bot.usecases.replies import Target
from bot.usecases.suggestions import REASONS
from bot.views import acts, contacts, day, deal, history, notes, postponing, question, task, why
from fsm.questions import REASON, TITLE, WHEN
from storage.contacts import Contact
from storage.notes import Content, Note
from tests.bot.views import rows
from tests.bot.views.rows import DAY, NOW, PROCESSES, SIMPLE

KINDS = ("text", "voice", "photo", "document", "video", "round", "audio")


def a_note(number: int, kind: str, name: str) -> Note:
    """A note of that kind by somebody of that name."""
    file = None if kind == "text" else f"file-{number}"
    content = Content(kind, name, file, name if kind == "document" else None, 1000)
    return Note(number, 17, 42, 5, name, NOW - DAY, content)


def screens(t: Texts, name: str) -> dict[str, Screen]:
    """By a name of its own for each."""
    return {
        f"hand {key}": screen
        for key, screen in (_menus(t, name) | _questions(t, name) | _notes(t, name) | _late(t)).items()
    }


def _menus(t: Texts, name: str) -> dict[str, Screen]:
    found = rows.a_deal(client=name, contact=name, owner=name, extra={"lost_words": name})
    parked = replace(found, parked_until=date(2026, 12, 7), parked_reason=name, contact=None, phone=None)
    card = rows.a_task(found, title=name, snoozed=3)
    people = [Contact(number, 3, name, "+74951234567", name, ("+4915112345678",)) for number in range(10)] + [
        Contact(99, 3, name, None, None)
    ]
    left = [a_note(1, "text", name), a_note(2, "voice", name)]
    opened = rows.advanced(opened=(replace(rows.advanced().opened[0], title=name),))
    return {
        "task": task.card(card, [], SIMPLE, t, NOW),
        "task more": task.menu(card, SIMPLE, t, NOW),
        "task put off": task.put_off(card, SIMPLE, t, NOW, undo=7),
        "task undone": task.stale(replace(card, state="undone", closed_at=NOW, closer=name), SIMPLE, t, NOW),
        "task done": task.stale(
            replace(card, state="done", outcome="clear", closed_at=NOW, closer=name), SIMPLE, t, NOW, undo=7
        ),
        "deal": deal.deal(
            parked,
            [rows.an_open(title=name)],
            rows.MOVES,
            SIMPLE,
            t,
            NOW,
            notes=left,
            people=people[:3],
            undo=7,
        ),
        "menu": acts.menu(found, SIMPLE, t, NOW, leads=True),
        "menu parked": acts.menu(parked, SIMPLE, t, NOW),
        "activities": acts.activities(found, SIMPLE, t, incoming=False),
        "outcomes": acts.outcomes(found, "follow_up", SIMPLE, t, incoming=False),
        "outcomes incoming": acts.outcomes(found, "follow_up", SIMPLE, t, incoming=True),
        "fields": acts.fields(found, SIMPLE, t),
        "contacts": contacts.contacts(found, people, True, t),
        "contacts none": contacts.contacts(found, [], False, t),
        **{
            f"done {act.value}": deal.deal(
                parked,
                [],
                [],
                SIMPLE,
                t,
                NOW,
                header=acts.done(
                    Target(17, act=act, key="follow_up" if act is Act.LOG else "amount", outcome="reached"),
                    opened,
                    parked,
                    SIMPLE,
                    t,
                    NOW,
                ),
            )
            for act in (Act.PLAN, Act.LOG, Act.PARK, Act.WAKE, Act.AMEND, Act.REOPEN)
        },
    }


def _questions(t: Texts, name: str) -> dict[str, Screen]:
    subjects = {
        "title": (TITLE, Subject(name, activity="errand", act=Act.PLAN)),
        "plan when": (WHEN, Subject(name, activity="meeting", act=Act.PLAN)),
        "log when": (WHEN, Subject(name, activity="follow_up", outcome="call_back", act=Act.LOG)),
        "snooze": (WHEN, Subject(name, activity="errand", act=Act.SNOOZE, title=name, times=1)),
        "snooze reason": (REASON, Subject(name, activity="errand", act=Act.SNOOZE, title=name, times=3)),
        "park": (WHEN, Subject(name, act=Act.PARK)),
        "park reason": (REASON, Subject(name, act=Act.PARK)),
        "reopen reason": (REASON, Subject(name, act=Act.REOPEN, to="engaging")),
        "amend": ("amount", Subject(name, act=Act.AMEND, field="amount")),
        "note": (NOTE, Subject(name, act=Act.NOTE, activity="errand", title=name)),
        "contact": (CONTACT, Subject(name, act=Act.CONTACT)),
        "phone": (PHONE, Subject(name, act=Act.PHONE)),
    }
    found = {}
    for key, (asked, subject) in subjects.items():
        reasons = REASONS.get(subject.act, ()) if subject.act and asked == REASON else ()
        whole = subject.act is Act.PARK and asked == WHEN
        one = replace(
            rows.asked(
                asked,
                suggestions=tuple(Suggestion(reason, value=reason) for reason in reasons),
                subject=subject,
            ),
            whole=whole,
        )
        found[key] = question.question(one, SIMPLE, t, NOW)
        found[f"why {key}"] = why.why(one, SIMPLE, t)
    return found


def _notes(t: Texts, name: str) -> dict[str, Screen]:
    left = {number: a_note(number, kind, name) for number, kind in enumerate(KINDS)}
    done: tuple[dict[str, Any], ...] = (
        *({"note": number, "kind": "text"} for number in left),
        {"note": 99, "kind": "text"},
        {"plan": "errand", "answers": {TITLE: name, WHEN: "2026-12-07"}},
        {"log": "reached", "activity": "follow_up", "incoming": True, "answers": {}},
        {"snooze": "errand", "id": 42, "answers": {WHEN: NOW.isoformat(), REASON: "r.busy"}},
        {"park": True, "answers": {WHEN: "2026-12-07", REASON: name}},
        {"wake": True},
        {"assign": 1, "from": 2},
        {"delegate": 99, "activity": "errand", "id": 42},
        {"reopen": "engaging", "answers": {REASON: "r.mistake"}},
        {"undo": 3, "of": {"press": "reached", "activity": "follow_up", "id": 42, "answers": {}}},
    )
    entries = [rows.an_entry(actor=name, trigger=one, undone="wake" in one) for one in done]
    return {
        **{
            f"history {page}": history.history(
                17,
                name,
                entries[page * history.PAGE : (page + 1) * history.PAGE],
                len(entries),
                page,
                SIMPLE,
                t,
                NOW,
                notes=left,
                names={1: name},
                undo=7,
            )
            for page in range(3)
        },
        **{
            f"file {one.content.kind}": notes.file(one, name, t)
            for one in left.values()
            if one.content.file_id
        },
        **{
            f"kept {one.content.kind}": notes.kept(Kept(17, 42, name, one.content), t)
            for one in left.values()
        },
    }


def _late(t: Texts) -> dict[str, Screen]:
    today = day.day(rows.an_agenda(), 0, PROCESSES, t, NOW)
    return {
        "late": postponing.question(Overdue(21, 2), t),
        "late none": postponing.question(Overdue(0, 0), t),
        "late reason": postponing.why(Overdue(21, 2), "week", t),
        "late moved": postponing.moved(Moved(21, 17, 7), today, t),
    }
