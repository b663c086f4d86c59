"""The stages as a map: where one can get, where one is stuck, how it ends."""

from collections.abc import Iterable, Iterator, Mapping

from fsm.checks.finding import Finding
from fsm.checks.places import reached
from fsm.definition import Final, Process, Stage, Subject


def check(process: Process) -> Iterator[Finding]:
    """From the start every stage can be reached, and from every stage an end."""
    stages = process.stages
    onward = {key: tuple(to for to in _onward(stage) if to in stages) for key, stage in stages.items()}
    ends = {key for key, stage in stages.items() if stage.final is not None}
    if process.subject is Subject.DEAL:
        for final in (Final.WON, Final.LOST):
            if process.stage_of(final) is None:
                yield Finding(("stages",), f"no stage is `final: {final}`", "a deal has to be able to end so")
    elif not ends - {process.withdrawn}:
        yield Finding(("stages",), "no stage is an answer", "a request ends in stages with a `final`")
    if process.start in ends:
        yield Finding(("start",), f"the start `{process.start}` is final", "a deal begins in a working stage")
    for key in ends:
        if stages[key].ways:
            yield Finding(
                ("stages", key, "moves"), f"a move out of the final stage `{key}`", "an end is an end"
            )
        if stages[key].opens:
            what = f"the final stage `{key}` opens activities"
            yield Finding(("stages", key, "opens"), what, "nothing is to be done in a deal that has ended")
    yield from _lost_ways(process, onward, ends)


def _lost_ways(process: Process, onward: Mapping[str, Iterable[str]], ends: set[str]) -> Iterator[Finding]:
    if process.start in process.stages:
        for key in process.stages.keys() - reached(onward, [process.start]):
            what = f"no move leads from `{process.start}` to `{key}`"
            yield Finding(("stages", key), what, "name it in `moves` of a stage before it, or take it out")
    backward = {key: [source for source, targets in onward.items() if key in targets] for key in onward}
    for key in process.stages.keys() - reached(backward, ends):
        yield Finding(
            ("stages", key), f"`{key}` is a trap, no end can be reached", "name a way on in its `moves`"
        )


def _onward(stage: Stage) -> tuple[str, ...]:
    """Wherever it leads, also without anybody."""
    return (*stage.ways, *(one.to for one in stage.passes))
