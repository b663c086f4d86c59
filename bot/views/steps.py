"""Answers to the engine's own questions: what comes next, and whether to go on trying."""

from datetime import datetime

from bot.screen import Button, Keyboard, Look
from bot.texts import Texts
from bot.usecases.asked import Asked, Suggestion
from bot.views import wording, words
from bot.views.choices import choice, look_of
from bot.views.layout import flow
from bot.views.lines import capital
from fsm.definition import GiveUp, Process
from fsm.questions import GIVE_UP, GO_ON, KEEP, PLAN_WHEN


def next_steps(asked: Asked, process: Process, t: Texts, now: datetime) -> Keyboard:
    return flow(_step(asked, process, one, t, now) for one in _different(asked))


def attempts(asked: Asked, process: Process, t: Texts) -> Keyboard:
    return flow(_attempt(asked, process, one, t) for one in asked.question.choices)


def _different(asked: Asked) -> list[str]:
    """The choices, without plans that fall on the same moment (two working hours from now may be tomorrow's first)."""
    values = {one.choice: one.value for one in asked.suggestions if one.choice.startswith("plan.")}
    shown: set[object] = set()
    different = []
    for key in asked.question.choices:
        value = values.get(key)
        if value is None or value not in shown:
            different.append(key)
            shown.add(value)
    return different


def _step(asked: Asked, process: Process, key: str, t: Texts, now: datetime) -> Button:
    """What may come next: something planned, another moment, a move, or what is open already."""
    known = next((one for one in asked.suggestions if one.choice == key), None)
    if key.startswith("move."):
        to = key.removeprefix("move.")
        return choice(asked, key, f"→ {words.stage(process, to, t)}", look_of(process, to))
    said = _said_of(known, t, now)
    if key == KEEP:
        step = words.activity(process, known.activity, t) if known and known.activity else said
        keep = t.gettext("Keep: {step}").format(step=step) if step else t.gettext("Keep what is planned")
        return choice(asked, key, keep)
    sign = words.sign(process, wording.planned(asked.subject, process))
    if key == PLAN_WHEN:
        other = t.gettext(
            "Another time…"
        )  # not inside the f-string, where nobody would find it for translation
        return choice(asked, key, f"{sign} {other}")
    return choice(asked, key, f"{sign} {capital(said)}")


def _said_of(one: Suggestion | None, t: Texts, now: datetime) -> str:
    if one is None:
        return ""
    if one.label is not None:
        return one.label
    return "" if one.value is None else words.value(one.value, None, t, now)


def _attempt(asked: Asked, process: Process, key: str, t: Texts) -> Button:
    if key == GO_ON:
        return choice(asked, key, t.gettext("Try again…"), Look.GOOD)
    assert key == GIVE_UP, key
    found = words.outcome_of(process, asked.subject.activity, asked.subject.outcome)
    end = process.ladders[found.ladder].give_up if found and found.ladder else None
    return choice(asked, key, _ending(end, process, t), Look.BAD)


def _ending(end: GiveUp | None, process: Process, t: Texts) -> str:
    """«Закрыть: Не удалось связаться», from what giving up sets."""
    for key, option in end.set.items() if end else ():
        field = process.fields.get(key)
        if field and option in field.options:
            return t.gettext("Close: {reason}").format(reason=t.label(field.options[option].title))
    return t.gettext("Close the deal")
