"""What somebody has done in a day."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import agenda, dialects
from storage.agenda import Counts
from storage.company import MEETINGS
from storage.models import Activity, Deal, StageRun

_task, _stay, _deal = (dialects.table(one).c for one in (Activity, StageRun, Deal))
_BY_HAND = ("move", "press", "log")
"""How a deal comes to another stage when somebody does it."""


@dataclass(frozen=True, slots=True)
class Recap:
    """Counts of what was done; `reached` are the calls that came to something, `left` what is still open."""

    calls: int
    reached: int
    meetings: int
    others: int
    moved: int
    won: int
    lost: int
    amount: Decimal | None
    currency: str | None
    left: Counts

    @property
    def done(self) -> int:
        """Everything that was done."""
        return self.calls + self.meetings + self.others

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        left = self.left.overdue + self.left.timed + self.left.today
        return not (self.done or self.moved or self.won or self.lost or left)


async def of(
    session: AsyncSession, *, person_id: int, since: datetime, now: datetime, tomorrow: datetime
) -> Recap:
    """From the instant at which the person's day began; `tomorrow` is the one at which it ends."""
    done = (
        await session.execute(
            select(_task.kind, _task.completed, func.count())
            .where(
                _task.state == literal_column("'done'"),
                _task.closed_by == person_id,
                _task.closed_at >= since,
            )
            .group_by(_task.kind, _task.completed)
        )
    ).all()
    moved = await session.scalar(
        select(func.count()).where(
            _stay.by_id == person_id, _stay.entered_at >= since, _stay.number > 1, _stay.how.in_(_BY_HAND)
        )
    )
    ended = (
        await session.execute(
            select(_deal.outcome, func.count(), func.sum(_deal.amount), func.max(_deal.currency))
            .where(_deal.owner_id == person_id, _deal.closed_at >= since, _deal.draft.is_(False))
            .group_by(_deal.outcome)
        )
    ).all()
    left = await agenda.loads(session, owner_ids=[person_id], now=now, tomorrow=tomorrow)
    over = {outcome: (count, amount, currency) for outcome, count, amount, currency in ended}
    won = over.get("won", (0, None, None))
    return Recap(
        calls=sum(count for kind, _, count in done if kind == "call"),
        reached=sum(count for kind, completed, count in done if kind == "call" and completed),
        meetings=sum(count for kind, _, count in done if kind in MEETINGS),
        others=sum(count for kind, _, count in done if kind not in {"call", *MEETINGS}),
        moved=moved or 0,
        won=won[0],
        lost=over.get("lost", (0, None, None))[0],
        amount=won[1],
        currency=won[2],
        left=left[person_id],
    )
