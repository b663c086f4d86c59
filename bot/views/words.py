"""The process's own words for keys, whatever the row says: a key that the process does not know any more is shown as it is."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from bot.texts import Texts
from bot.usecases.naming import NONE, Names
from bot.views import list_words
from bot.views.lines import clip, grouped
from fsm.definition import Activity, FieldDefinition, FieldType, Kind, Outcome, Process
from fsm.values import YES, Money, Value

Processes = Mapping[tuple[str, int], Process]
"""Every version that runs, by key and version, as the company has them."""

SIGNS = {
    Kind.CALL: "☎",
    Kind.MEETING: "◷",
    Kind.PRESENTATION: "▣",
    Kind.TASK: "●",
    Kind.DOCUMENT: "✎",
    Kind.CALCULATION: "∑",
    Kind.PROPOSAL: "◈",
    Kind.CONTRACT: "§",
    Kind.SIGNING: "✍",
    Kind.INVOICE: "₽",
    Kind.CHECK: "☑",
    Kind.REQUEST: "⇄",
    Kind.REFRESH: "↻",
    Kind.APPROVAL: "⚖",
    Kind.FORM: "☰",
    Kind.QUESTION: "?",
}
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
    """How it has ended; the only button of a form says what to do, not what was done."""
    found = outcome_of(process, key, outcome)
    if found and is_form(process, key):
        return t.gettext("filled in")
    return t.label(found.title) if found else outcome or ""


def is_form(process: Process | None, key: str | None) -> bool:
    """Whether all there is to do is to answer its questions."""
    found = activity_of(process, key)
    return found is not None and found.kind is Kind.FORM and len(found.outcomes) == 1


def field(process: Process | None, key: str, t: Texts) -> str:
    found = process.fields.get(key) if process else None
    return t.label(found.title) if found else key


def kind(found: Kind, t: Texts) -> str:
    """What sort of act it is."""
    _ = t.gettext
    return {
        Kind.CALL: _("Call"),
        Kind.MEETING: _("Meeting"),
        Kind.PRESENTATION: _("Presentation"),
        Kind.TASK: _("Task"),
        Kind.DOCUMENT: _("Documents"),
        Kind.CALCULATION: _("Calculation"),
        Kind.PROPOSAL: _("Proposal"),
        Kind.CONTRACT: _("Contract"),
        Kind.SIGNING: _("Signing"),
        Kind.INVOICE: _("Invoice"),
        Kind.CHECK: _("Check"),
        Kind.REQUEST: _("Request to colleagues"),
        Kind.REFRESH: _("Bringing data up to date"),
        Kind.APPROVAL: _("Approval"),
        Kind.FORM: _("Form"),
        Kind.QUESTION: _("Question"),
    }[found]


def kind_of(process: Process | None, key: str | None, t: Texts) -> str | None:
    """The same of an activity; None for one that the process does not know any more."""
    activity = activity_of(process, key)
    return None if activity is None else kind(activity.kind, t)


def sign(process: Process | None, key: str | None) -> str:
    found = activity_of(process, key)
    return SIGNS[found.kind] if found else "●"


def value(
    found: Value | datetime, definition: FieldDefinition | None, t: Texts, now: datetime, names: Names = NONE
) -> str:
    """A value of a field, or a moment, as a person reads it; `names` are those of the rows that it speaks of."""
    match found:
        case int() if definition is not None:
            return clip(names.rows.of(definition.type, found) or t.gettext("no longer known"))
        case tuple():
            return list_words.short(found, definition, t, names)
        case Decimal():
            return t.number(found)
        case "yes" | "no" if definition is not None and definition.type is FieldType.YES_NO:
            return t.gettext("Yes") if found == YES else t.gettext("No")
        case str() if definition is not None and definition.type is FieldType.PROCESS:
            return t.label(names.processes[found]) if found in names.processes else clip(found)
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
