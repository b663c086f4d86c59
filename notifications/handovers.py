"""Handing over all work of somebody: the first piece at once, the others by a timer, so that a kill loses nothing of it.

Whoever gets something is told once, when all of it is done; cards that were sent show whose the work is now.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import owing, redraws
from notifications.kinds import HandedOver
from storage import handover, people, timers
from storage.company import Company
from storage.timers import Due

KIND = "handover"
PIECE = 100
"""Deals in one transaction: about a second on two busy cores, so that nobody waits for long."""


async def begin(
    tx: AsyncSession,
    giver: int,
    takers: Sequence[int],
    *,
    by: int,
    batch: int,
    now: datetime,
    company: Company,
) -> tuple[Counter[int], bool]:
    """The first piece. `batch` tells this hand-over from any other. Deals by their new owner; whether some are left."""
    return await _go_on(tx, giver, list(takers), by, batch, 0, Counter(), now, company)


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """The next piece."""
    data = timer.data
    known = await people.of(tx, [*data["takers"], data["by"]])
    here = [one for one in data["takers"] if one in known and known[one].left_at is None]
    done = Counter({int(person): count for person, count in data["done"].items()})
    assert timer.person_id is not None
    await _go_on(
        tx,
        timer.person_id,
        here or [data["by"]],
        data["by"],
        data["batch"],
        data["number"],
        done,
        now,
        company,
    )


async def _go_on(
    tx: AsyncSession,
    giver: int,
    takers: list[int],
    by: int,
    batch: int,
    number: int,
    done: Counter[int],
    now: datetime,
    company: Company,
) -> tuple[Counter[int], bool]:
    piece = await handover.piece(tx, giver, takers, now, company=company, actor_id=by, limit=PIECE)
    for activity in piece.activities:
        await redraws.owe(tx, kind="task", subject_id=activity, now=now)
    done = done + piece.deals
    if piece.left:
        await timers.put(
            tx,
            kind=KIND,
            key=f"{KIND}:{batch}:{number + 1}",
            due=now,
            person_id=giver,
            data={
                "takers": takers,
                "by": by,
                "batch": batch,
                "number": number + 1,
                "done": {str(person): count for person, count in done.items()},
            },
        )
    else:
        for person, count in done.items():
            if person != by:
                await owing.owe(tx, person, HandedOver(count, by, -batch), now=now)
    return done, piece.left
