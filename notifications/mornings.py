"""The plan of the day: a timer for each person and local date, which plants the next one when it fires."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar, NoWorkingTime
from notifications.kinds import Morning, to_data
from storage import agenda, outbox, people, timers
from storage.company import Company
from storage.models import Timer
from storage.people import Person
from storage.timers import Due

ROLES = frozenset({"rep", "head"})
"""Who has a day to plan."""
_DAY = timedelta(days=1)


async def ensure(tx: AsyncSession, now: datetime, company: Company) -> int:
    """Plant what is missing: everybody who plans a day has a morning ahead. How many were planted."""
    found = await tx.scalars(
        select(Timer.person_id).where(Timer.kind == "morning", Timer.state == literal_column("'pending'"))
    )
    waiting = set(found)
    missing = [person for person in await people.everyone(tx) if person.id not in waiting]
    planted = [await plant(tx, person, now, company) for person in missing]
    return sum(planted)


async def plant(tx: AsyncSession, person: Person, now: datetime, company: Company) -> bool:
    """The first morning still ahead, for somebody who joined or can be reached again; False when he has none."""
    calendar = _calendar(person, company)
    today = calendar.day_of(now)
    first = today if _instant(person, calendar, today) > now else today + _DAY
    return await _plant(tx, person, first, calendar)


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Owe the plan if there is something in it. A missed one of today comes once, older ones are skipped."""
    person = None if timer.person_id is None else await people.get(tx, timer.person_id)
    if person is None or not _plans(person):
        return
    calendar = _calendar(person, company)
    day, today = date.fromisoformat(timer.data["day"]), calendar.day_of(now)
    if day == today and await _busy(tx, person.id, now, end_of_day(calendar, now)):
        payload = Morning(today)
        await outbox.put(
            tx,
            kind=payload.kind,
            person_id=person.id,
            key=payload.key(person.id),
            data=to_data(payload),
            due=now,
            now=now,
        )
    await _plant(tx, person, max(day + _DAY, today), calendar)


def end_of_day(calendar: Calendar, now: datetime) -> datetime:
    """The UTC instant at which the owner's day ends."""
    return calendar.instant(calendar.day_of(now) + _DAY, time())


async def _plant(tx: AsyncSession, person: Person, first: date, calendar: Calendar) -> bool:
    """On the first working day from `first` on that has not had its morning; in the past means at once."""
    if not _plans(person):
        return False
    try:
        for day in calendar.working_days(first):
            planted = await timers.put(
                tx,
                kind="morning",
                key=f"morning:{person.id}:{day.isoformat()}",
                due=_instant(person, calendar, day),
                person_id=person.id,
                data={"day": day.isoformat()},
            )
            if planted:
                return True
    except NoWorkingTime:
        pass  # somebody who never works has no mornings
    return False


def _plans(person: Person) -> bool:
    return person.reachable and bool(person.roles & ROLES)


def _calendar(person: Person, company: Company) -> Calendar:
    return company.calendar(person.zone, person.work_start, person.work_end)


def _instant(person: Person, calendar: Calendar, day: date) -> datetime:
    return calendar.instant(day, time(*divmod(person.morning, 60)))


async def _busy(tx: AsyncSession, person_id: int, now: datetime, tomorrow: datetime) -> bool:
    """Whether something of his is overdue or for today."""
    counts = (await agenda.loads(tx, owner_ids=[person_id], now=now, tomorrow=tomorrow))[person_id]
    return counts.all > counts.next
