"""In some process the rule applies, and wherever it applies it can be done."""

from collections.abc import Iterator, Mapping

from fsm.checks.finding import Finding
from fsm.checks.places import completes
from fsm.checks.possible import Steps, World, possible
from fsm.checks.rules.sense import applying
from fsm.definition import TOUCHED, FieldType, Process, Rule


def check(rule: Rule, deals: Mapping[str, Process]) -> Iterator[Finding]:
    """Only what each process has can come to hold in its deals."""
    steps = Steps()
    applies = applying(rule)
    if not applies and rule.fulfil is None:
        return
    worlds = {key: _world(process) for key, process in deals.items()}
    where = [key for key, world in worlds.items() if possible(applies, steps, world)]
    word = "criteria" if rule.criteria is not None else "threshold"
    if not where and possible(applies, steps):
        what = f"`{word}` can hold in no process of deals"
        yield Finding((word,), what, "the rule would never fire: name what one process has")
    if rule.fulfil is None or not possible([*applies, (rule.fulfil, True)], steps):
        return
    for key in where:
        if not possible([*applies, (rule.fulfil, True)], steps, worlds[key]):
            what = f"in deals of `{key}` it can never be done"
            meant = f"name something of `{key}` too, or let `criteria` leave these deals out"
            yield Finding(("fulfil",), what, meant)


def _world(process: Process) -> World:
    done = {key for key in process.activities if completes(process, key)}
    options = {key: field.options for key, field in process.fields.items() if field.type is FieldType.CHOICE}
    return World(process.fields, {TOUCHED, *done, *process.signals}, options)
