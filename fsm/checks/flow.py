"""Activities in their stages: which can be open where, whether what they wait for can come, where they lead."""

from collections.abc import Iterator, Mapping

from fsm.checks.finding import Finding
from fsm.checks.ways import reached
from fsm.definition import Activity, Due, Process, Scope
from fsm.problems import Path, listed

Places = Mapping[str, set[str]]
"""Activity -> the working stages in which it can be open."""


def check(process: Process) -> Iterator[Finding]:
    """Every activity can come, end and lead on where it can be open."""
    where = places(process)
    for key, activity in process.activities.items():
        if not where[key]:
            yield Finding(("activities", key), f"nothing opens `{key}`", "name it in `opens` of a stage")
        yield from _waits(process, key, activity, where)
        yield from _leads(process, key, activity, where)
    yield from _cycles(process)
    yield from _ladders(process, where)
    for key, field in process.fields.items():
        if field.options and all(option.reserved for option in field.options.values()):
            meant = "leave one that a person can choose"
            yield Finding(("fields", key, "options"), f"all options of `{key}` are reserved", meant)


def places(process: Process) -> Places:
    """Where each activity can be open: opened there, or brought along from before when its scope is the deal."""
    working = process.working_stages
    after = {stage: [to for to in process.stages[stage].ways if to in working] for stage in working}
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
            waiting += [(key, later) for later in reached(after, [stage])]
        for outcome in activity.outcomes.values():
            there = [branch.to for branch in outcome.to] or [stage]
            waiting += [(one.open, to) for to in there if to in working for one in outcome.opens]
            waiting += [(again, stage) for again in outcome.redo]
            if outcome.next is not None:
                waiting.append((outcome.next.plan, stage))
    return found


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
        if not any(o.completes and not o.repeats and not o.to for o in awaited.outcomes.values()):
            what = f"`{key}` waits for `{name}`, which never completes"
            yield Finding((*path, number), what, f"`{name}` needs an outcome that neither repeats nor moves")
        absent = where[key] - where[name] if awaited.scope is Scope.STAGE else set()
        if absent or not where[name]:
            stages = listed(stage for stage in process.stages if stage in absent) or "any stage"
            what = f"`{key}` waits for `{name}`, which is not opened in {stages}"
            yield Finding((*path, number), what, "open both in the same stage, or give it `scope: deal`")


def _leads(process: Process, key: str, activity: Activity, where: Places) -> Iterator[Finding]:
    for name, outcome in activity.outcomes.items():
        path: Path = ("activities", key, "outcomes", name)
        for number, branch in enumerate(outcome.to):
            yield from _illegal(process, (*path, "to", number), branch.to, key, where)
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


def _ends(process: Process, to: str) -> bool:
    return to in process.stages and process.stages[to].final is not None


def _illegal(process: Process, path: Path, to: str, key: str, where: Places) -> Iterator[Finding]:
    """A move that an outcome wants and a stage does not have."""
    if to not in process.stages:
        return
    without = [
        stage for stage in process.stages if stage in where[key] and to not in process.stages[stage].ways
    ]
    if without:
        what = f"`{key}` leads to `{to}`, but can be open in {listed(without)}"
        yield Finding(path, what, f"add `{to}` to the moves there, or lead elsewhere")


def _cycles(process: Process) -> Iterator[Finding]:
    after = {key: activity.after for key, activity in process.activities.items()}
    for key, names in after.items():
        if key in reached(after, names):
            yield Finding(("activities", key, "after"), f"`{key}` waits for itself", "break the circle")


def _ladders(process: Process, where: Places) -> Iterator[Finding]:
    users: dict[str, list[str]] = {key: [] for key in process.ladders}
    for key, activity in process.activities.items():
        for outcome in activity.outcomes.values():
            if outcome.ladder in users and key not in users[outcome.ladder]:
                users[outcome.ladder].append(key)
    for name, ladder in process.ladders.items():
        path: Path = ("ladders", name)
        if not users[name]:
            yield Finding(
                path, f"no outcome climbs the ladder `{name}`", "name it in `ladder`, or take it out"
            )
        for number, step in enumerate(ladder.steps):
            if _nothing(step):
                what = f"step {number + 1} of `{name}` takes no time"
                yield Finding((*path, "steps", number), what, "an attempt needs a pause before it: 1 or more")
        for key in users[name]:
            yield from _illegal(process, (*path, "give_up", "to"), ladder.give_up.to, key, where)


def _nothing(due: Due) -> bool:
    """Whether this is at once. A time of the day makes even «today» a moment that is still to come."""
    return due.at is None and not (due.working_hours or due.working_days or due.days)
