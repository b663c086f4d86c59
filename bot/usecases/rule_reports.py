"""Reports about rules: the same numbers for the chat's commands, for pictures and for the command line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import reports
from bot.usecases.reports import ALL, Days
from fsm.definition import Exempting, Rule
from fsm.obligations import State
from storage import discipline as disciplines
from storage import excused, exemptions, people, tallies
from storage.discipline import Discipline
from storage.exemptions import Share
from storage.tallies import End, Standing

_DAY = timedelta(days=1)
_WEEK = 7
_WEEKS = 13
"""The most that a trend has: a quarter."""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `first` on, the last of them the last of the period; the first week of all may be another length.

    Of a duty: what ended, in time, broken, by another date. Of a watch: what was found in it and is put right by now,
    still stands, was accepted.
    """

    first: date
    good: int
    bad: int
    outside: int


@dataclass(frozen=True, slots=True)
class Health:
    """How a rule did over the days, and how it stands now. Days are the reader's."""

    rule: Rule
    days: Days
    begun: int
    ends: tuple[End, ...]
    standing: Standing
    reasons: Mapping[str | None, int]
    righted: tuple[float, ...]
    accepted: int

    def ended(self, state: State) -> int:
        """How many ended so."""
        return sum(one.state is state for one in self.ends)

    @property
    def found(self) -> tuple[int, int, int]:
        """What an audit found in the period: put right since, standing still, accepted by a head."""
        return _found(self.ends)

    @property
    def under(self) -> int:
        """What ended under the rule: in time or broken, without what was stopped or had another date."""
        return self.ended(State.FULFILLED) + self.ended(State.BREACHED)

    @property
    def rate(self) -> float | None:
        """Fulfilled in time, of what ended under the rule; None for nothing."""
        return reports.share(self.ended(State.FULFILLED), self.under)

    @property
    def took(self) -> tuple[float, ...]:
        """Days from the beginning until it was done, of all that was done, late or not."""
        return tuple(one.took for one in self.ends if one.took is not None)

    @property
    def median(self) -> float | None:
        """The middle of these; of a watch, of how long it took to put right what was found."""
        known = self.took if self.rule.trigger is not None else self.righted
        return median(known) if known else None


@dataclass(frozen=True, slots=True)
class Excuse:
    """A person's exceptions among the deals that he opened in the period."""

    name: str
    share: Share
    marked: bool


@dataclass(frozen=True, slots=True)
class ExceptionsReport:
    """People with the largest share first; why, the most frequent reason first."""

    rule: Rule
    exempt: Exempting
    days: Days
    people: tuple[Excuse, ...]
    reasons: Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class DisciplineReport:
    """By name, whoever has the most on time last: who is to be looked at comes first."""

    days: Days
    people: tuple[tuple[str, Discipline], ...]


async def health(
    session: AsyncSession, rule: Rule, *, owner_ids: Collection[int] | None, days: Days, zone: str
) -> Health:
    """`owner_ids` None is everybody."""
    since, until = reports.instants(days, zone)
    return Health(
        rule,
        days,
        await tallies.begun(session, rule.rule, owner_ids, since, until),
        tuple(await tallies.ends(session, rule.rule, owner_ids, since, until)),
        await tallies.standing(session, rule.rule, owner_ids, threshold=rule.threshold),
        await tallies.reasons(session, rule.rule, owner_ids, since, until),
        tuple(await tallies.righted(session, rule.rule, owner_ids, since, until)),
        await tallies.accepted(session, rule.rule, owner_ids, since, until),
    )


def trend(found: Sequence[Health], zone: str, today: date) -> tuple[Week, ...]:
    """Week by week, the last thirteen of the period, of all these rules together."""
    tz = ZoneInfo(zone)
    ends = [(one.at.astimezone(tz).date(), one) for health in found for one in health.ends]
    days = found[0].days if found else ALL
    duty = not found or found[0].rule.trigger is not None
    last = min(days[1] or today, today)
    first = days[0] or min((day for day, _ in ends), default=last)
    count = min(-(-((last - first).days + 1) // _WEEK), _WEEKS)
    weeks = []
    for number in range(count, 0, -1):
        end = last - _DAY * _WEEK * (number - 1)
        start = end - _DAY * (_WEEK - 1)
        # The oldest takes the days before it along, as many as make no week: the sum is that of the period.
        oldest = number == count and days != ALL and (start - first).days < _WEEK
        since = first if oldest or start < first else start
        inside = [one for day, one in ends if since <= day <= end]
        weeks.append(Week(since, *_weighed(inside, duty=duty)))
    return tuple(weeks)


def _weighed(ends: Sequence[End], *, duty: bool) -> tuple[int, int, int]:
    if not duty:
        return _found(ends)
    states = [one.state for one in ends]
    return states.count(State.FULFILLED), states.count(State.BREACHED), states.count(State.EXEMPT)


def _found(ends: Sequence[End]) -> tuple[int, int, int]:
    accepted = sum(one.accepted for one in ends)
    right = sum(one.right and not one.accepted for one in ends)
    return right, len(ends) - right - accepted, accepted


def excusing(rules: Mapping[str, Rule]) -> tuple[Rule, Exempting] | None:
    """The rule out of which there is a way; the first of several, None where there is none."""
    found = [(rule, rule.exempt) for rule in rules.values() if rule.exempt is not None]
    return found[0] if found else None


def window(exempt: Exempting, days: Days, today: date) -> Days:
    """Without a first day it is the window of the rule that ends with the last one."""
    first, last = days
    return (first or (last or today) - _DAY * (exempt.window - 1), last)


async def exceptions_report(
    session: AsyncSession, rule: Rule, exempt: Exempting, *, owner_ids: Collection[int], days: Days, zone: str
) -> ExceptionsReport:
    """Of the deals that these people opened on these days; without a first day over all of them."""
    since, until = reports.instants(days, zone)
    shares = await exemptions.share(
        session,
        owner_ids,
        since or datetime.min.replace(tzinfo=ZoneInfo("UTC")),
        until=until,
        activities=(exempt.activity,),
    )
    names = await people.of(session, shares)
    ordered = sorted(
        (Excuse(names[owner].name, share, share.marked(exempt)) for owner, share in shares.items()),
        key=lambda one: (-(one.share.part or 0), -one.share.complex, one.name),
    )
    reasons = await excused.reasons(session, exempt, owner_ids=owner_ids, since=since, until=until)
    return ExceptionsReport(rule, exempt, days, tuple(ordered), reasons)


async def discipline_report(
    session: AsyncSession,
    *,
    owner_ids: Collection[int] | None,
    days: Days,
    zone: str,
    now: datetime,
) -> DisciplineReport:
    """What people had to do on these days; `owner_ids` None is everybody."""
    since, until = reports.instants(days, zone)
    found = await disciplines.of(session, owner_ids, since=since, until=until, now=now)
    names = await people.of(session, found)
    ordered = sorted(
        ((names[owner].name, one) for owner, one in found.items()),
        key=lambda one: (reports.share(one[1].on_time, one[1].all) or 0, one[0]),
    )
    return DisciplineReport(days, tuple(ordered))
