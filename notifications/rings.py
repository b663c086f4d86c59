"""A timed activity rings ahead of its moment: its timer puts one urgent message, if that is still worth telling."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import owing
from notifications.kinds import Ring
from storage import activities, people
from storage.company import Company
from storage.timers import Due


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Ring unless the activity is closed, was given another moment, or was due on an earlier day of its owner."""
    if timer.activity_id is None:
        return
    task = await activities.card(tx, timer.activity_id)
    if task is None or task.state != "open" or not task.timed:
        return
    lead = company.rings.get(task.kind)
    if lead is None or task.due - timer.due > lead or task.due < timer.due:
        return
    who = company.addressee(task.owner_id, now)
    owner = None if who is None else await people.get(tx, who)
    if owner is None or not owner.reachable:
        return
    calendar = company.calendar(owner.zone, owner.work_start, owner.work_end, owner.id)
    if calendar.day_of(task.due) < calendar.day_of(now):
        return  # overdue by now: the morning plan has it
    payload = Ring(timer.activity_id, timer.id)
    await owing.owe(tx, owner.id, payload, now=now, urgent=True, cause_id=timer.cause_id)
