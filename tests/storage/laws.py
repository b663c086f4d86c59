"""The laws of mechanics, looked for in the rows of runs; and a history from the rows, played again in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import FieldType, Process
from fsm.facts import (
    Answer,
    Assign,
    Delegate,
    Edit,
    Elapse,
    Facts,
    Log,
    Move,
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
from fsm.obligations import TICKING, Obligation, State, lapsed
from fsm.questions import OWN, REASON, TITLE, WAIVE, WHEN
from fsm.values import Value, valued
from storage import models, obligations
from storage.company import Company
from storage.obligations import DUTY, Kept
from storage.runs import DEAL, REQUEST, load
from tests.fsm.play import Play


class Beginning(Protocol):
    """What a run began with."""

    @property
    def owner(self) -> int: ...
    @property
    def fields(self) -> Mapping[str, Value]: ...
    @property
    def planned(self) -> bool: ...


async def pending(session: AsyncSession, run_id: int) -> set[tuple[Any, ...]]:
    """Timers of a run that are to fire: kind, activity, addressee, instant; those of its duties are told by these."""
    timer = models.Timer
    query = select(timer.kind, timer.activity_id, timer.person_id, timer.due).where(timer.kind != DUTY)
    rows = await session.execute(query.where(timer.run_id == run_id, timer.state == "pending"))
    found = [tuple(row) for row in rows]
    assert len(found) == len(set(found)), "a timer twice"
    return set(found)


async def duties(session: AsyncSession) -> dict[int, Kept]:
    """Every duty by its row id. Each that waits for a moment has one timer, and there are no others."""
    rows = await session.execute(select(*obligations.columns()).where(models.Obligation.kind == DEAL))
    # What the audit has found has no terms.
    found = {one.id: one for row in rows if (one := obligations.read(row)).terms is not None}
    timer = models.Timer
    query = select(timer.data, timer.due, timer.run_id, timer.state).where(timer.kind == DUTY)
    # One that was set aside is the administrator's; one that was fired is nobody's.
    waiting = [tuple(row) for row in await session.execute(query.where(timer.state != "done"))]
    assert sorted((data["obligation"], due, run) for data, due, run, _ in waiting) == sorted(
        (one.id, one.obligation.wake_at, one.run_id) for one in found.values() if one.obligation.wake_at
    )
    for one in found.values():
        duty = one.obligation
        assert duty.over is (duty.ended_at is not None)
        assert (duty.state in TICKING) <= (duty.wake_at is not None)
        assert one.standing or duty.over
        assert not one.standing or not duty.over or (duty.state is State.BREACHED and duty.right_at is None)
    return found


def same_duties(before: Mapping[int, Kept], after: Mapping[int, Kept], now: datetime) -> None:
    """As they stood, but for what the time has brought meanwhile and what was told."""
    assert {number: _still(one, now) for number, one in before.items()} == {
        number: _still(one, now) for number, one in after.items()
    }


def _still(one: Kept, now: datetime) -> tuple[int, bool, Obligation]:
    return one.owner_id, one.standing, replace(lapsed(one.obligation, now), told=0, wake_at=None)


async def _duties_of(session: AsyncSession, run: models.Run, deal: models.Deal) -> None:
    """What has ended has none that run; a draft has none at all; nobody else has any of it that run."""
    known = [one for one in await obligations.of_run(session, run.id) if one.terms is not None]
    assert len({one.rule for one in known}) == len(known), "a rule twice"
    assert known == [] or not deal.draft
    running = [one for one in known if not one.obligation.over]
    assert running == [] or deal.outcome is None
    assert {one.owner_id for one in running} <= {deal.owner_id}


async def check(session: AsyncSession, company: Company, run_ids: Iterable[int]) -> None:
    """What holds after every change of these runs."""
    await duties(session)
    for number in run_ids:
        run = await session.get_one(models.Run, number)
        deal = await session.get_one(models.Deal, run.subject_id)
        process = company.processes[run.process, run.version]
        activity = models.Activity
        rows = (
            await session.execute(select(activity.id, activity.key, activity.scope, activity.stage_run,
                                         activity.origin).where(
                activity.run_id == number, activity.state == "open"
            ))
        ).all()  # fmt: skip
        timers = await pending(session, number)
        if run.state is None:  # a request whose asking was taken back
            assert run.kind == REQUEST
            assert not rows
            assert not timers
            continue
        assert {activity for _, activity, *_ in timers} <= {row.id for row in rows}, (
            "a timer of what has ended"
        )
        final = process.stages[run.state].final
        if run.kind == DEAL:
            assert (deal.stage, deal.outcome) == (run.state, final)
            assert deal.draft or deal.opened_at is not None
        if final is not None:
            assert rows == [], "open although it has ended"
            asked = models.Run
            query = select(asked.process, asked.version, asked.state)
            for child in await session.execute(
                query.where(asked.parent_id == number, asked.kind == REQUEST, asked.state.is_not(None))
            ):
                stages = company.processes[child.process, child.version].stages
                assert stages[child.state].final is not None, "a request about what has ended"
            assert deal.parked_until is None or run.kind != DEAL, "what has ended does not wait"
        else:
            assert rows, "a dead end"
            by_stage = [row.key for row in rows if row.scope == "stage" and row.origin == "process"]
            assert len(by_stage) == len(set(by_stage)), "the same is to be done twice"
            assert {row.stage_run for row in rows if row.scope == "stage"} <= {run.stage_run}
        if run.kind == DEAL:
            await _duties_of(session, run, deal)
        await _stays(session, run)


async def _stays(session: AsyncSession, run: models.Run) -> None:
    """History is one chain of states, and what of it stands is the stays in stages."""
    rows = await _history(session, run.id)
    own = {row.id for row in rows}
    state: str | None = None
    for row in rows:
        if row.undone_id is not None and row.undone_id not in own:
            continue  # taken back with what had caused it in another run, whose history tells of it
        assert row.state_before == state, "history has a gap"
        state = row.state
    assert state == run.state
    if run.kind != DEAL:
        return
    stay = models.StageRun
    stays = (await session.execute(
        select(stay.number, stay.stage, stay.cause_id, stay.left_at).where(stay.run_id == run.id).order_by(stay.number)
    )).all()  # fmt: skip
    assert [one.number for one in stays] == list(range(1, run.stage_run + 1))
    position = 0
    for row in _standing(rows):
        if "stage_run" not in row.before:
            continue
        assert row.before["stage_run"] == position
        entered = [one for one in stays if one.cause_id == (row.cause_id or row.id) and one.number > position]
        assert entered
        assert entered[-1].stage == row.state
        position = entered[-1].number
    assert position == run.stage_run
    assert all(one.left_at is not None for one in stays[:-1])


async def replay(session: AsyncSession, company: Company, run_id: int, birth: Beginning) -> None:
    """The history of a run, as it is written, leads a run in memory to the same facts."""
    loaded = await load(session, run_id, company, lock=False)
    live = models.Activity.state != "undone"
    known = select(models.Activity.id).where(models.Activity.run_id == run_id, live)
    numbers = {
        number: place
        for place, number in enumerate(await session.scalars(known.order_by(models.Activity.id)), 1)
    }
    play = Play(
        loaded.process,
        fields=dict(birth.fields),
        owner=birth.owner,
        organisation=company.organisation,
        leave={one: company.planning("Europe/Moscow", 540, 1080, one) for one in range(1, 10)},
    )
    for row in _standing(await _history(session, run_id)):
        play.now, play.actor = row.at, row.actor_id
        play.do(_trigger(loaded.process, row.trigger, numbers))
    _same(play.facts(), loaded.facts, numbers, dues=not birth.planned)


def _same(played: Facts, stored: Facts, numbers: Mapping[int, int], *, dues: bool) -> None:
    def told(facts: Facts) -> Any:
        fields = {key: value for key, value in facts.fields.items() if key != "phone"}  # the contact's
        return (
            facts.state, facts.stage_run, facts.owner, fields, facts.done, facts.opened,
            facts.signals, facts.parked, facts.draft,
        )  # fmt: skip

    assert told(played) == told(stored)
    open_ = [
        (numbers[task.id], task.key, task.owner, task.attempt, task.snoozed, task.title, task.due if dues else None)
        for task in stored.open
    ]  # fmt: skip
    assert open_ == [
        (task.id, task.key, task.owner, task.attempt, task.snoozed, task.title, task.due if dues else None)
        for task in played.open
    ]


async def _history(session: AsyncSession, run_id: int) -> list[Any]:
    entry = models.History
    columns = (entry.id, entry.cause_id, entry.at, entry.actor_id, entry.trigger, entry.state_before,
               entry.state, entry.before, entry.undone_id)  # fmt: skip
    return list(
        (await session.execute(select(*columns).where(entry.run_id == run_id).order_by(entry.id))).all()
    )


def _standing(rows: Iterable[Any]) -> list[Any]:
    """What was not taken back, without the taking back."""
    return [row for row in rows if row.undone_id is None and "undo" not in row.trigger]


def _trigger(process: Process, told: Mapping[str, Any], numbers: Mapping[int, int]) -> Trigger:
    """The trigger that history tells."""
    answers = {key: _answer(process, key, one) for key, one in told.get("answers", {}).items()}
    match told:
        case {"start": True}:
            return Start()
        case {"press": outcome, "id": number}:
            return Press(numbers[number], outcome, answers)
        case {"elapse": timer, "id": number}:
            return Elapse(numbers[number], timer)
        case {"return": outcome, "id": number}:
            return Return(numbers[number], outcome, answers)
        case {"move": to}:
            return Move(to, answers)
        case {"signal": name}:
            return Signal(name)
        case {"edit": values}:
            read = {key: _answer(process, key, one) for key, one in values.items()}
            return Edit({key: one for key, one in read.items() if one is not None})
        case _:
            return _by_hand(told, answers, numbers)


def _by_hand(told: Mapping[str, Any], answers: Mapping[str, Answer], numbers: Mapping[int, int]) -> Trigger:
    match told:
        case {"plan": key}:
            return Plan(key, answers)
        case {"log": outcome, "activity": key, "incoming": incoming}:
            return Log(key, outcome, answers, incoming)
        case {"snooze": _, "id": number}:
            return Snooze(numbers[number], answers)
        case {"park": True}:
            return Park(answers)
        case {"wake": True}:
            return Wake()
        case {"assign": owner}:
            return Assign(owner)
        case {"delegate": owner, "id": number}:
            return Delegate(numbers[number], owner)
        case {"reopen": to}:
            return Reopen(to, answers)
        case _:
            raise AssertionError(told)


def _answer(process: Process, key: str, written: Any) -> Answer:
    if written is None:
        return None
    if key == WHEN:
        return valued(FieldType.MOMENT, written)
    if key in {*OWN, TITLE, REASON, WAIVE}:
        return str(written)
    return valued(process.fields[key].type, written)
