"""A question of a conversation, on the card that it came from: words, one-tap answers, and always a way out."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Conversation, Month
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases.asked import SKIP, Act, Asked, Subject
from bot.usecases.asking.sheet import Shown
from bot.usecases.exits import Going
from bot.views import exits, reasons, sheets, steps, wording, words
from bot.views.choices import choice, suggested, turning
from bot.views.layout import flow
from bot.views.lines import SHORT, client, clip, joined, sentence, stack
from bot.views.troubles import readings, trouble
from fsm.definition import Process
from fsm.questions import ATTEMPTS, EXIT, NEXT, REASON, WAIVE

BEFORE = 3
"""Answers of the conversation that stand above its question."""


def question(asked: Asked, process: Process, t: Texts, now: datetime) -> Screen:
    """The question with its suggestions. `process` is the run's version, `now` a UTC instant."""
    head = text(asked, process, t, now)
    if isinstance(asked.shown, Shown):
        skipping = passing_over(asked, t) if asked.shown.skippable else ()
        return sheets.sheet(asked, asked.shown, head, (*skipping, ways_out(asked, t)), t, now)
    return Screen(head, (*_answers(asked, process, t, now), ways_out(asked, t)))


def text(asked: Asked, process: Process, t: Texts, now: datetime) -> Text:
    """The words above the buttons; the same while a day is being chosen."""
    place = t.gettext("{number} of {total}").format(number=asked.position, total=asked.total)
    return stack(
        *subject(asked.subject, process, t),
        "",
        *said_before(asked, process, t, now),
        "",
        None if asked.problem is None else Text("⚠ ", trouble(asked.problem, t, now)),
        "",
        joined(
            (Bold(wording.wording(asked, process, t)), Italic(place) if asked.total > 1 else None),
            separator="  ",
        ),
        *(Text("· ", words.activity(process, key, t)) for key in _left_undone(asked)),
        *(exits.meaning(asked.shown, process, t) if isinstance(asked.shown, Going) else ()),
        wording.advice(asked, process, t),
        _found(asked, t),
    )


def said_before(asked: Asked, process: Process, t: Texts, now: datetime) -> list[str]:
    """The last answers of this conversation; «Back» leads to them."""
    known = [(key, value) for key, value in asked.given.items() if key in process.fields or key == EXIT]
    lines = []
    for key, value in known[-BEFORE:]:
        if key == EXIT:
            lines.append(exits.said(str(value), process, t))
            continue
        definition = process.fields[key]
        said = t.gettext("skipped") if value is None else words.value(value, definition, t, now, asked.names)
        lines.append(f"✓ {t.label(definition.title)}: {clip(said)}")
    return lines


def _left_undone(asked: Asked) -> tuple[str, ...]:
    return asked.question.parts if asked.question.key == WAIVE else ()


def _found(asked: Asked, t: Texts) -> str | None:
    """What the list is narrowed by, on its further pages."""
    if asked.sought is None or asked.problem is not None:
        return None
    found = t.gettext("Found for “{said}”: {number}")
    return found.format(said=clip(asked.sought, SHORT), number=t.number(asked.choices))


def subject(about: Subject, process: Process, t: Texts) -> tuple[Text, Text]:
    """Whom and what the conversation is about."""
    return client(about.client, t.gettext("Client not known yet")), _what(about, process, t)


def _what(about: Subject, process: Process, t: Texts) -> Text:
    _ = t.gettext
    activity = clip(about.title) if about.title else words.activity(process, about.activity, t)
    match about.act:
        case None if about.activity is None:
            return Text("→ ", words.stage(process, about.to, t))
        case None | Act.LOG:
            if words.is_form(process, about.activity):
                return Text(activity)
            done = words.outcome(process, about.activity, about.outcome, t)
            return sentence("{activity} — {outcome}", activity=activity, outcome=done)
        case Act.PLAN:
            return Text("+ ", activity)
        case Act.SNOOZE:
            return Text("↷ ", _("Put off: {activity}").format(activity=activity))
        case Act.PARK | Act.WAKE:
            return Text("☾ ", _("Let the deal wait"))
        case Act.SENT:
            return Text("✓ ", words.field(process, about.field or "", t))
        case Act.AMEND:
            title = words.field(process, about.field or "", t)
            return Text("✎ ", _("Change: {field}").format(field=title))
        case Act.REOPEN:
            return Text("↺ ", _("Take up again → {stage}").format(stage=words.stage(process, about.to, t)))
        case Act.NOTE:
            return joined((Text("✎ ", _("Note")), activity or None)) or Text()
        case Act.CONTACT | Act.PHONE:
            return Text("☎ ", _("Contacts"))


def ways_out(asked: Asked, t: Texts) -> tuple[Button, ...]:
    """Why, back to the answer before (or to the card), cancel."""
    return (
        Button(t.gettext("Why?"), Conversation(asked.draft, "why")),
        Button(t.gettext("‹ Back"), Conversation(asked.draft, "back")),
        Button(t.gettext("Cancel"), Conversation(asked.draft, "cancel")),
    )


def _answers(asked: Asked, process: Process, t: Texts, now: datetime) -> Keyboard:
    match asked.question.key:
        case key if key == NEXT:
            return steps.next_steps(asked, process, t, now)
        case key if key == ATTEMPTS:
            return steps.attempts(asked, process, t)
        case key if key == EXIT:
            return exits.exits(asked, process, t)
        case key if key in {REASON, WAIVE}:
            known = reasons.titles(t)
            return flow(choice(asked, one.choice, known[one.choice]) for one in asked.suggestions)
    meant = readings(asked.problem, t)
    likely = [one for one in asked.suggestions if one.choice not in {reading.choice for reading in meant}]
    buttons = [suggested(asked, one, t, now) for one in (*meant, *likely)]
    if asked.is_time:
        today = t.today(now)
        buttons.append(Button(t.gettext("Calendar"), Month(asked.draft, today.year * 12 + today.month - 1)))
    return (*flow(buttons), *turning(asked, t), *passing_over(asked, t))


def passing_over(asked: Asked, t: Texts) -> Keyboard:
    """A question that may be left without an answer."""
    return ((choice(asked, SKIP, t.gettext("Skip")),),) if asked.question.optional else ()
