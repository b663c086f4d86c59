"""Answers of a draft between their JSON in the row and the values that a decision takes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fsm.definition import Process
from fsm.facts import Answer, Answers
from fsm.questions import WHEN
from fsm.values import plain, valued

_DAY = len("2026-11-24")


def write(answer: Answer) -> Any:
    """JSON of one answer."""
    return answer.isoformat() if isinstance(answer, datetime) else plain(answer)


def moment(written: str) -> datetime | date:
    """A moment as `write` has put it: an instant, or a whole day."""
    return date.fromisoformat(written) if len(written) == _DAY else datetime.fromisoformat(written)


def read(process: Process, written: Mapping[str, Any]) -> Answers:
    """Answers by question key, in the order in which they were given."""
    found: dict[str, Answer] = {}
    for key, answer in written.items():
        if key == WHEN:
            found[key] = moment(answer)
        elif key in process.fields:
            found[key] = valued(process.fields[key].type, answer)
        else:
            found[key] = str(answer)
    return found
