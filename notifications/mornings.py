"""The plan of the day: owed at the person's hour if there is something in it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import daily, owing
from notifications.kinds import Morning
from storage import agenda
from storage.company import Company
from storage.timers import Due


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Owe the plan if anything of the person's is overdue or for today."""
    found = await daily.turn(tx, timer, now, company)
    if found is None:
        return
    person, today = found
    owners = [person.id, *company.covered(person.id, now)]
    tomorrow = daily.end_of_day(daily.calendar_of(person, company), now)
    counts = await agenda.loads(tx, owner_ids=owners, now=now, tomorrow=tomorrow)
    if any(one.all > one.next for one in counts.values()):
        await owing.owe(tx, person.id, Morning(today), now=now)
