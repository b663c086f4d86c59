"""Whatever happens in whatever stage of whatever process is decided, asked about or refused with a reason; nothing else."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from fsm.calendar import Calendar
from fsm.decide import decide
from fsm.definition import Process
from fsm.facts import (
    NOBODY,
    Amend,
    Answer,
    Assign,
    Delegate,
    Edit,
    Elapse,
    Facts,
    Log,
    Move,
    OpenTask,
    Park,
    Plan,
    Press,
    Reopen,
    Return,
    Signal,
    Snooze,
    Start,
    Trigger,
    Wake,
)
from fsm.table import Reason, Refused
from tests.fsm.play import MONDAY, OWNER, Play
from tests.fsm.test_walk import PROCESSES, TEAMS
from tests.fsm.walker import Walker, with_answers

KNOWLEDGES = 2
"""A stage is met with nothing known and with everything."""
ROUNDS = 12
"""Questions come in rounds: one about what another answer has made necessary."""


@pytest.mark.parametrize("name", PROCESSES)
def test_every_trigger_in_every_stage_is_decided_or_refused(name: str) -> None:
    process = PROCESSES[name]
    counts: Counter[str] = Counter()
    met: Counter[str | None] = Counter()
    for facts, task in situations(process):
        met[facts.state] += (
            1  # what is not about an activity is tried twice a stage: with nothing known, and with all
        )
        about_the_run = of_run(process) if met[facts.state] <= KNOWLEDGES else ()
        for one in (*of_task(process, task), *about_the_run):
            counts[outcome(process, facts, one)] += 1
    assert counts["decided"] > 10
    assert counts["asked"] > 0
    assert counts.keys() - {"decided", "asked"} <= set(Reason)
    assert {Reason.CLOSED, Reason.UNKNOWN, Reason.NO_WAY, Reason.STARTED, Reason.FINAL} <= counts.keys()


def outcome(process: Process, facts: Facts, one: Trigger) -> str:
    """Decided at once, decided after questions, or the reason why not. Any other exception is a failure."""
    walker = Walker(Play(process, state=facts.state, fields=dict(facts.fields)), Random(1))
    answers: dict[str, Answer] = {}
    for _ in range(ROUNDS):
        try:
            decision = decide(process, facts, with_answers(one, answers), MONDAY, Calendar())
        except Refused as refused:
            assert not answers, "refused after it had asked"
            return refused.reason
        assert not (decision.questions and decision.effects)
        assert decision.state in process.stages
        if not decision.questions:
            return "asked" if answers else "decided"
        assert not isinstance(one, Elapse | Return), "nobody is there to answer"
        assert decision.state == facts.state
        answers |= {question.key: walker.answer(question) for question in decision.questions}
    raise AssertionError(f"{one} asks without end: {answers}")


def situations(process: Process) -> Iterator[tuple[Facts, OpenTask]]:
    """Each stage with each activity open, early and late, with nothing known and with everything."""
    walker = Walker(Play(process), Random(7))
    everything = {key: walker.value(key) for key in process.fields}
    for state, stage in process.stages.items():
        for number, (key, activity) in enumerate(process.activities.items(), 1):
            for attempt, snoozed, fields, organisation in ((1, 0, {}, NOBODY), (9, 5, everything, TEAMS)):
                task = OpenTask(number, key, activity.scope, OWNER, attempt, MONDAY, snoozed)
                open_ = () if stage.final else (task,)
                parked = date(2026, 12, 1) if snoozed and not stage.final else None
                yield (
                    Facts(
                        state,
                        3,
                        OWNER,
                        fields,
                        open_,
                        frozenset(process.activities) - {key} if snoozed else frozenset(),
                        frozenset(process.activities) if snoozed else frozenset({key}),
                        frozenset(process.signals) if snoozed else frozenset(),
                        parked,
                        draft=stage.draft,
                        actor=8 if snoozed else None,
                        organisation=organisation,
                    ),
                    task,
                )


def of_task(process: Process, task: OpenTask) -> Iterator[Trigger]:
    activity = process.activities[task.key]
    for name in (*activity.outcomes, "nothing"):
        yield from (Press(task.id, name), Return(task.id, name), Press(0, name))
    yield from (Elapse(task.id, number) for number in range(len(activity.timers) + 1))
    yield from (Log(task.key, name) for name in (*activity.outcomes, "nothing"))
    yield from (Snooze(task.id), Delegate(task.id, OWNER), Delegate(task.id, 8))


def of_run(process: Process) -> Iterator[Trigger]:
    fields = tuple(process.fields)
    yield from (Start(), Start(date(2026, 11, 30)))
    yield from (Move(to) for to in (*process.stages, "nowhere"))
    yield from (Reopen(to) for to in (*process.stages, "nowhere"))
    yield from (Signal(name) for name in (*process.signals, "nobody"))
    yield from (Edit({}), Edit({"x": 1}), Amend(()), Amend(fields[:1]), Amend(fields), Amend(("x",)))
    yield from (Plan(key) for key in (*process.by_hand, "nothing"))
    yield from (Log(key, name) for key in process.by_hand for name in process.activities[key].outcomes)
    yield from (Snooze(0), Delegate(0, 8), Park(), Wake(), Assign(OWNER), Assign(8))


@pytest.mark.parametrize("name", PROCESSES)
def test_before_its_start_a_run_can_only_start(name: str) -> None:
    process = PROCESSES[name]
    nowhere = Facts(None, 0, OWNER)
    assert outcome(process, nowhere, Start()) == "decided"
    for one in (Press(1, "done"), Move(process.start), Wake(), Edit({}), Elapse(1, 0), Assign(8)):
        assert outcome(process, nowhere, one) is Reason.UNKNOWN


def test_time_may_stand_still_or_fly() -> None:
    """No due of any process is earlier than the moment at which it is reckoned, a year's end and a night included."""
    for process in PROCESSES.values():
        for now in (MONDAY, MONDAY + timedelta(hours=11), MONDAY + timedelta(days=39, hours=14)):
            play = Play(process, now=now, organisation=TEAMS).start()
            assert play.open, f"{process.process} has nothing to do"
            assert all(row.task.due >= now for row in play.rows)
