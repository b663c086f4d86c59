"""The recap of the day: owed at the person's hour; whether there is something in it is seen when it is drawn."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import daily, owing
from notifications.kinds import Evening
from storage.company import Company
from storage.timers import Due


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Owe the recap of today."""
    found = await daily.turn(tx, timer, now, company)
    if found is not None:
        person, today = found
        await owing.owe(tx, person.id, Evening(today), now=now)
