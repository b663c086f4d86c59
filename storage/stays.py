"""How long a deal has been where it is, and how often it has been there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import StageRun


@dataclass(frozen=True, slots=True)
class Stay:
    """The present stay in a stage: `since` is a UTC instant (None: an import did not know), `times` counts from 1."""

    since: datetime | None = None
    times: int = 1


FIRST = Stay()


async def of(session: AsyncSession, run_id: int) -> Stay:
    """The stay that a run is in now."""
    query = select(StageRun.stage, StageRun.entered_at).where(StageRun.run_id == run_id)
    rows = (await session.execute(query.order_by(StageRun.number.desc()))).all()
    if not rows:
        return FIRST
    return Stay(rows[0].entered_at, sum(row.stage == rows[0].stage for row in rows))
