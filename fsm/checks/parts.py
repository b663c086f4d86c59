"""The same part wherever a process may have it, each with its path: what is asked, opened, gone to, whose, when, if."""

from collections.abc import Iterable, Iterator
from itertools import chain

from fsm.definition import (
    AnyDue,
    Branch,
    Condition,
    Due,
    FieldDue,
    Opening,
    Outcome,
    OwnerRule,
    Pass,
    Process,
    ProcessStart,
    Requirement,
    Stage,
)
from fsm.problems import Path

Rules = tuple[OwnerRule, ...]
Conditional = Requirement | Opening | Branch | OwnerRule | Pass | ProcessStart


def outcomes(process: Process) -> Iterator[tuple[Path, str, Outcome]]:
    """Every button with the key of its activity."""
    for key, activity in process.activities.items():
        for name, outcome in activity.outcomes.items():
            yield ("activities", key, "outcomes", name), key, outcome


def requirements(process: Process) -> Iterator[tuple[Path, tuple[Requirement, ...]]]:
    """What gates, buttons and requests ask for, list by list."""
    for key, activity in process.activities.items():
        yield ("activities", key, "ask"), activity.ask
    for path, _, outcome in outcomes(process):
        yield (*path, "ask"), outcome.ask
    for key, stage in process.stages.items():
        yield ("stages", key, "requires"), stage.requires


def openings(process: Process) -> Iterator[tuple[Path, tuple[Opening, ...]]]:
    """What stages and buttons open, list by list."""
    for path, _, outcome in outcomes(process):
        yield (*path, "opens"), outcome.opens
    for key, stage in process.stages.items():
        yield ("stages", key, "opens"), stage.opens


def branches(process: Process) -> Iterator[tuple[Path, tuple[Branch, ...]]]:
    """Where buttons lead, or suggest to go, list by list."""
    for path, _, outcome in outcomes(process):
        yield (*path, "to"), outcome.to
        if outcome.exit is not None:
            yield (*path, "exit", "suggest"), outcome.exit.suggest


def rules(process: Process) -> Iterator[tuple[Path, Rules]]:
    """Who somebody is, list by list."""
    for key, activity in process.activities.items():
        yield ("activities", key, "owner"), activity.owner
    for path, _, outcome in outcomes(process):
        yield (*path, "owner"), outcome.owner
        yield (*path, "passes_to"), outcome.passes_to
    for key, stage in process.stages.items():
        for number, way in enumerate(stage.passes):
            yield ("stages", key, "passes", number, "nobody"), way.nobody
            yield ("stages", key, "passes", number, "owner"), way.owner


def dues(process: Process) -> Iterator[tuple[Path, AnyDue]]:
    """When something is due; without steps of ladders, chips and timers, which are reckoned from now alone."""
    for key, activity in process.activities.items():
        yield ("activities", key, "due"), activity.due
    for path, _, outcome in outcomes(process):
        if outcome.again is not None:
            yield (*path, "again"), outcome.again


def field_dues(process: Process) -> Iterator[tuple[Path, FieldDue]]:
    """Those that a field moves."""
    for path, due in dues(process):
        if isinstance(due, FieldDue):
            yield path, due


def conditions(process: Process) -> Iterator[tuple[Path, Condition]]:
    """Every condition, also those that another one is made of."""
    for path, condition in _whole_conditions(process):
        yield from within(path, condition)


def within(path: Path, condition: Condition) -> Iterator[tuple[Path, Condition]]:
    """A condition and those that it is made of."""
    yield path, condition
    for word in ("all", "any"):
        for number, one in enumerate(getattr(condition, word)):
            yield from within((*path, word, number), one)
    if condition.denied is not None:
        yield from within((*path, "not"), condition.denied)


def _whole_conditions(process: Process) -> Iterator[tuple[Path, Condition]]:
    for path, part in _conditional(process):
        if part.when is not None:
            yield (*path, "when"), part.when


def _conditional(process: Process) -> Iterator[tuple[Path, Conditional]]:
    """Every part that may hang on a condition."""
    lists: Iterable[tuple[Path, tuple[Conditional, ...]]] = chain(
        requirements(process), openings(process), branches(process), rules(process)
    )
    for path, found in lists:
        for number, part in enumerate(found):
            yield (*path, number), part
    for key, stage in process.stages.items():
        yield from on_entry(key, stage)


def on_entry(key: str, stage: Stage) -> Iterator[tuple[Path, Pass | ProcessStart]]:
    """What may happen by itself when a stage is entered."""
    for number, way in enumerate(stage.passes):
        yield ("stages", key, "passes", number), way
    for number, start in enumerate(stage.starts):
        yield ("stages", key, "starts", number), start


def takes_no_time(due: Due) -> bool:
    """Whether this is at once. A time of the day makes even «today» a moment that is still to come."""
    return due.at is None and not (due.working_hours or due.working_days or due.days)
