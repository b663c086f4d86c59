"""What a head does about the lines of his digest: asks for one, for all of them, or lets one pass with a reason."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import digests, forms
from bot.usecases.access import ForbiddenError, admit, admitted
from bot.usecases.digests import Opened
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from notifications import owing
from notifications.digests import Sheet
from notifications.kinds import Chorus, Nudge
from storage import breaches, digest_lines
from storage import digests as stored
from storage.breaches import DECIDE, UNREACHABLE
from storage.digest_lines import Line
from storage.digests import NUDGE

REASONS = ("client", "agreed", "mistake")
"""Why a head lets a line pass, as it is kept; whatever else is kept are words of his own."""
OTHER = "other"
LONGEST = 300
SAME = timedelta(hours=36)
"""Digests of other readers made since then have the same lines, whatever their day is."""


@dataclass(frozen=True, slots=True)
class Done:
    """A line as it stands now, and whether what was wanted has been done."""

    opened: Opened
    done: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The digest as it stands now, and how many people were asked."""

    sheet: Sheet
    people: int


def can_ask(line: Line) -> bool:
    """Whether whose it is can be asked for it, and has not been."""
    return not line.over and line.run_id is not None and line.kind not in {DECIDE, UNREACHABLE}


def can_accept(line: Line) -> bool:
    """Whether a head may let it pass: a broken rule that stands; being asked for it does not matter."""
    return line.open and line.obligation_id is not None


async def nudge(work: Work, digest_id: int, number: int) -> Done:
    """Ask whose it is to take care of it: one card to him, once a day for each line, whoever of the heads asks."""
    async with work.begin() as tx:
        before = await _permitted(tx, work, digest_id, number)
        line, told = before.line, False
        to = work.company.addressee(line.owner_id, work.now)
        if not can_ask(line) or to is None or to == work.person.id:
            return Done(before, done=False)
        assert line.run_id is not None
        asked = Nudge(line.run_id, line.activity_id or 0, work.person.id, work.today)
        told = await owing.owe(tx, to, asked, now=work.now)
        if told:
            await stored.acted(tx, line, act=NUDGE, by_id=work.person.id, now=work.now, since=work.now - SAME)
        return Done(await digests.read(tx, work, digest_id, number), told)


async def nudge_all(work: Work, digest_id: int) -> Asked:
    """One message to each for all of his in today's digest, once; who is away has somebody else asked, oneself nobody asks."""
    async with work.begin() as tx:
        found = await digests.own(tx, work, digest_id)
        if found.day != work.today:
            raise StaleError
        struck: list[int] = []
        told: set[int] = set()
        for owner, numbers in (await digest_lines.waiting(tx, digest_id)).items():
            to = work.company.addressee(owner, work.now)
            if to is None or to == work.person.id:
                continue
            if not await admitted(tx, work.person, owner, company=work.company, now=work.now):
                continue
            asked = Chorus(digest_id, work.person.id)
            if to in told or await owing.owe(tx, to, asked, now=work.now):
                told.add(to)
                struck += numbers
        await stored.acted_all(
            tx, digest_id, struck, act=NUDGE, by_id=work.person.id, now=work.now, since=work.now - SAME
        )
        return Asked(await digests.drawn(tx, work, found, 0), len(told))


async def accept(work: Work, digest_id: int, number: int, reason: str) -> Done:
    """Let it pass, for every reader, while it stands; `reason` is one of REASONS."""
    if reason not in REASONS:
        raise ForbiddenError
    return await _accept(work, digest_id, number, reason)


async def accept_in_words(work: Work, digest_id: int, number: int, words: str) -> Done:
    """The same with a reason of one's own; it begins with a capital letter, as no listed one does."""
    kept = " ".join(words.split())[:LONGEST]
    return await _accept(work, digest_id, number, kept[:1].upper() + kept[1:] or "—")


async def _accept(work: Work, digest_id: int, number: int, reason: str) -> Done:
    async with work.begin() as tx:
        await forms.close(tx, work)
        before = await _permitted(tx, work, digest_id, number)
        if not can_accept(before.line):
            return Done(before, done=False)
        assert before.line.obligation_id is not None
        done = await breaches.accept(
            tx, before.line.obligation_id, by_id=work.person.id, reason=reason, now=work.now
        )
        return Done(await digests.read(tx, work, digest_id, number), done)


async def acceptable(work: Work, digest_id: int, number: int) -> Opened:
    """A line that may be let pass, if `can_accept` says so."""
    async with work.db.read() as session:
        return await _permitted(session, work, digest_id, number)


async def ask_why(work: Work, digest_id: int, number: int, *, message: int) -> Opened:
    """From now on words say why the line may pass."""
    found = await acceptable(work, digest_id, number)
    if can_accept(found.line):
        await forms.ask(work, forms.ACCEPT, message=message, digest=digest_id, number=number)
    return found


async def _permitted(session: AsyncSession, work: Work, digest_id: int, number: int) -> Opened:
    """A line of one's own digest, about somebody for whom one answers now."""
    found = await digests.read(session, work, digest_id, number)
    await admit(session, work.person, found.line.owner_id, company=work.company, now=work.now)
    return found
