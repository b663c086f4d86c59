"""Deals of an import that is taken back: new ones go with all their rows, changed ones are put back as they were."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, images, models, timers
from storage.imports import rows

_CHUNK = 250


class Why(StrEnum):
    """Why something stays although its import is taken back."""

    WORKED = "worked"  # somebody worked on the deal
    CHANGED = "changed"  # its values were changed
    USED = "used"  # something that stays needs it


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays: deal, client, product, person or team; `by` and `at` tell of the last work on a deal."""

    kind: str
    id: int
    label: str
    why: Why
    by: str | None = None
    at: datetime | None = None


async def remove_new(tx: AsyncSession, import_id: int) -> tuple[int, list[Kept]]:
    """Remove the deals that the import made and nobody worked on; how many, and what stays."""
    deal, run, client = (dialects.table(model) for model in (models.Deal, models.Run, models.Client))
    query = (
        select(deal.c.id, run.c.id.label("run"), deal.c.number, client.c.name, _worked(run).label("worked"))
        .join(run, (run.c.kind == "deal") & (run.c.subject_id == deal.c.id))
        .outerjoin(client, client.c.id == deal.c.client_id)
        .where(deal.c.import_id == import_id)
        .order_by(deal.c.id)
        .with_for_update(of=run)
    )
    found = (await tx.execute(query)).all()
    gone = [(row.id, row.run) for row in found if not row.worked]
    for start in range(0, len(gone), _CHUNK):
        part = gone[start : start + _CHUNK]
        await _delete(tx, [one for one, _ in part], [one for _, one in part])
    stay = {row.run: (row.id, _label(row.name, row.number, row.id)) for row in found if row.worked}
    return len(gone), await _kept(tx, stay)


async def restore(
    tx: AsyncSession, import_id: int, *, now: datetime, by_id: int | None
) -> tuple[int, list[Kept]]:
    """Put back the deals that the import changed and nobody worked on since; how many, and what stays."""
    changes, deal, run, client = (
        dialects.table(model) for model in (models.ImportChange, models.Deal, models.Run, models.Client)
    )
    query = (
        select(
            changes.c.before, changes.c.after, deal.c.id, deal.c.number, client.c.name, run.c.id.label("run")
        )
        .add_columns(run.c.revision)
        .join(deal, deal.c.id == changes.c.subject_id)
        .join(run, (run.c.kind == "deal") & (run.c.subject_id == deal.c.id))
        .outerjoin(client, client.c.id == deal.c.client_id)
        .where(changes.c.import_id == import_id, changes.c.kind == "deal")
        .order_by(run.c.id)
        .with_for_update(of=run)
    )
    restored, stay = 0, {}
    for row in (await tx.execute(query)).all():
        if row.revision != row.after["revision"]:
            stay[row.run] = row.id, _label(row.name, row.number, row.id)
            continue
        await _put_back(tx, import_id, row.id, row.before, row.after, now, by_id)
        await say_again(tx, "deal", import_id, row.id, row.after["key"], row.before["said"])
        restored += 1
    return restored, await _kept(tx, stay)


async def say_again(
    tx: AsyncSession, kind: str, import_id: int, subject: int, key: str, said: Mapping[str, Any] | None
) -> None:
    """What imports had said of a row before, so that importing again works as it did then."""
    table = dialects.table(models.Imported)
    mine = delete(table).where(table.c.kind == kind, table.c.key == key, table.c.import_id == import_id)
    if dialects.count(await tx.execute(mine)) and said is not None:
        await tx.execute(insert(table).values(kind=kind, subject_id=subject, **said))


def _worked(run: Table) -> ColumnElement[bool]:
    """Whether anybody did something about a new deal after its import."""
    task, note = dialects.table(models.Activity), dialects.table(models.Note)
    touched = exists().where(
        task.c.run_id == run.c.id,
        or_(task.c.state != "open", task.c.snoozed > 0, task.c.origin != "process"),
    )
    noted = exists().where(note.c.run_id == run.c.id)
    return or_(run.c.revision != 1, touched, noted)


async def _delete(tx: AsyncSession, deal_ids: Collection[int], run_ids: Collection[int]) -> None:
    """Deals with everything that is about them; nothing of it may be left to be sent or fired."""
    m = models
    activity, card, outbox = (dialects.table(model) for model in (m.Activity, m.Card, m.Outbox))
    history = dialects.table(m.History)
    tasks = select(activity.c.id).where(activity.c.run_id.in_(run_ids))
    causes = select(history.c.id).where(history.c.run_id.in_(run_ids))
    await tx.execute(delete(card).where(card.c.kind == "task", card.c.subject_id.in_(tasks)))
    await tx.execute(delete(outbox).where(outbox.c.cause_id.in_(causes), outbox.c.state == "pending"))
    for table in map(dialects.table, (m.Timer, m.Draft, m.StageRun, m.Activity, m.History)):
        await tx.execute(delete(table).where(table.c.run_id.in_(run_ids)))
    run, deal = dialects.table(m.Run), dialects.table(m.Deal)
    await tx.execute(delete(run).where(run.c.id.in_(run_ids)))
    await tx.execute(delete(deal).where(deal.c.id.in_(deal_ids)))
    said = dialects.table(m.Imported)
    await tx.execute(delete(said).where(said.c.kind == "deal", said.c.subject_id.in_(deal_ids)))


async def _put_back(
    tx: AsyncSession,
    import_id: int,
    deal_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
    by_id: int | None,
) -> None:
    m = models
    run_id = before["run"]["id"]
    deal, run, stays, task, history = (
        dialects.table(model) for model in (m.Deal, m.Run, m.StageRun, m.Activity, m.History)
    )
    if before["row"]:
        values = images.restored(m.Deal, before["row"])
        await tx.execute(update(deal).where(deal.c.id == deal_id).values(values))
    await tx.execute(delete(stays).where(stays.c.run_id == run_id))
    stood = [images.restored(m.StageRun, row) for row in before["stays"]]
    await rows.put(tx, m.StageRun, stood, lambda _: None)
    cause = after["history"]
    await tx.execute(delete(task).where(task.c.cause_id == cause, task.c.run_id == run_id))
    reopened = {"state": "open", "closed_at": None, "closed_by": None, "closed_cause_id": None}
    await tx.execute(update(task).where(task.c.closed_cause_id == cause).values(reopened))
    for number, owner in before["owners"]:
        await tx.execute(update(task).where(task.c.id == number).values(owner_id=owner))
    for planned in before["timers"]:
        row = images.restored(m.Timer, planned)
        await timers.put(tx, **{name: row[name] for name in row if name not in {"id", "state", "error"}})
    state = {"state": before["run"]["state"], "stage_run": before["run"]["stage_run"]}
    entry = {
        "run_id": run_id,
        "revision": after["revision"] + 1,
        "at": now,
        "actor_id": by_id,
        "trigger": {"undo": cause, "of": {"import": import_id}},
        "state_before": (await tx.execute(select(run.c.state).where(run.c.id == run_id))).scalar_one(),
        "state": state["state"],
        "before": {},
    }
    undone = (await tx.execute(insert(history).values(entry).returning(history.c.id))).scalar_one()
    await tx.execute(update(history).where(history.c.id == cause).values(undone_id=undone))
    await tx.execute(update(run).where(run.c.id == run_id).values(**state, revision=after["revision"] + 1))


def _label(client: str | None, number: str | None, deal_id: int) -> str:
    return " · ".join(part for part in (client, number) if part) or str(deal_id)


async def _kept(tx: AsyncSession, stay: Mapping[int, tuple[int, str]]) -> list[Kept]:
    """Deals that stay, with who worked on them last."""
    history, person = dialects.table(models.History), dialects.table(models.Person)
    told: dict[int, tuple[str | None, datetime]] = {}
    for chunk in rows.chunks(stay):
        last = select(func.max(history.c.id)).where(history.c.run_id.in_(chunk)).group_by(history.c.run_id)
        query = select(history.c.run_id, person.c.name, history.c.at).outerjoin(
            person, person.c.id == history.c.actor_id
        )
        for run, name, at in await tx.execute(query.where(history.c.id.in_(last))):
            told[run] = name, at
    return [
        Kept("deal", deal, label, Why.WORKED, *told.get(run, (None, None)))
        for run, (deal, label) in stay.items()
    ]
