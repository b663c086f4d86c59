"""«Что если…»: a rule with another number over what has happened, beside the rule as it is; nothing is changed.

Both are reckoned over the same history, so that they can be compared: the rule may have been another one then, or off.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import reports, rule_changes, rules, scopes
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.reports import Days
from bot.usecases.rules import Norm
from bot.usecases.work import Work
from fsm import replay
from fsm.calendar import Calendar
from fsm.definition import Rule
from fsm.replay import Replayed, Violation
from notifications import daily
from storage import courses, episodes, people
from storage import rules as stored
from storage.company import Company
from storage.people import Person
from storage.rules import Custom

LIMIT, BORDER, NORM = "limit", "border", "n"
"""What may be another one; of a norm the checksum of its name follows the letter."""
PERIODS = ("month", "last_month", "quarter", "90d", "365d")
LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)
DIGEST = 9 * 60 + 30
"""When a digest comes to who has said nothing else, in minutes after midnight."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The rule as it is and as it might be, over these days: violations by person, and how long each digest was.

    `digests` are the days on which one came; `imported` deals are not among those that were looked at.
    """

    rule: Rule
    changed: Rule
    days: Days
    names: Mapping[int, str]
    now: Replayed
    then: Replayed
    digests: tuple[date, ...]
    imported: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be another one, of a rule that can be replayed; `norm` where it is that of a stage or a segment."""

    rule: Rule
    what: str
    norm: Norm | None
    norms: Sequence[Norm]
    period: str
    currency: str


def asked(work: Work, key: str, what: str, period: str, *, checksum: Callable[[str], int]) -> Asked:
    """For heads and directors; ForbiddenError for what there is not, or cannot be told from history."""
    rule = rules.known(work, key)
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    norms = rules.norms(work, rule)
    norm = next((one for one in norms if what == f"{NORM}{checksum(one.name)}"), None)
    if not replay.replayable(rule) or (norm is None and what not in {LIMIT, BORDER}):
        raise ForbiddenError
    if what == BORDER and rule.threshold is None:
        raise ForbiddenError
    period = period if period in PERIODS else "90d"
    return Asked(rule, what, norm, norms, period, work.company.currency)


def with_value(found: Asked, value: str) -> Rule:
    """The rule with another value. Raises RuleError, and ForbiddenError for what no button says."""
    if found.what == BORDER:
        border = rule_changes.sum_of(value)
        if border <= 0:
            raise ForbiddenError
        return stored.adapted(found.rule, Custom(border=border))
    number = rule_changes.number_of(value)
    if found.norm is None:
        return rule_changes.with_limit(found.rule, number)
    return rule_changes.with_norm(found.rule, found.norm.name, number)


async def of(work: Work, found: Asked, changed: Rule) -> tuple[Compared, str | None]:
    """Among the reader's people, over the period, his digests as they come to him; and how these people are called."""
    days = reports.period(found.period, work.today)
    at = work.person.digest if work.person.digest is not None else DIGEST
    async with work.db.read() as session:
        scope = await scopes.scoped(session, work.person, "all")
        result = await compared(
            session,
            work.company,
            found.rule,
            changed,
            owner_ids=scope.owners,
            days=days,
            calendar=work.calendar,
            digest=at,
            now=work.now,
        )
    return result, scope.whose


async def compared(
    session: AsyncSession,
    company: Company,
    rule: Rule,
    changed: Rule,
    *,
    owner_ids: frozenset[int] | None,
    days: Days,
    calendar: Calendar,
    digest: int,
    now: datetime,
) -> Compared:
    """Over what began on these days of the reader's calendar; his digest comes at that minute of his working days."""
    first, last = _bounded(days, calendar.day_of(now))
    since, until = calendar.instant(first, time()), calendar.instant(last + _DAY, time())
    every = {one.id: one for one in (*await people.everyone(session), *await people.gone(session))}
    find, imported = await _history(
        session, company, rule, every, owner_ids=owner_ids, since=since, until=until, now=now
    )
    working = [day for day in _all(first, last) if calendar.is_working(day)]
    came = [(day, calendar.instant(day, time(*divmod(digest, 60)))) for day in working]
    past = [(day, at) for day, at in came if at <= now]

    def both() -> tuple[Replayed, Replayed]:
        instants = [at for _, at in past]
        was, becomes = (replay.weighed(find(one), owner_ids, instants) for one in (rule, changed))
        return was, becomes

    was, becomes = await asyncio.to_thread(both)  # seconds of reckoning, which must not hold up anybody's tap
    names = {number: every[number].name for number in {*was.by_owner, *becomes.by_owner}}
    digests = tuple(day for day, _ in past)
    return Compared(rule, changed, (first, last), names, was, becomes, digests, imported)


async def _history(
    session: AsyncSession,
    company: Company,
    rule: Rule,
    staff: Mapping[int, Person],
    *,
    owner_ids: frozenset[int] | None,
    since: datetime,
    until: datetime,
    now: datetime,
) -> tuple[Callable[[Rule], list[Violation]], int]:
    """What finds violations of a rule in what began in [since, until); how many deals cannot be told of."""
    if rule.trigger is not None:

        def planning(person: int) -> Calendar:
            one = staff[person]
            return company.planning(one.zone, one.work_start, one.work_end, person)

        told = await courses.courses(session, rule, company, owner_ids=owner_ids, since=since, until=until)
        imported = await courses.imported(session, owner_ids=owner_ids, since=since, until=until)
        return lambda one: replay.duties(one, told, planning, now), imported

    def audited(person: int) -> Calendar:
        return daily.calendar_of(staff[person], company)

    stays = await episodes.stays(session, rule, owner_ids=owner_ids, since=since, until=until)
    at = time(*divmod(company.audit, 60))
    return lambda one: replay.watched(one, stays, audited, at, now), 0


def _bounded(days: Days, today: date) -> tuple[date, date]:
    """A year at most, which has ended today at the latest."""
    last = min(days[1] or today, today)
    first = max(days[0] or date.min, last - LONGEST + _DAY)
    return min(first, last), last


def _all(first: date, last: date) -> Sequence[date]:
    return [first + _DAY * number for number in range((last - first).days + 1)]
