"""Lists of open deals with filters, and the home screen: one's own, somebody's, or a whole team's."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.reading import LAST, PAGE
from bot.usecases.work import Work
from fsm.definition import Process
from storage import agenda, deals, people, pipeline, settings
from storage.agenda import Counts
from storage.deals import Line, Total
from storage.people import Person
from storage.pipeline import Facets, Sieve


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of open deals; `owner` is whose they are, None for a whole team's."""

    lines: list[Line]
    facets: Facets
    sieve: Sieve
    owner: Person | None
    process: Process
    currency: str
    page: int


@dataclass(frozen=True, slots=True)
class Homely:
    """What somebody has on his hands: his tasks, and open deals by stage; `team` when they are a team's."""

    person: Person
    counts: Counts
    stages: dict[str, Total]
    process: Process
    currency: str
    team: bool
    leads: bool
    sells: bool
    runs: bool
    """Whether the person sets things up."""


async def listed(work: Work, *, owner_id: int | None, sieve: Sieve, page: int) -> Listed:
    """Deals of one person, or (owner_id None) of everybody whom this person answers for."""
    async with work.db.read() as session:
        owners = await _owners(session, work, owner_id)
        owner = None if owner_id is None else await people.get(session, owner_id)
        facets = await pipeline.facets(session, owner_ids=owners, now=work.now)
        # A page that is no longer there is the last one that is.
        page = min(page, LAST, max(0, facets.total(sieve).count - 1) // PAGE)
        lines = await pipeline.page(
            session, owner_ids=owners, sieve=sieve, now=work.now, offset=page * PAGE, limit=PAGE
        )
        chosen = await settings.get(session)
    return Listed(
        lines, facets, sieve, owner, work.company.newest(chosen.process), work.company.currency, page
    )


async def home(work: Work, *, team: bool) -> Homely:
    """One's own deals by stage, or the team's for who answers for one."""
    person = work.person
    leads, sells = has(person, Role.HEAD, Role.DIRECTOR), has(person, Role.REP)
    wide = leads and (team or not sells)
    async with work.db.read() as session:
        own = (await agenda.loads(session, owner_ids=[person.id], now=work.now, tomorrow=work.tomorrow)).get(
            person.id, Counts()
        )
        stages: dict[str, Total] = {}
        if leads or sells:
            owners = await _owners(session, work, None if wide else person.id)
            stages = await deals.by_stage(session, owner_ids=owners)
        chosen = await settings.get(session)
    return Homely(
        person,
        own,
        stages,
        work.company.newest(chosen.process),
        work.company.currency,
        wide,
        leads,
        sells,
        has(person, Role.ADMIN),
    )


async def _owners(session: AsyncSession, work: Work, owner_id: int | None) -> Collection[int] | None:
    """Whose deals these are; ForbiddenError for whom this person does not answer for or stand in for."""
    if not has(work.person, Role.REP, Role.HEAD, Role.DIRECTOR):
        raise ForbiddenError
    if has(work.person, Role.DIRECTOR):  # also of who has left, and is nobody's any more
        return None if owner_id is None else frozenset({owner_id})
    team = await led(session, work.person) | frozenset(work.covered)
    if owner_id is None:
        return team
    if owner_id not in team:
        raise ForbiddenError
    return frozenset({owner_id})
