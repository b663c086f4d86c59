"""What comes once a day, drawn: the plan of the morning, the recap of the evening, the digest of a head."""

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender import Letter
from bot.texts import Texts
from bot.views import digest, morning, recap
from notifications import daily
from notifications.kinds import DigestReady, Evening, Morning
from storage import agenda, digests, recaps
from storage.company import Company
from storage.people import Person


async def plan(
    session: AsyncSession, payload: Morning, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """None on another day: it could not be delivered on its own, and another day has another plan."""
    calendar = daily.calendar_of(person, company)
    if calendar.day_of(now) != payload.day:
        return None
    found = await agenda.of(
        session,
        owner_id=person.id,
        now=now,
        tomorrow=daily.end_of_day(calendar, now),
        limit=morning.PLAN,
        covered=company.covered(person.id, now),
    )
    return Letter(morning.plan(found, company.processes, person.name, clock(person.morning), t, now))


async def day(
    session: AsyncSession, payload: Evening, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """None when there was nothing, and on another day."""
    calendar = daily.calendar_of(person, company)
    if calendar.day_of(now) != payload.day:
        return None
    found = await recaps.of(
        session,
        person_id=person.id,
        since=daily.start_of_day(calendar, now),
        now=now,
        tomorrow=daily.end_of_day(calendar, now),
    )
    if found.empty:
        return None
    return Letter(recap.recap(found, payload.day, clock(person.evening), t), silent=True)


async def ready(
    session: AsyncSession, payload: DigestReady, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """None where a newer one has been made since."""
    found = await digests.get(session, payload.digest)
    if found is None or daily.calendar_of(person, company).day_of(now) != found.day:
        return None
    page = await digests.page(session, found, 0, digest.PAGE)
    return Letter(digest.digest(page, company.processes, t, now, days=company.untouched))


def clock(minute: int | None) -> str:
    """Minutes after midnight as «18:00»."""
    return f"{time(*divmod(minute or 0, 60)):%H:%M}"
