"""The digest of a head, and what he does about a line of it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.usecases.access import ForbiddenError, Role, admit, demand, has
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from notifications import daily, digests, owing
from notifications.kinds import Nudge
from storage import digests as stored
from storage.digests import UNREACHABLE, Line, Page
from storage.people import Person

SIZE = 8
"""Lines of a page."""
SAME = timedelta(hours=36)
"""Digests of other readers made since then have the same lines, whatever their day is."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """A line, and whether its owner is told now; not when he has been today, or cannot be."""

    line: Line
    told: bool


async def today(work: Work) -> Page:
    """Today's digest: as it came, or computed now."""
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    async with work.begin() as tx:
        found = await digests.make(tx, work.person, work.now, work.company)
        return await stored.page(tx, found, 0, SIZE)


async def page(work: Work, digest_id: int, number: int) -> Page:
    """A page of one's own digest, of whatever day."""
    async with work.db.read() as session:
        found = await stored.get(session, digest_id)
        if found is None:
            raise StaleError
        _own(found.person_id, work.person)
        last = max(0, (sum(found.counts.values()) - 1) // SIZE)
        return await stored.page(session, found, min(number, last), SIZE)


async def line(work: Work, digest_id: int, number: int) -> Line:
    """A line of one's own digest."""
    async with work.db.read() as session:
        found = await stored.get(session, digest_id)
        if found is None:
            raise StaleError
        _own(found.person_id, work.person)
        lines = await stored.lines(session, digest_id, number=number)
    if not lines:
        raise StaleError
    return lines[0]


async def nudge(work: Work, digest_id: int, number: int) -> Nudged:
    """Ask whose it is to take care of it: one card to him, once a day for each line, whoever of the heads asks."""
    before = await line(work, digest_id, number)
    async with work.begin() as tx:
        await admit(tx, work.person, before.owner_id, company=work.company, now=work.now)
        if before.kind == UNREACHABLE or before.run_id is None or before.settled or before.to is not None:
            return Nudged(before, told=False)
        to = work.company.addressee(before.owner_id, work.now)
        told = False
        if to is not None and to != work.person.id:
            asked = Nudge(before.run_id, before.activity_id or 0, work.person.id, work.today)
            told = await owing.owe(tx, to, asked, now=work.now)
        if told:
            await stored.acted(
                tx, before, act="nudge", by_id=work.person.id, now=work.now, since=work.now - SAME
            )
        after = await stored.lines(tx, digest_id, number=number)
    return Nudged(after[0], told)


def comes_at(person: Person) -> int | None:
    """The minute of the day at which the digest comes by itself."""
    return person.digest if has(person, Role.HEAD, Role.DIRECTOR) else None


def worked(work: Work, found: Line) -> int:
    """How many working days lie between the beginning of a line and now, by the reader's calendar."""
    if found.since is None:
        return 0
    calendar = daily.calendar_of(work.person, work.company)
    return max(0, calendar.working_days_between(calendar.day_of(found.since), work.today))


def _own(person_id: int, person: Person) -> None:
    demand(person, Role.HEAD, Role.DIRECTOR)
    if person_id != person.id:
        raise ForbiddenError
