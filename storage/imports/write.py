"""A compared plan becomes rows, in bulk and in the caller's one transaction.

An import states what happened elsewhere, so it does not go through `advance`; it keeps its laws: a final deal has
nothing open, an open one has a next activity, nobody is notified.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage import images, models, people
from storage.imports import rows
from storage.imports.compare import Changes, Known
from storage.imports.contacts import write_contacts
from storage.imports.deals import write_deals
from storage.imports.plan import Person, Plan
from storage.imports.writing import Newcomer, Writing


async def begin(
    tx: AsyncSession, *, source: str, report: dict[str, Any], now: datetime, by_id: int | None
) -> int:
    """The row of the import itself; its id."""
    written = insert(models.Import).values(source=source[:300], at=now, by_id=by_id, report=report)
    return (await tx.execute(written.returning(models.Import.id))).scalar_one()


async def finish(writing: Writing) -> None:
    """Keep what taking the import back will need."""
    await rows.put(writing.tx, models.ImportChange, writing.changes, lambda _: None)


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
    await write_contacts(writing, plan, changes)
    await write_deals(writing, plan, changes)


def _made(writing: Writing, kind: str, made: Iterable[dict[str, Any]], *columns: str) -> None:
    for row in made:
        writing.remember(kind, row["id"], {}, images.kept(row, columns))


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
    _made(writing, "team", made, "name", "parent_id")


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
            "evening": people.EVENING,
            "digest": people.DIGEST,
        }
        for key, person in new
    ]
    await rows.put(writing.tx, models.Person, made, writing.progress)
    # Who has joined since is no longer what the import made.
    unjoined = [{**row, "telegram_id": None} for row in made]
    _made(writing, "person", unjoined, "name", "roles", "team_id", "telegram_id")
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
    _made(writing, "product", made, "name", "series", "price")
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
            "inn": client.inn,
            "import_id": writing.import_id,
            "created_at": writing.now,
        }
        for key, client in new
    ]
    await rows.put(writing.tx, models.Client, made, writing.progress)
    _made(writing, "client", made, "name", "owner_id", "details", "inn")
    said = [writing.said("client", key, writing.clients[key], client.stated()) for key, client in new]
    await rows.put(writing.tx, models.Imported, said, writing.progress)
