"""Answers of a draft between their JSON in the row and the values that a decision takes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fsm.definition import Process
from fsm.facts import Answer, Answers
from fsm.questions import WHEN
from fsm.values import plain, valued

_DAY = len("2026-11-24")
PART = "own.part"
"""Among the answers of a draft: what was said to the present question without answering it yet, with its key."""


def write(answer: Answer) -> Any:
    """JSON of one answer; null where the question was passed over."""
    return None if answer is None else plain(answer)


def moment(written: str) -> datetime | date:
    """A moment as `write` has put it: an instant, or a whole day."""
    return date.fromisoformat(written) if len(written) == _DAY else datetime.fromisoformat(written)


def read(process: Process, written: Mapping[str, Any]) -> Answers:
    """Answers by question key, in the order in which they were given."""
    found: dict[str, Answer] = {}
    for key, answer in whole(written).items():
        if answer is None:
            found[key] = None
        elif key == WHEN:
            found[key] = moment(answer)
        elif key in process.fields:
            found[key] = valued(process.fields[key].type, answer)
        else:
            found[key] = str(answer)
    return found


def whole(written: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that have been given, without what is only a part of one."""
    return {key: answer for key, answer in written.items() if key != PART}


def part(written: Mapping[str, Any], question: str) -> dict[str, Any]:
    """What was said to this question so far."""
    key, said = written.get(PART) or ("", {})
    return dict(said) if key == question else {}


def with_part(written: Mapping[str, Any], question: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, and what was said to this question so far; nothing of any other."""
    return whole(written) | ({PART: [question, dict(said)]} if said else {})
