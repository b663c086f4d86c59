"""What a process says of others: the requests that it runs, the processes that it starts."""

from collections.abc import Iterator, Mapping

from fsm.checks.finding import Finding
from fsm.checks.places import reached
from fsm.definition import Activity, FieldDefinition, Process, ProcessStart, Subject
from fsm.problems import Path, listed, suggestion

Processes = Mapping[str, Process]
"""The newest version of each, by key: what begins is always the newest."""


def check(process: Process, others: Processes) -> Iterator[Finding]:
    """`others` holds every process that there is, this one too."""
    deals = {key: one for key, one in others.items() if one.subject is Subject.DEAL}
    requests = {key: one for key, one in others.items() if one.subject is Subject.REQUEST}
    for key, activity in process.activities.items():
        if activity.runs is not None:
            path: Path = ("activities", key)
            if activity.runs not in requests:
                what = f"unknown request `{activity.runs}`"
                yield Finding((*path, "runs"), what, suggestion(activity.runs, requests))
            else:
                yield from _answers(path, activity, requests[activity.runs])
                yield from _known_alike(process, path, requests[activity.runs])
    for key, stage in process.stages.items():
        for number, start in enumerate(stage.starts):
            place: Path = ("stages", key, "starts", number)
            if start.process is not None and start.process not in deals:
                what = f"unknown process of deals `{start.process}`"
                yield Finding((*place, "process"), what, suggestion(start.process, deals))
            elif start.process is not None:
                yield from _carried(process, place, start, deals[start.process])
    begun = {key: list(_begun(one)) for key, one in others.items()}
    for name in begun.get(process.process, ()):
        if process.process in reached(begun, [name]):
            what = f"`{process.process}` begins `{name}` at once, and so itself over and over"
            yield Finding(("stages", process.start), what, "what begins with it may not begin it again")


def _answers(path: Path, activity: Activity, request: Process) -> Iterator[Finding]:
    """Each end of the request is an outcome; being withdrawn may be one."""
    ends = {key for key, stage in request.stages.items() if stage.final is not None}
    timed = {timer.outcome for timer in activity.timers}
    for name in activity.outcomes:
        if name not in ends and name not in timed:
            what = f"`{name}` is no final stage of `{request.process}`"
            yield Finding((*path, "outcomes", name), what, suggestion(name, ends))
    lacking = [key for key in request.stages if key in ends - activity.outcomes.keys() - {request.withdrawn}]
    if lacking:
        what = f"`{request.process}` can end in {listed(lacking)}"
        yield Finding((*path, "outcomes"), what, "each of its ends needs an outcome here")


def _known_alike(process: Process, path: Path, request: Process) -> Iterator[Finding]:
    """A request sees the deal's fields by their names."""
    for key, field in request.fields.items():
        mine = process.fields.get(key)
        if mine is not None and mine.type is not field.type:
            what = f"`{key}` is of type {mine.type} here and of type {field.type} in `{request.process}`"
            yield Finding((*path, "runs"), what, "the request would not see it: use one type, or two names")
        elif mine is not None and _options(mine) - _options(field):
            lost = listed(sorted(_options(mine) - _options(field)))
            what = f"`{key}` can be {lost} here, which `{request.process}` does not know"
            yield Finding((*path, "runs"), what, "give both the same options")


def _carried(process: Process, path: Path, start: ProcessStart, begun: Process) -> Iterator[Finding]:
    """What is taken along arrives."""
    for number, name in enumerate(start.carry):
        mine, theirs = process.fields.get(name), begun.fields.get(name)
        place: Path = (*path, "carry", number)
        if mine is None:
            continue
        if theirs is None:
            what = f"`{begun.process}` has no field `{name}`"
            yield Finding(place, what, "define it there, or do not carry it")
        elif theirs.type is not mine.type:
            what = f"`{name}` is of type {mine.type} here and of type {theirs.type} in `{begun.process}`"
            yield Finding(place, what, "it would not arrive: use one type")


def _options(field: FieldDefinition) -> set[str]:
    return set(field.options)


def _begun(process: Process) -> Iterator[str]:
    """What a process begins as soon as it has begun itself, whatever anybody does."""
    onward = {name: [way.to for way in stage.passes] for name, stage in process.stages.items()}
    for name in reached(onward, [process.start]) & process.stages.keys():
        stage = process.stages[name]
        yield from (start.process for start in stage.starts if start.process is not None)
        for one in stage.opens:
            activity = process.activities.get(one.open)
            if activity is not None and activity.runs is not None and not activity.after:
                yield activity.runs
