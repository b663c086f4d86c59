"""Rows that an import speaks of differently than before: only what its words changed is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, images, models
from storage.imports import contacts, deals, rows
from storage.imports.compare import Changed, Changes, last_stage
from storage.imports.plan import Client, Deal, Person, Plan, Product
from storage.imports.writing import Writing

_COLUMNS = {
    "owner": ("owner_id",),
    "client": ("client_id",),
    "contact": ("contact_id",),
    "product": ("product_id",),
    "amount": ("amount", "currency"),
    "currency": ("currency",),
    "close_date": ("close_date",),
}
Before = dict[tuple[str, str], dict[str, Any]]
"""What imports had said of a row, by its kind and key; nothing where none ever spoke of it."""
_GATES = {"client": "client_id", "contact": "contact_id", "product": "product_id"}


@dataclass(frozen=True, slots=True)
class _Now:
    """A deal as it is in the database at this moment."""

    run: int
    state: str
    stage_run: int
    revision: int
    deal: dict[str, Any]


async def write_changed(writing: Writing, plan: Plan, changes: Changes) -> None:
    """Update what is there already; `writing` knows the ids of everything by now."""
    said = await _said_before(writing.tx, changes)
    for client in changes.clients.changed:
        await _client(writing, client, said)
    for contact in changes.contacts.changed:
        values = await contacts.differing(writing, contact)
        await _put(writing, models.Contact, "contact", contact, values, said)
    for person in changes.people.changed:
        await _person(writing, person, said)
    for product in changes.products.changed:
        await _product(writing, product, said)
    for chunk in rows.chunks(changes.deals.changed):
        await _deals(writing, plan, chunk, said)
    for kind, part in (
        # What was merely mentioned is no statement.
        ("client", [one for one in changes.clients.changed if not one.row.mentioned]),
        ("person", changes.people.changed),
        ("product", changes.products.changed),
        ("deal", changes.deals.changed),
        ("contact", changes.contacts.changed),
    ):
        await _say(writing, kind, part)


async def _said_before(tx: AsyncSession, changes: Changes) -> Before:
    """What was last said of the rows that change, and by which import."""
    table = dialects.table(models.Imported)
    found: Before = {}
    for kind, part in (
        ("client", changes.clients.changed),
        ("person", changes.people.changed),
        ("product", changes.products.changed),
        ("deal", changes.deals.changed),
        ("contact", changes.contacts.changed),
    ):
        for chunk in rows.chunks(part):
            query = select(table.c.key, table.c.stated, table.c.import_id).where(
                table.c.kind == kind, table.c.key.in_([one.key for one in chunk])
            )
            for key, stated, import_id in await tx.execute(query):
                found[kind, key] = {"key": key, "stated": stated, "import_id": import_id}
    return found


async def _say(writing: Writing, kind: str, changed: Iterable[Changed[Any]]) -> None:
    """What was said last is what this import says."""
    table = dialects.table(models.Imported)
    said = [writing.said(kind, one.key, one.id, one.row.stated()) for one in changed]
    for chunk in rows.chunks(said):
        keys = [one["key"] for one in chunk]
        await writing.tx.execute(delete(table).where(table.c.kind == kind, table.c.key.in_(keys)))
    await rows.put(writing.tx, models.Imported, said, writing.progress)


async def _set(tx: AsyncSession, model: type[models.Row], row_id: int, values: dict[str, Any]) -> None:
    table = dialects.table(model)
    if values:
        await tx.execute(update(table).where(table.c.id == row_id).values(values))


async def _put(
    writing: Writing,
    model: type[models.Row],
    kind: str,
    one: Changed[Any],
    values: dict[str, Any],
    said: Before,
) -> None:
    """Change a row, and keep what it was."""
    table = dialects.table(model)
    query = select(*(table.c[name] for name in ("id", *values))).where(table.c.id == one.id)
    was = dict((await writing.tx.execute(query)).mappings().one())
    del was["id"]
    before, after = images.kept(was, was), images.kept(values, values)
    writing.remember(
        kind,
        one.id,
        {"row": before, "said": said.get((kind, one.key))},
        {"row": after, "key": one.key},
    )
    await _set(writing.tx, model, one.id, values)


async def _client(writing: Writing, one: Changed[Client], said: Before) -> None:
    query = select(models.Client.details, models.Client.inn).where(models.Client.id == one.id)
    details, inn = (await writing.tx.execute(query)).one()
    values: dict[str, Any] = {}
    if not one.row.mentioned:
        values = {"name": one.row.name, "details": {**(details or {}), **one.row.details}}
    # A number that people gave stays, unless it is an import's that the file corrects.
    if one.row.inn and (inn is None or one.before.get("inn") not in {None, one.row.inn}):
        values["inn"] = one.row.inn
    await _put(writing, models.Client, "client", one, values, said)


async def _person(writing: Writing, one: Changed[Person], said: Before) -> None:
    values: dict[str, Any] = {}
    if one.row.team and one.before.get("team") != one.row.team:
        values["team_id"] = writing.teams[one.row.team]
    if not one.before.get("leads") and one.row.leads:
        has = await writing.tx.scalar(select(models.Person.roles).where(models.Person.id == one.id))
        values["roles"] = sorted({*(has or []), "head"})
    await _put(writing, models.Person, "person", one, values, said)


async def _product(writing: Writing, one: Changed[Product], said: Before) -> None:
    values = {"name": one.row.name, "series": one.row.series, "price": one.row.price}
    await _put(writing, models.Product, "product", one, values, said)


async def _deals(writing: Writing, plan: Plan, changed: Iterable[Changed[Deal]], said: Before) -> None:
    tx = writing.tx
    changed = list(changed)
    there = await _there(tx, plan, [one.id for one in changed])
    histories = await rows.reserve(tx, models.History, len(changed))
    for one in changed:
        now = there[one.id]
        cause = next(histories)
        stated = one.row.stated()
        differs = {name for name, value in stated.items() if one.before.get(name) != value}
        columns = writing.deal(one.row)
        values = {column: columns[column] for name in sorted(differs) for column in _COLUMNS.get(name, ())}
        if "contact" in differs:
            if now.deal["contact_id"] is not None and one.before.get("contact") is None:
                del values["contact_id"]  # whom the rep talks to is known better here
            else:
                values["unknown"] = [name for name in now.deal["unknown"] if name != "contact"]
        moved = "stays" in differs and last_stage(one.before) != one.row.stage != now.state
        if moved:
            values |= _standing(one.row, now)
        elif "stays" in differs and now.state == one.row.stage:
            values |= {"opened_at": one.row.opened_at, "closed_at": one.row.closed_at}
        before = await _image(tx, now, values) | {"said": said.get(("deal", one.key))}
        after = {
            "row": images.kept(values, values),
            "key": one.key,
            "revision": now.revision + 1,
            "history": cause,
        }
        writing.remember("deal", one.id, before, after)
        await _history(writing, one, now, cause, one.row.stage if moved else now.state)
        await _set(tx, models.Deal, one.id, values)
        if moved:
            await _move(writing, one, now, cause)
        else:
            await _stay(writing, one, now, differs)
    writing.progress(len(changed))


async def _image(tx: AsyncSession, now: _Now, values: Iterable[str]) -> dict[str, Any]:
    """All of a deal that this import is about to change."""
    stays, timers, tasks = (
        dialects.table(model) for model in (models.StageRun, models.Timer, models.Activity)
    )
    stood = select(stays).where(stays.c.run_id == now.run).order_by(stays.c.number)
    planned = select(timers).where(timers.c.run_id == now.run, timers.c.state == "pending")
    open_ = select(tasks.c.id, tasks.c.owner_id).where(tasks.c.run_id == now.run, tasks.c.state == "open")
    return {
        "row": images.kept(now.deal, list(values)),
        "run": {"id": now.run, "state": now.state, "stage_run": now.stage_run},
        "stays": [_whole(row) for row in (await tx.execute(stood)).mappings()],
        "timers": [_whole(row) for row in (await tx.execute(planned)).mappings()],
        "owners": [[task, owner] for task, owner in await tx.execute(open_)],
    }


def _whole(row: RowMapping) -> dict[str, Any]:
    columns = [str(name) for name in row]
    return images.kept({name: row[name] for name in columns}, columns)


async def _there(tx: AsyncSession, plan: Plan, ids: list[int]) -> dict[int, _Now]:
    run, deal = dialects.table(models.Run), dialects.table(models.Deal)
    query = (
        select(run.c.id.label("run"), run.c.state, run.c.stage_run, run.c.revision, deal)
        .join(deal, deal.c.id == run.c.subject_id)
        .where(run.c.kind == "deal", run.c.process == plan.process, deal.c.id.in_(ids))
        # Rivals on PostgreSQL wait here, as they do in advance.
        .with_for_update(of=run)
        .order_by(run.c.id)
    )
    return {
        row["id"]: _Now(row["run"], row["state"], row["stage_run"], row["revision"], dict(row))
        for row in (await tx.execute(query)).mappings()
    }


def _standing(deal: Deal, now: _Now) -> dict[str, Any]:
    known = {field for field, column in _GATES.items() if now.deal[column] is not None}
    known |= {"contact"} if deal.contact else set()
    known |= {field for field in ("amount", "close_date") if now.deal[field] is not None} | now.deal[
        "extra"
    ].keys()
    return {
        "stage": deal.stage,
        "furthest": deal.furthest,
        "outcome": deal.outcome,
        "opened_at": deal.opened_at or now.deal["opened_at"],
        "closed_at": deal.closed_at,
        "unknown": [field for field in deal.unknown if field not in known],
    }


async def _history(writing: Writing, one: Changed[Deal], now: _Now, cause: int, state: str) -> None:
    row = {
        "id": cause,
        "run_id": now.run,
        "revision": now.revision + 1,
        "at": writing.now,
        "actor_id": writing.by_id,
        "trigger": {"import": writing.import_id},
        "state_before": now.state,
        "state": state,
        "before": {"stated": one.before},
    }
    await rows.put(writing.tx, models.History, [row], lambda _: None)
    await _set(writing.tx, models.Run, now.run, {"revision": now.revision + 1, "state": state})


async def _move(writing: Writing, one: Changed[Deal], now: _Now, cause: int) -> None:
    """The deal went on elsewhere: what is open here is cancelled, its stays follow those that are known."""
    tx = writing.tx
    tasks, timers = dialects.table(models.Activity), dialects.table(models.Timer)
    stays = dialects.table(models.StageRun)
    ended = update(tasks).where(tasks.c.run_id == now.run, tasks.c.state == "open")
    await tx.execute(
        ended.values(state="cancelled", closed_at=writing.now, closed_by=writing.by_id, closed_cause_id=cause)
    )
    await tx.execute(delete(timers).where(timers.c.run_id == now.run, timers.c.state == "pending"))
    known: Any = one.before.get("stays", [])
    before = {stage for stage, _ in known}
    skip = next(
        (place for place, stay in enumerate(one.row.stays) if stay.stage not in before),
        len(one.row.stays) - 1,
    )
    left = one.row.stays[skip].entered
    await tx.execute(
        update(stays).where(stays.c.run_id == now.run, stays.c.number == now.stage_run).values(left_at=left)
    )
    number = now.stage_run + 1
    made = list(deals.stage_runs(one.row, now.run, cause, first=number, skip=skip))
    await rows.put(tx, models.StageRun, made, lambda _: None)
    number += len(made) - 1
    await _set(tx, models.Run, now.run, {"stage_run": number})
    if one.row.outcome is None:
        task = deals.activity(writing, one.key, one.row, run_id=now.run, stage_run=number, cause_id=cause)
        await rows.put(tx, models.Activity, [task], lambda _: None)


async def _stay(writing: Writing, one: Changed[Deal], now: _Now, differs: set[str]) -> None:
    """The deal is where it was: dates of imported stays are put right, open activities go to the new owner."""
    tx = writing.tx
    if "stays" in differs:
        stays = dialects.table(models.StageRun)
        dated = (
            update(stays)
            .where(stays.c.run_id == now.run, stays.c.stage == bindparam("in_stage"), stays.c.how == "import")
            .values(entered_at=bindparam("entered"), left_at=bindparam("left"))
        )
        made = deals.stage_runs(one.row, now.run, 0, first=1)
        found = [
            {"in_stage": row["stage"], "entered": row["entered_at"], "left": row["left_at"]} for row in made
        ]
        if now.state == one.row.stage:
            await rows.change(tx, dated, found, lambda _: None)
    if "owner" in differs:
        tasks = dialects.table(models.Activity)
        owned = tasks.c.owner_id == now.deal["owner_id"]
        await tx.execute(
            update(tasks)
            .where(tasks.c.run_id == now.run, tasks.c.state == "open", owned)
            .values(owner_id=writing.people[one.row.owner])
        )
