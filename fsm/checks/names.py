"""Names that lead nowhere, stand twice, or mean two things."""

from collections.abc import Collection, Iterable, Iterator

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.definition import Activity, Outcome, Process, Scope
from fsm.problems import Path, suggestion
from fsm.questions import OWN


def check(process: Process) -> Iterator[Finding]:
    """Every name that is used is defined, once, and for one thing."""
    yield from one("stage", ("start",), process.start, process.stages)
    yield from one("activity", ("next_step",), process.next_step, process.activities)
    yield from _perhaps("activity", ("no_client",), process.no_client, process.activities)
    yield from _perhaps("stage", ("withdrawn",), process.withdrawn, process.stages)
    yield from _every("activity", ("by_hand",), process.by_hand, process.activities)
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
    yield from twice(("signals",), process.signals)
    for key, ladder in process.ladders.items():
        yield from one("stage", ("ladders", key, "give_up", "to"), ladder.give_up.to, process.stages)
    for key, field in process.fields.items():
        yield from _perhaps("field", ("fields", key, "suggest"), field.suggest, process.fields)
    for key, activity in process.activities.items():
        yield from _of_activity(process, key, activity)
    for path, _, outcome in parts.outcomes(process):
        yield from _of_outcome(process, path, outcome)
    yield from _of_stages(process)
    yield from _of_parts(process)


def _of_activity(process: Process, key: str, activity: Activity) -> Iterator[Finding]:
    path: Path = ("activities", key)
    facts = [*process.activities, *process.signals]
    yield from _every("activity or signal", (*path, "after"), activity.after, facts)
    yield from _perhaps("field", (*path, "checklist"), activity.checklist, process.fields)
    yield from _perhaps("field", (*path, "place"), activity.place, process.fields)
    for number, timer in enumerate(activity.timers):
        place = (*path, "timers", number, "outcome")
        yield from _perhaps(f"outcome of {key}", place, timer.outcome, activity.outcomes)


def _of_outcome(process: Process, path: Path, outcome: Outcome) -> Iterator[Finding]:
    yield from _perhaps("ladder", (*path, "ladder"), outcome.ladder, process.ladders)
    yield from _every("activity", (*path, "redo"), outcome.redo, process.activities)
    if outcome.next is not None:
        yield from one("activity", (*path, "next", "plan"), outcome.next.plan, process.activities)


def _of_stages(process: Process) -> Iterator[Finding]:
    for key, stage in process.stages.items():
        path: Path = ("stages", key)
        yield from _every("stage", (*path, "moves"), stage.moves, process.stages)
        yield from _every("activity", (*path, "must"), stage.must, process.activities)
        for number, way in enumerate(stage.passes):
            yield from one("stage", (*path, "passes", number, "to"), way.to, process.stages)
        for number, start in enumerate(stage.starts):
            place: Path = (*path, "starts", number)
            yield from _perhaps("field", (*place, "field"), start.field, process.fields)
            yield from _perhaps("field", (*place, "due"), start.due, process.fields)
            yield from _every("field", (*place, "carry"), start.carry, process.fields)


def _of_parts(process: Process) -> Iterator[Finding]:
    for path, requires in parts.requirements(process):
        for number, requirement in enumerate(requires):
            place: Path = (*path, number)
            yield from one("field", (*place, "field"), requirement.field, process.fields)
            if requirement in requires[:number]:
                yield Finding(place, f"`{requirement.field}` stands twice", "once is enough")
    for path, openings in parts.openings(process):
        for number, opening in enumerate(openings):
            yield from one("activity", (*path, number, "open"), opening.open, process.activities)
        yield from twice(path, [opening.open for opening in openings])
    for path, branches in parts.branches(process):
        for number, branch in enumerate(branches):
            yield from one("stage", (*path, number, "to"), branch.to, process.stages)
    for path, rules in parts.rules(process):
        for number, rule in enumerate(rules):
            yield from _perhaps("field", (*path, number, "person"), rule.person, process.fields)
            yield from _perhaps("field", (*path, number, "head_of"), rule.head_of, process.fields)
    for path, due in parts.field_dues(process):
        yield from one("field", (*path, "field"), due.field, process.fields)
    facts = [*process.activities, *process.signals]
    for path, condition in parts.conditions(process):
        yield from _perhaps("field", (*path, "field"), condition.field, process.fields)
        yield from _perhaps("activity or signal", (*path, "done"), condition.done, facts)
        yield from _perhaps("field", (*path, "headed"), condition.headed, process.fields)


def _every(sort: str, path: Path, names: tuple[str, ...], known: Collection[str]) -> Iterator[Finding]:
    for number, name in enumerate(names):
        yield from one(sort, (*path, number), name, known)
    yield from twice(path, names)


def _perhaps(sort: str, path: Path, name: str | None, known: Collection[str]) -> Iterator[Finding]:
    if name is not None:
        yield from one(sort, path, name, known)


def one(sort: str, path: Path, name: str, known: Collection[str]) -> Iterator[Finding]:
    """A name has to be among those that are known."""
    if name not in known:
        yield Finding(path, f"unknown {sort} `{name}`", suggestion(name, known))


def twice(path: Path, names: Iterable[str]) -> Iterator[Finding]:
    """A name stands once in a list."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield Finding((*path, number), f"`{name}` stands twice", "once is enough")
        seen.add(name)
