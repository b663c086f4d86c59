"""The process's own words for keys, whatever the row says: a key that the process does not know any more is shown as it is."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.texts import Texts
from bot.views.lines import clip, grouped
from fsm.definition import Activity, FieldDefinition, FieldType, Kind, Outcome, Process
from fsm.values import Money, Value

Processes = Mapping[tuple[str, int], Process]
"""Every version that runs, by key and version, as the company has them."""

SIGNS = {Kind.CALL: "☎", Kind.MEETING: "◷", Kind.TASK: "●", Kind.DOCUMENT: "✎"}
"""One sign for each kind of activity; the words beside it say the same."""


def stage(process: Process | None, key: str | None, t: Texts) -> str:
    found = process.stages.get(key) if process and key else None
    return t.label(found.title) if found else key or ""


def activity_of(process: Process | None, key: str | None) -> Activity | None:
    return process.activities.get(key) if process and key else None


def activity(process: Process | None, key: str | None, t: Texts) -> str:
    found = activity_of(process, key)
    return t.label(found.title) if found else key or ""


def outcome_of(process: Process | None, key: str | None, outcome: str | None) -> Outcome | None:
    found = activity_of(process, key)
    return found.outcomes.get(outcome) if found and outcome else None


def outcome(process: Process | None, key: str | None, outcome: str | None, t: Texts) -> str:
    found = outcome_of(process, key, outcome)
    return t.label(found.title) if found else outcome or ""


def field(process: Process | None, key: str, t: Texts) -> str:
    found = process.fields.get(key) if process else None
    return t.label(found.title) if found else key


def sign(process: Process | None, key: str | None) -> str:
    found = activity_of(process, key)
    return SIGNS[found.kind] if found else "●"


def value(found: Value | datetime, definition: FieldDefinition | None, t: Texts, now: datetime) -> str:
    """A value of a field, or a moment, as a person reads it. Ids of rows have names of their own: give those."""
    match found:
        case datetime():
            return t.moment(found, now)
        case date():
            return t.day(found, t.today(now))
        case Money(amount, currency):
            return t.money(amount, currency)
        case str() if definition is not None and found in definition.options:
            return t.label(definition.options[found].title)
        case str() if definition is not None and definition.type is FieldType.PHONE:
            return grouped(found)
        case _:
            return clip(str(found))
