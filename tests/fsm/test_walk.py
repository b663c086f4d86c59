"""Random walks over decide: no dead end, nothing left behind, the same history leads to the same run."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsm.calendar import Calendar
from fsm.course import Decision
from fsm.decide import decide, open_moves
from fsm.definition import FieldType, Process
from fsm.facts import (
    Amend,
    Answer,
    Assign,
    Delegate,
    Edit,
    Facts,
    Log,
    Move,
    OpenTask,
    Park,
    Plan,
    Press,
    Reopen,
    Signal,
    Snooze,
    Start,
    Trigger,
    Wake,
)
from fsm.loading import load_file, shipped
from fsm.questions import REASON, TITLE, WHEN, Question
from fsm.table import Reason, Refused
from fsm.values import Money
from tests.fsm.play import MONDAY, Play

PROCESSES = {**shipped(), "wide": load_file(Path(__file__).with_name("wide.yaml"))}
CALENDARS = [
    Calendar(),
    Calendar(zone="Pacific/Kiritimati", weekend=frozenset({4, 5}), days_off=frozenset({date(2026, 12, 31)})),
    Calendar(zone="America/New_York", weekend=frozenset(range(1, 7))),
]


def values(process: Process, key: str) -> st.SearchStrategy[Answer]:
    """What a person may answer; a reserved option is not offered."""
    field = process.fields[key]
    match field.type:
        case FieldType.CHOICE:
            return st.sampled_from([name for name, option in field.options.items() if not option.reserved])
        case FieldType.MONEY:
            return st.builds(Money, st.decimals(0, 10**9, places=2), st.just("RUB"))
        case FieldType.DATE:
            return st.dates(date(2026, 1, 1), date(2027, 12, 31))
        case FieldType.PRODUCT | FieldType.CLIENT | FieldType.CONTACT:
            return st.integers(1, 9)
        case FieldType.TEXT | FieldType.PHONE:
            return st.text(min_size=1, max_size=5)


def answer(data: st.DataObject, play: Play, question: Question) -> Answer:
    if question.choices:
        return data.draw(st.sampled_from(question.choices))
    if question.key == WHEN:
        return play.now + data.draw(st.timedeltas(timedelta(minutes=1), timedelta(days=30)))
    if question.key in {TITLE, REASON}:
        return data.draw(st.text(min_size=1, max_size=5))
    return data.draw(values(play.process, question.key))


def trigger(data: st.DataObject, play: Play) -> Trigger:
    """Something that a person or the world may do now, or might have done on an old card."""
    pressed = st.sampled_from([row.task for row in play.rows]).flatmap(
        lambda task: st.builds(
            Press, st.just(task.id), st.sampled_from(list(play.process.activities[task.key].outcomes))
        )
    )
    ways: list[st.SearchStrategy[Trigger]] = [
        pressed,
        pressed,
        st.builds(Move, st.sampled_from(list(play.process.stages))),
    ]
    if play.process.signals:
        ways.append(st.builds(Signal, st.sampled_from(play.process.signals)))
    ways.append(
        st.sampled_from(list(play.process.fields)).flatmap(
            lambda key: st.builds(Edit, st.fixed_dictionaries({key: values(play.process, key)}))
        )
    )
    drawn: Trigger = data.draw(st.one_of(*ways, by_hand(play)))
    return drawn


def by_hand(play: Play) -> st.SearchStrategy[Trigger]:
    """What people do beside the ways of the process."""
    tasks, people = st.sampled_from([row.task.id for row in play.rows]), st.integers(6, 8)
    logged = [(key, name) for key in play.process.by_hand for name in play.process.activities[key].outcomes]
    return st.one_of(
        st.builds(Amend, st.sampled_from(list(play.process.fields)).map(lambda key: (key,))),
        st.builds(Plan, st.sampled_from(play.process.by_hand)),
        st.sampled_from(logged).flatmap(
            lambda one: st.builds(Log, st.just(one[0]), st.just(one[1]), incoming=st.booleans())
        ),
        st.builds(Snooze, tasks),
        st.builds(Park),
        st.builds(Wake),
        st.builds(Assign, people),
        st.builds(Delegate, tasks, people),
        st.builds(Reopen, st.sampled_from(list(play.process.stages))),
    )


def with_answers(one: Trigger, answers: dict[str, Answer]) -> Trigger:
    match one:
        case Press(activity, outcome):
            return Press(activity, outcome, dict(answers))
        case Move(to):
            return Move(to, dict(answers))
        case Amend() | Plan() | Log() | Snooze() | Park() | Reopen():
            return replace(one, answers=dict(answers))
        case _:
            return one


def answered(data: st.DataObject, play: Play, one: Trigger) -> Decision:
    """Does it, answering whatever is asked; no question comes twice and they come to an end."""
    answers: dict[str, Answer] = {}
    for _ in range(12):
        decision = play.do(with_answers(one, answers))
        if not decision.questions:
            return decision
        assert decision.state == play.state
        for question in decision.questions:
            assert question.key not in answers
            answers[question.key] = answer(data, play, question)
    raise AssertionError(f"{one} asks without end: {answers}")


def refusal(play: Play, one: Trigger) -> Reason | None:
    """How the language says that this is refused; None when it is legal."""
    assert play.state is not None
    stage = play.process.stages[play.state]
    open_ = {row.task.id: row.task for row in play.rows if row.open}
    match one:
        case Press(activity) | Snooze(activity):
            return None if activity in open_ else Reason.CLOSED
        case Delegate(activity, owner):
            return None if activity in open_ and open_[activity].owner != owner else Reason.CLOSED
        case Assign(owner):
            return None if owner != play.owner else Reason.CLOSED
        case Wake() if play.parked is None:
            return Reason.CLOSED
        case Reopen(to):
            if to in play.process.working_stages:
                return Reason.NO_WAY if stage.final is None else None
            return Reason.UNKNOWN
        case Start():
            return Reason.STARTED
        case _ if stage.final is not None:
            return Reason.FINAL
        case Move(to) if to not in stage.moves:
            return Reason.NO_WAY
        case _:
            return None


def check(play: Play) -> None:
    assert play.state is not None
    stage = play.process.stages[play.state]
    facts = play.facts()
    if stage.final is not None:
        assert play.open == []
        assert play.parked is None, "what has ended does not wait"
        assert open_moves(play.process, facts) == ()
        return
    assert play.open, "a dead end: nothing is open"
    here = {
        row.task.key
        for row in play.rows
        if row.open and row.task.scope == "stage" and row.stage_run != play.stage_run
    }
    assert here == set(), "something of a left stage is still open"
    true = facts.done | facts.signals
    late = {key for key in stage.opens if set(play.process.activities[key].after) <= true} - facts.opened
    assert late - set(play.open) == set(), "something waits although all it waits for is there"
    for requirement in stage.requires:
        if requirement.when is None:
            assert facts.fields.get(requirement.field) is not None, "the gate let something through"


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=100)
@given(data=st.data())
def test_a_walk_leads_on_or_to_an_end(name: str, data: st.DataObject) -> None:
    play = Play(PROCESSES[name], calendar=data.draw(st.sampled_from(CALENDARS))).start()
    check(play)
    for _ in range(data.draw(st.integers(1, 25))):
        play.now += data.draw(st.timedeltas(timedelta(), timedelta(days=4)))
        one = trigger(data, play)
        before, length = play.facts(), len(play.history)
        expected = refusal(play, one)
        if expected is None:
            answered(data, play, one)
            assert len(play.history) == length + 1
        else:
            with pytest.raises(Refused) as refused:
                play.do(one)
            assert refused.value.reason is expected
            assert (play.facts(), len(play.history)) == (before, length)
        check(play)
    assert play.again() == play


@pytest.mark.parametrize("name", PROCESSES)
def test_every_trigger_in_every_stage_is_decided_or_refused(name: str) -> None:
    process = PROCESSES[name]
    counts = {"decided": 0, "asked": 0, "refused": 0}
    for state, stage in process.stages.items():
        for task in every_activity(process):
            facts = Facts(state, 3, 1, open=() if stage.final else (task,))
            for one in every_trigger(process, task):
                try:
                    decision = decide(process, facts, one, MONDAY, CALENDARS[0])
                except Refused:
                    counts["refused"] += 1
                else:
                    assert not (decision.questions and decision.effects)
                    assert decision.state in process.stages
                    counts["asked" if decision.questions else "decided"] += 1
    assert min(counts.values()) > 10


def every_activity(process: Process) -> list[OpenTask]:
    return [
        OpenTask(number, key, activity.scope, 1, attempt, MONDAY)
        for number, (key, activity) in enumerate(process.activities.items(), 1)
        for attempt in (1, 2, 9)
    ]


def every_trigger(process: Process, task: OpenTask) -> list[Trigger]:
    presses = [Press(task.id, outcome) for outcome in process.activities[task.key].outcomes]
    moves = [Move(to) for to in process.stages]
    signals = [Signal(name) for name in process.signals]
    return [
        Start(),
        *presses,
        Press(0, "done"),
        *moves,
        Move("nowhere"),
        *signals,
        Signal("nobody"),
        Edit({}),
        Edit({"x": 1}),
        Amend(()),
        Amend(tuple(process.fields)[:1]),
        *(Plan(key) for key in (*process.by_hand, "nothing")),
        *(Log(key, name) for key in process.by_hand for name in process.activities[key].outcomes),
        Log(task.key, "nothing"),
        Snooze(task.id),
        Park(),
        Wake(),
        Assign(1),
        Assign(2),
        Delegate(task.id, 1),
        Delegate(task.id, 2),
        *(Reopen(to) for to in (*process.stages, "nowhere")),
    ]
