"""Names that lead nowhere, stand twice, or mean two things."""

from collections.abc import Collection, Iterable, Iterator

from fsm.checks.finding import Finding
from fsm.definition import Branch, Condition, FieldType, Opening, Process, Requirement, Scope
from fsm.problems import Path, suggestion
from fsm.questions import OWN
from fsm.values import NO, YES


def check(process: Process) -> Iterator[Finding]:
    """Every name that is used is defined, once, and for one thing."""
    yield from _one("stage", ("start",), process.start, process.stages)
    yield from _one("activity", ("next_step",), process.next_step, process.activities)
    if process.no_client is not None:
        yield from _one("activity", ("no_client",), process.no_client, process.activities)
    yield from _all("activity", ("by_hand",), process.by_hand, process.activities)
    yield from _twice(("by_hand",), process.by_hand)
    for number, key in enumerate(process.by_hand):
        if key in process.activities and process.activities[key].scope is not Scope.DEAL:
            what = f"`{key}` is added by hand and ends with its stage"
            yield Finding(("by_hand", number), what, "what people add stays: `scope: deal`")
    for key in sorted(OWN & process.fields.keys()):
        yield Finding(("fields", key), f"`{key}` is the engine's own question", "give the field another name")
    for number, signal in enumerate(process.signals):
        if signal in process.activities:
            meant = "`after` could mean both: give the signal another name"
            yield Finding(("signals", number), f"the signal `{signal}` is called like an activity", meant)
    yield from _twice(("signals",), process.signals)
    yield from _of_ladders(process)
    yield from _of_activities(process)
    yield from _of_stages(process)


def _of_ladders(process: Process) -> Iterator[Finding]:
    for key, ladder in process.ladders.items():
        path: Path = ("ladders", key, "give_up")
        yield from _one("stage", (*path, "to"), ladder.give_up.to, process.stages)
        for name, value in ladder.give_up.set.items():
            yield from _one("field", (*path, "set", name), name, process.fields)
            yield from _value((*path, "set", name), name, value, process)


def _of_activities(process: Process) -> Iterator[Finding]:
    facts = [*process.activities, *process.signals]
    for key, activity in process.activities.items():
        path: Path = ("activities", key)
        yield from _all("activity or signal", (*path, "after"), activity.after, facts)
        for name, outcome in activity.outcomes.items():
            way: Path = (*path, "outcomes", name)
            yield from _of_requirements((*way, "ask"), outcome.ask, process)
            yield from _of_openings((*way, "opens"), outcome.opens, process)
            yield from _of_branches((*way, "to"), outcome.to, process)
            if outcome.ladder is not None:
                yield from _one("ladder", (*way, "ladder"), outcome.ladder, process.ladders)
            if outcome.next is not None:
                yield from _one("activity", (*way, "next", "plan"), outcome.next.plan, process.activities)


def _of_stages(process: Process) -> Iterator[Finding]:
    for key, stage in process.stages.items():
        path: Path = ("stages", key)
        yield from _of_openings((*path, "opens"), stage.opens, process)
        yield from _all("stage", (*path, "moves"), stage.moves, process.stages)
        yield from _of_requirements((*path, "requires"), stage.requires, process)


def _of_requirements(path: Path, requires: tuple[Requirement, ...], process: Process) -> Iterator[Finding]:
    for number, requirement in enumerate(requires):
        place: Path = (*path, number)
        yield from _one("field", (*place, "field"), requirement.field, process.fields)
        if requirement.when is not None:
            yield from _of_condition((*place, "when"), requirement.when, process)
        if requirement in requires[:number]:
            yield Finding(place, f"`{requirement.field}` stands twice", "once is enough")


def _of_openings(path: Path, openings: tuple[Opening, ...], process: Process) -> Iterator[Finding]:
    for number, opening in enumerate(openings):
        yield from _one("activity", (*path, number), opening.open, process.activities)
        if opening.when is not None:
            yield from _of_condition((*path, number, "when"), opening.when, process)
    yield from _twice(path, [opening.open for opening in openings])


def _of_branches(path: Path, branches: tuple[Branch, ...], process: Process) -> Iterator[Finding]:
    for number, branch in enumerate(branches):
        yield from _one("stage", (*path, number), branch.to, process.stages)
        if branch.when is not None:
            yield from _of_condition((*path, number, "when"), branch.when, process)


def _of_condition(path: Path, condition: Condition, process: Process) -> Iterator[Finding]:
    if condition.field is not None:
        yield from _one("field", (*path, "field"), condition.field, process.fields)
        if condition.equals == ():
            yield Finding((*path, "equals"), "a condition without values", "it would never hold: name some")
        for number, value in enumerate(condition.equals or ()):
            yield from _value((*path, "equals", number), condition.field, value, process)
    if condition.done is not None:
        facts = [*process.activities, *process.signals]
        yield from _one("activity or signal", (*path, "done"), condition.done, facts)
    if condition.headed is not None:
        yield from _one("field", (*path, "headed"), condition.headed, process.fields)
    for number, one in enumerate(condition.all):
        yield from _of_condition((*path, "all", number), one, process)
    for number, one in enumerate(condition.any):
        yield from _of_condition((*path, "any", number), one, process)
    if condition.denied is not None:
        yield from _of_condition((*path, "not"), condition.denied, process)


def _value(path: Path, name: str, value: str, process: Process) -> Iterator[Finding]:
    """A value that is written in a process: an option of a choice, or a text."""
    field = process.fields.get(name)
    if field is None:
        return
    if field.type is FieldType.CHOICE:
        yield from _one(f"option of {name}", path, value, field.options)
    elif field.type is FieldType.YES_NO:
        yield from _one(f"value of {name}", path, value, (YES, NO))
    elif field.type is not FieldType.TEXT:
        meant = "only a choice or a text has values that can be written here"
        yield Finding(path, f"`{value}` for the {field.type} `{name}`", meant)


def _all(sort: str, path: Path, names: tuple[str, ...], known: Collection[str]) -> Iterator[Finding]:
    for number, name in enumerate(names):
        yield from _one(sort, (*path, number), name, known)
    yield from _twice(path, names)


def _one(sort: str, path: Path, name: str, known: Collection[str]) -> Iterator[Finding]:
    if name not in known:
        yield Finding(path, f"unknown {sort} `{name}`", suggestion(name, known))


def _twice(path: Path, names: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield Finding((*path, number), f"`{name}` stands twice", "once is enough")
        seen.add(name)
