"""What people searched for, so that a button of the results works for as long as it is there."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Draft

_KIND = "find"
LONGEST = 200


async def add(tx: AsyncSession, *, person_id: int, text: str, now: datetime) -> int:
    """Keep the words; their number. It is a conversation that is over: nothing is asked."""
    row = {
        "person_id": person_id,
        "trigger": {_KIND: text[:LONGEST]},
        "answers": {},
        "question": _KIND,
        "state": "done",
        "created_at": now,
        "updated_at": now,
    }
    return (await tx.execute(insert(Draft).values(row).returning(Draft.id))).scalar_one()


async def get(session: AsyncSession, number: int, *, person_id: int) -> str | None:
    """The words of somebody's own search; None where there is none."""
    query = select(Draft.trigger).where(
        Draft.id == number, Draft.person_id == person_id, Draft.question == _KIND
    )
    found = await session.scalar(query)
    return None if found is None else str(found.get(_KIND, ""))
