"""decide against a bare trigger: a shared transitions machine of the same states and transitions, that asks nothing."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from transitions import Machine

from benchmarks.result import Result, alternating, shown
from fsm.calendar import Calendar
from fsm.decide import decide
from fsm.definition import Process
from fsm.facts import Answer, Facts, Move, OpenTask, Organisation, Press, Trigger
from fsm.loading import shipped
from fsm.values import Money, Participant, Value

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
Case = tuple[tuple[str, ...], Facts, Trigger]
"""The machine's words for it, one for each transition that it makes, and the facts and the trigger for decide."""
PEOPLE = Organisation(heads={1: 2}, leaders={1: 2})


@dataclass(slots=True)
class Model:
    """What a bare machine moves."""

    state: str


def run() -> Iterator[Result]:
    yield from _compared("simple", "", cases(), 0.3)
    yield from _compared("corporate", "corporate, ", corporate(), 0.2)


def _compared(key: str, name: str, cases: Mapping[str, Case], bound: float) -> Iterator[Result]:
    process = shipped()[key]
    calendar = Calendar()
    machine = bare(process)
    for case, (words, facts, trigger) in cases.items():
        ours, other = alternating(
            _deciding(process, facts, trigger, calendar),
            _triggering(machine, words, facts.state or ""),
            rounds=300,  # short ones: where others work too, most of them are not interrupted
            times=50,
            clock=time.thread_time,
        )
        yield Result(f"decide: {name}{case}", shown(ours), shown(other), other / ours, bound, at_least=True)


def cases() -> dict[str, Case]:
    """A failed call, a talk with its next step, and a move through a gate: most of what people do."""
    call = OpenTask(7, "first_call", "stage", 1, 1, NOW + timedelta(hours=4))
    early = Facts("prospecting", 1, 1, {}, (call,), opened=frozenset({"first_call"}))
    known: dict[str, Value] = {"product": 3, "contact": 5}
    ready = Facts("prospecting", 1, 1, known, (call,), opened=frozenset({"first_call"}))
    return {
        "no answer": (("first_call.no_answer",), early, Press(7, "no_answer")),
        "reached": (("first_call.reached",), early, Press(7, "reached", {"next": "plan.1"})),
        "move": (("to.engaging",), ready, Move("engaging")),
    }


def corporate() -> dict[str, Case]:
    """The call later, a form with five answers that hands the deal over, a call that moves a meeting, back again, a loop, a jump."""
    meeting = OpenTask(8, "hold_presentation", "deal", 1, 1, NOW + timedelta(days=3))
    known: dict[str, Value] = {
        "client": 5,
        "contact": 6,
        "amount": Money(Decimal(1_240_000), "RUB"),
        "presentation_at": NOW + timedelta(days=3),
        "participants": (Participant(11, "decides", "high", "neutral", "Сроки"),),
        "tactics": "Показать экономию",
    }
    form: dict[str, Answer] = {
        "client": 5,
        "known_facts": "Бюджет есть",
        "route": "head",
        "direction": 1,
        "amount": None,
    }
    agreed: dict[str, Answer] = {
        "presentation_at": NOW + timedelta(days=4),
        "presentation_place": "Офис клиента",
        "exit": "move.presentation",
    }
    return {
        "call later": (
            ("confirm_interest.call_later",),
            _facts("interest", "confirm_interest", {}, draft=True),
            Press(7, "call_later", {"when": NOW + timedelta(days=1)}),
        ),
        "deal form": (
            ("deal_form.saved", "to.potential"),
            _facts("interest", "deal_form", {}, meeting, done={"confirm_interest"}, draft=True),
            Press(7, "saved", form),
        ),
        "call agreed": (
            ("confirm_call.agreed", "to.presentation"),
            _facts("needs", "confirm_call", known, meeting, done={"collect_info"}),
            Press(7, "agreed", agreed),
        ),
        "contract again": (
            ("contract_sign.needs_changes",),
            _facts("contracting", "contract_sign", known, done={"contract_info", "contract_draft"}),
            Press(7, "needs_changes"),
        ),
        "jump": (
            ("to.negotiation",),
            _facts("needs", "collect_info", known, meeting),
            Move("negotiation"),
        ),
    }


def _facts(
    stage: str,
    key: str,
    known: Mapping[str, Value],
    *others: OpenTask,
    done: frozenset[str] | set[str] = frozenset(),
    draft: bool = False,
) -> Facts:
    """A deal at a stage with one of its steps open, those before it done, and others of the deal."""
    task = OpenTask(7, key, "stage", 1, 1, NOW + timedelta(hours=4))
    opened = frozenset({key, *done, *(one.key for one in others)})
    return Facts(
        stage,
        3,
        1,
        known,
        (task, *others),
        frozenset(done),
        opened,
        draft=draft,
        actor=1,
        organisation=PEOPLE,
    )


def bare(process: Process) -> Machine:
    """The same table without guards."""
    working = list(process.working_stages)
    table: list[dict[str, Any]] = [
        {"trigger": f"to.{to}", "source": stage, "dest": to}
        for stage in working
        for to in process.stages[stage].ways
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
    decision = decide(process, facts, trigger, NOW, calendar)
    assert not decision.questions, "only what is decided is measured"
    return lambda: decide(process, facts, trigger, NOW, calendar)


def _triggering(machine: Machine, words: tuple[str, ...], state: str) -> Callable[[], object]:
    events = [machine.events[word] for word in words]

    def work() -> None:
        model = Model(state)
        for event in events:
            event.trigger(model)

    return work
