"""What a head has asked somebody for all at once, from his digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError
from bot.usecases.work import Work
from storage import digest_lines, digests, people
from storage.breaches import DECIDE, UNREACHABLE
from storage.digest_lines import Line
from storage.digests import Digest

MOST = 200
"""Lines that are looked through."""


@dataclass(frozen=True, slots=True)
class Summoned:
    """The lines that still stand, by the digest of `head`, a name."""

    digest: Digest
    head: str
    lines: Sequence[Line]


async def find(session: AsyncSession, digest_id: int, owner_ids: frozenset[int]) -> Summoned | None:
    """What a digest has of these people that they can put right; None where there is no such digest."""
    found = await digests.get(session, digest_id)
    head = None if found is None else await people.get(session, found.person_id)
    if found is None or head is None:
        return None
    lines = await digest_lines.lines(session, digest_id, owner_ids=owner_ids, limit=MOST)
    standing = [one for one in lines if one.open and one.kind not in {DECIDE, UNREACHABLE}]
    return Summoned(found, head.name, standing)


async def seen(work: Work, digest_id: int) -> Summoned:
    """The reader's own, and of whom he stands in for. ForbiddenError where the digest has nothing of theirs."""
    async with work.db.read() as session:
        found = await find(session, digest_id, work.covered | {work.person.id})
    if found is None or not found.lines:
        raise ForbiddenError
    return found
