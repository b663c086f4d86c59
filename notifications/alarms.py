"""Timers that a process has set on an activity: an outcome that comes by itself, or a word to whoever has to do it."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Elapse
from fsm.table import Refused
from notifications import acts, owing
from notifications.kinds import Reminder
from storage import activities
from storage.apply import advance
from storage.company import Company
from storage.runs import load
from storage.timers import Due

KIND = "alarm"


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Nothing where the activity is closed by now, or where its process has no such timer any more."""
    place = timer.data.get("timer")
    if timer.activity_id is None or timer.run_id is None or not isinstance(place, int):
        return
    found = await activities.place(tx, timer.activity_id)
    if found is None or found.state != "open":
        return
    loaded = await load(tx, timer.run_id, company)
    task = next((one for one in loaded.facts.open if one.id == timer.activity_id), None)
    activity = None if task is None else loaded.process.activities.get(task.key)
    if task is None or activity is None or place >= len(activity.timers):
        return
    if activity.timers[place].remind:
        addressee = company.addressee(task.owner, now)
        if addressee is not None:
            payload = Reminder(task.id, timer.id)
            await owing.owe(tx, addressee, payload, now=now, cause_id=timer.cause_id)
        return
    with suppress(Refused):  # it can happen no more
        advanced = await advance(
            tx, timer.run_id, Elapse(task.id, place), now, company=company, actor_id=None, loaded=loaded
        )
        await acts.tell(tx, advanced, now, company=company, actor_id=None)
