"""Where buttons lead: moves that are legal wherever the button can be pressed, work that can be done anew there."""

from collections.abc import Iterator

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.checks.places import Places, places
from fsm.definition import Branch, Outcome, Process
from fsm.problems import Path, listed


def check(process: Process) -> Iterator[Finding]:
    """Every button does something that is possible, and its branches have an else."""
    where = places(process)
    for path, key, outcome in parts.outcomes(process):
        for number, branch in enumerate(outcome.to):
            yield from illegal(process, (*path, "to", number), branch.to, key, where)
        yield from _branches((*path, "to"), outcome.to)
        yield from _exit(process, path, key, outcome, where)
        yield from _opens(process, path, key, outcome)
        yield from _redo(process, path, key, outcome, where)
        for requirement in outcome.ask:
            if requirement.field in outcome.set:
                what = f"`{requirement.field}` is asked and then set"
                yield Finding((*path, "set"), what, "what is set is what counts: leave one of them out")


def illegal(process: Process, path: Path, to: str, key: str, where: Places) -> Iterator[Finding]:
    """A move that an outcome wants and a stage does not have."""
    if to not in process.stages:
        return
    without = [
        stage for stage in process.stages if stage in where[key] and to not in process.stages[stage].ways
    ]
    if without:
        what = f"`{key}` leads to `{to}`, but can be open in {listed(without)}"
        yield Finding(path, what, f"add `{to}` to the moves there, or lead elsewhere")


def _branches(path: Path, branches: tuple[Branch, ...]) -> Iterator[Finding]:
    for number, branch in enumerate(branches):
        last = number == len(branches) - 1
        if branch.when is None and not last:
            what = f"`{branch.to}` without a condition, before others"
            yield Finding((*path, number), what, "the others are never taken: put it last")
        if branch.when is not None and last:
            what = "where to, when no condition holds?"
            yield Finding((*path, number), what, "let the last one be a stage without `when`")


def _exit(process: Process, path: Path, key: str, outcome: Outcome, where: Places) -> Iterator[Finding]:
    if outcome.exit is None:
        return
    for number, branch in enumerate(outcome.exit.suggest):
        place: Path = (*path, "exit", "suggest", number)
        if branch.to not in process.stages or not where[key]:
            continue
        if all(branch.to not in process.stages[stage].ways for stage in where[key]):
            stages = listed(stage for stage in process.stages if stage in where[key])
            what = f"`{branch.to}` is suggested, but no move leads there from {stages}"
            yield Finding(place, what, f"add `{branch.to}` to the moves there, or suggest another one")
        if branch in outcome.exit.suggest[:number]:
            yield Finding(place, f"`{branch.to}` stands twice", "once is enough")


def _opens(process: Process, path: Path, key: str, outcome: Outcome) -> Iterator[Finding]:
    goals = [branch.to for branch in outcome.to]
    if outcome.opens and goals and all(_ends(process, to) for to in goals):
        what = f"opens activities on the way to the end `{goals[0]}`"
        yield Finding((*path, "opens"), what, "nothing is to be done in a deal that has ended")
    plans = [((*path, "opens", number), one.open) for number, one in enumerate(outcome.opens)]
    if outcome.next is not None:
        plans.append(((*path, "next", "plan"), outcome.next.plan))
    for place, opened in plans:
        if opened in process.activities and process.activities[opened].after:
            what = f"opens `{opened}`, which waits for others"
            yield Finding(place, what, "what has `after` is opened by its stage alone")
    for number, one in enumerate(outcome.opens):
        if one.open == key:
            what = f"`{key}` opens itself"
            yield Finding((*path, "opens", number), what, "say when it is there again: `again` or `when`")


def _ends(process: Process, to: str) -> bool:
    return to in process.stages and process.stages[to].final is not None


def _redo(process: Process, path: Path, key: str, outcome: Outcome, where: Places) -> Iterator[Finding]:
    if set(outcome.redo) == {key}:
        what = f"`{key}` does itself anew"
        yield Finding((*path, "redo"), what, "say when it is there again: `again` or `when`")
    for number, name in enumerate(outcome.redo):
        if name not in process.activities:
            continue
        absent = where[key] - where[name]
        if absent:
            stages = listed(stage for stage in process.stages if stage in absent)
            what = f"`{name}` is done anew, but is not opened in {stages}"
            yield Finding((*path, "redo", number), what, f"`{key}` can be open there: open both, or neither")
