"""New deals in bulk: each with its run, its history, its stays in stages and, while it is open, a next activity."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from storage import models
from storage.imports import rows
from storage.imports.compare import Changes
from storage.imports.plan import Deal, Plan
from storage.imports.writing import Writing


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A new deal with the ids that its rows refer to."""

    key: str
    deal: Deal
    id: int
    run: int
    history: int


async def write_deals(writing: Writing, plan: Plan, changes: Changes) -> None:
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
    columns = writing.deal(one.deal)
    if one.deal.outcome is None and one.deal.client and columns["contact_id"] is None:
        # Whoever opens the deal must have a number to dial; the file never said so of the deal itself.
        columns["contact_id"] = writing.dials.get(one.deal.client)
    return columns | {
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
        # Nobody can have touched here what has just come; the days without a touch begin to count now.
        "touched_at": one.deal.closed_at or writing.now,
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
