"""One way in which somebody comes to be owed a message: never for his own act, and never the same twice."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import policy
from notifications.kinds import Payload, UnknownKindError, from_data, to_data
from storage import outbox
from storage.company import Company


async def owe(
    tx: AsyncSession,
    person_id: int,
    payload: Payload,
    *,
    now: datetime,
    urgent: bool = False,
    cause_id: int | None = None,
) -> bool:
    """Owe it at once; False when one of this key was owed before."""
    return await _put(tx, person_id, payload, due=now, now=now, urgent=urgent, cause_id=cause_id)


async def tell(
    tx: AsyncSession,
    person_id: int,
    payload: Payload,
    *,
    now: datetime,
    company: Company,
    actor_id: int | None,
    cause_id: int | None = None,
) -> bool:
    """Tell of what `actor_id` (None: the system) did, once the merge window is over: more of it is one message then.

    Goes to who stands in for somebody who is away. False when nobody is told: the actor himself, or nobody is there.
    """
    addressee = company.addressee(person_id, now)
    if addressee is None or addressee == actor_id:
        return False
    run = policy.about(payload)
    waiting = [due for about, due in await _waiting(tx, addressee) if run is not None and about == run]
    due = min(waiting, default=now + company.merge)
    return await _put(tx, addressee, payload, due=due, now=now, urgent=False, cause_id=cause_id)


async def _waiting(tx: AsyncSession, person_id: int) -> list[tuple[int | None, datetime]]:
    """What somebody is owed: about which run, and when it goes out."""
    found: list[tuple[int | None, datetime]] = []
    for kind, data, due in await outbox.pending_of(tx, person_id):
        with suppress(UnknownKindError):  # of another version: nothing can be merged with it
            found.append((policy.about(from_data(kind, data)), due))
    return found


async def _put(
    tx: AsyncSession,
    person_id: int,
    payload: Payload,
    *,
    due: datetime,
    now: datetime,
    urgent: bool,
    cause_id: int | None,
) -> bool:
    return await outbox.put(
        tx,
        kind=payload.kind,
        person_id=person_id,
        key=payload.key(person_id),
        data=to_data(payload),
        due=due,
        urgent=urgent,
        cause_id=cause_id,
        now=now,
    )
