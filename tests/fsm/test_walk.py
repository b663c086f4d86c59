"""Random walks over decide: no dead end, nothing left behind, the same history leads to the same run."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsm.calendar import Calendar
from fsm.course import Decision
from fsm.definition import Gate, Mode, Process, Subject
from fsm.effects import OpenActivity, Reschedule
from fsm.facts import (
    Assign,
    Delegate,
    Elapse,
    Log,
    Move,
    Organisation,
    Plan,
    Press,
    Reopen,
    Return,
    Snooze,
    Trigger,
    Wake,
)
from fsm.handwork import OF_A_DEAL
from fsm.loading import load_file, versions
from fsm.moves import open_moves
from fsm.placing import Circumstances
from fsm.table import Reason, Refused
from fsm.values import complete, plain, valued
from tests.fsm.play import Play
from tests.fsm.walker import Walker

OWN = [load_file(Path(__file__).with_name(f"{name}.yaml")) for name in ("wide", "broad")]
CORPORATE = versions()["corporate", 1]
MODES = {
    f"corporate-{fields}-{steps}": CORPORATE.model_copy(update={"gate": Gate(fields=fields, steps=steps)})
    for fields, steps in ((Mode.NUDGE, Mode.NUDGE), (Mode.STRICT, Mode.STRICT), (Mode.NUDGE, Mode.STRICT))
}
"""Beside the gate that corporate sales has."""
PROCESSES = {f"{one.process}-{one.version}": one for one in (*versions().values(), *OWN)} | MODES
CALENDARS = [
    Calendar(),
    Calendar(zone="Pacific/Kiritimati", weekend=frozenset({4, 5}), days_off=frozenset({date(2026, 12, 31)})),
    Calendar(zone="America/New_York", weekend=frozenset(range(1, 7))),
]
TEAMS = Organisation(heads={6: 8, 7: 8}, leaders={1: 8, 2: 6})
"""Team 3 has no head, and nobody is above 8."""
LEAVE = {
    8: Calendar(days_off=frozenset(date(2026, 11, 20) + timedelta(days=n) for n in range(30))),
    6: Calendar(zone="Asia/Kamchatka"),
}


def refusal(play: Play, one: Trigger) -> Reason | None:
    """How the language says that this is refused; None when it is legal."""
    assert play.state is not None
    process, final = play.process, play.process.stages[play.state].final is not None
    if isinstance(one, OF_A_DEAL) and process.subject is Subject.REQUEST:
        return Reason.UNKNOWN
    match one:
        case Press() | Elapse() | Return() | Snooze() | Delegate():
            return of_activity(play, one)
        case Reopen(to) if to in process.working_stages:
            return None if final else Reason.NO_WAY
        case Plan(key) | Log(key) if key not in process.by_hand:
            return Reason.UNKNOWN
        case Reopen():
            return Reason.UNKNOWN
        case Log(key, outcome) if alone(process, key, outcome):
            return Reason.UNKNOWN
        case Assign(owner):
            return None if owner != play.owner else Reason.CLOSED
        case Wake() if play.parked is None:
            return Reason.CLOSED
        case Move() | Plan():
            return of_way(play, one)
        case _:
            return Reason.FINAL if final else None


def of_activity(play: Play, one: Press | Elapse | Return | Snooze | Delegate) -> Reason | None:
    task = next((row.task for row in play.rows if row.open and row.task.id == one.activity), None)
    if task is None:
        return Reason.CLOSED
    match one:
        case Press(_, outcome):
            return Reason.NO_WAY if alone(play.process, task.key, outcome) else None
        case Return(_, outcome):
            return None if alone(play.process, task.key, outcome) else Reason.NO_WAY
        case Elapse(_, number):
            timers = play.process.activities[task.key].timers
            return None if number < len(timers) and timers[number].outcome else Reason.UNKNOWN
        case Delegate(_, owner):
            return None if task.owner != owner else Reason.CLOSED
        case Snooze():
            return None


def of_way(play: Play, one: Move | Plan) -> Reason | None:
    process, stage = play.process, play.process.stages[play.state or ""]
    match one:
        case Move(to) if process.subject == "request" and to != process.withdrawn:
            return Reason.NO_WAY
        case Move(to) if all(to not in one.ways for one in process.stages.values()):
            return Reason.UNKNOWN  # the only stage there is: nobody ever goes to it
        case _ if stage.final is not None:
            return Reason.FINAL
        case Plan(key):
            running = process.activities[key].runs is not None and key in play.open
            return Reason.RUNNING if running else None
        case Move(to):
            return None if to in stage.ways else Reason.NO_WAY


def alone(process: Process, key: str, outcome: str) -> bool:
    """Whether it is chosen by a timer or another process, and by no person."""
    activity = process.activities[key]
    return activity.runs is not None or activity.outcomes[outcome].reserved


def check(play: Play) -> None:
    """The post-conditions of every change."""
    assert play.state is not None
    stage = play.process.stages[play.state]
    facts = play.facts()
    assert play.draft is not any(confirms(play.process, key) for key in play.visited) or not starts_as_draft(
        play.process
    )
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
    planned = {
        outcome.next.plan
        for activity in play.process.activities.values()
        for outcome in activity.outcomes.values()
        if outcome.next is not None
    }
    by_stage = [
        row.task.key
        for row in play.rows
        if row.open and row.origin == "process" and row.task.scope == "stage" and row.task.key not in planned
    ]
    assert len(by_stage) == len(set(by_stage)), "the same is to be done twice"
    true = facts.done | facts.signals
    holds = circumstances(play).holds
    late = {
        one.open
        for one in stage.opens
        if holds(one.when) and set(play.process.activities[one.open].after) <= true
    } - facts.opened
    assert late - set(play.open) - true == set(), "something waits although all it waits for is there"
    for one in stage.requires:
        if holds(one.when) and not one.optional and one.when is None:
            kind = play.process.fields[one.field].type
            assert complete(kind, facts.fields.get(one.field)), "the gate let something through"
    assert {move.to for move in open_moves(play.process, facts)} == set(stage.ways)


def circumstances(play: Play) -> Circumstances:
    facts = play.facts()
    return Circumstances(
        facts, dict(facts.fields), facts.done | facts.signals, play.owner, play.now, play.calendar
    )


def starts_as_draft(process: Process) -> bool:
    return process.stages[process.start].draft


def confirms(process: Process, key: str) -> bool:
    """Whether a deal that has been in this stage is no draft any more."""
    stage = process.stages[key]
    return stage.final == "won" or (stage.final is None and not stage.draft)


def check_effects(play: Play, decision: Decision, before: Play) -> None:
    """Nothing is late when it is opened, and timers run out after it has been."""
    for effect in decision.effects:
        if isinstance(effect, OpenActivity):
            assert effect.due >= play.now
            assert effect.owner in {6, 7, 8}
        if isinstance(effect, OpenActivity | Reschedule):
            assert all(at >= before.now for _, at in effect.alarms)
    run = [row.stage_run for row in play.rows]
    assert run == sorted(run)


def restart(play: Play) -> None:
    """What is written down is read back the same."""
    fields = play.process.fields
    written = {key: plain(value) for key, value in play.fields.items()}
    read = {key: valued(fields[key].type, value) for key, value in written.items()}
    assert read == play.fields
    play.fields = read


@pytest.mark.parametrize("name", PROCESSES)
@settings(max_examples=100)
@given(
    chance=st.randoms(use_true_random=False),
    calendar=st.sampled_from(CALENDARS),
    steps=st.integers(1, 40),
    due=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
)
def test_a_walk_leads_on_or_to_an_end(
    name: str, chance: Random, calendar: Calendar, steps: int, due: date | None
) -> None:
    play = Play(PROCESSES[name], calendar=calendar, organisation=TEAMS, leave=LEAVE).start(due)
    walker = Walker(play, chance)
    check(play)
    for _ in range(steps):
        play.now += timedelta(minutes=walker.number(4 * 24 * 60))
        play.actor = walker.one((None, 6, 7, 8))
        one = walker.anything()
        before, length = copied(play), len(play.history)
        expected = refusal(play, one)
        if expected is None:
            decision = walker.go(one)
            assert len(play.history) == length + 1
            check_effects(play, decision, before)
            if isinstance(one, Press | Elapse | Return):  # a second tap changes nothing
                with pytest.raises(Refused) as refused:
                    play.do(one)
                assert refused.value.reason is Reason.CLOSED
            if walker.often(10):  # taken back, and it may happen once more
                undone = copied(play)
                play.history, (_, _, last) = play.history[:-1], play.history[-1]
                put_back(play, before)
                assert play.do(last) == decision
                assert play == undone
        else:
            with pytest.raises(Refused) as refused:
                play.do(one)
            assert refused.value.reason is expected
            assert (play.facts(), len(play.history)) == (before.facts(), length)
        check(play)
        if walker.often(5):
            restart(play)
    assert play.again() == play


def copied(play: Play) -> Play:
    """As it is now, whatever happens to the other one."""
    return replace(
        play,
        fields=dict(play.fields),
        rows=list(play.rows),
        visited=list(play.visited),
        begun=list(play.begun),
        history=list(play.history),
    )


def put_back(play: Play, before: Play) -> None:
    for name in Play.__slots__:
        setattr(play, name, getattr(before, name))


def test_a_walk_comes_through_every_stage_and_outcome_of_corporate_sales() -> None:
    """The walks above would prove little if they never left the first stages."""
    process = CORPORATE
    seen: Counter[str] = Counter()
    pressed = set()
    for seed in range(80):
        play = Play(process, organisation=TEAMS, leave=LEAVE).start()
        walker = Walker(play, Random(seed))
        while process.stages[play.state or ""].final is None:
            play.now += timedelta(hours=walker.number(20))
            one = walker.work()
            if refusal(play, one) is not None:
                continue
            if isinstance(one, Press):
                pressed.add((play.rows[one.activity - 1].task.key, one.outcome))
            walker.go(one)
            check(play)
        seen.update(play.visited)
    assert set(process.stages) - set(seen) == set()
    known = {
        (key, name)
        for key, activity in process.activities.items()
        for name in activity.outcomes
        if not alone(process, key, name) and key != "clarify_client"
    }
    assert len(known - pressed) < len(known) / 10


@pytest.mark.parametrize("name", PROCESSES)
def test_every_text_is_there_in_every_language_of_the_product(name: str) -> None:
    process = PROCESSES[name]
    labels = [process.title]
    for field in process.fields.values():
        labels += [field.title, field.question, *(option.title for option in field.options.values())]
    for activity in process.activities.values():
        labels += [activity.title, *filter(None, [activity.hint])]
        labels += [outcome.title for outcome in activity.outcomes.values()]
    for stage in process.stages.values():
        labels += [stage.title, *filter(None, [stage.goal, stage.out])]
    assert [
        label for label in labels if not {"ru", "en"} <= {key for key in label if label[key].strip()}
    ] == []
