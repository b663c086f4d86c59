"""What a head asks for all at once, and what he is told at once, drawn when it is delivered."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender import Letter
from bot.texts import Texts
from bot.usecases import alarms, summons
from bot.views import alarms as alarms_view
from bot.views import summons as summons_view
from notifications.kinds import Chorus, Urgent
from storage.company import Company
from storage.people import Person


async def owed(
    session: AsyncSession, payload: Chorus | Urgent, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """Whichever it is; None where nothing is left of it by now."""
    if isinstance(payload, Chorus):
        return await chorus(session, payload, person, now, company, t)
    return await urgent(session, payload, person, now, company, t)


async def chorus(
    session: AsyncSession, payload: Chorus, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """What is left of it by now; None where all is put right."""
    owners = company.covered(person.id, now) | {person.id}
    found = await summons.find(session, payload.digest, owners)
    if found is None or not found.lines:
        return None
    return Letter(summons_view.summons(found, company.processes, company.rules, t, now))


async def urgent(
    session: AsyncSession, payload: Urgent, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """None where it is done by now, or the deal is the reader's own."""
    found = await alarms.find(session, payload.obligation, company)
    if found is None or not found.stands or found.card.owner_id == person.id:
        return None
    return Letter(alarms_view.alarm(found, t, now))
