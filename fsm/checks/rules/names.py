"""What a rule names is there in a process of deals, and is of a type that can say it."""

from collections.abc import Iterator, Mapping

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.checks.names import one
from fsm.checks.places import completes
from fsm.checks.rules.limits import OF_STAGES
from fsm.definition import TOUCHED, Condition, FieldType, Process, Rule
from fsm.problems import Path, suggestion
from fsm.values import NO, YES

Processes = Mapping[str, Process]
_NUMBERS = (FieldType.MONEY, FieldType.NUMBER)
_DAYS = (FieldType.DATE, FieldType.MOMENT)
_WRITTEN = (FieldType.CHOICE, FieldType.YES_NO, FieldType.TEXT, FieldType.PROCESS)


def check(rule: Rule, deals: Processes) -> Iterator[Finding]:
    """A rule looks at deals of all processes, so a name in one of them is enough."""
    for word, condition in (("criteria", rule.criteria), ("fulfil", rule.fulfil)):
        if condition is not None:
            for path, part in parts.within((word,), condition):
                yield from _of_condition(path, part, deals)
    if rule.threshold is not None:
        path = ("threshold", "field")
        yield from of_type(path, rule.threshold.field, _NUMBERS, "has a border", deals)
    if rule.moment is not None:
        yield from of_type(("moment",), rule.moment, _DAYS, "says when", deals)
    if rule.watch in OF_STAGES:
        yield from _norms(rule, deals)


def of_type(
    path: Path, name: str, types: tuple[FieldType, ...], does: str, deals: Processes
) -> Iterator[Finding]:
    """The field is there, and wherever it is there it is of one of these types."""
    yield from one("field", path, name, _fields(deals))
    for key, process in deals.items():
        field = process.fields.get(name)
        if field is not None and field.type not in types:
            what = f"`{name}` is of type {field.type} in `{key}`"
            yield Finding(path, what, f"only a field of type {' or '.join(types)} {does}")


def _of_condition(path: Path, part: Condition, deals: Processes) -> Iterator[Finding]:
    if part.done is not None:
        yield from _done((*path, "done"), part.done, deals)
    if part.headed is not None:
        yield from of_type((*path, "headed"), part.headed, (FieldType.TEAM,), "has a head", deals)
    if part.field is None:
        return
    for word in ("at_least", "below"):
        if getattr(part, word) is not None:
            yield from of_type((*path, "field"), part.field, _NUMBERS, "is more or less", deals)
            return
    if part.equals is None:
        yield from one("field", (*path, "field"), part.field, _fields(deals))
        return
    yield from of_type((*path, "field"), part.field, _WRITTEN, "has values that can be written here", deals)
    yield from _values((*path, "equals"), part.field, part.equals, deals)


def _values(path: Path, name: str, values: tuple[str, ...], deals: Processes) -> Iterator[Finding]:
    """Each is one of some process; a text may be anything."""
    found = [process.fields[name] for process in deals.values() if name in process.fields]
    if not found or any(field.type in {FieldType.TEXT, FieldType.PROCESS} for field in found):
        return
    known: dict[str, None] = {}
    for field in found:
        known |= dict.fromkeys((YES, NO) if field.type is FieldType.YES_NO else field.options)
    for number, value in enumerate(values):
        yield from one(f"value of {name}", (*path, number), value, known)


def _done(path: Path, name: str, deals: Processes) -> Iterator[Finding]:
    facts: dict[str, None] = {TOUCHED: None}
    for process in deals.values():
        facts |= dict.fromkeys((*process.activities, *process.signals))
    yield from one("activity or signal", path, name, facts)
    having = [process for process in deals.values() if name in process.activities]
    if having and not any(completes(process, name) for process in having):
        yield Finding(path, f"`{name}` is never done", "it needs an outcome that completes it")


def _norms(rule: Rule, deals: Processes) -> Iterator[Finding]:
    for name in rule.norms:
        key, dot, stage = name.partition(".")
        path: Path = ("norms", name)
        if not dot:
            continue  # told by itself
        if key not in deals:
            yield Finding(path, f"unknown process of deals `{key}`", suggestion(key, deals))
        elif stage not in deals[key].stages:
            yield Finding(
                path, f"unknown stage `{stage}` of `{key}`", suggestion(stage, deals[key].working_stages)
            )
        elif deals[key].stages[stage].final is not None:
            yield Finding(path, f"`{stage}` of `{key}` is final", "no deal waits in a stage that is an end")


def _fields(deals: Processes) -> dict[str, None]:
    found: dict[str, None] = {}
    for process in deals.values():
        found |= dict.fromkeys(process.fields)
    return found
