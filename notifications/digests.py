"""The digest of a head: computed once a day, kept as rows, and told only if there is something in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import daily, owing
from notifications.kinds import DigestReady
from storage import digests, people
from storage.company import Company
from storage.digests import KINDS, Digest, Finding
from storage.people import Person
from storage.timers import Due


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Tell of today's; one that was asked for before has been seen already."""
    found = await daily.turn(tx, timer, now, company)
    if found is None:
        return
    person, today = found
    if await digests.of_day(tx, person_id=person.id, day=today) is not None:
        return
    made = await make(tx, person, now, company)
    if made.counts:
        await owing.owe(tx, person.id, DigestReady(made.id), now=now)


async def make(tx: AsyncSession, person: Person, now: datetime, company: Company) -> Digest:
    """Today's digest of this person, as it is known already or computed now: one query for each rule."""
    calendar = daily.calendar_of(person, company)
    today = calendar.day_of(now)
    known = await digests.of_day(tx, person_id=person.id, day=today)
    if known is not None:
        return known
    led = await _led(tx, person)
    found = [
        *await digests.overdue(tx, owner_ids=led, before=daily.start_of_day(calendar, now)),
        *await digests.untouched(
            tx, owner_ids=led, before=now - timedelta(days=company.untouched), today=today
        ),
        *await digests.unreachable(tx, person_ids=led),
    ]
    made = await digests.store(tx, person_id=person.id, day=today, now=now, findings=grouped(found))
    stored = await digests.get(tx, made)
    assert stored is not None
    return stored


def grouped(found: Iterable[Finding]) -> list[Finding]:
    """By rule, then by whose it is, whoever has the oldest first; each the oldest first."""
    oldest: dict[tuple[str, int], int] = {}
    ordered = sorted(enumerate(found), key=lambda one: (KINDS.index(one[1].kind), one[0]))
    for place, (_, one) in enumerate(ordered):
        oldest.setdefault((one.kind, one.owner_id), place)
    return [
        one
        for _, one in sorted(
            ordered, key=lambda two: (KINDS.index(two[1].kind), oldest[two[1].kind, two[1].owner_id], two[0])
        )
    ]


async def _led(tx: AsyncSession, person: Person) -> list[int]:
    """For whom the person answers; his own are in his own day."""
    if "director" in person.roles:
        found = await people.everyone(tx)
    elif "head" in person.roles and person.team_id is not None:
        found = await people.of_team(tx, person.team_id)
    else:
        found = []
    return [one.id for one in found if one.id != person.id]
