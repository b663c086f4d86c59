"""What people of the made-up past do about what the morning has brought them, through the product's own use cases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import habits
from bot.usecases import attending, breaching, pressing
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from notifications import audits, daily
from storage import digest_lines, findings
from storage.company import Company
from storage.db import Database
from storage.people import Person

_WAYS = {"right": 55, "plan": 25, "rest": 20}
_REST = (30, 45, 60, 90, 120)  # days until somebody comes back to a client of whom all is known
_PRESSED = 3  # lines of a digest about which a head does something, at most
_STALE = {"stage_norm", "info_old"}


class Within(Work):
    """Work that is done in a transaction which is open already."""

    __slots__ = ("tx",)

    def __init__(
        self, tx: AsyncSession, db: Database, company: Company, now: datetime, person: Person
    ) -> None:
        super().__init__(db, company, now, person)
        self.tx = tx

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        yield self.tx


async def tell(work: Within, obligation: int, random: Random) -> None:
    """Why something was late, unless it has been done this morning, or the deal is over."""
    reason, words = habits.late(random)
    with suppress(StaleError):
        if words is None:
            await breaching.say(work, obligation, reason)
        else:
            await breaching.said(work, obligation, words)


async def attend(work: Within, random: Random, share: float, begins: datetime) -> None:
    """Something is done about this share of the clients that today's audit has named; calls come after `begins`."""
    since = daily.start_of_day(work.calendar, work.now)
    named = await findings.named(work.tx, [work.person.id], audits.covering(work.company), since=since)
    for line in named:
        if random.random() >= share:
            continue
        match habits.chosen(random, _WAYS):
            case "right":
                until = work.today + timedelta(days=random.choice(_REST))
                await attending.right(work, line.subject_id, until)
            case "plan":
                first = work.calendar.day_of(begins)
                day = work.calendar.add_working_days(first, random.randrange(12))
                await attending.plan(work, line.subject_id, day)
            case _:
                await attending.rest(work, line.subject_id, habits.rests(random))


async def press(work: Within, digest: int, random: Random) -> None:
    """A head asks for some of the lines of his digest; what only stands too long, he may let pass."""
    lines = await digest_lines.lines(work.tx, digest, limit=100)
    for line in random.sample(lines, min(len(lines), random.randrange(_PRESSED + 1))):
        if line.kind in _STALE and random.random() < 0.5:
            await pressing.accept(work, digest, line.number, habits.accepted(random))
        elif pressing.can_ask(line):
            await pressing.nudge(work, digest, line.number)
