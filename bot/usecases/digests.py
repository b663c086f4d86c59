"""The digest of a head as he looks at it: today's, its pages, a line of it and how that goes on."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, demand, has
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from notifications import daily, digests, reach
from notifications.digests import Sheet
from notifications.reach import NOWHERE, Way
from storage import audits, digest_lines, obligations, people
from storage import digests as stored
from storage.digest_lines import Line
from storage.digests import Digest
from storage.obligations import Kept
from storage.people import Person

_KINDS = ((obligations.DEAL, obligations.TASK), (obligations.CLIENT,))
SIZE = 8
"""Lines of a page."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A line, how it goes up, how many working days it has stood by the reader's calendar, and what was broken."""

    line: Line
    way: Way
    worked: int
    kept: Kept | None = None


async def today(work: Work) -> Sheet:
    """Today's digest: as it came, or computed now, from how things are now."""
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    async with work.db.read() as session:
        known = await digests.known(session, work.person, work.now, work.company)
    if known is None:
        await _look(work)
    async with work.begin() as tx:
        found = await digests.make(tx, work.person, work.now, work.company)
        return await drawn(tx, work, found, 0)


async def _look(work: Work) -> None:
    """What is watched is looked for among the reader's people, in short transactions: nobody's tap waits for all of it.

    These do not mark the update as done: looking twice changes nothing.
    """
    async with work.db.read() as session:
        within = await reach.of(session, work.person, work.now, work.company)
        staff = await people.of(session, within.direct)
    rules = list(work.company.rules.values())
    for person in staff.values():
        calendar = daily.calendar_of(person, work.company)
        for kinds in _KINDS:
            async with work.db.begin() as tx:
                await audits.reconcile(tx, rules, person.id, work.now, calendar, kinds=kinds)


async def page(work: Work, digest_id: int, number: int) -> Sheet:
    """A page of one's own digest, of whatever day."""
    async with work.db.read() as session:
        return await drawn(session, work, await own(session, work, digest_id), number)


async def opened(work: Work, digest_id: int, number: int) -> Opened:
    """A line of one's own digest."""
    async with work.db.read() as session:
        return await read(session, work, digest_id, number)


async def read(session: AsyncSession, work: Work, digest_id: int, number: int) -> Opened:
    """The same in a session that there is. StaleError where there is no such line any more."""
    await own(session, work, digest_id)
    lines = await digest_lines.lines(session, digest_id, number=number, mine=work.covered)
    if not lines:
        raise StaleError
    line = lines[0]
    ways = await reach.ways(session, lines, work.person, work.now, work.company)
    kept = None if line.obligation_id is None else await obligations.get(session, line.obligation_id)
    return Opened(line, ways.get(number, NOWHERE), _worked(work, line), kept)


async def own(session: AsyncSession, work: Work, digest_id: int) -> Digest:
    """One's own digest; ForbiddenError for anybody else's, and for who leads nobody any more."""
    found = await stored.get(session, digest_id)
    if found is None:
        raise StaleError
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    if found.person_id != work.person.id:
        raise ForbiddenError
    return found


async def drawn(session: AsyncSession, work: Work, found: Digest, number: int) -> Sheet:
    """A page of a digest as the person sees it."""
    return await digests.sheet(session, found, number, work.person, work.now, work.company, size=SIZE)


def comes_at(person: Person) -> int | None:
    """The minute of the day at which the digest comes by itself."""
    return person.digest if has(person, Role.HEAD, Role.DIRECTOR) else None


def _worked(work: Work, found: Line) -> int:
    if found.since is None:
        return 0
    calendar = daily.calendar_of(work.person, work.company)
    return max(0, calendar.working_days_between(calendar.day_of(found.since), work.today))
