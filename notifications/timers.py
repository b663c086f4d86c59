"""Timers that are due: each fires in a savepoint of its own, some in one transaction; a broken one is set aside."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from time import monotonic

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from notifications import (
    alarms,
    audits,
    daily,
    digests,
    duties,
    evenings,
    handovers,
    mornings,
    rings,
    sweeping,
)
from storage import timers
from storage.company import Company
from storage.db import Database, is_busy
from storage.timers import Due

BATCH = 50
BUDGET = 0.05
"""Seconds after which a transaction takes no further timer: somebody who presses may be waiting for the database."""

Fire = Callable[[AsyncSession, Due, datetime, Company], Awaitable[None]]
FIRES: Mapping[str, Fire] = {
    "ring": rings.fire,
    alarms.KIND: alarms.fire,
    duties.KIND: duties.fire,
    "morning": mornings.fire,
    "evening": evenings.fire,
    "digest": digests.fire,
    daily.AUDIT: audits.fire,
    audits.KIND: audits.go_on,
    sweeping.KIND: sweeping.fire,
    handovers.KIND: handovers.fire,
}

log = structlog.get_logger()


class UnknownTimerError(LookupError):
    """A timer of a kind that this version does not have."""


async def fire_due(db: Database, now: datetime, company: Company) -> int:
    """Fire all that is due; how many did. Raises Busy; what was committed before stays so."""
    fired = 0
    while True:
        async with db.begin() as tx:
            due = await timers.claim_due(tx, now=now, limit=BATCH)
            began, tried = monotonic(), 0
            done = []
            for timer in due:
                if await _fired(tx, timer, now, company):
                    done.append(timer.id)
                tried += 1
                if monotonic() - began > BUDGET:
                    break  # the others are claimed by the next transaction
            await timers.done(tx, done)
        fired += len(done)
        if tried < BATCH and tried == len(due):
            return fired
        await asyncio.sleep(0)  # whoever waits for the database is first


async def _fired(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> bool:
    try:
        async with tx.begin_nested():
            await _fire_of(timer.kind)(tx, timer, now, company)
    except DBAPIError as error:
        if is_busy(error):
            raise
        return await _broken(tx, timer, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others must fire
        return await _broken(tx, timer, error)
    return True


async def _broken(tx: AsyncSession, timer: Due, error: Exception) -> bool:
    log.error("timer_broken", timer=timer.key, kind=timer.kind, error=repr(error))
    await timers.broken(tx, timer.id, error=repr(error))
    return False


def _fire_of(kind: str) -> Fire:
    fire = FIRES.get(kind)
    if fire is None:
        raise UnknownTimerError(kind)
    return fire
