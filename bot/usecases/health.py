"""How the installation is, for administrators: what to look at, and what failed and may be tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.work import Work
from storage import health, outbox, timers
from storage.health import Letter, Message, Stuck, Vitals

PAGE = 6


class Mark(StrEnum):
    """How good something is."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


class Sign(StrEnum):
    """What is judged."""

    HEARD = "heard"
    QUEUE = "queue"
    OWED = "owed"
    FAILED = "failed"
    DEAD = "dead"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    MUTE = "mute"
    UNLED = "unled"
    BACKUP = "backup"


class Part(StrEnum):
    """The lists behind the overview."""

    MESSAGES = "messages"
    LETTERS = "letters"
    TIMERS = "timers"


# From the first span on it is worth a look, from the second on something is wrong.
_SILENCE = (timedelta(minutes=2), timedelta(minutes=5))
_LAG = (timedelta(seconds=10), timedelta(minutes=1))
_BACKUP = (timedelta(days=8), timedelta(days=31))


@dataclass(frozen=True, slots=True)
class Found:
    """A page of one of the lists; `total` of all pages."""

    rows: Sequence[Message | Letter | Stuck]
    total: int
    page: int


def judged(vitals: Vitals, now: datetime) -> dict[Sign, Mark]:
    """A mark for each sign, in the order in which they are told."""
    return {
        Sign.HEARD: Mark.LOOK if vitals.heard_at is None else _aged(now - vitals.heard_at, _SILENCE),
        Sign.QUEUE: Mark.GOOD if vitals.lag is None else _aged(vitals.lag, _LAG),
        Sign.OWED: Mark.BAD if vitals.late else Mark.GOOD,
        Sign.FAILED: _counted(vitals.failed_today, vitals.failed),
        Sign.DEAD: _counted(vitals.dead_today, vitals.dead),
        Sign.BROKEN: Mark.BAD if vitals.broken else Mark.GOOD,
        Sign.UNREACHABLE: Mark.LOOK if vitals.unreachable_count else Mark.GOOD,
        Sign.MUTE: Mark.LOOK if vitals.mute_count else Mark.GOOD,
        Sign.UNLED: Mark.LOOK if vitals.unled_count else Mark.GOOD,
        Sign.BACKUP: Mark.LOOK if vitals.backup_at is None else _aged(now - vitals.backup_at, _BACKUP),
    }


def _aged(age: timedelta, limits: tuple[timedelta, timedelta]) -> Mark:
    look, bad = limits
    return Mark.BAD if age > bad else Mark.LOOK if age > look else Mark.GOOD


def _counted(today: int, ever: int) -> Mark:
    return Mark.BAD if today else Mark.LOOK if ever else Mark.GOOD


async def overview(work: Work) -> Vitals:
    """Everything at a glance; ForbiddenError for who is no administrator."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        return await health.vitals(session, now=work.now, but=work.update_id)


async def listed(work: Work, part: Part, page: int) -> Found:
    """A page of what failed, the newest first; a page past the end is the last one."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        vitals = await health.vitals(session, now=work.now, but=work.update_id)
        total = {Part.MESSAGES: vitals.failed, Part.LETTERS: vitals.dead, Part.TIMERS: vitals.broken}[part]
        page = min(page, max(0, total - 1) // PAGE)
        place = {"offset": page * PAGE, "limit": PAGE}
        match part:
            case Part.MESSAGES:
                return Found(await health.messages(session, **place), total, page)
            case Part.LETTERS:
                return Found(await health.letters(session, **place), total, page)
            case Part.TIMERS:
                return Found(await health.stuck(session, **place), total, page)


async def again(work: Work, part: Part, number: int) -> bool:
    """Send a message, or fire a timer, once more; False when it failed no longer. ForbiddenError for another part."""
    demand(work.person, Role.ADMIN)
    if part is Part.LETTERS:
        raise ForbiddenError  # a press of long ago would surprise everybody
    async with work.begin() as tx:
        if part is Part.MESSAGES:
            return await outbox.again(tx, number, now=work.now)
        return await timers.again(tx, number)
