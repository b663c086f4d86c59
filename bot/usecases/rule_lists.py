"""The lists of a rule: who was in time, who was not, what stands broken, what is not known; and the exceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.usecases import reports, rules, scopes
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.reports import Days
from bot.usecases.scopes import Scope
from bot.usecases.work import Work
from fsm.definition import Rule
from storage import excused, rule_lists
from storage.excused import Excused
from storage.rule_lists import Group, Line

PAGE = 8
EXEMPT = "e"
"""The list of exceptions, beside the groups."""
_FARTHEST = 10**6


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list of which rule, whose and of when. `group` is a Group, or EXEMPT."""

    rule: Rule
    group: str
    period: str
    days: Days
    scope: Scope


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of it: lines of a group, or exceptions; how many there are on each list of the rule."""

    asked: Asked
    lines: Sequence[Line | Excused]
    counts: Mapping[str, int]
    page: int

    @property
    def total(self) -> int:
        """How many there are on this one."""
        return self.counts[self.asked.group]


@dataclass(frozen=True, slots=True)
class Whole:
    """Every list of a rule, whole."""

    asked: Asked
    lines: Mapping[Group, Sequence[Line]]
    excused: Sequence[Excused] | None


def groups(rule: Rule) -> tuple[str, ...]:
    """The lists that a rule has, in the order in which they are shown."""
    if rule.trigger is None:
        return (Group.BROKEN, Group.LATE)
    out = () if rule.exempt is None else (EXEMPT,)
    unknown = () if rule.threshold is None else (Group.UNKNOWN,)
    return (Group.IN_TIME, Group.LATE, *out, Group.BROKEN, *unknown)


async def page(work: Work, key: str, group: str, period: str, scope: str, number: int) -> Listed:
    """For heads and directors; ForbiddenError for a list that there is not."""
    asked = await _asked(work, key, group, period, scope)
    number = min(number, _FARTHEST)
    since, until = reports.instants(asked.days, work.person.zone)
    owners = asked.scope.owners
    counts: dict[str, int] = {}
    async with work.db.read() as session:
        for one in groups(asked.rule):
            counts[one] = await (
                excused.count(session, asked.rule.exempt, owner_ids=owners, since=since, until=until)
                if one == EXEMPT and asked.rule.exempt is not None
                else rule_lists.count(
                    session, asked.rule, Group(one), owner_ids=owners, since=since, until=until
                )
            )
        lines: Sequence[Line | Excused]
        if group == EXEMPT and asked.rule.exempt is not None:
            lines = await excused.page(
                session,
                asked.rule.exempt,
                owner_ids=owners,
                since=since,
                until=until,
                offset=number * PAGE,
                limit=PAGE,
            )
        else:
            lines = await rule_lists.page(
                session,
                asked.rule,
                Group(group),
                owner_ids=owners,
                since=since,
                until=until,
                offset=number * PAGE,
                limit=PAGE,
            )
    return Listed(asked, lines, counts, number)


async def whole(work: Work, key: str, period: str, scope: str) -> Whole:
    """All lists of a rule, for a file."""
    rule = rules.known(work, key)
    asked = await _asked(work, key, groups(rule)[0], period, scope)
    since, until = reports.instants(asked.days, work.person.zone)
    owners = asked.scope.owners
    async with work.db.read() as session:
        lines = {
            Group(one): await rule_lists.page(
                session, rule, Group(one), owner_ids=owners, since=since, until=until
            )
            for one in groups(rule)
            if one != EXEMPT
        }
        out = (
            None
            if rule.exempt is None
            else await excused.page(session, rule.exempt, owner_ids=owners, since=since, until=until)
        )
    return Whole(asked, lines, out)


async def _asked(work: Work, key: str, group: str, period: str, scope: str) -> Asked:
    rule = rules.known(work, key)
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    if group not in groups(rule):
        raise ForbiddenError
    period = rules.a_period(period)
    async with work.db.read() as session:
        chosen = await scopes.scoped(session, work.person, scope)
    return Asked(rule, group, period, reports.period(period, work.today), chosen)
