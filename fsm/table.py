"""A process version as one `transitions` machine, shared by all its runs.

Stages are states. `to.<stage>` moves; `<activity>.<outcome>`, `signal.<name>` and `edit` are internal
transitions, legal in every stage that is not final; `assign` is legal in every stage, and `reopen.<stage>` in
the final ones. The machine carries no model and performs no side
effect: it runs the table over an Attempt, and a guard raises what is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from transitions import EventData, Machine, MachineError, Transition

from fsm.definition import Process, Requirement
from fsm.facts import Answers, Facts, OpenTask
from fsm.questions import Question, demanded, demands, of_outcome

EDIT = "edit"
ASSIGN = "assign"

Guard = Callable[[EventData], None]


class Reason(StrEnum):
    """Why something cannot happen."""

    CLOSED = "closed"  # the activity is not open any more
    FINAL = "final"  # the deal is won or lost
    NO_WAY = "no_way"  # there is no such move from this stage
    UNKNOWN = "unknown"  # the process has no such word
    STARTED = "started"  # the run has begun already
    RUNNING = "running"  # what was asked for is being decided already


class Refused(Exception):  # noqa: N818 - the word for it
    """What was wanted is not possible now; `reason` says why, and nothing was changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Missing(Exception):  # noqa: N818 - not an error, a question
    """A guard's way to say that answers are needed first; decide turns it into questions."""

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(", ".join(question.key for question in questions))
        self.questions = questions


@dataclass(slots=True)
class Attempt:
    """A run while a trigger is tried on it; `state` is moved by the machine."""

    state: str
    process: Process
    facts: Facts
    answers: Answers
    task: OpenTask | None = None


class _Edge(Transition):
    """An edge with at most one guard and no callbacks, which are not looked for: that halves what a trigger costs."""

    def execute(self, event_data: EventData) -> bool:
        for condition in self.conditions:
            guard: Any = condition.func
            guard(event_data)  # it passes, or it raises its reasons
        if self.dest is not None:
            attempt: Any = event_data.model
            attempt.state = self.dest
        return True


class _Table(Machine):
    """A machine of such edges."""

    transition_cls = _Edge


def machine(process: Process) -> Machine:
    """The machine of this process version; built once (a machine per deal costs up to 2.8 ms)."""
    known = _machines.get(id(process))
    if known is None:
        while len(_machines) >= _MOST:
            del _machines[next(iter(_machines))]
        known = _machines[id(process)] = (process, _build(process))
    return known[1]


def fire(attempt: Attempt, trigger: str) -> None:
    """Run the table; Missing or Refused leave the attempt as it was."""
    known = _machines.get(id(attempt.process))
    event = (known[1] if known else machine(attempt.process)).events.get(trigger)
    if event is None:
        raise Refused(Reason.UNKNOWN)
    try:
        event.trigger(attempt)
    except MachineError:
        final = attempt.process.stages[attempt.state].final is not None
        raise Refused(Reason.FINAL if final else Reason.NO_WAY) from None


# The process is kept beside its machine, so that its id cannot be given to another one.
_machines: dict[int, tuple[Process, Machine]] = {}
_MOST = 64
"""Machines that are kept: an administrator may change what is strict as often as he likes."""


def _build(process: Process) -> Machine:
    working = list(process.working_stages)
    transitions: list[dict[str, object]] = [
        {
            "trigger": f"to.{to}",
            "source": source,
            "dest": to,
            "conditions": _gate(demands(process, source, to)),
        }
        for source in working
        for to in process.stages[source].ways
    ]
    transitions += [
        {"trigger": f"{key}.{name}", "source": working, "dest": None, "conditions": _outcome(name)}
        for key, activity in process.activities.items()
        for name in activity.outcomes
    ]
    transitions += [
        {"trigger": name, "source": working, "dest": None}
        for name in (EDIT, *(f"signal.{name}" for name in process.signals))
    ]
    transitions.append({"trigger": ASSIGN, "source": list(process.stages), "dest": None})
    ends = [key for key in process.stages if key not in process.working_stages]
    transitions += [
        {
            "trigger": f"reopen.{to}",
            "source": ends,
            "dest": to,
            "conditions": _gate(process.stages[to].requires),
        }
        for to in working
    ]
    return _Table(
        model=None,
        states=list(process.stages),
        initial=process.start,
        transitions=transitions,
        auto_transitions=False,
        send_event=True,
    )


def _gate(requires: tuple[Requirement, ...]) -> list[Guard]:
    """Every field that is demanded is known or answered."""
    if not requires:
        return []

    def guard(event: EventData) -> None:
        attempt = cast("Attempt", event.model)
        missing = demanded(attempt.process, requires, attempt.facts, attempt.answers)
        if missing:
            raise Missing(missing)

    return [guard]


def _outcome(name: str) -> Guard:
    """What the outcome of the pressed activity asks is answered."""

    def guard(event: EventData) -> None:
        attempt = cast("Attempt", event.model)
        task = attempt.task
        if task is None:
            raise Refused(Reason.CLOSED)
        outcome = attempt.process.activities[task.key].outcomes[name]
        others_open = len(attempt.facts.open) > (1 if task.id else 0)  # one that is only logged is not open
        missing = of_outcome(
            attempt.process,
            outcome,
            attempt.state,
            task.attempt,
            attempt.facts,
            attempt.answers,
            others_open=others_open,
        )
        if missing:
            raise Missing(missing)

    return guard
