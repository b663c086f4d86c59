"""Contacts of an import: new ones in bulk, and of those that are there only what is missing or was corrected."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from storage import images, models
from storage.imports import rows
from storage.imports.compare import Changed, Changes
from storage.imports.plan import Contact, Plan
from storage.imports.writing import Writing
from storage.names import fold


async def write_contacts(writing: Writing, plan: Plan, changes: Changes) -> None:
    """Insert the new ones; `writing` knows the ids of all, and of its clients, by then."""
    new = changes.contacts.new
    ids = await rows.reserve(writing.tx, models.Contact, len(new))
    writing.contacts |= changes.contact_ids
    writing.contacts |= {key: next(ids) for key, _ in new}
    made: list[dict[str, Any]] = [
        {
            "id": writing.contacts[key],
            "client_id": writing.clients[contact.client] if contact.client else None,
            "name": contact.name,
            "key": fold(contact.name),
            "phone": contact.phone,
            "email": contact.email,
        }
        for key, contact in new
    ]
    await rows.put(writing.tx, models.Contact, made, writing.progress)
    for row in made:
        kept = images.kept(row, ("client_id", "name", "phone", "email"))
        writing.remember("contact", row["id"], {}, kept)
    said = [writing.said("contact", key, writing.contacts[key], contact.stated()) for key, contact in new]
    await rows.put(writing.tx, models.Imported, said, writing.progress)
    of_client: defaultdict[str, list[int]] = defaultdict(list)
    for contact in plan.contacts:
        if contact.client:
            of_client[contact.client].append(writing.contacts[contact.key])
    writing.dials |= {client: found[0] for client, found in of_client.items() if len(found) == 1}


async def differing(writing: Writing, one: Changed[Contact]) -> dict[str, Any]:
    """The columns to write: what an import had said otherwise; of what people entered, only what they left empty."""
    table = models.Contact
    query = select(table.client_id, table.name, table.phone, table.email).where(table.id == one.id)
    now = (await writing.tx.execute(query)).one()._asdict()
    stated: dict[str, Any] = {
        "client_id": ("client", writing.clients[one.row.client] if one.row.client else None),
        "name": ("name", one.row.name),
        "phone": ("phone", one.row.phone),
        "email": ("email", one.row.email),
    }
    values: dict[str, Any] = {}
    for column, (field, value) in stated.items():
        corrected = field in one.before and one.before[field] != getattr(one.row, field)
        if value is not None and value != now[column] and (now[column] is None or corrected):
            values[column] = value
    if "name" in values:
        values["key"] = fold(values["name"])
    return values
