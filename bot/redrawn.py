"""What a message that was sent earlier shows now: its card as it stands, or a stub for whom it is no business any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.screen import Screen
from bot.sender import Letter
from bot.texts import Texts
from bot.usecases.access import admitted
from bot.usecases.exempting import weighed
from bot.usecases.handing import TASK
from bot.views import notices, task
from notifications.kinds import Redraw
from notifications.port import Shown
from storage import activities, drafts, people
from storage.company import Company
from storage.people import Person


async def redrawn(
    session: AsyncSession, payload: Redraw, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """None where nothing is to be edited: the message asks the person something just now, or shows no such thing."""
    shown = Shown(payload.what, payload.subject, 0)
    if not person.active:
        return Letter(notices.closed(t), shown=shown, edit=True)
    if payload.what != TASK:
        return None
    found = await activities.card(session, payload.subject)
    if found is None:
        return Letter(notices.closed(t), shown=shown, edit=True)
    asking = await drafts.open_of(session, person.id)
    if asking is not None and asking.activity_id == found.id and found.state == "open":
        return None
    screen = await _task(session, found, person, now, company, t)
    return Letter(screen, shown=Shown(TASK, found.id, found.deal.revision), edit=True)


async def _task(
    session: AsyncSession, found: activities.Card, person: Person, now: datetime, company: Company, t: Texts
) -> Screen:
    process = company.processes[found.deal.process, found.deal.version]
    if not await admitted(session, person, found.owner_id, company=company, now=now):
        owner = await people.get(session, found.owner_id)  # a task is not always whose its deal is
        return notices.handed(found, owner.name if owner else found.deal.owner, process, t)
    if found.state != "open":
        return task.stale(found, process, t, now)
    found = await weighed(session, found, company, now)
    touches = await activities.touches(session, found.deal.run_id)
    return task.card(found, touches, process, t, now, reader=person.id)
