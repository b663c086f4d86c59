"""What happens to a run when something happens: decide(process, facts, trigger, now, calendar) -> Decision.

The whole of it is a calculation on values. Either there are questions and nothing happens until they
are answered, or there are effects, or Refused is raised.
"""

from dataclasses import dataclass
from datetime import datetime

from fsm import handwork
from fsm.calendar import Calendar
from fsm.course import Course, Decision
from fsm.definition import Process
from fsm.facts import Edit, Facts, Move, Press, Signal, Start, Trigger
from fsm.questions import gate
from fsm.table import Missing, Reason, Refused


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that the process allows now, and the fields that its gate would ask for."""

    to: str
    missing: tuple[str, ...]


def decide(process: Process, facts: Facts, trigger: Trigger, now: datetime, calendar: Calendar) -> Decision:
    """`now` is a UTC instant, `calendar` the owner's; raises Refused when this cannot happen."""
    if facts.state is None:
        if not isinstance(trigger, Start):
            raise Refused(Reason.UNKNOWN)
        return Course(process, facts, {}, now, calendar).started()
    course = Course(process, facts, getattr(trigger, "answers", {}), now, calendar)
    try:
        match trigger:
            case Press(activity, outcome):
                course.press(activity, outcome)
            case Move(to):
                course.move(to)
            case Signal(name):
                course.signal(name)
            case Edit(values):
                course.edit(values)
            case Start():
                raise Refused(Reason.STARTED)
            case _:
                handwork.happen(course, trigger)
    except Missing as missing:
        return Decision(facts.state, questions=tuple(missing.questions))
    return course.decision()


def open_moves(process: Process, facts: Facts) -> tuple[OpenMove, ...]:
    """The legal moves, in the order the process gives them."""
    if facts.state is None:
        return ()
    return tuple(
        OpenMove(to, tuple(question.key for question in gate(process.stages[to], facts.fields, {})))
        for to in process.stages[facts.state].moves
    )
