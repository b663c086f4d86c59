"""What rows are called, by their ids: for words about values that hold no more than an id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import FieldType
from storage.models import Client, Contact, Person, Product, Team

_MODELS: Mapping[FieldType, type[Client | Contact | Product | Person | Team]] = {
    FieldType.CLIENT: Client,
    FieldType.CONTACT: Contact,
    FieldType.PRODUCT: Product,
    FieldType.PERSON: Person,
    FieldType.TEAM: Team,
}


@dataclass(frozen=True, slots=True)
class Titles:
    """Names by type of field and row id; what is gone is absent."""

    rows: Mapping[FieldType, Mapping[int, str]] = field(default_factory=dict)

    def of(self, kind: FieldType, number: int) -> str | None:
        """The name of a row."""
        return self.rows.get(kind, {}).get(number)


async def of(session: AsyncSession, wanted: Mapping[FieldType, Iterable[int]]) -> Titles:
    """The names of these rows, by the type of field that speaks of them; one statement a type."""
    found: dict[FieldType, dict[int, str]] = {}
    for kind, ids in wanted.items():
        model = _MODELS[kind]
        rows = await session.execute(select(model.id, model.name).where(model.id.in_(list(ids))))
        found[kind] = {row[0]: row[1] for row in rows}
    return Titles(found)
