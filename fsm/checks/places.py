"""Which activity can be open in which stage."""

from collections.abc import Iterable, Iterator, Mapping

from fsm.definition import Outcome, Process, Scope

Places = Mapping[str, set[str]]
"""Activity -> the working stages in which it can be open."""


def places(process: Process) -> Places:
    """Where each activity can be open: opened there, or brought along from before when its scope is the deal.

    Doing something anew opens it where it was open already, so `redo` adds no place.
    """
    working = process.working_stages
    onward = {stage: [to for to in process.stages[stage].ways if to in working] for stage in working}
    later = {stage: reached(onward, [stage]) for stage in working}
    found: dict[str, set[str]] = {key: set() for key in process.activities}
    anywhere = [process.next_step, *([process.no_client] if process.no_client else []), *process.by_hand]
    waiting = [
        (key, stage)
        for stage in working
        for key in (*(one.open for one in process.stages[stage].opens), *anywhere)
    ]
    while waiting:
        key, stage = waiting.pop()
        activity = process.activities.get(key)
        if activity is None or stage in found[key]:
            continue
        found[key].add(stage)
        if activity.scope is Scope.DEAL:
            waiting += [(key, to) for to in later[stage]]
        for outcome in activity.outcomes.values():
            for to in goals(process, outcome, stage):
                waiting += [(one.open, to) for one in outcome.opens if to in working]
            if outcome.next is not None:
                waiting.append((outcome.next.plan, stage))
    return found


def goals(process: Process, outcome: Outcome, stage: str) -> Iterator[str]:
    """The stages in which a deal can be after this outcome in that stage."""
    if outcome.exit is not None:
        yield stage
        yield from process.stages[stage].ways
    elif outcome.to:
        yield from (branch.to for branch in outcome.to)
    else:
        yield stage


def completes(process: Process, key: str) -> bool:
    """Whether it can be done for good: an outcome that others may count on, and that does not open it again."""
    return any(
        outcome.completes and not outcome.repeats and key not in redone(process, outcome.redo)
        for outcome in process.activities[key].outcomes.values()
    )


def redone(process: Process, keys: Iterable[str]) -> set[str]:
    """These and whatever waits for them."""
    waiting: dict[str, list[str]] = {}
    for key, activity in process.activities.items():
        for name in activity.after:
            waiting.setdefault(name, []).append(key)
    return reached(waiting, keys)


def reached(onward: Mapping[str, Iterable[str]], start: Iterable[str]) -> set[str]:
    """Everything that the arrows lead to from there, the start itself included."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += onward.get(key, ())
    return found
