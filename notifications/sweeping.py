"""Once a night what is over and done is removed, so that the tables of the day stay small. Dead letters stay."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import daily
from storage import digests, inbox, outbox, timers
from storage.company import Company
from storage.timers import Due

KIND = "sweep"
KEPT = timedelta(days=30)
"""How long what was worked, sent or fired can still be looked up; Telegram repeats updates for a day at most."""


async def ensure(tx: AsyncSession, now: datetime) -> None:
    """The sweep of tonight is planned; one of each UTC day, whoever starts how often."""
    await _plant(tx, now)


async def fire(tx: AsyncSession, _timer: Due, now: datetime, company: Company) -> None:
    """Sweep, see that everybody has his daily ones, also whom an import brought, and plan the next night's."""
    before = now - KEPT
    await inbox.purge(tx, before=before)
    await outbox.purge(tx, before=before)
    await timers.purge(tx, before=before)
    await digests.purge(tx, before=before)
    await daily.ensure(tx, now, company)
    await _plant(tx, now)


async def _plant(tx: AsyncSession, now: datetime) -> None:
    night = (now + timedelta(days=1)).replace(hour=0, minute=10, second=0, microsecond=0)
    await timers.put(tx, kind=KIND, key=f"{KIND}:{night:%Y-%m-%d}", due=night)
