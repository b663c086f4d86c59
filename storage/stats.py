"""Numbers for reports: one grouped query each, plain values out.

A period chooses deals by when they were opened; a deal without that instant belongs to no period, a draft to no report.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Final, Process
from storage.columns import days_between
from storage.models import Deal

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class StageCount:
    """`reached`: deals that came at least this far, won ones in all; `now`: open deals that stand here."""

    stage: str
    reached: int
    now: int
    sum_now: Decimal


@dataclass(frozen=True, slots=True)
class Funnel:
    """Working stages in the order of the process, and how deals ended. Sums are in the company's currency."""

    stages: tuple[StageCount, ...]
    won: int
    lost: int
    open: int
    won_sum: Decimal
    open_sum: Decimal

    @property
    def closed(self) -> int:
        """Won and lost."""
        return self.won + self.lost


@dataclass(frozen=True, slots=True)
class Cycle:
    """How many days, with their fraction, closed deals took from opening to closing; in ascending order."""

    won: tuple[float, ...]
    lost: tuple[float, ...]


def _chosen(
    process: str, owner_ids: Collection[int] | None, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Deal.process == process, Deal.draft.is_(False)]
    if owner_ids is not None:
        conditions.append(Deal.owner_id.in_(list(owner_ids)))
    if since is not None:
        conditions.append(Deal.opened_at >= since)
    if until is not None:
        conditions.append(Deal.opened_at < until)
    return conditions


async def having(
    session: AsyncSession, processes: Collection[str], *, owner_ids: Collection[int] | None = None
) -> frozenset[str]:
    """Those of these processes in which there are deals of these people (None: of anybody)."""
    found = set()
    for process in processes:
        query = select(Deal.id).where(*_chosen(process, owner_ids, None, None)).limit(1)
        if await session.scalar(query) is not None:
            found.add(process)
    return frozenset(found)


async def funnel(
    session: AsyncSession,
    process: Process,
    *,
    owner_ids: Collection[int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Funnel:
    """The funnel of deals opened in [since, until); None: without that end. `owner_ids` None is everybody.

    A stage that only an older version of the process had counts as the first.
    """
    groups = await session.execute(_groups(process.process, owner_ids, since, until))
    return _counted(process, groups.all())


def _groups(
    process: str, owner_ids: Collection[int] | None, since: datetime | None, until: datetime | None
) -> Select[*tuple[Any, ...]]:
    return (
        select(Deal.furthest, Deal.stage, Deal.outcome, func.count(), func.sum(Deal.amount))
        .where(*_chosen(process, owner_ids, since, until))
        .group_by(Deal.furthest, Deal.stage, Deal.outcome)
    )


def _counted(process: Process, groups: Collection[Any]) -> Funnel:
    order = process.working_stages
    place = {stage: number for number, stage in enumerate(order)}
    reached, now, sum_now = [0] * len(order), [0] * len(order), [_NOTHING] * len(order)
    counts: dict[str | None, int] = {}
    sums: dict[str | None, Decimal] = {}
    for furthest, stage, outcome, count, amount in groups:
        worth = amount or _NOTHING
        counts[outcome] = counts.get(outcome, 0) + count
        sums[outcome] = sums.get(outcome, _NOTHING) + worth
        last = len(order) - 1 if outcome == Final.WON else place.get(furthest, 0)
        for number in range(last + 1):
            reached[number] += count
        if outcome is None:
            now[place.get(stage, 0)] += count
            sum_now[place.get(stage, 0)] += worth
    stages = zip(order, reached, now, sum_now, strict=True)
    return Funnel(
        stages=tuple(StageCount(*stage) for stage in stages),
        won=counts.get(Final.WON, 0),
        lost=counts.get(Final.LOST, 0),
        open=counts.get(None, 0),
        won_sum=sums.get(Final.WON, _NOTHING),
        open_sum=sums.get(None, _NOTHING),
    )


async def cycle(
    session: AsyncSession,
    process: Process,
    *,
    owner_ids: Collection[int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Cycle:
    """How long closed deals took; chosen like those of the funnel, without those that lack an instant."""
    # To a millionth, so that whole days come out whole whatever the database divides by.
    days = days_between(Deal.opened_at, Deal.closed_at)
    query = (
        select(Deal.outcome, days)
        .where(*_chosen(process.process, owner_ids, since, until))
        .where(Deal.outcome.in_((Final.WON, Final.LOST)))
        .where(Deal.opened_at.is_not(None), Deal.closed_at.is_not(None))
    )
    found: dict[str | None, list[float]] = {Final.WON: [], Final.LOST: []}
    for outcome, took in await session.execute(query):
        found[outcome].append(round(took, 6))
    return Cycle(tuple(sorted(found[Final.WON])), tuple(sorted(found[Final.LOST])))
