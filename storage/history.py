"""What happened to a run: how a trigger is told, and how it is read back for people."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import (
    Amend,
    Answers,
    Assign,
    Delegate,
    Edit,
    Elapse,
    Facts,
    Handwork,
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
from fsm.values import plain
from storage.models import History, Person, Run
from storage.runs import DEAL, REQUEST


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `actor` is a name, None for the system. `trigger` is written by storage.apply.

    `cause_id` is the entry of the change that caused this one, its own id if none did; `undone`: taken back since.
    """

    id: int
    cause_id: int
    revision: int
    at: datetime
    actor_id: int | None
    actor: str | None
    trigger: dict[str, Any]
    state_before: str | None
    state: str
    undone: bool = False
    request: tuple[str, int] | None = (
        None  # process and version, where it happened to a request beside the deal
    )


def _entries() -> Select[Any]:
    columns = (
        History.id,
        func.coalesce(History.cause_id, History.id),
        History.revision,
        History.at,
        History.actor_id,
        Person.name,
        History.trigger,
        History.state_before,
        History.state,
        History.undone_id.is_not(None),
    )
    return select(*columns).outerjoin(Person, Person.id == History.actor_id)


def _of(run_id: int) -> Select[Any]:
    return _entries().where(History.run_id == run_id).order_by(History.id.desc())


async def get(session: AsyncSession, entry_id: int) -> Entry | None:
    row = (await session.execute(_entries().where(History.id == entry_id))).one_or_none()
    return None if row is None else Entry(*row)


async def timeline(session: AsyncSession, run_id: int, *, offset: int = 0, limit: int = 10) -> list[Entry]:
    """The changes of a deal and of its requests, the newest first; what both would tell is told once."""
    query = _entries().add_columns(Run.kind, Run.process, Run.version).join(Run, Run.id == History.run_id)
    query = query.where(*_about(run_id)).order_by(History.id.desc()).offset(offset).limit(limit)
    found = []
    for row in await session.execute(query):
        *own, kind, process, version = row
        found.append(replace(Entry(*own), request=None if kind == DEAL else (process, version)))
    return found


def _about(run_id: int) -> tuple[ColumnElement[bool], ...]:
    """Of a deal and its requests, but for how a request began (the deal tells what was asked) and came back."""
    requests = select(Run.id).where(Run.parent_id == run_id, Run.kind == REQUEST)
    trigger = History.trigger
    came_back = and_(trigger["return"].as_string().is_not(None), History.state == History.state_before)
    return (
        or_(
            and_(History.run_id == run_id, not_(came_back)),
            and_(History.run_id.in_(requests), trigger["start"].as_string().is_(None)),
        ),
    )


async def last(session: AsyncSession, run_id: int) -> Entry | None:
    """The newest change of a run."""
    row = (await session.execute(_of(run_id).limit(1))).one_or_none()
    return None if row is None else Entry(*row)


async def count(session: AsyncSession, run_id: int) -> int:
    """How many changes the timeline of a deal has."""
    return await session.scalar(select(func.count()).select_from(History).where(*_about(run_id))) or 0


def told(trigger: Trigger, facts: Facts) -> dict[str, Any]:
    """The trigger as history tells it; activities by key, so that the line can be read for ever."""
    match trigger:
        case Press(activity, outcome, answers):
            key = _key(facts, activity)
            return {"press": outcome, "activity": key, "id": activity, "answers": _plain(answers)}
        case Move(to, answers):
            return {"move": to, "answers": _plain(answers)}
        case Signal(name):
            return {"signal": name}
        case Edit(values):
            return {"edit": _plain(values)}
        case Start():
            return {"start": True}
        case Elapse(activity, timer):
            return {"elapse": timer, "activity": _key(facts, activity), "id": activity}
        case Return(activity, outcome, answers):
            back = {"return": outcome, "activity": _key(facts, activity), "id": activity}
            return {**back, "answers": _plain(answers)} if answers else back
        case _:
            return _by_hand(trigger, facts)


def _by_hand(work: Handwork, facts: Facts) -> dict[str, Any]:
    match work:
        case Amend(_, answers):
            return {"edit": _plain(answers)}
        case Plan(key, answers):
            return {"plan": key, "answers": _plain(answers)}
        case Log(key, outcome, answers, incoming):
            return {"log": outcome, "activity": key, "incoming": incoming, "answers": _plain(answers)}
        case Snooze(activity, answers):
            return {"snooze": _key(facts, activity), "id": activity, "answers": _plain(answers)}
        case Park(answers):
            return {"park": True, "answers": _plain(answers)}
        case Wake():
            return {"wake": True}
        case Assign(owner):
            return {"assign": owner, "from": facts.owner}
        case Delegate(activity, owner):
            return {"delegate": owner, "activity": _key(facts, activity), "id": activity}
        case Reopen(to, answers):
            return {"reopen": to, "answers": _plain(answers)}


def _key(facts: Facts, activity: int) -> str:
    return next(task.key for task in facts.open if task.id == activity)


def _plain(answers: Answers) -> dict[str, Any]:
    return {key: None if value is None else plain(value) for key, value in answers.items()}


async def run_of(session: AsyncSession, entry_id: int) -> int | None:
    """The run that a change was of."""
    return await session.scalar(select(History.run_id).where(History.id == entry_id))
