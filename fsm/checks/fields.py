"""Fields are used for what their types can say."""

from collections.abc import Iterator, Mapping

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.checks.names import one
from fsm.definition import PARTS, Condition, FieldType, Process, Requirement
from fsm.problems import Path, suggestion
from fsm.values import NO, YES

_ROWS = (*PARTS, FieldType.LINES)
_ANSWERED = (FieldType.TEXT, FieldType.CONTACT, FieldType.PRODUCT)
_NUMBERS = (FieldType.NUMBER, FieldType.MONEY)
_DAYS = (FieldType.DATE, FieldType.MOMENT)
_WRITTEN = (FieldType.CHOICE, FieldType.YES_NO, FieldType.TEXT, FieldType.PROCESS)


def check(process: Process) -> Iterator[Finding]:
    """Unknown names are told elsewhere and passed over here."""
    for check_ in (_definitions, _reserved, _values, _uses, _people):
        yield from check_(process)
    for path, requires in parts.requirements(process):
        for number, requirement in enumerate(requires):
            yield from _parts(process, (*path, number, "parts"), requirement)
    for path, condition in parts.conditions(process):
        yield from _condition(process, path, condition)


def _definitions(process: Process) -> Iterator[Finding]:
    for key, field in process.fields.items():
        path: Path = ("fields", key)
        if field.suggest is not None:
            yield from _typed(process, (*path, "suggest"), field.suggest, _ROWS, "gives rows to suggest")
            yield from _typed(process, (*path, "suggest"), key, _ANSWERED, "is answered by the name of a row")
        if field.options and all(option.reserved for option in field.options.values()):
            meant = "leave one that a person can choose"
            yield Finding((*path, "options"), f"all options of `{key}` are reserved", meant)


def _values(process: Process) -> Iterator[Finding]:
    for path, values in _set(process):
        for name, value in values.items():
            yield from one("field", (*path, name), name, process.fields)
            yield from _value((*path, name), name, value, process)


def _uses(process: Process) -> Iterator[Finding]:
    """Dues, checklists and other processes look at fields too."""
    for path, due in parts.field_dues(process):
        yield from _typed(process, (*path, "field"), due.field, _DAYS, "says when")
    for key, activity in process.activities.items():
        if activity.place is not None:
            written: Path = ("activities", key, "place")
            yield from _typed(process, written, activity.place, (FieldType.TEXT,), "says a place")
        if activity.checklist is not None:
            place: Path = ("activities", key, "checklist")
            yield from _typed(process, place, activity.checklist, (FieldType.CHECKLIST,), "is ticked")
    for key, stage in process.stages.items():
        for number, start in enumerate(stage.starts):
            place = ("stages", key, "starts", number)
            if start.field is not None:
                which = (FieldType.PROCESS,)
                yield from _typed(process, (*place, "field"), start.field, which, "names a process")
            if start.due is not None:
                yield from _typed(process, (*place, "due"), start.due, _DAYS, "says when")


def _typed(
    process: Process, path: Path, name: str, types: tuple[FieldType, ...], does: str
) -> Iterator[Finding]:
    field = process.fields.get(name)
    if field is not None and field.type not in types:
        meant = f"only a field of type {_or(types)} {does}"
        yield Finding(path, f"`{name}` is of type {field.type}", meant)


def _or(words: tuple[str, ...]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


def _people(process: Process) -> Iterator[Finding]:
    for path, rules in parts.rules(process):
        for number, rule in enumerate(rules):
            if rule.person is not None:
                place: Path = (*path, number, "person")
                yield from _typed(process, place, rule.person, (FieldType.PERSON,), "names a colleague")
            if rule.head_of is not None:
                place = (*path, number, "head_of")
                yield from _typed(process, place, rule.head_of, (FieldType.TEAM,), "has a head")


def _parts(process: Process, path: Path, requirement: Requirement) -> Iterator[Finding]:
    field = process.fields.get(requirement.field)
    if field is None or not requirement.parts:
        return
    if field.type not in PARTS:
        yield from _typed(process, path, requirement.field, tuple(PARTS), "has parts")
        return
    for part in requirement.parts:
        if part not in PARTS[field.type]:
            what = f"unknown part `{part}` of {field.type}"
            yield Finding(path, what, suggestion(part, PARTS[field.type]))


def _condition(process: Process, path: Path, condition: Condition) -> Iterator[Finding]:
    if condition.headed is not None:
        yield from _typed(process, (*path, "headed"), condition.headed, (FieldType.TEAM,), "has a head")
    if condition.field is None:
        return
    if condition.equals == ():
        yield Finding((*path, "equals"), "a condition without values", "it would never hold: name some")
    for number, value in enumerate(condition.equals or ()):
        yield from _value((*path, "equals", number), condition.field, value, process)
    for word in ("at_least", "below"):
        if getattr(condition, word) is not None:
            yield from _typed(process, (*path, word), condition.field, _NUMBERS, "is more or less")


def _set(process: Process) -> Iterator[tuple[Path, Mapping[str, str]]]:
    for key, ladder in process.ladders.items():
        yield ("ladders", key, "give_up", "set"), ladder.give_up.set
    for path, _, outcome in parts.outcomes(process):
        yield (*path, "set"), outcome.set


def _reserved(process: Process) -> Iterator[Finding]:
    """What no person may choose is chosen by the process somewhere."""
    given = {pair for _, values in _set(process) for pair in values.items()}
    for key, field in process.fields.items():
        for name, option in field.options.items():
            if option.reserved and (key, name) not in given:
                what = f"nobody and nothing chooses `{name}`"
                meant = "name it in a `set`, or leave out `reserved`"
                yield Finding(("fields", key, "options", name), what, meant)


def _value(path: Path, name: str, value: str, process: Process) -> Iterator[Finding]:
    """A value that is written in a process: an option of a choice, yes or no, or a word."""
    field = process.fields.get(name)
    if field is None:
        return
    if field.type is FieldType.CHOICE:
        yield from one(f"option of {name}", path, value, field.options)
    elif field.type is FieldType.YES_NO:
        yield from one(f"value of {name}", path, value, (YES, NO))
    elif field.type not in _WRITTEN:
        meant = "only a choice or a text has values that can be written here"
        yield Finding(path, f"`{value}` for the {field.type} `{name}`", meant)
