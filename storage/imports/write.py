"""A compared plan becomes rows, in bulk and in the caller's one transaction.

An import states what happened elsewhere, so it does not go through `advance`; it keeps its laws: a final deal has
nothing open, an open one has a next activity, nobody is notified.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage import models
from storage.imports import rows
from storage.imports.compare import Changes, Known
from storage.imports.plan import Deal, Person, Plan
from storage.imports.rows import Progress


@dataclass(frozen=True, slots=True)
class NextActivity:
    """What is to be done next in an open deal; `due` is a UTC instant, the end of a working day."""

    key: str
    kind: str
    scope: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is presumed of a person of whom only the name is known; hours are minutes after midnight."""

    language: str
    zone: str
    work_start: int
    work_end: int
    morning: int


@dataclass(slots=True)
class Writing:
    """One import while it is written: ids by key grow as rows are made."""

    tx: AsyncSession
    import_id: int
    now: datetime
    by_id: int | None
    activities: Mapping[str, NextActivity]  # by the key of the deal
    progress: Progress
    clients: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)

    def said(self, kind: str, key: str, subject_id: int, stated: dict[str, object]) -> dict[str, Any]:
        return {
            "kind": kind,
            "key": key,
            "subject_id": subject_id,
            "stated": stated,
            "import_id": self.import_id,
        }

    def deal(self, deal: Deal) -> dict[str, Any]:
        """The columns of a deal that a file states."""
        return {
            "owner_id": self.people[deal.owner],
            "client_id": self.clients[deal.client] if deal.client else None,
            "product_id": self.products[deal.product] if deal.product else None,
            "amount": deal.amount,
            "currency": deal.currency,
            "close_date": deal.close_date,
        }


async def begin(
    tx: AsyncSession, *, source: str, report: dict[str, Any], now: datetime, by_id: int | None
) -> int:
    """The row of the import itself; its id."""
    written = insert(models.Import).values(source=source[:300], at=now, by_id=by_id, report=report)
    return (await tx.execute(written.returning(models.Import.id))).scalar_one()


async def write_new(writing: Writing, plan: Plan, changes: Changes, known: Known, presumed: Newcomer) -> None:
    """Insert everything that was not there."""
    writing.clients |= known.clients
    writing.people |= known.people
    writing.products |= known.products
    writing.teams |= known.teams
    await _teams(writing, plan)
    await _people(writing, changes, presumed)
    await _products(writing, changes)
    await _clients(writing, changes)
    await _deals(writing, plan, changes)


async def _teams(writing: Writing, plan: Plan) -> None:
    # A team stands after the one above it, because that one's id is needed.
    missing = [name for name in plan.teams if name not in writing.teams]
    missing.sort(key=lambda name: plan.teams[name] is not None)
    ids = await rows.reserve(writing.tx, models.Team, len(missing))
    writing.teams |= dict(zip(missing, ids, strict=True))
    above = {name: plan.teams[name] for name in missing}
    made = [
        {"id": writing.teams[name], "name": name, "parent_id": writing.teams[over] if over else None}
        for name, over in above.items()
    ]
    await rows.put(writing.tx, models.Team, made, writing.progress)


def roles(person: Person) -> list[str]:
    return ["head"] if person.leads else ["rep"]


async def _people(writing: Writing, changes: Changes, presumed: Newcomer) -> None:
    new = changes.people.new
    ids = await rows.reserve(writing.tx, models.Person, len(new))
    writing.people |= {key: next(ids) for key, _ in new}
    made = [
        {
            "id": writing.people[key],
            "name": person.name,
            "key": person.key,
            "roles": roles(person),
            "team_id": writing.teams[person.team] if person.team else None,
            "language": presumed.language,
            "zone": presumed.zone,
            "work_start": presumed.work_start,
            "work_end": presumed.work_end,
            "morning": presumed.morning,
        }
        for key, person in new
    ]
    await rows.put(writing.tx, models.Person, made, writing.progress)
    said = [writing.said("person", key, writing.people[key], person.stated()) for key, person in new]
    await rows.put(writing.tx, models.Imported, said, writing.progress)


async def _products(writing: Writing, changes: Changes) -> None:
    new = changes.products.new
    ids = await rows.reserve(writing.tx, models.Product, len(new))
    writing.products |= {key: next(ids) for key, _ in new}
    made = [
        {
            "id": writing.products[key],
            "name": product.name,
            "key": product.key,
            "series": product.series,
            "price": product.price,
            "import_id": writing.import_id,
        }
        for key, product in new
    ]
    await rows.put(writing.tx, models.Product, made, writing.progress)
    said = [writing.said("product", key, writing.products[key], product.stated()) for key, product in new]
    await rows.put(writing.tx, models.Imported, said, writing.progress)


async def _clients(writing: Writing, changes: Changes) -> None:
    new = changes.clients.new
    ids = await rows.reserve(writing.tx, models.Client, len(new))
    writing.clients |= {key: next(ids) for key, _ in new}
    made = [
        {
            "id": writing.clients[key],
            "name": client.name,
            "key": client.key,
            "owner_id": writing.people[client.owner] if client.owner else None,
            "details": dict(client.details),
            "import_id": writing.import_id,
            "created_at": writing.now,
        }
        for key, client in new
    ]
    await rows.put(writing.tx, models.Client, made, writing.progress)
    said = [writing.said("client", key, writing.clients[key], client.stated()) for key, client in new]
    await rows.put(writing.tx, models.Imported, said, writing.progress)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A new deal with the ids that its rows refer to."""

    key: str
    deal: Deal
    id: int
    run: int
    history: int


async def _deals(writing: Writing, plan: Plan, changes: Changes) -> None:
    new = changes.deals.new
    tx, progress = writing.tx, writing.progress
    ids = await rows.reserve(tx, models.Deal, len(new))
    runs = await rows.reserve(tx, models.Run, len(new))
    histories = await rows.reserve(tx, models.History, len(new))
    numbered = [_Numbered(key, deal, next(ids), next(runs), next(histories)) for key, deal in new]
    await rows.put(tx, models.Deal, (_deal(writing, plan, one) for one in numbered), progress)
    await rows.put(tx, models.Run, (_run(plan, one) for one in numbered), progress)
    await rows.put(tx, models.History, (_history(writing, one) for one in numbered), progress)
    stays = (row for one in numbered for row in stage_runs(one.deal, one.run, one.history, first=1))
    await rows.put(tx, models.StageRun, stays, progress)
    tasks = (
        activity(
            writing, one.key, one.deal, run_id=one.run, stage_run=len(one.deal.stays), cause_id=one.history
        )
        for one in numbered
        if one.deal.outcome is None
    )
    await rows.put(tx, models.Activity, tasks, progress)
    said = (writing.said("deal", one.key, one.id, one.deal.stated()) for one in numbered)
    await rows.put(tx, models.Imported, said, progress)


def _deal(writing: Writing, plan: Plan, one: _Numbered) -> dict[str, Any]:
    return writing.deal(one.deal) | {
        "id": one.id,
        "number": one.deal.number,
        "process": plan.process,
        "extra": {},
        "unknown": list(one.deal.unknown),
        "stage": one.deal.stage,
        "furthest": one.deal.furthest,
        "outcome": one.deal.outcome,
        "opened_at": one.deal.opened_at,
        "closed_at": one.deal.closed_at,
        "import_id": writing.import_id,
    }


def _run(plan: Plan, one: _Numbered) -> dict[str, Any]:
    return {
        "id": one.run,
        "kind": "deal",
        "subject_id": one.id,
        "process": plan.process,
        "version": plan.version,
        "state": one.deal.stage,
        "stage_run": len(one.deal.stays),
        "revision": 1,
        "signals": [],
    }


def _history(writing: Writing, one: _Numbered) -> dict[str, Any]:
    return {
        "id": one.history,
        "run_id": one.run,
        "revision": 1,
        "at": writing.now,
        "actor_id": writing.by_id,
        "trigger": {"import": writing.import_id},
        "state": one.deal.stage,
        "before": {},
    }


def stage_runs(
    deal: Deal, run_id: int, cause_id: int, *, first: int, skip: int = 0
) -> Iterator[dict[str, Any]]:
    """The stays after the first `skip` ones, numbered from `first`; a final stage is left when it is entered."""
    stays = deal.stays[skip:]
    for place, stay in enumerate(stays):
        following = stays[place + 1] if place + 1 < len(stays) else None
        final = following is None and deal.outcome is not None
        yield {
            "run_id": run_id,
            "number": first + place,
            "stage": stay.stage,
            "entered_at": stay.entered,
            "left_at": stay.entered if final else following.entered if following else None,
            "by_id": None,
            "how": "import",
            "cause_id": cause_id,
        }


def activity(
    writing: Writing, key: str, deal: Deal, *, run_id: int, stage_run: int, cause_id: int
) -> dict[str, Any]:
    """The next activity of an open deal."""
    task = writing.activities[key]
    return {
        "run_id": run_id,
        "owner_id": writing.people[deal.owner],
        "key": task.key,
        "kind": task.kind,
        "scope": task.scope,
        "stage_run": stage_run,
        "due": task.due,
        "timed": False,
        "attempt": 1,
        "state": "open",
        "completed": False,
        "opened_at": writing.now,
        "cause_id": cause_id,
    }
