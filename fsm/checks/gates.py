"""What a move asks for when nobody is there to answer."""

from collections.abc import Mapping

from fsm.conditions import holds
from fsm.definition import Condition, Process
from fsm.questions import demands


def unanswered(process: Process, source: str, to: str, known: Mapping[str, str]) -> list[str]:
    """Fields that would be asked for on this move, and on the ways that are taken at once after it."""
    found: dict[str, None] = {}
    waiting, seen = [(source, to)], set[tuple[str, str]]()
    while waiting:
        step = waiting.pop()
        if step in seen or not set(step) <= process.stages.keys():
            continue
        seen.add(step)
        for requirement in demands(process, *step):
            if requirement.field not in known and may_hold(requirement.when, known):
                found[requirement.field] = None
        waiting += [(step[1], way.to) for way in process.stages[step[1]].passes]
    return list(found)


def may_hold(condition: Condition | None, known: Mapping[str, str]) -> bool:
    """False only where these values alone make it false, whatever else there is."""
    if condition is None or condition.denied is not None:
        return True
    if condition.field is not None:
        return condition.field not in known or holds(condition, known)
    if condition.all:
        return all(may_hold(one, known) for one in condition.all)
    return not condition.any or any(may_hold(one, known) for one in condition.any)
