"""What stages demand, pass over, start, and whether a deal can begin and be left in them."""

from collections.abc import Iterator

from fsm.checks import parts
from fsm.checks.finding import Finding
from fsm.checks.gates import unanswered
from fsm.checks.places import Places, completes, places, reached
from fsm.definition import Final, Process, ProcessStart, Scope, Stage, Subject
from fsm.problems import Path, listed

_ONLY_ENDS = "an end is an end"


def check(process: Process) -> Iterator[Finding]:
    """A stage keeps what it promises."""
    where = places(process)
    for key, stage in process.stages.items():
        yield from _must(process, key, stage, where)
        yield from _passes(process, key, stage)
        yield from _starts(process, key, stage)
        path: Path = ("stages", key, "draft")
        if stage.draft and process.subject is not Subject.DEAL:
            yield Finding(
                path, f"a {process.subject} that is a draft", "only a deal can be one: leave it out"
            )
        elif stage.draft and key != process.start:
            what = f"`{key}` is for drafts, but a deal begins in `{process.start}`"
            yield Finding(path, what, "only the first stage can be `draft`")
    yield from _start(process)
    yield from _withdrawn(process)


def _must(process: Process, key: str, stage: Stage, where: Places) -> Iterator[Finding]:
    for number, name in enumerate(stage.must):
        path: Path = ("stages", key, "must", number)
        if stage.final is not None:
            yield Finding(path, f"the final stage `{key}` has steps", _ONLY_ENDS)
        elif name in process.activities and key not in where[name]:
            what = f"`{name}` must be done, but is not opened in `{key}`"
            yield Finding(path, what, "name it in `opens` there")
        elif name in process.activities and not completes(process, name):
            what = f"`{name}` must be done, but never completes"
            yield Finding(path, what, f"`{name}` needs an outcome that completes it")


def _passes(process: Process, key: str, stage: Stage) -> Iterator[Finding]:
    path: Path = ("stages", key, "passes")
    if stage.passes and stage.final is not None:
        yield Finding(path, f"a way out of the final stage `{key}`", _ONLY_ENDS)
        return
    onward = {name: [way.to for way in one.passes] for name, one in process.stages.items()}
    for number, way in enumerate(stage.passes):
        place: Path = (*path, number)
        if way.to in process.stages and way.to != key and way.to not in stage.ways:
            what = f"`{key}` passes to `{way.to}`, but no move leads there"
            yield Finding((*place, "to"), what, f"add `{way.to}` to `moves`")
        if key in reached(onward, [way.to]):
            what = f"`{key}` passes on to itself"
            yield Finding((*place, "to"), what, "a deal would go in a circle: break it")
        always = way.when is None and not way.nobody
        if always and number < len(stage.passes) - 1:
            what = "a way without a condition, before others"
            yield Finding(place, what, "the others are never taken: put it last")
        if always and (stage.opens or stage.must):
            what = f"`{key}` is always left at once, and opens activities"
            yield Finding(place, what, "they would never be done: give the way a `when`")
    yield from _facts(process, key)


def _facts(process: Process, key: str) -> Iterator[Finding]:
    """On entry only what outlives a stage is done."""
    for place, way in parts.on_entry(key, process.stages[key]):
        for path, one in parts.within((*place, "when"), way.when) if way.when else ():
            done = process.activities.get(one.done or "")
            if done is not None and done.scope is Scope.STAGE:
                what = f"`{one.done}` is never done when `{key}` is entered"
                yield Finding((*path, "done"), what, "what is remembered has `scope: deal`")


def _starts(process: Process, key: str, stage: Stage) -> Iterator[Finding]:
    path: Path = ("stages", key, "starts")
    if stage.final is Final.TRANSFERRED and not stage.starts:
        what = f"`{key}` transfers a deal to no process"
        yield Finding(("stages", key), what, "name what begins in `starts`")
    for number, start in enumerate(stage.starts):
        place: Path = (*path, number)
        yield from _chosen(stage, (*place, "field"), start)


def _chosen(stage: Stage, path: Path, start: ProcessStart) -> Iterator[Finding]:
    """Who transfers a deal has to say where to."""
    demanded = {one.field for one in stage.requires if not one.optional and one.when is None}
    if start.field is not None and start.when is None and start.field not in demanded:
        what = f"`{start.field}` may not be known there"
        yield Finding(path, what, "name it in `requires` of the stage, or give the start a `when`")


def _start(process: Process) -> Iterator[Finding]:
    stage = process.stages.get(process.start)
    if stage is None:
        return
    path: Path = ("stages", process.start)
    if stage.requires:
        what = f"the start `{process.start}` demands fields"
        yield Finding((*path, "requires"), what, "nobody is asked before it begins: let a later stage demand")
    for number, way in enumerate(stage.passes):
        if way.to in process.stages and (asked := unanswered(process, process.start, way.to, {})):
            what = f"the start is left at once for `{way.to}`, which asks for {listed(asked)}"
            yield Finding((*path, "passes", number), what, "nobody is there to answer: begin elsewhere")


def _withdrawn(process: Process) -> Iterator[Finding]:
    if process.subject is not Subject.REQUEST:
        if process.withdrawn is not None:
            what = "`withdrawn` in a process of deals"
            yield Finding(("withdrawn",), what, "only a request is withdrawn: `subject: request`")
        return
    if process.withdrawn is None:
        what = "a request without `withdrawn`"
        yield Finding(("subject",), what, "name the final stage of a request that is needed no more")
        return
    stage = process.stages.get(process.withdrawn)
    if stage is None:
        return
    if stage.final is None:
        what = f"`{process.withdrawn}` is not final"
        yield Finding(("withdrawn",), what, "what is needed no more has ended: give it a `final`")
        return
    if stage.final is Final.WON:
        what = f"`{process.withdrawn}` is `final: won`"
        yield Finding(("stages", process.withdrawn, "final"), what, "what is taken back is lost")
    for key in process.working_stages:
        if process.withdrawn not in process.stages[key].ways:
            what = f"no move leads from `{key}` to `{process.withdrawn}`"
            yield Finding(("stages", key), what, f"add `{process.withdrawn}` to its `moves`")
    if stage.requires:
        what = f"`{process.withdrawn}` asks for fields"
        place: Path = ("stages", process.withdrawn, "requires")
        yield Finding(place, what, "nobody is there to answer when a request is withdrawn")
