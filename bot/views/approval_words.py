"""A request to colleagues in words: with whom it is, what is asked, what was answered."""

from collections.abc import Iterator
from datetime import datetime

from bot.texts import Texts
from bot.views import words
from bot.views.lines import SHORT, clip, long
from fsm.definition import FieldType, Process
from fsm.values import valued
from storage.requests import Request

_SAID = 300
"""Characters of what somebody wrote to explain or to answer."""
_OWN_LINE = frozenset({"amount"})
"""Fields that the card of the deal shows beside its name already."""
_BRIEF = frozenset({FieldType.NUMBER, FieldType.MONEY})
"""What tells one request from another in a word."""


def holding(request: Request, t: Texts, now: datetime) -> str:
    """«На согласовании: Ольга · сегодня 10:05»."""
    name = clip(request.holder, SHORT) if request.holder else "—"
    since = t.moment(request.since, now) if request.since else "—"
    return t.gettext("Being decided: {name}, since {moment}").format(name=name, moment=since)


def brief(request: Request, process: Process, t: Texts, now: datetime) -> list[str]:
    """Its numbers and sums."""
    return [said for key, _, said in _values(request, process, t, now) if process.fields[key].type in _BRIEF]


def asked(request: Request, process: Process, t: Texts, now: datetime) -> list[str]:
    """What is asked, in the words of its own process, or of the deal's; files have buttons."""
    waiting = process.activities.get(request.key) if process.process == request.deal_process else None
    if waiting is None:
        hidden = _answering(process) | _OWN_LINE
    else:
        hidden = frozenset(process.fields.keys() - {one.field for one in waiting.ask}) | _OWN_LINE
    return [f"{title}: {said}" for key, title, said in _values(request, process, t, now) if key not in hidden]


def answered(request: Request, process: Process, t: Texts, now: datetime) -> str | None:
    """What whoever decided has said with it: reason and comment; not a day, which may be as it was asked for."""
    answers = {key for key in _answering(process) if process.fields[key].type is not FieldType.DATE}
    said = [said for key, _, said in _values(request, process, t, now) if key in answers]
    return " · ".join(said) or None


def _answering(process: Process) -> frozenset[str]:
    """Fields that the decision asks for."""
    return frozenset(
        one.field
        for activity in process.activities.values()
        if activity.runs is None
        for outcome in activity.outcomes.values()
        for one in outcome.ask
    )


def _values(request: Request, process: Process, t: Texts, now: datetime) -> Iterator[tuple[str, str, str]]:
    """Key, title and words of each field that is known, in the order of the process."""
    for key, definition in process.fields.items():
        written = request.data.get(key)
        if written is None or (request.files and definition.type is FieldType.FILE):
            continue
        try:
            value = valued(definition.type, written)
        except ValueError:  # the process has another type for it by now
            continue
        plain = definition.type is FieldType.TEXT and isinstance(value, str)
        said = (long(str(value), _SAID) or "—") if plain else words.value(value, definition, t, now)
        yield key, t.label(definition.title), said
