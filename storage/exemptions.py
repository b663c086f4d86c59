"""Deals for which another date was asked for: how many of somebody's, and which part of all that he has opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Exempting
from storage.models import Activity, Deal, Run
from storage.runs import DEAL

COMPLEX = ("complex",)
"""Activities that ask for another date, as processes of deals have them (fsm.extending)."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of these deals another date was asked for, and how many deals there are."""

    complex: int = 0
    deals: int = 0

    @property
    def part(self) -> float | None:
        """The part of one; None where there are no deals."""
        return self.complex / self.deals if self.deals else None

    def marked(self, exempt: Exempting) -> bool:
        """Whether it is so large that a head should look, and there are enough deals to say so."""
        return self.deals >= exempt.deals and self.complex * 100 >= exempt.share * self.deals


@dataclass(frozen=True, slots=True)
class Weighed:
    """What whoever decides about another date should know: the usual date, and the share of whoever asks (`name`)."""

    exempt: Exempting
    name: str
    usual: date | None
    wanted: date | None
    share: Share


async def share(
    session: AsyncSession,
    owner_ids: Collection[int],
    since: datetime,
    *,
    until: datetime | None = None,
    activities: Collection[str] = COMPLEX,
) -> dict[int, Share]:
    """By person, of his deals that were opened from `since` on (UTC), before `until`; drafts are no deals.

    What was taken back was not asked for. Whoever has opened no deal is not among them.
    """
    opened = [Deal.opened_at >= since] if until is None else [Deal.opened_at >= since, Deal.opened_at < until]
    query = (
        select(Deal.owner_id, func.sum(cast(asked(activities), Integer)), func.count())
        .where(Deal.owner_id.in_(list(owner_ids)), Deal.draft.is_(False), *opened)
        .group_by(Deal.owner_id)
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in await session.execute(query)]
    return {owner: Share(int(complex_ or 0), deals) for owner, complex_, deals in rows}


def asked(activities: Collection[str] = COMPLEX) -> ColumnElement[bool]:
    """Of a row of deals: whether another date was asked for, and not taken back; for queries of one's own."""
    return (
        select(literal_column("1"))
        .select_from(Run)
        .join(Activity, Activity.run_id == Run.id)
        .where(
            Run.kind == literal_column(f"'{DEAL}'"),
            Run.subject_id == Deal.id,
            Activity.key.in_(list(activities)),
            Activity.state != literal_column("'undone'"),
            func.coalesce(Activity.outcome, "") != "withdrawn",
        )
        .correlate(Deal)
        .exists()
    )
