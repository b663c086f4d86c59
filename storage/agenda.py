"""«Мой день»: what a person has to do, in the order in which it is to be done, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum

from sqlalchemy import and_, bindparam, case, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.activities import OPEN
from storage.columns import Instant
from storage.models import Activity, Client, Contact, Deal, Product, Run


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


@dataclass(frozen=True, slots=True)
class Agenda:
    """A page of somebody's tasks, and the counts of all of them."""

    counts: Counts
    tasks: tuple[Task, ...]


_NOW, _TOMORROW = bindparam("now", type_=Instant), bindparam("tomorrow", type_=Instant)
_SECTION = case(
    (Activity.due < _NOW, literal_column("0")),
    (and_(Activity.due < _TOMORROW, Activity.timed), literal_column("1")),
    (Activity.due < _TOMORROW, literal_column("2")),
    else_=literal_column("3"),
)
_TASKS = (
    select(
        _SECTION.label("section"),
        Activity.id,
        Activity.key,
        Activity.kind,
        Activity.due,
        Activity.timed,
        Activity.attempt,
        Run.id,
        Deal.id,
        Run.process,
        Run.version,
        Deal.stage,
        Client.name,
        Contact.name,
        Deal.amount,
        Deal.currency,
        Product.name,
    )
    .select_from(Activity)
    .join(Run, Run.id == Activity.run_id)
    .join(Deal, and_(Run.kind == literal_column("'deal'"), Deal.id == Run.subject_id))
    .outerjoin(Client, Client.id == Deal.client_id)
    .outerjoin(Contact, Contact.id == Deal.contact_id)
    .outerjoin(Product, Product.id == Deal.product_id)
    .where(
        OPEN, Activity.owner_id == bindparam("owner"), Activity.id.not_in(bindparam("skip", expanding=True))
    )
    .order_by(literal_column("section"), Activity.due, Activity.id)
    .offset(bindparam("first"))
    .limit(bindparam("most"))
)
_COUNTS = (
    select(Activity.owner_id, _SECTION.label("section"), func.count())
    .where(OPEN, Activity.owner_id.in_(bindparam("owners", expanding=True)))
    .group_by(Activity.owner_id, literal_column("section"))
)


async def of(
    session: AsyncSession,
    *,
    owner_id: int,
    now: datetime,
    tomorrow: datetime,
    offset: int = 0,
    limit: int = 8,
) -> Agenda:
    """A page: overdue, timed today, today, next; each by due. `tomorrow` is the instant at which the owner's day ends."""
    counts = await loads(session, owner_ids=[owner_id], now=now, tomorrow=tomorrow)
    tasks = await _tasks(session, owner_id, now, tomorrow, offset, limit)
    return Agenda(counts[owner_id], tuple(tasks))


async def next_of(
    session: AsyncSession,
    *,
    owner_id: int,
    now: datetime,
    tomorrow: datetime,
    skip: Collection[int] = (),
) -> Task | None:
    """What comes first in the list, without these activities; its section says whether it is for today."""
    found = await _tasks(session, owner_id, now, tomorrow, 0, 1, skip)
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
) -> list[Task]:
    given = {
        "owner": owner_id,
        "now": now,
        "tomorrow": tomorrow,
        "first": offset,
        "most": limit,
        "skip": list(skip),
    }
    return [Task(Section(row[0]), *row[1:]) for row in await session.execute(_TASKS, given)]
