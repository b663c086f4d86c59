"""Names for values of fields that hold no more than an id: one look for all that is shown together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import FieldType, Label, Process
from storage import titles
from storage.company import Company
from storage.titles import Titles

_ROWS = frozenset({FieldType.CLIENT, FieldType.CONTACT, FieldType.PRODUCT, FieldType.PERSON, FieldType.TEAM})
_LISTS = {
    FieldType.PARTICIPANTS: (FieldType.CONTACT, "contact"),
    FieldType.LINES: (FieldType.PRODUCT, "product"),
}
"""Lists each of whose rows speaks of a row of another sort, and by which name."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of rows, and titles of processes by key."""

    rows: Titles = field(default_factory=Titles)
    processes: Mapping[str, Label] = field(default_factory=dict)


NONE = Names()


async def names(
    session: AsyncSession, company: Company, process: Process, *written: Mapping[str, Any]
) -> Names:
    """Names for values in their JSON form, by the keys of the process's fields: a deal's `extra`, answers, an edit."""
    wanted: defaultdict[FieldType, set[int]] = defaultdict(set)
    processes = False
    for key, value in (pair for values in written for pair in values.items()):
        definition = process.fields.get(key)
        if definition is None or value is None:
            continue
        processes |= definition.type is FieldType.PROCESS
        for kind, number in _ids(definition.type, value):
            wanted[kind].add(number)
    rows = await titles.of(session, wanted) if wanted else NONE.rows
    labels = {key: company.newest(key).title for key, _ in company.processes} if processes else {}
    return Names(rows, labels)


def said_in(trigger: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Values of fields in what history keeps of a change: what was edited, what was answered."""
    return [said for said in (trigger.get("edit"), trigger.get("answers")) if isinstance(said, Mapping)]


def _ids(kind: FieldType, value: Any) -> Iterator[tuple[FieldType, int]]:
    if kind in _ROWS and isinstance(value, int):
        yield kind, value
    if kind in _LISTS and isinstance(value, list):
        of, name = _LISTS[kind]
        yield from ((of, one[name]) for one in value if isinstance(one, dict) and name in one)
