"""Lists of open deals, for somebody with two hundred of them: filtered, ordered, and counted for every filter."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import deals
from storage.deals import Line, Total
from storage.models import Activity, Deal

UNTOUCHED = (7, 14, 30)
AGES = (30, 90, 180)
SUMS = (Decimal(10_000), Decimal(100_000), Decimal(1_000_000))
"""Days without a touch, days since it was opened, and where sums are told apart, in the deal's currency."""
_touched = func.coalesce(Deal.touched_at, Deal.opened_at)


class Order(StrEnum):
    """What comes first: whose step is due, the largest sum, the oldest, the longest untouched."""

    STEP = "n"
    SUM = "s"
    AGE = "a"
    TOUCH = "t"


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which deals, or (`drafts`) which drafts. Numbers count from 1 in the tuples above, 0 is any.

    `sum` 1 are deals without one, 2 those below the first of SUMS, and so on. `parked` 1 are those that wait,
    2 those that do not.
    """

    stage: str = ""
    untouched: int = 0
    age: int = 0
    sum: int = 0
    parked: int = 0
    order: Order = Order.STEP
    process: str = ""
    drafts: bool = False

    @property
    def filters(self) -> int:
        """How many are on, without the stage and the process."""
        return sum(map(bool, (self.untouched, self.age, self.sum, self.parked)))


@dataclass(frozen=True, slots=True)
class Group:
    """Deals that no filter tells apart. `untouched` and `age` count the thresholds that they are past."""

    stage: str
    untouched: int
    age: int
    sum: int
    parked: bool
    count: int
    amount: Decimal
    process: str = ""

    def passes(self, sieve: Sieve) -> bool:
        return (
            sieve.stage in {"", self.stage}
            and sieve.process in {"", self.process}
            and self.untouched >= sieve.untouched
            and self.age >= sieve.age
            and sieve.sum in {0, self.sum}
            and sieve.parked in {0, 1 if self.parked else 2}
        )


@dataclass(frozen=True, slots=True)
class Facets:
    """All open deals of some people, in groups: how many any combination of filters leaves."""

    groups: tuple[Group, ...]

    def total(self, sieve: Sieve) -> Total:
        """What passes."""
        found = [one for one in self.groups if one.passes(sieve)]
        return Total(sum(one.count for one in found), sum((one.amount for one in found), Decimal(0)))

    def stages(self, sieve: Sieve) -> dict[str, Total]:
        """By stage, with the other filters as they are."""
        keys = dict.fromkeys(one.stage for one in self.groups)
        return {key: self.total(replace(sieve, stage=key)) for key in keys}

    def processes(self, sieve: Sieve) -> dict[str, Total]:
        """By process, in whatever stage, with the other filters as they are."""
        keys = dict.fromkeys(one.process for one in self.groups)
        return {key: self.total(replace(sieve, process=key, stage="")) for key in keys}


async def facets(
    session: AsyncSession, *, owner_ids: Collection[int] | None, now: datetime, drafts: bool = False
) -> Facets:
    """Counted in one statement, for whoever's they are (None: everybody's): deals, or instead of them drafts."""
    # In two steps, for what is grouped by holds parameters, and PostgreSQL cannot see that they are the same.
    told = (
        select(
            Deal.stage,
            _past(_touched, UNTOUCHED, now).label("untouched"),
            _past(Deal.opened_at.expression, AGES, now).label("age"),
            _bucket().label("sum"),
            case((Deal.parked_until.is_(None), 0), else_=1).label("parked"),
            Deal.process,
            Deal.amount,
        )
        .where(*_of(owner_ids, drafts=drafts))
        .subquery()
    )
    groups = (told.c.stage, told.c.untouched, told.c.age, told.c.sum, told.c.parked, told.c.process)
    query = select(*groups, func.count(), func.sum(told.c.amount)).group_by(*groups)
    rows = await session.execute(query)
    return Facets(
        tuple(
            Group(row[0], row[1], row[2], row[3], bool(row[4]), row[6], row[7] or Decimal(0), row[5])
            for row in rows
        )
    )


async def by_process(
    session: AsyncSession, *, owner_ids: Collection[int] | None
) -> dict[str, dict[str, Total]]:
    """Open deals by process and stage, without drafts."""
    query = select(Deal.process, Deal.stage, func.count(), func.sum(Deal.amount))
    query = query.where(*_of(owner_ids, drafts=False)).group_by(Deal.process, Deal.stage)
    found: dict[str, dict[str, Total]] = {}
    for process, stage, count, amount in await session.execute(query):
        found.setdefault(process, {})[stage] = Total(count, amount or Decimal(0))
    return found


async def drafts(session: AsyncSession, *, owner_ids: Collection[int] | None) -> int:
    """How many drafts there are."""
    query = select(func.count()).select_from(Deal).where(*_of(owner_ids, drafts=True))
    return await session.scalar(query) or 0


async def page(
    session: AsyncSession,
    *,
    owner_ids: Collection[int] | None,
    sieve: Sieve,
    now: datetime,
    offset: int = 0,
    limit: int = 8,
    drafts: bool = False,
) -> list[Line]:
    """The deals, or the drafts, that pass, in the order of the sieve."""
    conditions = _of(owner_ids, drafts=drafts)
    if sieve.stage:
        conditions.append(Deal.stage == sieve.stage)
    if sieve.process:
        conditions.append(Deal.process == sieve.process)
    if sieve.untouched:
        conditions.append(_touched < now - timedelta(days=UNTOUCHED[sieve.untouched - 1]))
    if sieve.age:
        conditions.append(Deal.opened_at < now - timedelta(days=AGES[sieve.age - 1]))
    if sieve.sum:
        conditions.append(_bucket() == sieve.sum)
    if sieve.parked:
        waiting = Deal.parked_until.is_not(None)
        conditions.append(waiting if sieve.parked == 1 else ~waiting)
    query = deals.lines().where(*conditions).order_by(*_ordered(sieve.order), Deal.id.desc())
    return [Line(*row) for row in await session.execute(query.offset(offset).limit(limit))]


def _of(owner_ids: Collection[int] | None, *, drafts: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Deal.outcome.is_(None), Deal.draft.is_(drafts)]
    if owner_ids is not None:
        conditions.append(Deal.owner_id.in_(list(owner_ids)))
    return conditions


def _past(moment: ColumnElement[Any], days: tuple[int, ...], now: datetime) -> ColumnElement[int]:
    """How many of these thresholds the moment has passed; none of them where it is not known."""
    marks = [(moment < now - timedelta(days=one), place) for place, one in reversed(list(enumerate(days, 1)))]
    return case(*marks, else_=0)


def _bucket() -> ColumnElement[int]:
    below = [(Deal.amount < one, place) for place, one in enumerate(SUMS, 2)]
    return case((Deal.amount.is_(None), 1), *below, else_=len(SUMS) + 2)


def _ordered(order: Order) -> tuple[Any, ...]:
    match order:
        case Order.STEP:
            return Activity.due.is_(None), Activity.due
        case Order.SUM:
            return Deal.amount.is_(None), Deal.amount.desc()
        case Order.AGE:
            return Deal.opened_at.is_(None), Deal.opened_at
        case Order.TOUCH:
            return _touched.is_(None), _touched
