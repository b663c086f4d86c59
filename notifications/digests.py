"""The digest of a head: computed once a day, kept as rows, and told only if there is something in it, or he wants it anyway."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Rule, Via
from notifications import daily, owing, reach
from notifications.kinds import DigestReady
from notifications.reach import Reach, Way
from storage import breaches, digests
from storage.breaches import DECIDE, UNREACHABLE, Finding
from storage.company import Company
from storage.digests import Digest, Page
from storage.people import Person
from storage.timers import Due

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its reader sees it: `ways` has how its lines go up, by their numbers."""

    page: Page
    ways: Mapping[int, Way]


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Tell of today's; one that was asked for before has been seen already."""
    found = await daily.turn(tx, timer, now, company)
    if found is None:
        return
    person, today = found
    if await digests.of_day(tx, person_id=person.id, day=today) is not None:
        return
    made = await make(tx, person, now, company)
    if made.counts or person.digest_empty:
        await owing.owe(tx, person.id, DigestReady(made.id), now=now)


async def known(session: AsyncSession, person: Person, now: datetime, company: Company) -> Digest | None:
    """Today's digest of this person, where it was made already."""
    today = daily.calendar_of(person, company).day_of(now)
    return await digests.of_day(session, person_id=person.id, day=today)


async def make(tx: AsyncSession, person: Person, now: datetime, company: Company) -> Digest:
    """Today's digest of this person, as it is known already or computed now, from what audits and duties have left."""
    before = await known(tx, person, now, company)
    if before is not None:
        return before
    told = [rule for rule in company.rules.values() if rule.on]
    within = await reach.of(tx, person, now, company)
    lines = await _lines(
        tx, person, within, [rule for rule in told if rule.breach.via is Via.LINES], now, company
    )
    counted = await breaches.counted(
        tx, owner_ids=within.direct, rules=[rule.rule for rule in told if rule.breach.via is Via.COUNT]
    )
    made = await digests.store(
        tx,
        person_id=person.id,
        day=daily.calendar_of(person, company).day_of(now),
        now=now,
        findings=grouped(lines, order(company.rules)),
        counted=counted,
    )
    stored = await digests.get(tx, made)
    assert stored is not None
    return stored


async def _lines(
    tx: AsyncSession, person: Person, within: Reach, rules: Sequence[Rule], now: datetime, company: Company
) -> list[Finding]:
    deciding = {person.id, *company.covered(person.id, now)}
    asked = await breaches.decisions(tx, person_ids=deciding)
    found = await breaches.broken(tx, owner_ids=within.direct, rules=[rule.rule for rule in rules])
    pauses = {rule.rule: rule.breach.escalate for rule in rules if rule.breach.escalate is not None}
    if pauses and within.higher:
        calendar = reach.calendar_of(person, company)
        old = now - min(pauses.values()) * _DAY
        for one in await breaches.broken(tx, owner_ids=within.higher, rules=list(pauses), before=old):
            if reach.has_come(one, within, now, company, calendar):
                found.append(one)
    oldest = sorted(found, key=lambda one: (one.since, one.obligation_id))
    return [*asked, *oldest, *await breaches.unreachable(tx, person_ids=within.direct)]


async def sheet(
    session: AsyncSession,
    found: Digest,
    number: int,
    person: Person,
    now: datetime,
    company: Company,
    *,
    size: int,
) -> Sheet:
    """Page `number` from 0, of `size` lines."""
    page = await digests.page(session, found, number, size, mine=company.covered(person.id, now))
    return Sheet(page, await reach.ways(session, page.lines, person, now, company))


def order(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """Kinds of lines in the order in which they are told: what waits for a decision, rules, who cannot be reached."""
    return (DECIDE, *rules, UNREACHABLE)


def grouped(found: Iterable[Finding], kinds: Sequence[str]) -> list[Finding]:
    """By rule, then by whose it is, whoever has the oldest first; each the oldest first."""
    oldest: dict[tuple[str, int], int] = {}
    ordered = sorted(enumerate(found), key=lambda one: (kinds.index(one[1].kind), one[0]))
    for place, (_, one) in enumerate(ordered):
        oldest.setdefault((one.kind, one.owner_id), place)
    return [
        one
        for _, one in sorted(
            ordered, key=lambda two: (kinds.index(two[1].kind), oldest[two[1].kind, two[1].owner_id], two[0])
        )
    ]
