"""How long a deal has been where it is, how often it has been there, and where it was before."""

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


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a stage; UTC instants, None where an import did not know, `left` also while the deal is there."""

    stage: str
    entered: datetime | None
    left: datetime | None


async def of(session: AsyncSession, run_id: int) -> Stay:
    """The stay that a run is in now."""
    query = select(StageRun.stage, StageRun.entered_at).where(StageRun.run_id == run_id)
    rows = (await session.execute(query.order_by(StageRun.number.desc()))).all()
    if not rows:
        return FIRST
    return Stay(rows[0].entered_at, sum(row.stage == rows[0].stage for row in rows))


async def path(session: AsyncSession, run_id: int) -> list[Visit]:
    """Every stay of a run, in their order."""
    query = select(StageRun.stage, StageRun.entered_at, StageRun.left_at).where(StageRun.run_id == run_id)
    return [Visit(*row) for row in await session.execute(query.order_by(StageRun.number))]
