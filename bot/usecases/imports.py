"""Importing: a plan that was read from files is compared with what is known, and written in one transaction."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.planning import Read
from bot.imports.problems import ErrorRow
from bot.imports.spread import spread
from fsm.calendar import Calendar
from fsm.definition import Process
from storage import calendars, people, settings
from storage.db import Database
from storage.imports import change, known, write
from storage.imports.compare import Changes, Known, compare, last_stage
from storage.imports.plan import Deal
from storage.imports.writing import Newcomer, NextActivity, Writing

Progress = Callable[[int], None]
"""Told how many rows more have been written."""

KINDS = ("deals", "clients", "products", "people")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one kind of thing: `errors` are rows that could not be used."""

    new: int
    updated: int
    unchanged: int
    errors: int


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do. `import_id` is None when nothing was written."""

    counts: Mapping[str, Counts]
    errors: tuple[ErrorRow, ...]
    skipped: tuple[str, ...]
    import_id: int | None = None


async def preview(db: Database | None, read: Read) -> Report:
    """What the import would do; without a database, to an empty one."""
    if db is None:
        return _report(read, compare(read.plan, Known()))
    async with db.read() as session:
        there = await known.known(session)
    return _report(read, await asyncio.to_thread(compare, read.plan, there))


async def carry_out(
    db: Database,
    read: Read,
    *,
    process: Process,
    now: datetime,
    source: str,
    zone: str,
    language: str,
    per_day: int | None = None,
    by_id: int | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Write what is new or said differently, all or nothing; nobody is notified. Raises storage.db.Busy.

    `zone` and `language` are presumed of new people; `per_day` is the company's setting unless it is given.
    """
    async with db.begin() as tx:
        return await carry_out_in(
            tx,
            read,
            process=process,
            now=now,
            source=source,
            zone=zone,
            language=language,
            per_day=per_day,
            by_id=by_id,
            progress=progress,
        )


async def carry_out_in(
    tx: AsyncSession,
    read: Read,
    *,
    process: Process,
    now: datetime,
    source: str,
    zone: str,
    language: str,
    per_day: int | None = None,
    by_id: int | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """The same in the caller's transaction."""
    plan = read.plan
    there = await known.known(tx)
    changes = await asyncio.to_thread(compare, plan, there)
    report = _report(read, changes)
    if not changes.any:
        return report
    company = await settings.get(tx)
    presumed = Newcomer(language, zone, company.work_start, company.work_end, company.morning)
    due = await _dues(tx, changes, there, presumed, now, per_day or company.per_day)
    import_id = await write.begin(tx, source=source, report=_short(report), now=now, by_id=by_id)
    tasks = _activities(process, changes, due)
    writing = Writing(tx, import_id, now, by_id, tasks, progress)
    if not await known.has_deals(tx) and company.currency != plan.currency:
        # The first deals of a company say in which currency it sells.
        await settings.put(tx, currency=plan.currency)
        writing.remember("setting", 0, {"currency": company.currency}, {"currency": plan.currency})
    await write.write_new(writing, plan, changes, there, presumed)
    await change.write_changed(writing, plan, changes)
    await write.finish(writing)
    return Report(report.counts, report.errors, report.skipped, import_id)


def _waiting(changes: Changes) -> list[tuple[str, Deal]]:
    """Open deals that need a next activity, the further and fresher ones first."""
    moved = ((one.key, one.row) for one in changes.deals.changed if one.row.stage != last_stage(one.before))
    found = [(key, deal) for key, deal in (*changes.deals.new, *moved) if deal.outcome is None]
    found.sort(key=lambda pair: (len(pair[1].stays), pair[1].opened_at or _LONG_AGO, pair[0]), reverse=True)
    return found


async def _dues(
    tx: AsyncSession,
    changes: Changes,
    there: Known,
    presumed: Newcomer,
    now: datetime,
    per_day: int,
) -> dict[str, datetime]:
    waiting = _waiting(changes)
    owners = {deal.owner for _, deal in waiting}
    ids = {owner: there.people[owner] for owner in owners if owner in there.people}
    known_people = await people.of(tx, ids.values())
    company = await calendars.company(tx, processes={})
    default = company.calendar(presumed.zone, presumed.work_start, presumed.work_end)
    works: dict[str, Calendar] = dict.fromkeys(owners, default)
    taken: dict[str, dict[date, int]] = {}
    planned = await known.planned(tx, now)
    for owner, row_id in ids.items():
        person = known_people[row_id]
        works[owner] = company.calendar(person.zone, person.work_start, person.work_end)
        days: Counter[date] = Counter()
        for due, number in planned.get(row_id, {}).items():
            days[works[owner].day_of(due)] += number
        taken[owner] = days
    pairs = ((key, deal.owner) for key, deal in waiting)
    return spread(pairs, per_day=per_day, now=now, calendars=works, taken=taken)


def _activities(process: Process, changes: Changes, due: Mapping[str, datetime]) -> dict[str, NextActivity]:
    return {key: _next(process, deal, due[key]) for key, deal in _waiting(changes)}


def _next(process: Process, deal: Deal, due: datetime) -> NextActivity:
    """First who the client is; in the first stage what it begins with; later what comes when all else is done."""
    key = _first(process, deal)
    activity = process.activities[key]
    return NextActivity(key, activity.kind.value, activity.scope.value, due)


def _first(process: Process, deal: Deal) -> str:
    if deal.client is None and process.no_client is not None:
        return process.no_client
    if deal.stage == process.start and process.stages[deal.stage].opens:
        return process.stages[deal.stage].opens[0].open
    plans = (one.next.plan for one in process.activities[process.next_step].outcomes.values() if one.next)
    return next(plans, process.next_step)


def _report(read: Read, changes: Changes) -> Report:
    errors: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for error in read.errors:
        errors[error.rows].add((error.file, error.line))
    counts = {}
    for kind in KINDS:
        part = getattr(changes, kind)
        counts[kind] = Counts(len(part.new), len(part.changed), part.unchanged, len(errors[kind]))
    if read.plan.contacts:
        found = changes.contacts
        counts["contacts"] = Counts(len(found.new), len(found.changed), found.unchanged, 0)
    return Report(counts, read.errors, read.skipped)


def _short(report: Report) -> dict[str, Any]:
    """The report as its row keeps it: counts, and the first errors."""
    return as_json(Report(report.counts, report.errors[:100], report.skipped))


def as_json(report: Report) -> dict[str, Any]:
    """The shape that `voronka import --json` promises."""
    found: dict[str, Any] = {
        kind: {"new": one.new, "updated": one.updated, "unchanged": one.unchanged, "errors": one.errors}
        for kind, one in report.counts.items()
    }
    found["error_rows"] = [
        {
            "file": error.file,
            "line": error.line,
            "column": error.column,
            "value": error.value,
            "problem": error.problem,
        }
        for error in report.errors
    ]
    return found
