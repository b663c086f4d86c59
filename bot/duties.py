"""Duties that are owed to somebody, drawn: one, several at once, one that was not done in time."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender import Letter
from bot.texts import Texts
from bot.usecases.duties import Found, find
from bot.views import breaches
from bot.views import duties as view
from fsm.obligations import TICKING, State
from notifications.kinds import Broken, Duties, Duty
from notifications.port import Shown
from storage.company import Company
from storage.people import Person

DUTY = "duty"
"""The kind of card that shows a duty."""


async def owed(
    session: AsyncSession,
    payload: Duty | Broken | Duties,
    person: Person,
    now: datetime,
    company: Company,
    t: Texts,
) -> Letter | None:
    """None where there is nothing to say any more: it is over, the clock stands, or it is none of his business."""
    if isinstance(payload, Duties):
        return await several(session, payload, person, now, company, t)
    return await duty(session, payload, person, now, company, t)


async def duty(
    session: AsyncSession, payload: Duty | Broken, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """The card of a duty whose clock runs, or the question why it was late; None where there is nothing to say any more."""
    found = await _mine(session, payload, person, now, company)
    if found is None:
        return None
    if isinstance(payload, Broken):
        screen = breaches.asked(found, t, now)
    else:
        screen = view.card(found, company.processes, t, now, reader=person.id)
    shown = Shown(DUTY, payload.obligation, found.card.revision)
    return Letter(screen, shown=shown, stub=view.stub(found, t))


async def several(
    session: AsyncSession, payload: Duties, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """One list; where only one of them is left, its card."""
    left: dict[int, tuple[Duty | Broken, Found]] = {}
    for one in payload.duties:
        found = await _mine(session, one, person, now, company)
        if found is not None:
            left[one.obligation] = one, found
    if len(left) == 1:
        ((only, _),) = left.values()
        return await duty(session, only, person, now, company, t)
    if not left:
        return None
    ordered = sorted((found for _, found in left.values()), key=_due)
    return Letter(view.listed(ordered, t, now))


async def _mine(
    session: AsyncSession, payload: Duty | Broken, person: Person, now: datetime, company: Company
) -> Found | None:
    """It still stands as the message says, and the deal is the person's, or of whom he stands in for."""
    known = await find(session, company, payload.obligation, now)
    if known is None:
        return None
    found = known[0]
    owner = found.card.owner_id
    if owner != person.id and owner not in company.covered(person.id, now):
        return None
    demand = found.demand
    if isinstance(payload, Broken):
        asks = view.is_broken(demand) and demand.kept.reason is None
        return found if asks else None
    return found if demand.state in TICKING else None


def _due(found: Found) -> tuple[bool, datetime, int]:
    """What is late comes first, then what is due first."""
    obligation = found.demand.obligation
    due = obligation.due_at or obligation.started_at
    return obligation.state is not State.BREACHED, due, found.demand.kept.id
