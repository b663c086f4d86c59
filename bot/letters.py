"""What is owed, drawn when it is delivered: a stored kind becomes a message in the reader's language."""

from collections.abc import Callable
from datetime import datetime, time

from aiogram.utils.formatting import Text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.redrawn import redrawn
from bot.screen import Screen
from bot.sender import Draw, Letter
from bot.texts import Texts, texts
from bot.usecases.handing import TASK
from bot.views import morning, notices, task
from bot.views.errors import Notice, notice
from bot.views.layout import my_day
from notifications.kinds import (
    Card,
    DeadLetter,
    HandedOver,
    Morning,
    Outage,
    Payload,
    Redraw,
    Ring,
    Unreachable,
)
from notifications.mornings import end_of_day
from notifications.port import Shown
from storage import activities, agenda, people
from storage.company import Company
from storage.people import Person


def drawing(company: Callable[[], Company]) -> Draw:
    """How a Sender draws. None where by now there is nothing to say: done, left, or no longer this person's."""

    async def draw(session: AsyncSession, payload: Payload, person: Person, now: datetime) -> Letter | None:
        t = texts(person.language, person.zone)
        match payload:
            case Ring() | Card():
                return await _task(session, payload, person, now, company(), t)
            case Morning():
                return await _morning(session, payload, person, now, company(), t)
            case DeadLetter():
                return Letter(Screen(Text(notice(Notice.DEAD_LETTER, t)), ((my_day(t),),)))
            case Outage():
                return Letter(Screen(Text(notice(Notice.OUTAGE, t)), ((my_day(t),),)), silent=True)
            case Unreachable(subject):
                about = await people.get(session, subject)
                return None if about is None else Letter(notices.unreachable(about.name, t), silent=True)
            case Redraw():
                return await redrawn(session, payload, person, now, company(), t)
            case HandedOver(count, by):
                giver = await people.get(session, by)
                return Letter(notices.handed_over(count, giver.name if giver else None, t))

    return draw


async def _task(
    session: AsyncSession, payload: Ring | Card, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    found = await activities.card(session, payload.activity)
    if found is None or found.state != "open":
        return None
    if found.owner_id != person.id and found.owner_id not in company.covered(person.id, now):
        return None
    process = company.processes[found.deal.process, found.deal.version]
    touches = await activities.touches(session, found.deal.run_id)
    if isinstance(payload, Ring):
        screen = morning.ring(found, touches, process, t, now)
    else:
        screen = task.card(found, touches, process, t, now, reader=person.id)
    return Letter(
        screen,
        silent=isinstance(payload, Card),
        shown=Shown(TASK, found.id, found.deal.revision),
        stub=notices.moved(found, process, t),
    )


async def _morning(
    session: AsyncSession, payload: Morning, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    calendar = company.calendar(person.zone, person.work_start, person.work_end, person.id)
    if calendar.day_of(now) != payload.day:
        return None  # it could not be delivered on its day, and another day has another plan
    found = await agenda.of(
        session,
        owner_id=person.id,
        now=now,
        tomorrow=end_of_day(calendar, now),
        limit=morning.PLAN,
        covered=company.covered(person.id, now),
    )
    at = f"{time(*divmod(person.morning, 60)):%H:%M}"
    return Letter(morning.plan(found, company.processes, person.name, at, t, now))
