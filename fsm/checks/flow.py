"""Activities in their stages: which can be open where, whether what they wait for can come, whether attempts end."""

from collections.abc import Iterator

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.checks.leads import illegal
from fsm.checks.places import Places, completes, places, reached
from fsm.definition import Activity, Kind, Process, Scope
from fsm.problems import Path, listed


def check(process: Process) -> Iterator[Finding]:
    """Every activity can come and end, and so can what it waits for."""
    where = places(process)
    for key, activity in process.activities.items():
        if not where[key]:
            yield Finding(("activities", key), f"nothing opens `{key}`", "name it in `opens` of a stage")
        yield from _waits(process, key, activity, where)
        yield from _asks(key, activity)
    yield from _cycles(process)
    yield from _ladders(process, where)
    for path, condition in parts.conditions(process):
        if condition.done in process.activities:
            yield from _done(process, (*path, "done"), condition.done or "", where)


def _waits(process: Process, key: str, activity: Activity, where: Places) -> Iterator[Finding]:
    path: Path = ("activities", key, "after")
    if activity.after and key in {process.next_step, process.no_client, *process.by_hand}:
        yield Finding(
            path,
            f"`{key}` may be opened at any time and waits",
            "it has to be there at once: leave out `after`",
        )
    for number, name in enumerate(activity.after):
        awaited = process.activities.get(name)
        if awaited is None:
            continue
        if not _ends_here(process, name, awaited):
            what = f"`{key}` waits for `{name}`, which never completes"
            yield Finding((*path, number), what, f"`{name}` needs an outcome that neither repeats nor moves")
        absent = where[key] - where[name] if awaited.scope is Scope.STAGE else set()
        if absent or not where[name]:
            stages = listed(stage for stage in process.stages if stage in absent) or "any stage"
            what = f"`{key}` waits for `{name}`, which is not opened in {stages}"
            yield Finding((*path, number), what, "open both in the same stage, or give it `scope: deal`")


def _ends_here(process: Process, name: str, awaited: Activity) -> bool:
    """Whether it can be done without leaving the stage, or stays done when that is left."""
    if awaited.scope is Scope.DEAL:
        return completes(process, name)
    return completes(process, name) and any(
        outcome.completes and not outcome.repeats and not outcome.to for outcome in awaited.outcomes.values()
    )


def _done(process: Process, path: Path, key: str, where: Places) -> Iterator[Finding]:
    """What a condition looks back to can be done, and is remembered where the condition stands."""
    if not completes(process, key):
        yield Finding(path, f"`{key}` is never done", "it needs an outcome that completes it")
        return
    sort, name, word = path[:3]
    if sort == "activities":
        here = where[str(name)]
    elif word == "opens":
        here = {str(name)} & set(process.working_stages)
    else:
        return
    if process.activities[key].scope is Scope.STAGE and here and not here & where[key]:
        stages = listed(stage for stage in process.stages if stage in here)
        what = f"`{key}` is never done in {stages}"
        yield Finding(path, what, "it is open in other stages: what is remembered has `scope: deal`")


def _asks(key: str, activity: Activity) -> Iterator[Finding]:
    """What is asked in the chat has something to ask."""
    path: Path = ("activities", key, "kind")
    if activity.kind is Kind.FORM and not any(one.ask for one in activity.outcomes.values()):
        yield Finding(path, f"the form `{key}` asks nothing", "name fields in `ask` of an outcome")
    if activity.kind is Kind.QUESTION and len(activity.outcomes) == 1:
        yield Finding(path, f"the question `{key}` has one answer", "a question has two answers or more")


def _cycles(process: Process) -> Iterator[Finding]:
    after = {key: activity.after for key, activity in process.activities.items()}
    for key, names in after.items():
        if key in reached(after, names):
            yield Finding(("activities", key, "after"), f"`{key}` waits for itself", "break the circle")


def _ladders(process: Process, where: Places) -> Iterator[Finding]:
    users: dict[str, list[str]] = {key: [] for key in process.ladders}
    for _, key, outcome in parts.outcomes(process):
        if outcome.ladder in users and key not in users[outcome.ladder]:
            users[outcome.ladder].append(key)
    for name, ladder in process.ladders.items():
        path: Path = ("ladders", name)
        if not users[name]:
            yield Finding(
                path, f"no outcome climbs the ladder `{name}`", "name it in `ladder`, or take it out"
            )
        for number, step in enumerate(ladder.steps):
            if parts.takes_no_time(step):
                what = f"step {number + 1} of `{name}` takes no time"
                yield Finding((*path, "steps", number), what, "an attempt needs a pause before it: 1 or more")
        for key in users[name]:
            yield from illegal(process, (*path, "give_up", "to"), ladder.give_up.to, key, where)
