"""Which of somebody's clients are named on a day: those not named for the longest, each within five working days."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from storage.dialects import table
from storage.models import Obligation as Row
from storage.obligations import STANDING

WITHIN = 5
"""Working days in which each of them is named."""
_row = table(Row).c


def quota(left: Mapping[int, int], least: int) -> int:
    """How many are named today: `least` or, where there are so many, what keeps the promise; never more than there are.

    `left` counts them by the working days, today included, in which they have to be named.
    """
    most = due = 0
    for days in sorted(left):
        due += left[days]
        most = max(most, -(-due // max(days, 1)))
    return min(max(most, least), due)


async def choose(
    tx: AsyncSession, owner_id: int, rules: Collection[str], now: datetime, calendar: Calendar, *, least: int
) -> int:
    """Name today's of what stands against the owner by these rules; how many these are. Once a day."""
    standing = (
        STANDING,
        _row.owner_id == owner_id,
        _row.rule.in_(list(rules)),
        _row.accepted_at.is_(None),
    )
    # Found in one sweep is found at one instant, so these are few, however many clients there are.
    found_at = select(_row.shown_at, _row.created_at, func.count()).where(*standing)
    today = calendar.day_of(now)
    left: Counter[int] = Counter()
    for shown, created, count in await tx.execute(found_at.group_by(_row.shown_at, _row.created_at)):
        waited = calendar.working_days_between(calendar.day_of(shown or created), today)
        left[WITHIN - waited + (shown is not None)] += count
    wanted = quota(left, least)
    if wanted:
        chosen = (
            select(_row.id)
            .where(*standing)
            .order_by(
                func.coalesce(_row.shown_at, _row.created_at), _row.shown_at.is_not(None), _row.since, _row.id
            )
            .limit(wanted)
        )
        await tx.execute(update(table(Row)).where(_row.id.in_(chosen)).values(shown_at=now))
    return wanted
