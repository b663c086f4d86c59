"""Cards of activities that are owed to somebody, drawn: one that rings, one that comes silently, a list of several."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender import Letter
from bot.texts import Texts
from bot.usecases.duties import demands
from bot.usecases.exempting import rule_of, weighed
from bot.usecases.handing import TASK
from bot.views import decisions, morning, notices
from bot.views import task as view
from notifications.kinds import Card, Decided, News, Nudge, Reminder, Ring
from notifications.port import Shown
from storage import activities, deals, people, requests
from storage.activities import Card as Task
from storage.company import Company
from storage.people import Person
from storage.runs import load


async def current(
    session: AsyncSession, payload: Ring | Reminder | Card, person: Person, now: datetime, company: Company
) -> Task | None:
    """The activity while it is open and the person's, or of whom he stands in for; None when there is nothing to say.

    Where several events on a deal are one message, it is about whatever is open on the deal now.
    """
    found = await _mine(session, payload.activity, person, now, company)
    if found is None and isinstance(payload, Card) and payload.foreign and payload.run:
        return await _on(session, payload.run, person, now, company)
    return found


async def _mine(
    session: AsyncSession, activity: int, person: Person, now: datetime, company: Company
) -> Task | None:
    found = await activities.card(session, activity)
    if found is None or found.state != "open":
        return None
    own = found.owner_id == person.id or found.owner_id in company.covered(person.id, now)
    return await weighed(session, found, company, now) if own else None


async def _on(
    session: AsyncSession, run: int, person: Person, now: datetime, company: Company
) -> Task | None:
    for one in await activities.open_of(session, run):
        if (found := await _mine(session, one.id, person, now, company)) is not None:
            return found
    return None


async def task(
    session: AsyncSession,
    payload: Ring | Reminder | Card,
    found: Task,
    person: Person,
    now: datetime,
    company: Company,
    t: Texts,
) -> Letter:
    """The card with its buttons; only a ring sounds."""
    process = company.processes[found.deal.process, found.deal.version]
    touches = await activities.touches(session, found.deal.run_id)
    if isinstance(payload, Ring):
        screen = morning.ring(found, touches, process, t, now)
    else:
        header = t.gettext("Reminder: this is still waiting") if isinstance(payload, Reminder) else None
        screen = view.card(found, touches, process, t, now, reader=person.id, header=header)
    return Letter(
        screen,
        silent=isinstance(payload, Card),
        shown=Shown(TASK, found.id, found.deal.revision),
        stub=notices.moved(found, process, t),
    )


async def several(
    session: AsyncSession, payload: News, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """One list; where only one of them is left, its card."""
    found: dict[int, Task] = {}
    for card in payload.cards:
        one = await current(session, card, person, now, company)
        if one is not None:
            found[one.id] = one
    if not found:
        return None
    if len(found) == 1:
        (only,) = found.values()
        return await task(session, payload.cards[0], only, person, now, company, t)
    return Letter(notices.news(list(found.values()), company.processes, t, now), silent=True)


async def decision(
    session: AsyncSession, payload: Decided, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """What was decided, or that it is being decided again; None where the deal is somebody else's by now."""
    request = await requests.of_run(session, payload.run)
    deal = None if request is None else await deals.card_of_run(session, request.deal_run)
    if request is None or deal is None:
        return None
    if person.id != deal.owner_id and deal.owner_id not in company.covered(person.id, now):
        return None
    tasks = [
        one for one in await activities.open_of(session, request.deal_run) if one.owner_id == deal.owner_id
    ]
    demand = None
    if rule_of(company, request.key) is not None:
        loaded = await load(session, request.deal_run, company, lock=False)
        stands = await demands(session, company, loaded, now)
        asked = (one for one in stands if one.rule.exempt is not None)
        demand = next(
            (one for one in asked if one.rule.exempt and one.rule.exempt.activity == request.key), None
        )
    return Letter(decisions.decided(request, deal, tasks, company.processes, t, now, demand=demand))


async def nudge(
    session: AsyncSession, payload: Nudge, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    """The card of what a head asks for, with sound; where nothing is open on the deal, what is asked for is the deal."""
    found = await _mine(session, payload.activity, person, now, company)
    if found is None:
        found = await _on(session, payload.run, person, now, company)
    asking = await people.get(session, payload.by)
    if asking is None:
        return None
    if found is None:
        return await _nudge_deal(session, payload.run, asking.name, person, now, company, t)
    process = company.processes[found.deal.process, found.deal.version]
    touches = await activities.touches(session, found.deal.run_id)
    return Letter(
        notices.nudge(found, touches, process, asking.name, t, now),
        shown=Shown(TASK, found.id, found.deal.revision),
        stub=notices.moved(found, process, t),
    )


async def _nudge_deal(
    session: AsyncSession, run: int, by: str, person: Person, now: datetime, company: Company, t: Texts
) -> Letter | None:
    deal = await deals.card_of_run(session, run)
    if deal is None or deal.outcome is not None:
        return None
    if deal.owner_id != person.id and deal.owner_id not in company.covered(person.id, now):
        return None
    return Letter(notices.nudge_deal(deal, by, t))
