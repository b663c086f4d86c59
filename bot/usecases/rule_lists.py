"""The lists of a rule: who was in time, who was not, what stands broken, what is not known; and the exceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import reports, rules, scopes
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.reports import Days
from bot.usecases.scopes import Scope
from bot.usecases.work import Work
from fsm.definition import Exempting, Rule
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
    async with work.db.read() as session:
        lists = _Lists(session, asked, work.person.zone)
        counts = {one: await lists.count(one) for one in groups(asked.rule)}
        lines = await lists.lines(group, offset=number * PAGE, limit=PAGE)
    return Listed(asked, lines, counts, number)


async def whole(work: Work, key: str, period: str, scope: str) -> Whole:
    """All lists of a rule, for a file."""
    rule = rules.known(work, key)
    asked = await _asked(work, key, groups(rule)[0], period, scope)
    async with work.db.read() as session:
        lists = _Lists(session, asked, work.person.zone)
        lines = {Group(one): await lists.of_group(Group(one)) for one in groups(rule) if one != EXEMPT}
        out = None if rule.exempt is None else await lists.excused(rule.exempt)
    return Whole(asked, lines, out)


class _Lists:
    """The lists of one rule, of some people and a period."""

    def __init__(self, session: AsyncSession, asked: Asked, zone: str) -> None:
        since, until = reports.instants(asked.days, zone)
        self._session, self._rule = session, asked.rule
        self._which: _Which = {"owner_ids": asked.scope.owners, "since": since, "until": until}

    async def count(self, group: str) -> int:
        if group == EXEMPT and self._rule.exempt is not None:
            return await excused.count(self._session, self._rule.exempt, **self._which)
        return await rule_lists.count(self._session, self._rule, Group(group), **self._which)

    async def lines(self, group: str, *, offset: int, limit: int) -> Sequence[Line | Excused]:
        if group == EXEMPT and self._rule.exempt is not None:
            return await self.excused(self._rule.exempt, offset=offset, limit=limit)
        return await self.of_group(Group(group), offset=offset, limit=limit)

    async def of_group(self, group: Group, *, offset: int = 0, limit: int | None = None) -> list[Line]:
        return await rule_lists.page(
            self._session, self._rule, group, **self._which, offset=offset, limit=limit
        )

    async def excused(self, exempt: Exempting, *, offset: int = 0, limit: int | None = None) -> list[Excused]:
        return await excused.page(self._session, exempt, **self._which, offset=offset, limit=limit)


class _Which(TypedDict):
    owner_ids: frozenset[int] | None
    since: datetime | None
    until: datetime | None


async def _asked(work: Work, key: str, group: str, period: str, scope: str) -> Asked:
    rule = rules.known(work, key)
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    if group not in groups(rule):
        raise ForbiddenError
    period = rules.a_period(period)
    async with work.db.read() as session:
        chosen = await scopes.scoped(session, work.person, scope)
    return Asked(rule, group, period, reports.period(period, work.today), chosen)
