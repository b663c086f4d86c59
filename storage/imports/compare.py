"""What is new in a plan, what it changes, and what was said before: pure, so that a dry run is the same."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from storage.imports.plan import Client, Deal, Person, Plan, Product, Stated


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
    """What the database has: row ids by key, what earlier imports said by kind and key, ids of numbered deals."""

    clients: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    products: Mapping[str, int] = field(default_factory=dict)
    teams: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
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
    clients: Sorted[Client]
    people: Sorted[Person]
    products: Sorted[Product]
    deals: Sorted[Deal]

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return any(
            part.new or part.changed for part in (self.clients, self.people, self.products, self.deals)
        )


def compare(plan: Plan, known: Known) -> Changes:
    """Sort the plan's rows by what they do to what is known."""
    return Changes(
        clients=_named(plan.clients, known.clients, known.said.get("client", {})),
        people=_named(plan.people, known.people, known.said.get("person", {})),
        products=_named(plan.products, known.products, known.said.get("product", {})),
        deals=_deals(plan.deals, known),
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
            print_ = fingerprint(row.stated())
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
        counts[fingerprint(one.stated)] += 1
    return counts
