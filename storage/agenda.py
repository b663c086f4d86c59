"""«Мой день»: what a person has to do, in the order in which it is to be done, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.columns import Instant
from storage.models import Activity, Client, Contact, Deal, Person, Product, Run


class Section(IntEnum):
    """Part of a day; the order is that of the list."""

    OVERDUE = 0
    TIMED = 1
    TODAY = 2
    NEXT = 3


@dataclass(frozen=True, slots=True)
class Task:
    """An open activity in a list."""

    section: Section
    id: int
    key: str
    kind: str
    due: datetime
    timed: bool
    attempt: int
    run_id: int
    deal_id: int
    process: str
    version: int
    stage: str
    client: str | None
    contact: str | None
    amount: Decimal | None
    currency: str | None
    product: str | None = None
    title: str | None = None
    instead: str | None = None  # whose it is, where one stands in for him


@dataclass(frozen=True, slots=True)
class Counts:
    """How many activities each section has."""

    overdue: int = 0
    timed: int = 0
    today: int = 0
    next: int = 0

    @property
    def all(self) -> int:
        """All that is open."""
        return self.overdue + self.timed + self.today + self.next

    def plus(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            self.overdue + other.overdue,
            self.timed + other.timed,
            self.today + other.today,
            self.next + other.next,
        )


@dataclass(frozen=True, slots=True)
class Agenda:
    """A page of somebody's tasks, and the counts of all of them."""

    counts: Counts
    tasks: tuple[Task, ...]


_NOW, _TOMORROW = bindparam("now", type_=Instant), bindparam("tomorrow", type_=Instant)
# Columns of tables, not of classes: as ORM queries these cost half as much again, and every press asks for what is next.
_task, _run, _deal = dialects.table(Activity).c, dialects.table(Run).c, dialects.table(Deal).c
_client, _contact, _product = (dialects.table(one).c for one in (Client, Contact, Product))
_owner = dialects.table(Person).c
# Written out, not bound: only then do both planners see that the partial index serves.
_OPEN = _task.state == literal_column("'open'")
_SECTION = case(
    (_task.due < _NOW, literal_column("0")),
    (and_(_task.due < _TOMORROW, _task.timed), literal_column("1")),
    (_task.due < _TOMORROW, literal_column("2")),
    else_=literal_column("3"),
).label("section")
# The page is chosen first, and only what is on it looks for its names.
_PAGE = (
    select(_SECTION, _task.id)
    .where(
        _OPEN,
        _task.owner_id.in_(bindparam("owners", expanding=True)),
        _task.id.not_in(bindparam("skip", expanding=True)),
    )
    .order_by(literal_column("section"), _task.due, _task.id)
    .offset(bindparam("first"))
    .limit(bindparam("most"))
    .subquery("page")
)
_TASKS = (
    select(
        _PAGE.c.section,
        _task.id,
        _task.key,
        _task.kind,
        _task.due,
        _task.timed,
        _task.attempt,
        _run.id,
        _deal.id,
        _run.process,
        _run.version,
        _deal.stage,
        _client.name,
        _contact.name,
        _deal.amount,
        _deal.currency,
        _product.name,
        _task.title,
        _task.owner_id,
        _owner.name,
    )
    .select_from(_PAGE)
    .join(dialects.table(Activity), _task.id == _PAGE.c.id)
    .join(dialects.table(Run), _run.id == _task.run_id)
    .join(dialects.table(Deal), _deal.id == _run.subject_id)
    .join(dialects.table(Person), _owner.id == _task.owner_id)
    .outerjoin(dialects.table(Client), _client.id == _deal.client_id)
    .outerjoin(dialects.table(Contact), _contact.id == _deal.contact_id)
    .outerjoin(dialects.table(Product), _product.id == _deal.product_id)
    .order_by(_PAGE.c.section, _task.due, _task.id)
)
_COUNTS = (
    select(_task.owner_id, _SECTION, func.count())
    .where(_OPEN, _task.owner_id.in_(bindparam("owners", expanding=True)))
    .group_by(_task.owner_id, literal_column("section"))
)


async def of(
    session: AsyncSession,
    *,
    owner_id: int,
    now: datetime,
    tomorrow: datetime,
    offset: int = 0,
    limit: int = 8,
    covered: Collection[int] = (),
) -> Agenda:
    """A page: overdue, timed today, today, next; each by due. `tomorrow` is the instant at which the owner's day ends.

    With the tasks of `covered`, people for whom the owner stands in.
    """
    loaded = await loads(session, owner_ids=[owner_id, *covered], now=now, tomorrow=tomorrow)
    tasks = await _tasks(session, owner_id, now, tomorrow, offset, limit, covered=covered)
    counts = loaded[owner_id]
    for other in covered:
        counts = counts.plus(loaded[other])
    return Agenda(counts, tuple(tasks))


async def next_of(
    session: AsyncSession,
    *,
    owner_id: int,
    now: datetime,
    tomorrow: datetime,
    skip: Collection[int] = (),
    covered: Collection[int] = (),
) -> Task | None:
    """What comes first in the list, without these activities; its section says whether it is for today."""
    found = await _tasks(session, owner_id, now, tomorrow, 0, 1, skip, covered)
    return found[0] if found else None


async def loads(
    session: AsyncSession, *, owner_ids: Collection[int], now: datetime, tomorrow: datetime
) -> dict[int, Counts]:
    """Everybody's counts, also of those who have nothing to do."""
    given = {"owners": list(owner_ids), "now": now, "tomorrow": tomorrow}
    found: dict[int, dict[str, int]] = {owner: {} for owner in owner_ids}
    for owner, section, count in await session.execute(_COUNTS, given):
        found[owner][Section(section).name.lower()] = count
    return {owner: Counts(**counts) for owner, counts in found.items()}


async def _tasks(
    session: AsyncSession,
    owner_id: int,
    now: datetime,
    tomorrow: datetime,
    offset: int,
    limit: int,
    skip: Collection[int] = (),
    covered: Collection[int] = (),
) -> list[Task]:
    given = {
        "owners": [owner_id, *covered],
        "now": now,
        "tomorrow": tomorrow,
        "first": offset,
        "most": limit,
        "skip": list(skip),
    }
    rows: list[tuple[Any, ...]] = [tuple(row) for row in await session.execute(_TASKS, given)]
    return [_task_of(row, owner_id) for row in rows]


def _task_of(row: tuple[Any, ...], owner_id: int) -> Task:
    """The last two columns say whose it is."""
    section, *known, whose, name = row
    values = (Section(section), *known, None if whose == owner_id else name)
    return Task(*values)
