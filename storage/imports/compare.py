"""What is new in a plan, what it changes, and what was said before: pure, so that a dry run is the same."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from storage.imports.plan import Client, Contact, Deal, Person, Plan, Product, Stated, named
from storage.names import fold


class Named(Protocol):
    """A client, person or product of a plan."""

    @property
    def key(self) -> str: ...
    @property
    def mentioned(self) -> bool: ...
    def stated(self) -> Stated: ...


T = TypeVar("T")
N = TypeVar("N", bound=Named)


@dataclass(frozen=True, slots=True)
class Said:
    """What an import last said about a row of ours."""

    id: int
    stated: Stated


@dataclass(frozen=True, slots=True)
class Known:
    """What the database has: row ids by key, what earlier imports said by kind and key, ids of numbered deals.

    `taxed` are keys of clients with a tax number; contacts are known by phone, e-mail, or client and name (`named`),
    and those without a phone stand in `phoneless` too, by the last of these.
    """

    clients: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    products: Mapping[str, int] = field(default_factory=dict)
    teams: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    taxed: frozenset[str] = frozenset()
    contacts: Mapping[str, int] = field(default_factory=dict)
    phoneless: Mapping[str, int] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, Said]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """A row that is there, and what was said of it before: {} if no import ever spoke of it."""

    id: int
    key: str
    row: T
    before: Stated


@dataclass(slots=True)
class Sorted(Generic[T]):
    """Rows of one kind. `new` are keys under which imports will know them, with the rows."""

    new: list[tuple[str, T]] = field(default_factory=list)
    changed: list[Changed[T]] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """`contact_ids` are of contacts that are there, by the keys of the plan."""

    clients: Sorted[Client]
    people: Sorted[Person]
    products: Sorted[Product]
    deals: Sorted[Deal]
    contacts: Sorted[Contact]
    contact_ids: Mapping[str, int]

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return any(
            part.new or part.changed
            for part in (self.clients, self.people, self.products, self.deals, self.contacts)
        )


def compare(plan: Plan, known: Known) -> Changes:
    """Sort the plan's rows by what they do to what is known."""
    contacts, contact_ids = _contacts(plan.contacts, known)
    clients = _named(plan.clients, known.clients, known.said.get("client", {}))
    _taxed(clients, plan.clients, known)
    return Changes(
        clients=clients,
        people=_named(plan.people, known.people, known.said.get("person", {})),
        products=_named(plan.products, known.products, known.said.get("product", {})),
        deals=_deals(plan.deals, known),
        contacts=contacts,
        contact_ids=contact_ids,
    )


def _named(rows: Iterable[N], ids: Mapping[str, int], said: Mapping[str, Said]) -> Sorted[N]:
    found: Sorted[N] = Sorted()
    for row in rows:
        there = ids.get(row.key)
        if there is None:
            found.new.append((row.key, row))
            continue
        before = said[row.key].stated if row.key in said else {}
        if row.mentioned or before == row.stated():
            found.unchanged += 1
        else:
            found.changed.append(Changed(there, row.key, row, before))
    return found


def _deals(rows: Iterable[Deal], known: Known) -> Sorted[Deal]:
    """A deal is known by its number; one without a number by all that is said of it, alike ones by counting."""
    said = known.said.get("deal", {})
    found: Sorted[Deal] = Sorted()
    alike: dict[str, int] | None = None
    met: Counter[str] = Counter()
    for row in rows:
        if row.number is None:
            if alike is None:
                alike = _alike(said.values())
            print_ = _alike_print(row.stated())
            met[print_] += 1
            if met[print_] <= alike.get(print_, 0):
                found.unchanged += 1
            else:
                found.new.append((f"~{print_}#{met[print_]}", row))
        elif row.number in said:
            before = said[row.number]
            if before.stated == row.stated():
                found.unchanged += 1
            else:
                found.changed.append(Changed(before.id, row.number, row, before.stated))
        elif row.number in known.numbers:
            found.changed.append(Changed(known.numbers[row.number], row.number, row, {}))
        else:
            found.new.append((row.number, row))
    return found


def last_stage(before: Stated) -> str | None:
    """The stage in which a deal was, by an earlier statement."""
    stays = before.get("stays")
    return str(stays[-1][0]) if isinstance(stays, list) and stays else None


def fingerprint(stated: Stated) -> str:
    """The same for the same statement, whatever the order of its parts."""
    written = json.dumps(stated, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:40]


def _alike(said: Iterable[Said]) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for one in said:
        counts[_alike_print(one.stated)] += 1
    return counts


def _alike_print(stated: Stated) -> str:
    """Without the contact: the same deal may have been imported before contacts were read."""
    return fingerprint({name: value for name, value in stated.items() if name != "contact"})


def _taxed(found: Sorted[Client], rows: Iterable[Client], known: Known) -> None:
    """A client that is merely mentioned gets its tax number where none is known."""
    for row in rows:
        if row.mentioned and row.inn and row.key in known.clients and row.key not in known.taxed:
            found.unchanged -= 1
            found.changed.append(Changed(known.clients[row.key], row.key, row, {}))


def _contacts(rows: Iterable[Contact], known: Known) -> tuple[Sorted[Contact], dict[str, int]]:
    """Known by what was said, by phone or e-mail, or by name as long as the number was missing."""
    said = known.said.get("contact", {})
    found: Sorted[Contact] = Sorted()
    ids: dict[str, int] = {}
    met: set[int] = set()
    for row in rows:
        there = said[row.key].id if row.key in said else known.contacts.get(row.key)
        if there is None and row.client and (row.phone or row.email):
            free = known.phoneless.get(named(row.client, fold(row.name)))
            there = None if free in met else free
        if there is None:
            found.new.append((row.key, row))
            continue
        ids[row.key] = there
        before = said[row.key].stated if row.key in said else {}
        # Two numbers in the file may be one person's here: the second has nothing to add.
        if there in met or before == row.stated():
            found.unchanged += 1
        else:
            found.changed.append(Changed(there, row.key, row, before))
        met.add(there)
    return found, ids
