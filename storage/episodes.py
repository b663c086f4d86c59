"""How long things lasted, told from history: stays in stages, steps past their day, deals and clients left alone.

For a replay of what is watched, with the same words as storage.watches. What was taken back is as if it had never been.
Only what began in the period is told of. A deal is whose it was then, a task or a client whose it is now.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm import wall
from fsm.definition import Rule, Watch
from fsm.replay import Stay
from storage import tallies
from storage.dialects import table
from storage.models import Activity, Client, Deal, History, Import, Person, Run, StageRun
from storage.watches.clients import TALKS, USUAL

_deal, _run, _stay, _task, _import, _told, _client, _person = (
    table(one).c for one in (Deal, Run, StageRun, Activity, Import, History, Client, Person)
)
_BATCH = 1000
_IS_DEAL = and_(_run.kind == literal_column("'deal'"), _run.subject_id == _deal.id)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose (None: everybody's), and of when."""

    owner_ids: Collection[int] | None
    since: datetime
    until: datetime

    def own(self, owner: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
        return () if self.owner_ids is None else (owner.in_(list(self.owner_ids)),)

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until


async def stays(
    session: AsyncSession,
    rule: Rule,
    *,
    owner_ids: Collection[int] | None,
    since: datetime,
    until: datetime,
) -> list[Stay]:
    """What began in [since, until) and could break the rule; ValueError for a rule of which history tells too little."""
    told = _TELLS.get(rule.watch) if rule.watch is not None else None
    if told is None:
        raise ValueError(f"{rule.rule} cannot be told from history")
    return await told(session, _Asked(owner_ids, since, until))


# --- deals --------------------------------------------------------------------------------------------


async def _stages(session: AsyncSession, asked: _Asked) -> list[Stay]:
    """In their stages; an end is none that anybody stays in. One that an import told of counts from the import."""
    for_import = _stay.how == literal_column("'import'")
    entered = case((for_import, func.coalesce(_import.at, _stay.entered_at)), else_=_stay.entered_at)
    query = (
        _deals(asked, _stay.stage, entered, _stay.left_at, _deal.process, _deal.opened_at)
        .join(table(StageRun), _stay.run_id == _run.id)
        .where(*tallies.within(entered, asked.since, asked.until))
        .where(or_(_stay.left_at.is_(None), _stay.left_at > entered))
    )
    found: list[Stay] = []
    for batch in _batches(await _runs(session, asked)):
        rows = list(await session.execute(query.where(_run.id.in_(batch))))
        rests, given = await _rests(session, batch), await _given(session, batch)
        for run, owner, closed_at, stage, begun, left, process, opened_at in rows:
            end = left if left is not None else closed_at
            stay = _opened(Stay(owner, begun, end, f"{process}.{stage}"), opened_at)
            if stay is not None:
                found += _awake(_owned(stay, given.get(run, ())), rests.get(run, ()))
    return found


async def _untouched(session: AsyncSession, asked: _Asked) -> list[Stay]:
    """Between two touches; an imported deal counts from its import."""
    query = _deals(asked, func.coalesce(_import.at, _deal.opened_at))
    touched = _entries(_told.run_id, _told.at).where(_tells('"touched_at"'), _told.at >= asked.since)
    found: list[Stay] = []
    for batch in _batches(await _runs(session, asked)):
        rows = list(await session.execute(query.where(_run.id.in_(batch))))
        touches: dict[int, list[datetime]] = defaultdict(list)
        for run, at in await session.execute(touched.where(_told.run_id.in_(batch)).order_by(_told.id)):
            touches[run].append(at)
        rests, given = await _rests(session, batch), await _given(session, batch)
        for run, owner, closed_at, begun in rows:
            if begun is None:
                continue
            later = [at for at in touches.get(run, ()) if at > begun]
            for at, until in _gaps([begun, *later], closed_at):
                if asked.holds(at):
                    stay = _owned(Stay(owner, at, until), given.get(run, ()))
                    found += _awake(stay, rests.get(run, ()))
    return found


async def _runs(session: AsyncSession, asked: _Asked) -> list[int]:
    """Of deals that were open at some time in the period."""
    query = select(_run.id).join_from(table(Deal), table(Run), _IS_DEAL)
    lasted = or_(_deal.closed_at.is_(None), _deal.closed_at >= asked.since)
    chosen = query.where(_deal.draft.is_(False), lasted, *asked.own(_deal.owner_id))
    return list(await session.scalars(chosen))


def _deals(asked: _Asked, *columns: Any) -> Select[Any]:
    """Run, owner and end of deals that are no drafts, with more columns."""
    return (
        select(_run.id, _deal.owner_id, _deal.closed_at, *columns)
        .join_from(table(Deal), table(Run), _IS_DEAL)
        .outerjoin(table(Import), _import.id == _deal.import_id)
        .where(_deal.draft.is_(False), *asked.own(_deal.owner_id))
    )


async def _rests(session: AsyncSession, runs: Sequence[int]) -> Mapping[int, list[tuple[datetime, datetime]]]:
    """When deals waited for a day, by run: until that day began for their owner, or they were taken up again."""
    changes: dict[int, list[tuple[datetime, date | None]]] = defaultdict(list)
    entries = _entries(_told.run_id, _told.at, _told.before).where(_told.run_id.in_(runs))
    entries = entries.where(_tells('"parked_until"')).order_by(_told.id)
    for run, at, image in await session.execute(entries):
        if "parked_until" in image.get("deal", {}):
            was = image["deal"]["parked_until"]
            changes[run].append((at, None if was is None else date.fromisoformat(was)))
    if not changes:
        return {}
    query = select(_run.id, _deal.parked_until, _person.zone).join_from(table(Deal), table(Run), _IS_DEAL)
    query = query.join(table(Person), _person.id == _deal.owner_id).where(_run.id.in_(list(changes)))
    return {run: _waits(changes[run], day, zone) for run, day, zone in await session.execute(query)}


async def _given(session: AsyncSession, runs: Sequence[int]) -> Mapping[int, list[tuple[datetime, int]]]:
    """When deals became somebody else's, by run, and whose they had been until then."""
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    entries = _entries(_told.run_id, _told.at, _told.before).where(_told.run_id.in_(runs))
    for run, at, image in await session.execute(entries.where(_tells('"owner_id"')).order_by(_told.id)):
        if "owner_id" in image.get("deal", {}):
            found[run].append((at, image["deal"]["owner_id"]))
    return found


def _owned(stay: Stay, given: Sequence[tuple[datetime, int]]) -> Stay:
    """With whose it was; `stay` says whose it is now."""
    if not given:
        return stay
    owners = [*(owner for _, owner in given), stay.owner]
    return replace(stay, owner=owners[0], given=tuple(zip((at for at, _ in given), owners[1:], strict=True)))


def _opened(stay: Stay, opened_at: datetime | None) -> Stay | None:
    """The part of it since its deal is no draft any more; None where nothing is left."""
    since = stay.since if stay.seen_from is None else stay.seen_from
    begun = since if opened_at is None else max(since, opened_at)
    if stay.ended_at is not None and stay.ended_at <= begun:
        return None
    return replace(stay, seen_from=None if begun == stay.since else begun)


def _waits(
    changes: Sequence[tuple[datetime, date | None]], now: date | None, zone: str
) -> list[tuple[datetime, datetime]]:
    """Each change says until which day it waited before it; `now` is the day since the last of them."""
    found = []
    days = [*(day for _, day in changes[1:]), now]
    ends = [*(at for at, _ in changes[1:]), None]
    for (at, _), day, end in zip(changes, days, ends, strict=True):
        if day is not None:
            wakes = wall.instant(ZoneInfo(zone), day, time())
            found.append((at, wakes if end is None else min(wakes, end)))
    return [(first, last) for first, last in found if last > first]


def _awake(stay: Stay, rests: Iterable[tuple[datetime, datetime]]) -> list[Stay]:
    """The parts of it in which the deal did not wait: each counts from the beginning, and may be found by itself."""
    found = []
    since = stay.since if stay.seen_from is None else stay.seen_from
    for first, last in rests:
        if last <= since or (stay.ended_at is not None and first >= stay.ended_at):
            continue
        if first > since:
            found.append(_part(stay, since, first))
        since = last
    if stay.ended_at is None or since < stay.ended_at:
        found.append(_part(stay, since, stay.ended_at))
    return found


def _part(stay: Stay, since: datetime, until: datetime | None) -> Stay:
    return replace(stay, ended_at=until, seen_from=None if since == stay.since else since)


# --- tasks --------------------------------------------------------------------------------------------


async def _steps(session: AsyncSession, asked: _Asked) -> list[Stay]:
    """Past their day, until they were closed or given another one. What was closed before it was due is left out."""
    moved = await _moved(session)
    query = _tasks(asked, _task.id, _task.due, _deal.opened_at)
    query = query.where(_deal.draft.is_(False), _task.due >= asked.since)
    late = query.where(or_(_task.closed_at.is_(None), _task.closed_at > _task.due))
    rows: dict[int, Any] = {}
    after = 0
    while page := list(await session.execute(late.where(_task.id > after).order_by(_task.id).limit(_BATCH))):
        after = page[-1][3]
        rows |= {row[3]: row for row in page}
    for batch in _batches(moved):
        rows |= {row[3]: row for row in await session.execute(query.where(_task.id.in_(batch)))}
    found = []
    for task in sorted(rows):
        owner, began, closed_at, _, due, opened_at = rows[task]
        for start, day, until in _dues(began, moved.get(task, ()), due, closed_at):
            stay = _opened(Stay(owner, day, until, seen_from=start if start > day else None), opened_at)
            if stay is not None and asked.holds(day):
                found.append(stay)
    return found


def _dues(
    opened_at: datetime,
    changes: Sequence[tuple[datetime, datetime]],
    due: datetime,
    closed_at: datetime | None,
) -> Iterable[tuple[datetime, datetime, datetime | None]]:
    """When it was due, from when on and until when; a change that left the moment as it was is none."""
    starts = [opened_at, *(at for at, _ in changes)]
    dues = [*(was for _, was in changes), due]
    kept = [place for place in range(len(dues)) if not place or dues[place] != dues[place - 1]]
    ends = [*(starts[place] for place in kept[1:]), closed_at]
    for place, end in zip(kept, ends, strict=True):
        yield starts[place], dues[place], end


async def _moved(session: AsyncSession) -> dict[int, list[tuple[datetime, datetime]]]:
    """When activities were given another moment, and which one they had before."""
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    query = select(_told.id, _told.at, _told.before).where(_told.undone_id.is_(None), _tells('"tasks":{'))
    after = 0
    while page := list(await session.execute(query.where(_told.id > after).order_by(_told.id).limit(_BATCH))):
        after = page[-1][0]
        for _, at, image in page:
            for number, was in image.get("tasks", {}).items():
                found[int(number)].append((at, datetime.fromisoformat(was["due"])))
    return found


async def _approvals(session: AsyncSession, asked: _Asked) -> list[Stay]:
    """Asked and not answered yet."""
    query = _tasks(asked).where(
        _task.kind == literal_column("'approval'"),
        _run.kind == literal_column("'request'"),
        *tallies.within(_task.opened_at, asked.since, asked.until),
    )
    return [Stay(*row) for row in await session.execute(query)]


def _tasks(asked: _Asked, *columns: Any) -> Select[Any]:
    """Owner, beginning and end of activities, with more columns."""
    return (
        select(_task.owner_id, _task.opened_at, _task.closed_at, *columns)
        .join_from(table(Activity), table(Run), _run.id == _task.run_id)
        .join(table(Deal), _deal.id == _run.subject_id)
        .where(_task.state != literal_column("'undone'"), *asked.own(_task.owner_id))
    )


# --- clients ------------------------------------------------------------------------------------------


async def _silences(session: AsyncSession, asked: _Asked) -> list[Stay]:
    """Between two talks with a client. Whether he rested then, or was of another segment, nobody has written down."""
    query = select(_client.id, _client.owner_id, _client.created_at, _client.segment)
    query = query.where(_client.owner_id.is_not(None), *asked.own(_client.owner_id))
    talks: dict[int, list[datetime]] = defaultdict(list)
    talked = (
        select(_deal.client_id, _task.closed_at)
        .join_from(table(Deal), table(Run), _IS_DEAL)
        .join(table(Activity), _task.run_id == _run.id)
        .where(_task.state == literal_column("'done'"), _task.completed, _task.kind.in_(TALKS))
        .where(_deal.client_id.is_not(None), _task.closed_at >= asked.since)
        .order_by(_task.closed_at)
    )
    for client, at in await session.execute(talked):
        talks[client].append(at)
    found = []
    for client, owner, created, segment in await session.execute(query):
        for at, until in _gaps([created, *talks.get(client, ())], None):
            if asked.holds(at):
                found.append(Stay(owner, at, until, segment or USUAL))
    return found


# --- inside -------------------------------------------------------------------------------------------


def _gaps(moments: Sequence[datetime], end: datetime | None) -> Iterable[tuple[datetime, datetime | None]]:
    """From each to the next, and from the last to the end."""
    ends = [*moments[1:], end]
    for at, until in zip(moments, ends, strict=True):
        if until is None or until > at:
            yield at, until


def _batches(ids: Collection[int]) -> Iterable[list[int]]:
    every = sorted(ids)
    return (every[start : start + _BATCH] for start in range(0, len(every), _BATCH))


def _entries(*columns: Any) -> Select[Any]:
    return select(*columns).where(_told.undone_id.is_(None))


def _tells(words: str) -> ColumnElement[bool]:
    """Entries that say what something was before; written without spaces on both databases."""
    return cast(_told.before, Text).contains(words, autoescape=True)


_TELLS: Mapping[Watch, Callable[[AsyncSession, _Asked], Awaitable[list[Stay]]]] = {
    Watch.STAGE: _stages,
    Watch.INFO: _untouched,
    Watch.STEP: _steps,
    Watch.APPROVAL: _approvals,
    Watch.CONTACT: _silences,
}
