"""decide against a bare trigger: a shared transitions machine of the same states and transitions, that asks nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from transitions import Machine

from benchmarks.result import Result, alternating, shown
from fsm.calendar import Calendar
from fsm.decide import decide
from fsm.definition import Process
from fsm.facts import Facts, Move, OpenTask, Press, Trigger
from fsm.loading import shipped
from fsm.values import Value

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
Case = tuple[str, Facts, Trigger]
"""The machine's word for it, and the facts and the trigger for decide."""


@dataclass(slots=True)
class Model:
    """What a bare machine moves."""

    state: str


def run() -> Iterator[Result]:
    process = shipped()["simple"]
    calendar = Calendar()
    machine = bare(process)
    for name, (word, facts, trigger) in cases().items():
        ours, other = alternating(
            _deciding(process, facts, trigger, calendar),
            _triggering(machine, word, facts.state or ""),
            rounds=15,
            times=2000,
        )
        yield Result(f"decide: {name}", shown(ours), shown(other), other / ours, 0.3, at_least=True)


def cases() -> dict[str, Case]:
    """A failed call, a talk with its next step, and a move through a gate: most of what people do."""
    call = OpenTask(7, "first_call", "stage", 1, 1, NOW + timedelta(hours=4))
    early = Facts("prospecting", 1, 1, {}, (call,), opened=frozenset({"first_call"}))
    known: dict[str, Value] = {"product": 3, "contact": 5}
    ready = Facts("prospecting", 1, 1, known, (call,), opened=frozenset({"first_call"}))
    return {
        "no answer": ("first_call.no_answer", early, Press(7, "no_answer")),
        "reached": ("first_call.reached", early, Press(7, "reached", {"next": "plan.1"})),
        "move": ("to.engaging", ready, Move("engaging")),
    }


def bare(process: Process) -> Machine:
    """The same table without guards."""
    working = list(process.working_stages)
    table: list[dict[str, Any]] = [
        {"trigger": f"to.{to}", "source": stage, "dest": to}
        for stage in working
        for to in process.stages[stage].moves
    ]
    table += [
        {"trigger": f"{key}.{name}", "source": working, "dest": None}
        for key, activity in process.activities.items()
        for name in activity.outcomes
    ]
    return Machine(
        model=None,
        states=list(process.stages),
        initial=process.start,
        transitions=table,
        auto_transitions=False,
        send_event=True,
    )


def _deciding(process: Process, facts: Facts, trigger: Trigger, calendar: Calendar) -> Callable[[], object]:
    return lambda: decide(process, facts, trigger, NOW, calendar)


def _triggering(machine: Machine, word: str, state: str) -> Callable[[], object]:
    event = machine.events[word]

    def work() -> None:
        event.trigger(Model(state))

    return work
