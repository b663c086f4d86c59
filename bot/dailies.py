"""What comes once a day, drawn: the plan of the morning, the recap of the evening, the audit, the digest of a head."""

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender import Letter
from bot.texts import Texts
from bot.usecases import audits
from bot.views import audit, digest, morning, recap
from notifications import daily
from notifications import digests as made
from notifications.kinds import AuditReady, DigestReady, Evening, Morning
from storage import agenda, digests, recaps
from storage.company import Company
from storage.people import Person


async def owed(
    session: AsyncSession,
    payload: Morning | Evening | DigestReady | AuditReady,
    person: Person,
    now: datetime,
    company: Company,
    t: Texts,
) -> Letter | None:
    """Whichever it is; None where it has nothing to say (any more)."""
    match payload:
        case Morning():
            return await plan(session, payload, person, now, company, t)
        case Evening():
            return await day(session, payload, person, now, company, t)
        case DigestReady():
            return await ready(session, payload, person, now, company, t)
        case AuditReady():
            return await checked(session, payload, person, now, company, t)


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
    sheet = await made.sheet(session, found, 0, person, now, company, size=digest.PAGE)
    return Letter(digest.digest(sheet, company.processes, company.rules, t, now))


async def checked(
    session: AsyncSession, payload: AuditReady, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """None on another day, and where nothing of it is so any more."""
    if daily.calendar_of(person, company).day_of(now) != payload.day:
        return None
    found = await audits.sheet(session, person, now, company)
    if not found.worth:
        return None
    return Letter(audit.card(found, company.processes, t, now, leads=audits.leads(person)), silent=True)


def clock(minute: int | None) -> str:
    """Minutes after midnight as «18:00»."""
    return f"{time(*divmod(minute or 0, 60)):%H:%M}"
