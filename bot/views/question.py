"""A question of a conversation, on the card that it came from: words, one-tap answers, and always a way out."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Choice, Conversation, Month
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.asked import Act, Asked, Subject, Suggestion
from bot.views import reasons, wording, words
from bot.views.layout import button, flow
from bot.views.lines import capital, client, clip, joined, sentence, stack
from bot.views.troubles import readings, trouble
from fsm.definition import FieldType, Final, GiveUp, Process
from fsm.questions import ATTEMPTS, GIVE_UP, GO_ON, KEEP, NEXT, PLAN_WHEN, REASON, WHEN


def question(asked: Asked, process: Process, t: Texts, now: datetime) -> Screen:
    """The question with its suggestions. `process` is the run's version, `now` a UTC instant."""
    return Screen(text(asked, process, t, now), (*_answers(asked, process, t, now), ways_out(asked, t)))


def text(asked: Asked, process: Process, t: Texts, now: datetime) -> Text:
    """The words above the buttons; the same while a day is being chosen."""
    place = t.gettext("{number} of {total}").format(number=asked.position, total=asked.total)
    return stack(
        *subject(asked.subject, process, t),
        "",
        None if asked.problem is None else Text("⚠ ", trouble(asked.problem, t, now)),
        "",
        joined(
            (Bold(wording.wording(asked, process, t)), Italic(place) if asked.total > 1 else None),
            separator="  ",
        ),
        wording.advice(asked, process, t),
    )


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
            done = words.outcome(process, about.activity, about.outcome, t)
            return sentence("{activity} — {outcome}", activity=activity, outcome=done)
        case Act.PLAN:
            return Text("+ ", activity)
        case Act.SNOOZE:
            return Text("↷ ", _("Put off: {activity}").format(activity=activity))
        case Act.PARK | Act.WAKE:
            return Text("☾ ", _("Let the deal wait"))
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
    if asked.question.key == NEXT:
        return flow(_step(asked, process, choice, t, now) for choice in _different(asked))
    if asked.question.key == ATTEMPTS:
        return flow(_attempt(asked, process, choice, t) for choice in asked.question.choices)
    buttons = [_suggested(asked, one, t, now) for one in (*readings(asked.problem, t), *asked.suggestions)]
    if asked.field and asked.field.type is FieldType.CHOICE and not buttons:
        buttons = [
            _choice(asked, key, t.label(option.title))
            for key, option in asked.field.options.items()
            if not option.reserved
        ]
    if asked.question.key == REASON:
        known = reasons.titles(t)
        buttons = [_choice(asked, one.choice, known.get(one.choice, one.choice)) for one in asked.suggestions]
    if asked.question.key == WHEN or (asked.field and asked.field.type is FieldType.DATE):
        today = t.today(now)
        buttons.append(Button(t.gettext("Calendar"), Month(asked.draft, today.year * 12 + today.month - 1)))
    return flow(buttons)


def _different(asked: Asked) -> list[str]:
    """The choices, without plans that fall on the same moment (two working hours from now may be tomorrow's first)."""
    values = {one.choice: one.value for one in asked.suggestions if one.choice.startswith("plan.")}
    shown: set[object] = set()
    different = []
    for choice in asked.question.choices:
        value = values.get(choice)
        if value is None or value not in shown:
            different.append(choice)
            shown.add(value)
    return different


def _choice(asked: Asked, choice: str, label: str, look: Look | None = None) -> Button:
    one = button(label, Choice(asked.draft, asked.question.key, choice))
    return one if look is None else Button(one.text, one.callback, look=look)


def _suggested(asked: Asked, one: Suggestion, t: Texts, now: datetime) -> Button:
    label = one.label
    if label is None and one.value is not None:
        label = capital(words.value(one.value, asked.field, t, now))
    return _choice(asked, one.choice, label or "…")


def _step(asked: Asked, process: Process, choice: str, t: Texts, now: datetime) -> Button:
    """What may come next: something planned, another moment, a move, or what is open already."""
    known = next((one for one in asked.suggestions if one.choice == choice), None)
    if choice.startswith("move."):
        to = choice.removeprefix("move.")
        return _choice(asked, choice, f"→ {words.stage(process, to, t)}", look_of(process, to))
    said = _said_of(known, t, now)
    if choice == KEEP:
        step = words.activity(process, known.activity, t) if known and known.activity else said
        keep = t.gettext("Keep: {step}").format(step=step) if step else t.gettext("Keep what is planned")
        return _choice(asked, choice, keep)
    sign = words.sign(process, wording.planned(asked.subject, process))
    if choice == PLAN_WHEN:
        other = t.gettext(
            "Another time…"
        )  # not inside the f-string, where nobody would find it for translation
        return _choice(asked, choice, f"{sign} {other}")
    return _choice(asked, choice, f"{sign} {capital(said)}")


def _said_of(one: Suggestion | None, t: Texts, now: datetime) -> str:
    if one is None:
        return ""
    if one.label is not None:
        return one.label
    return "" if one.value is None else words.value(one.value, None, t, now)


def look_of(process: Process, to: str) -> Look | None:
    """A move to the end of a deal looks like its end."""
    stage = process.stages.get(to)
    if stage is None or stage.final is None:
        return None
    return Look.GOOD if stage.final is Final.WON else Look.BAD


def _attempt(asked: Asked, process: Process, choice: str, t: Texts) -> Button:
    if choice == GO_ON:
        return _choice(asked, choice, t.gettext("Try again…"), Look.GOOD)
    assert choice == GIVE_UP, choice
    found = words.outcome_of(process, asked.subject.activity, asked.subject.outcome)
    end = process.ladders[found.ladder].give_up if found and found.ladder else None
    return _choice(asked, choice, _ending(end, process, t), Look.BAD)


def _ending(end: GiveUp | None, process: Process, t: Texts) -> str:
    """«Закрыть: Не удалось связаться», from what giving up sets."""
    for key, option in end.set.items() if end else ():
        field = process.fields.get(key)
        if field and option in field.options:
            return t.gettext("Close: {reason}").format(reason=t.label(field.options[option].title))
    return t.gettext("Close the deal")
