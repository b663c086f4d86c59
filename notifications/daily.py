"""What comes once a day at an hour of one's own: a timer for each person and local date, which plants the next one.

The plan of the morning, the recap of the evening, the digest of a head, the audit of what is somebody's; on the person's
working days only.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import LONGEST_REST, Calendar, NoWorkingTime
from storage import people, timers
from storage.company import Company
from storage.models import Timer
from storage.people import Person
from storage.timers import Due

ALONG = timedelta(minutes=10)
"""So long after one of these what had waited comes along, whatever the hour: the person is disturbed anyway."""
_DAY = timedelta(days=1)


def _every_day(person: Person, day: date) -> bool:
    return True


def _of_digest(person: Person, day: date) -> bool:
    return bool(person.digest_days >> day.weekday() & 1)


@dataclass(frozen=True, slots=True)
class Daily:
    """For whom, and when: minutes after midnight on the person's clock, None where he wants none; `on` which days.

    What is `unseen` is work of ours: it is done also for who is away or cannot be reached, and disturbs nobody.
    """

    roles: frozenset[str]
    minute: Callable[[Person, Company], int | None]
    on: Callable[[Person, date], bool] = _every_day
    unseen: bool = False


MORNING, EVENING, DIGEST, AUDIT = "morning", "evening", "digest", "audit"
DAILY: Mapping[str, Daily] = {
    MORNING: Daily(frozenset({"rep", "head"}), lambda person, _: person.morning),
    EVENING: Daily(frozenset({"rep", "head"}), lambda person, _: person.evening),
    DIGEST: Daily(frozenset({"head", "director"}), lambda person, _: person.digest, _of_digest),
    AUDIT: Daily(frozenset({"rep", "head", "director"}), lambda _, company: company.audit, unseen=True),
}
"""By the kind of timer."""
_TOLD = tuple(kind for kind, one in DAILY.items() if not one.unseen)


def calendar_of(person: Person, company: Company) -> Calendar:
    """The person's working time; his leave is no part of it."""
    return company.calendar(person.zone, person.work_start, person.work_end, person.id)


def end_of_day(calendar: Calendar, now: datetime) -> datetime:
    """The UTC instant at which the owner's day ends."""
    return calendar.instant(calendar.day_of(now) + _DAY, time())


def start_of_day(calendar: Calendar, now: datetime) -> datetime:
    """The UTC instant at which the owner's day began."""
    return calendar.instant(calendar.day_of(now), time())


async def ensure(tx: AsyncSession, now: datetime, company: Company) -> int:
    """Plant what is missing: everybody has one of each ahead that he is to have. How many were planted."""
    found = await tx.execute(
        select(Timer.kind, Timer.person_id).where(
            Timer.kind.in_(DAILY), Timer.state == literal_column("'pending'")
        )
    )
    waiting = {(kind, person) for kind, person in found}
    planted = 0
    for person in await people.everyone(tx):
        for kind in DAILY:
            if (kind, person.id) not in waiting:
                planted += await _plant_next(tx, kind, person, now, company)
    return planted


async def plant(tx: AsyncSession, person: Person, now: datetime, company: Company) -> int:
    """The first of each still ahead, for somebody who joined or can be reached again; how many he has."""
    return sum([await _plant_next(tx, kind, person, now, company) for kind in DAILY])


async def replant(tx: AsyncSession, person: Person, now: datetime, company: Company) -> None:
    """The same anew: hours, zone, roles or leave have changed. What came today already does not come again."""
    await timers.drop_of(tx, person_id=person.id, kinds=DAILY.keys())
    await plant(tx, person, now, company)


async def turn(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> tuple[Person, date] | None:
    """Plant the one after this. Whose it is and the day, where it is still to come: not to who is away or gone.

    A missed one of today comes once, older ones are skipped: another day has another plan.
    """
    person = None if timer.person_id is None else await people.get(tx, timer.person_id)
    if person is None or not _wanted(timer.kind, person, company):
        return None
    calendar = _calendar(timer.kind, person, company)
    day, today = date.fromisoformat(timer.data["day"]), calendar.day_of(now)
    await _plant(tx, timer.kind, person, max(day + _DAY, today), calendar, company)
    return (person, today) if day == today and _comes(timer.kind, person, calendar, today) else None


def upcoming(person: Person, now: datetime, company: Company) -> datetime | None:
    """When the next of these comes to the person, a UTC instant: what can wait may wait for that."""
    calendar = calendar_of(person, company)
    found: list[datetime] = []
    for kind in _TOLD:
        if _wanted(kind, person, company):
            days = _days(kind, person, calendar, calendar.day_of(now))
            coming = (_instant(kind, person, calendar, day, company) for day in days)
            found.extend(islice((at for at in coming if at > now), 1))
    return min(found, default=None)


def just_came(person: Person, now: datetime, company: Company) -> datetime | None:
    """The instant of one of these that has just come: what had waited may come along."""
    calendar = calendar_of(person, company)
    today = calendar.day_of(now)
    for kind in _TOLD:
        if _wanted(kind, person, company) and _comes(kind, person, calendar, today):
            at = _instant(kind, person, calendar, today, company)
            if at <= now < at + ALONG:
                return at
    return None


async def _plant_next(tx: AsyncSession, kind: str, person: Person, now: datetime, company: Company) -> bool:
    if not _wanted(kind, person, company):
        return False
    calendar = _calendar(kind, person, company)
    today = calendar.day_of(now)
    first = today if _instant(kind, person, calendar, today, company) > now else today + _DAY
    return await _plant(tx, kind, person, first, calendar, company)


async def _plant(
    tx: AsyncSession, kind: str, person: Person, first: date, calendar: Calendar, company: Company
) -> bool:
    """On the first of his days from `first` on that has not had its own; in the past means at once."""
    for day in _days(kind, person, calendar, first):
        planted = await timers.put(
            tx,
            kind=kind,
            key=f"{kind}:{person.id}:{day.isoformat()}",
            due=_instant(kind, person, calendar, day, company),
            person_id=person.id,
            data={"day": day.isoformat()},
        )
        if planted:
            return True
    return False


def _days(kind: str, person: Person, calendar: Calendar, first: date) -> Iterator[date]:
    """The working days from `first` on on which it comes; none for somebody who never works, or never on such days."""
    try:
        for day in calendar.working_days(first):
            if (day - first).days > LONGEST_REST:
                return
            if DAILY[kind].on(person, day):
                yield day
    except NoWorkingTime:
        return


def _comes(kind: str, person: Person, calendar: Calendar, day: date) -> bool:
    return calendar.is_working(day) and DAILY[kind].on(person, day)


def _calendar(kind: str, person: Person, company: Company) -> Calendar:
    """Whose days count; what nobody sees is done while the person is away, too."""
    if DAILY[kind].unseen:
        return company.calendar(person.zone, person.work_start, person.work_end)
    return calendar_of(person, company)


def _wanted(kind: str, person: Person, company: Company) -> bool:
    daily = DAILY[kind]
    here = person.left_at is None if daily.unseen else person.reachable
    return here and bool(person.roles & daily.roles) and daily.minute(person, company) is not None


def _instant(kind: str, person: Person, calendar: Calendar, day: date, company: Company) -> datetime:
    return calendar.instant(day, time(*divmod(DAILY[kind].minute(person, company) or 0, 60)))
