"""What is owed to people, drawn when it is delivered: a stored kind becomes a message in the reader's language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aiogram.utils.formatting import Text
from sqlalchemy.ext.asyncio import AsyncSession

from bot import dailies, duties, urging
from bot.cards import current, decision, nudge, several, task
from bot.redrawn import redrawn
from bot.screen import Screen
from bot.sender import Draw, Letter
from bot.texts import Texts, texts
from bot.views import absence, causes, notices, staff
from bot.views import channel as channel_view
from bot.views.errors import Notice, notice
from bot.views.layout import my_day
from notifications.kinds import (
    AuditReady,
    AwayNews,
    Broken,
    Card,
    ChannelClosed,
    Chorus,
    DeadLetter,
    Decided,
    DigestReady,
    Duties,
    Duty,
    Evening,
    Greeting,
    HandedOver,
    Morning,
    News,
    Nudge,
    Outage,
    Payload,
    Post,
    Redraw,
    Reminder,
    Rights,
    Ring,
    Unreachable,
    Urgent,
)
from storage import absences, channels, history, people
from storage.company import Company
from storage.people import Person


def drawing(company: Callable[[], Company]) -> Draw:
    """How a Sender draws. None where by now there is nothing to say: done, left, or no longer this person's."""

    async def draw(session: AsyncSession, payload: Payload, person: Person, now: datetime) -> Letter | None:
        t = texts(person.language, person.zone)
        letter = await _drawn(session, payload, person, now, company(), t)
        if letter is None:
            return None
        return replace(letter, screen=causes.explained(letter.screen, payload, t))

    return draw


async def _drawn(
    session: AsyncSession, payload: Payload, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    match payload:
        case Ring() | Reminder() | Card():
            found = await current(session, payload, person, now, company)
            return None if found is None else await task(session, payload, found, person, now, company, t)
        case News():
            return await several(session, payload, person, now, company, t)
        case Nudge():
            return await nudge(session, payload, person, now, company, t)
        case Redraw():
            return await redrawn(session, payload, person, now, company, t)
        case Morning() | Evening() | DigestReady() | AuditReady():
            return await dailies.owed(session, payload, person, now, company, t)
        case Duty() | Broken() | Duties() | Chorus() | Urgent():
            return await _of_rules(session, payload, person, now, company, t)
        case Decided():
            return await decision(session, payload, person, now, company, t)
        case Rights():
            return Letter(staff.rights(person, t))
        case AwayNews():
            return await _away(session, payload, person, t)
        case _:
            return await _word(session, payload, t)


async def _of_rules(
    session: AsyncSession,
    payload: Duty | Broken | Duties | Chorus | Urgent,
    person: Person,
    now: datetime,
    company: Company,
    t: Texts,
) -> Letter | None:
    """What a rule demands, what was not done, and what a head asks for because of it."""
    match payload:
        case Chorus() | Urgent():
            return await urging.owed(session, payload, person, now, company, t)
        case _:
            return await duties.owed(session, payload, person, now, company, t)


async def _away(session: AsyncSession, payload: AwayNews, person: Person, t: Texts) -> Letter | None:
    found = await absences.get(session, payload.absence)
    about = None if found is None else await people.get(session, found.person_id)
    if found is None or about is None or about.left_at is not None:
        return None
    by = await people.get(session, found.by_id)
    own = about.id == person.id
    return Letter(absence.told(found, about.name, by.name if by else None, t, own=own, over=payload.over))


async def _word(
    session: AsyncSession,
    payload: DeadLetter | Outage | Unreachable | HandedOver | ChannelClosed | Post | Greeting,
    t: Texts,
) -> Letter | None:
    """A sentence of ours."""
    match payload:
        case DeadLetter():
            return Letter(Screen(Text(notice(Notice.DEAD_LETTER, t)), ((my_day(t),),)))
        case Outage():
            return Letter(Screen(Text(notice(Notice.OUTAGE, t)), ((my_day(t),),)), silent=True)
        case Unreachable(subject):
            about = await people.get(session, subject)
            return None if about is None else Letter(notices.unreachable(about.name, t), silent=True)
        case HandedOver(count, by, cause):
            giver = await people.get(session, by)
            run = await history.run_of(session, cause) if count == 1 else None
            return Letter(notices.handed_over(count, giver.name if giver else None, t, run=run))
        case ChannelClosed(number):
            channel = await channels.get(session, number)
            return None if channel is None else Letter(channel_view.closed(channel, t), silent=True)
        case Post() | Greeting():
            return None  # these are for channels
