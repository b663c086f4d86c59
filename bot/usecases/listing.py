"""Lists of open deals with filters, and the home screen: one's own, somebody's, or a whole team's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.reading import LAST, PAGE
from bot.usecases.work import Work
from fsm.definition import Process
from storage import agenda, people, pipeline, settings
from storage.agenda import Counts
from storage.deals import Line, Total
from storage.people import Person
from storage.pipeline import Facets, Sieve


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of open deals, or of drafts; `owner` is whose they are, None for a whole team's.

    `process` is whose stages are shown; `processes` are those of the deals that there are; `drafts` counts drafts.
    """

    lines: list[Line]
    facets: Facets
    sieve: Sieve
    owner: Person | None
    process: Process
    currency: str
    page: int
    processes: Sequence[Process] = ()
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class Homely:
    """What somebody has on his hands: his tasks, and open deals by process and stage; `team` when they are a team's."""

    person: Person
    counts: Counts
    stages: Sequence[tuple[Process, Mapping[str, Total]]]
    currency: str
    team: bool
    leads: bool
    sells: bool
    runs: bool
    """Whether the person sets things up."""
    drafts: int = 0


async def listed(work: Work, *, owner_id: int | None, sieve: Sieve, page: int) -> Listed:
    """Deals of one person, or (owner_id None) of everybody whom this person answers for."""
    async with work.db.read() as session:
        owners = await _owners(session, work, owner_id)
        owner = None if owner_id is None else await people.get(session, owner_id)
        facets = await pipeline.facets(session, owner_ids=owners, now=work.now, drafts=sieve.drafts)
        drafts = await pipeline.drafts(session, owner_ids=owners)
        # A page that is no longer there is the last one that is.
        page = min(page, LAST, max(0, facets.total(sieve).count - 1) // PAGE)
        lines = await pipeline.page(
            session,
            owner_ids=owners,
            sieve=sieve,
            now=work.now,
            offset=page * PAGE,
            limit=PAGE,
            drafts=sieve.drafts,
        )
        usual = (await settings.get(session)).process
    there = _known(work, facets.processes(replace(sieve, process="")))
    one = sieve.process or (there[0].process if len(there) == 1 else usual)
    return Listed(
        lines,
        facets,
        sieve,
        owner,
        work.company.newest(one),
        work.company.currency,
        page,
        there,
        drafts,
    )


def _known(work: Work, keys: Iterable[str]) -> list[Process]:
    """The newest version of each, by key; a process that is no more is left out."""
    known = {key for key, _ in work.company.processes}
    return [work.company.newest(key) for key in sorted(keys) if key in known]


async def home(work: Work, *, team: bool) -> Homely:
    """One's own deals by stage, or the team's for who answers for one."""
    person = work.person
    leads, sells = has(person, Role.HEAD, Role.DIRECTOR), has(person, Role.REP)
    wide = leads and (team or not sells)
    async with work.db.read() as session:
        own = (await agenda.loads(session, owner_ids=[person.id], now=work.now, tomorrow=work.tomorrow)).get(
            person.id, Counts()
        )
        stages: dict[str, dict[str, Total]] = {}
        drafts = 0
        if leads or sells:
            owners = await _owners(session, work, None if wide else person.id)
            stages = await pipeline.by_process(session, owner_ids=owners)
            drafts = await pipeline.drafts(session, owner_ids=owners)
    return Homely(
        person,
        own,
        [(one, stages[one.process]) for one in _known(work, stages)],
        work.company.currency,
        wide,
        leads,
        sells,
        has(person, Role.ADMIN),
        drafts,
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
