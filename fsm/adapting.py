"""What an administrator may change in a process without writing a file: how strict its gate is, and its dictionaries.

A dictionary is a choice that only says something, such as the reason of a loss; a choice that steers the process
(whose the deal is, where it goes, what is opened) is none, and stays as the file says.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fsm.definition import Condition, FieldType, Gate, Label, Option, Process


@dataclass(frozen=True, slots=True)
class Entry:
    """What is different about one option: another title (language -> text), or that nobody may choose it any more.

    One that the file does not have is new.
    """

    title: Mapping[str, str] | None = None
    hidden: bool = False


Changes = Mapping[str, Mapping[str, Entry]]
"""Field -> option -> what is different about it; new options in the order in which they were added."""

REST = "other"
"""An option of this name that the file has last stays the last one."""

NOTHING: Changes = MappingProxyType({})


def adapted(process: Process, gate: Gate | None = None, changes: Changes = NOTHING) -> Process:
    """The process with that gate and these dictionaries; itself where nothing of it is changed.

    A hidden option stays, so that old deals can be read, but only the process itself may set it.
    """
    fields = {
        key: process.fields[key].model_copy(
            update={"options": _options(process.fields[key].options, changes[key])}
        )
        for key in dictionaries(process)
        if changes.get(key)
    }
    update: dict[str, object] = {"fields": MappingProxyType({**process.fields, **fields})} if fields else {}
    if gate is not None and gate != process.gate:
        update["gate"] = gate
    return process.model_copy(update=update) if update else process


def _options(known: Mapping[str, Option], changes: Mapping[str, Entry]) -> Mapping[str, Option]:
    found = dict(known)
    for key, one in changes.items():
        before = known.get(key)
        if before is not None and before.reserved:
            continue
        if before is None and one.title is None:
            continue
        title: Label = one.title or (before.title if before else {})
        found[key] = Option(title=title, reserved=one.hidden)
    if REST in known and list(known)[-1] == REST:
        found[REST] = found.pop(REST)
    return MappingProxyType(found)


def dictionaries(process: Process) -> tuple[str, ...]:
    """Keys of the fields whose options may be changed."""
    steering = set(_named(_steering(process)))
    return tuple(
        key for key, field in process.fields.items() if field.type is FieldType.CHOICE and key not in steering
    )


def _steering(process: Process) -> Iterator[Condition]:
    """Conditions that decide whose something is, where the deal goes, and what begins."""
    for activity in process.activities.values():
        yield from (one.when for one in activity.owner if one.when)
        for outcome in activity.outcomes.values():
            yield from (one.when for one in (*outcome.owner, *outcome.passes_to) if one.when)
            yield from (one.when for one in outcome.to if one.when)
            yield from (one.when for one in outcome.opens if one.when)
            yield from (one.when for one in (outcome.exit.suggest if outcome.exit else ()) if one.when)
    for stage in process.stages.values():
        yield from (one.when for one in stage.opens if one.when)
        yield from (one.when for one in stage.starts if one.when)
        for way in stage.passes:
            yield from (one.when for one in way.owner if one.when)
            if way.when:
                yield way.when


def _named(conditions: Iterable[Condition]) -> Iterator[str]:
    """Fields whose values they compare; whether something is known at all does not depend on a dictionary."""
    for one in conditions:
        if one.field is not None and one.equals is not None:
            yield one.field
        yield from _named(one.parts)
