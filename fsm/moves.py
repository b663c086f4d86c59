"""What a move would mean before it is made: where one may go, what is asked, what is cancelled, what is passed over."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from fsm.definition import By, Mode, Process, Scope
from fsm.facts import NOTHING, Facts
from fsm.questions import demanded, demands


class Way(StrEnum):
    """What sort of move it is."""

    NEXT = "next"  # a usual way on
    SKIP = "skip"  # past other stages
    BACK = "back"
    REPEAT = "repeat"
    END = "end"


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that the process allows now.

    missing     fields that its gate would ask for; `needed` are those that may not be passed over
    usual       whether the stage names it itself
    skipped     stages that it passes over
    cancelled   ids of open activities that would be cancelled
    unfinished  keys of steps of the present stage that should be done first; `waived` tells whether a reason is asked
    by          who may make it
    """

    to: str
    missing: tuple[str, ...]
    way: Way = Way.NEXT
    usual: bool = True
    skipped: tuple[str, ...] = ()
    cancelled: tuple[int, ...] = ()
    unfinished: tuple[str, ...] = ()
    waived: bool = False
    by: By = By.ANYBODY
    needed: int = 0


def open_moves(process: Process, facts: Facts) -> tuple[OpenMove, ...]:
    """The legal moves, in the order the process gives them: the usual ones first."""
    if facts.state is None:
        return ()
    return tuple(open_move(process, facts, to) for to in process.stages[facts.state].ways)


def open_move(process: Process, facts: Facts, to: str) -> OpenMove:
    """One of them; KeyError for a stage that there is not."""
    assert facts.state is not None
    stage, goal = process.stages[facts.state], process.stages[to]
    way = way_of(process, facts.state, to)
    missing = demanded(process, demands(process, facts.state, to), facts, NOTHING)
    left = tuple(task.id for task in facts.open if goal.final is not None or task.scope == Scope.STAGE)
    unfinished = unfinished_steps(process, facts.state, to, facts.done)
    return OpenMove(
        to,
        tuple(one.key for one in missing),
        way,
        to in stage.moves,
        process.skipped(facts.state, to),
        left,
        unfinished,
        bool(unfinished) and process.gate.steps is Mode.STRICT,
        By.ANYBODY if to in stage.moves else _by(process, way),
        sum(not one.optional for one in missing),
    )


def unfinished_steps(process: Process, source: str, to: str, done: AbstractSet[str]) -> tuple[str, ...]:
    """Steps of a stage that a move forward would leave undone; a move back, or to a loss, leaves none."""
    must = process.stages[source].must
    if not must or not is_forward(process, source, to):
        return ()
    return tuple(key for key in must if key not in done)


def is_forward(process: Process, source: str, to: str) -> bool:
    """Whether it leads to a later stage, or to the deal being won."""
    order = process.working_stages
    if to not in order:
        return process.stages[to].final == "won"
    return order.index(to) > order.index(source)


def way_of(process: Process, source: str, to: str) -> Way:
    """What sort of move it is, by the order of the funnel."""
    order = process.working_stages
    if to not in order:
        return Way.END
    if to == source:
        return Way.REPEAT
    if order.index(to) < order.index(source):
        return Way.BACK
    return Way.SKIP if process.skipped(source, to) else Way.NEXT


def _by(process: Process, way: Way) -> By:
    jumps = process.jumps
    known = {Way.SKIP: jumps.skip, Way.BACK: jumps.back, Way.REPEAT: jumps.repeat, Way.END: jumps.end}
    return known.get(way) or By.ANYBODY
