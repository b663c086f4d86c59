"""The daily audit as its owner reads it, and clients about whom nothing is planned, as a head looks at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, admit, answers_for, demand, has
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.calendar import Calendar
from fsm.definition import Rule, Time, Watch
from notifications import audits as auditing
from notifications import daily
from storage import audit, audits, findings, heirs, people
from storage.audit import Entry
from storage.company import Company
from storage.findings import Line
from storage.people import Person

PAGE = 8
"""Lines of a page."""
OLDEST = 20
"""Entries about deals that are listed; of the others the number is said."""
LAST = 1_000_000
SETTLING = ("plan", "right", "rest", "until")
"""Acts on a client after which nothing is to be done about it for now."""
_SELLS = (Role.REP, Role.HEAD, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the last audit has found of somebody's, and of whom he stands in for, as it is by now.

    `counts` are by rule, in the order in which rules are told. `entries` are about deals, one for each thing, `more`
    are not listed; `clients` are those that are named today, of `uncovered` in all. `true` are the rows of these that
    are so at this minute, `done` is the last that was done about a client.
    """

    reader: int
    day: date
    counts: Mapping[str, int]
    entries: Sequence[tuple[Line, ...]] = ()
    more: int = 0
    clients: Sequence[Line] = ()
    uncovered: int = 0
    true: frozenset[int] = frozenset()
    done: Mapping[int, Entry] = field(default_factory=dict)
    at: int = 0
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def worth(self) -> bool:
        """Whether there is still something to be told: a line that is so, or clients nobody has talked to."""
        return bool(self.true) or any(self.rules[key].watch is Watch.CONTACT for key in self.counts)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is told: the rule, the oldest that breaks it, the days that have passed since, how many are allowed."""

    rule: Rule
    line: Line
    elapsed: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Clients:
    """A page of what stands by a rule against somebody; `own`: it is the reader himself."""

    rule: Rule
    person: Person
    own: bool
    lines: Sequence[Line]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class Shares:
    """How many clients stand by a rule against whom, the most first."""

    rule: Rule
    people: Sequence[tuple[Person, int]]


async def of(work: Work) -> Sheet:
    """One's own."""
    demand(work.person, *_SELLS)
    async with work.db.read() as session:
        return await sheet(session, work.person, work.now, work.company)


async def why(work: Work) -> tuple[Sheet, Sequence[Reason]]:
    """One's own, with the oldest by each rule."""
    demand(work.person, *_SELLS)
    async with work.db.read() as session:
        found = await sheet(session, work.person, work.now, work.company)
        owners = [work.person.id, *sorted(work.covered)]
        reasons: list[Reason] = []
        for key in found.counts:
            entries = await findings.oldest(session, owners, [key], limit=1)
            reasons += [_reason(work, found.rules[key], entry[0]) for entry in entries]
    return found, reasons


def _reason(work: Work, rule: Rule, line: Line) -> Reason:
    first, today = work.calendar.day_of(line.since), work.today
    working = rule.limit.calendar is Time.WORKING
    elapsed = work.calendar.working_days_between(first, today) if working else (today - first).days
    allowed = rule.norms.get(f"{line.process}.{line.stage}", rule.limit.number)
    return Reason(rule, line, max(elapsed, 0), allowed)


async def sheet(session: AsyncSession, person: Person, now: datetime, company: Company) -> Sheet:
    """Of this person; what is accepted by a head is not told."""
    own = daily.calendar_of(person, company)
    owners = [person.id, *sorted(company.covered(person.id, now))]
    rules = {key: rule for key, rule in company.rules.items() if rule.on and rule.watch is not None}
    told = dict.fromkeys(rules, 0)
    for (_, key), count in (await audits.counts(session, owners, rules)).items():
        told[key] += count
    about = [key for key in auditing.standing(company) if rules[key].watch not in _OF_CLIENTS]
    entries = await findings.oldest(session, owners, about, limit=OLDEST)
    covering = auditing.covering(company)
    clients = await _named(session, owners, covering, own)
    return Sheet(
        reader=person.id,
        day=own.day_of(now),
        counts={key: count for key, count in told.items() if count},
        entries=entries,
        more=await findings.subjects(session, owners, about) - len(entries),
        clients=clients,
        uncovered=sum(told[key] for key in covering),
        true=await _true(session, [*clients, *(one for entry in entries for one in entry)], now, company),
        done=await audit.of_subjects(
            session,
            audit.CLIENT,
            [one.subject_id for one in clients],
            SETTLING,
            since=daily.start_of_day(own, now),
        ),
        at=company.audit,
        rules=rules,
    )


_OF_CLIENTS = frozenset({Watch.CONTACT, Watch.COVER})


async def _named(
    session: AsyncSession, owners: Sequence[int], rules: Sequence[str], calendar: Calendar
) -> list[Line]:
    """Those of the last day on which any were named."""
    last = await findings.last_named(session, owners, rules)
    if last is None:
        return []
    return await findings.named(session, owners, rules, since=daily.start_of_day(calendar, last))


async def _true(
    session: AsyncSession, lines: Sequence[Line], now: datetime, company: Company
) -> frozenset[int]:
    owners = await people.of(session, {one.owner_id for one in lines})
    return await findings.holding(
        session,
        company.rules,
        lines,
        now=now,
        calendars=lambda owner: daily.calendar_of(owners[owner], company),
        heir=await heirs.heir(session),
    )


async def line(work: Work, line_id: int) -> Line:
    """A row about a deal or a task; ForbiddenError where it is none of the person's."""
    async with work.db.read() as session:
        found = await findings.get(session, line_id)
        if found is None or found.run_id is None:
            raise StaleError
        await admit(session, work.person, found.owner_id, company=work.company, now=work.now)
    return found


async def shares(work: Work, rule: str) -> Shares:
    """Of all whom one answers for, and of oneself."""
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    known = _rule(work, rule)
    async with work.db.read() as session:
        led = await answers_for(session, work.person, company=work.company, now=work.now)
        counts = await audits.uncovered(session, led, [rule])
        staff = await people.of(session, counts)
    ordered = sorted(counts, key=lambda one: (-counts[one], staff[one].name))
    return Shares(known, [(staff[one], counts[one]) for one in ordered])


async def clients(work: Work, rule: str, person_id: int, page: int) -> Clients:
    """Of oneself, or of whom one answers for or stands in."""
    demand(work.person, *_SELLS)
    known = _rule(work, rule)
    async with work.db.read() as session:
        await admit(session, work.person, person_id, company=work.company, now=work.now)
        person = await people.get(session, person_id)
        if person is None:
            raise ForbiddenError
        total = (await audits.uncovered(session, [person_id], [rule])).get(person_id, 0)
        page = min(page, max(0, total - 1) // PAGE)
        lines = await findings.page(session, person_id, rule, offset=page * PAGE, limit=PAGE)
    return Clients(known, person, person_id == work.person.id, lines, total, page)


def leads(person: Person) -> bool:
    """Whether the person sees how many stand against whom."""
    return has(person, Role.HEAD, Role.DIRECTOR)


def _rule(work: Work, key: str) -> Rule:
    """A rule about clients; ForbiddenError for any other."""
    rule = work.company.rules.get(key)
    if rule is None or rule.watch not in _OF_CLIENTS:
        raise ForbiddenError
    return rule
