"""The past of the demo, in which timers fire at their moments, and what they have to say is heard by made-up people only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications import daily
from notifications.kinds import Payload, from_data
from notifications.timers import FIRES
from storage import people, timers
from storage.company import Company
from storage.models import Outbox, Timer
from storage.obligations import DUTY

_FIRED = (DUTY, "alarm", daily.AUDIT, "audit_piece", daily.DIGEST)
"""What is done at its moment; what only rings, or greets, is of no use to who is made up."""
_MOST = 1000
_NEXT = select(func.min(Timer.due)).where(Timer.state == literal_column("'pending'"), Timer.kind.in_(_FIRED))
_HEAR = delete(Outbox).returning(Outbox.id, Outbox.person_id, Outbox.kind, Outbox.data)


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that somebody (a row id) would have been told."""

    person: int
    payload: Payload


async def begin(tx: AsyncSession, now: datetime, company: Company) -> None:
    """From now on there are audits and digests, every day at their hours."""
    await daily.ensure(tx, now, company)
    for person in await people.everyone(tx):
        await timers.drop_of(tx, person_id=person.id, kinds={daily.MORNING, daily.EVENING})


async def coming(tx: AsyncSession) -> datetime | None:
    """When something happens by itself next; a UTC instant."""
    found: datetime | None = await tx.scalar(_NEXT)
    return found


async def happen(tx: AsyncSession, now: datetime, company: Company) -> Sequence[Heard]:
    """What is due by now happens, and what people would have been told of it: nothing of that is ever sent."""
    due = await timers.claim_due(tx, now=now, limit=_MOST)
    firing = [timer for timer in due if timer.kind in _FIRED]
    for timer in firing:
        await FIRES[timer.kind](tx, timer, now, company)
    await timers.done(tx, [timer.id for timer in due])
    if not firing:
        return ()
    rows = await tx.execute(_HEAR)
    owed = sorted(tuple(row) for row in rows if row.person_id is not None)
    return [Heard(person, from_data(kind, data)) for _, person, kind, data in owed]


async def hush(tx: AsyncSession) -> None:
    """What was owed until now is not told."""
    await tx.execute(_HEAR)
