"""Reports: the same numbers for the chat's commands, for pictures and for the command line."""

import calendar
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import fmean
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from fsm import wall
from fsm.definition import Process
from storage import people, settings, stats, teams
from storage.names import fold

Days = tuple[date | None, date | None]
"""The first and the last day of a period, both included; None: without that end."""
ALL: Days = (None, None)

_DAY = timedelta(days=1)


class NobodyError(LookupError):
    """No person or team is called so, or several are; `names` are those that come near."""

    def __init__(self, asked: str, names: Sequence[str]) -> None:
        super().__init__(asked)
        self.asked, self.names = asked, tuple(names)


@dataclass(frozen=True, slots=True)
class FunnelReport:
    """The funnel of a selection of deals; rates are shares of one, None where there is nothing to divide by."""

    process: Process
    found: stats.Funnel
    currency: str
    days: Days

    @property
    def empty(self) -> bool:
        """Whether no deal was selected."""
        return not self.found.open + self.found.closed

    def of_previous(self, place: int) -> float | None:
        """The share of the deals in the stage before that came to this one."""
        stages = self.found.stages
        return share(stages[place].reached, stages[place - 1].reached) if place else None

    def of_first(self, place: int) -> float | None:
        """The share of all deals that came to this stage."""
        stages = self.found.stages
        return share(stages[place].reached, stages[0].reached)

    @property
    def win_rate_closed(self) -> float | None:
        """Won among closed."""
        return share(self.found.won, self.found.closed)

    @property
    def win_rate_all(self) -> float | None:
        """Won among all, open ones included."""
        return share(self.found.won, self.found.closed + self.found.open)


@dataclass(frozen=True, slots=True)
class CycleGroup:
    """How long deals took, in days with their fraction, ascending; the figures are None for no deal."""

    kind: Literal["won", "lost", "closed"]
    days: tuple[float, ...]

    @property
    def mean(self) -> float | None:
        return fmean(self.days) if self.days else None

    def quantile(self, part: float) -> float | None:
        """Below it lies this part of the deals; between two deals it is interpolated."""
        if not self.days:
            return None
        place = part * (len(self.days) - 1)
        low, high = self.days[math.floor(place)], self.days[math.ceil(place)]
        return low + (high - low) * (place - math.floor(place))


@dataclass(frozen=True, slots=True)
class CycleReport:
    """From opening to closing: won, lost, and both together."""

    process: Process
    groups: tuple[CycleGroup, ...]
    days: Days


async def funnel_report(
    session: AsyncSession,
    process: Process,
    *,
    owner_ids: Collection[int] | None = None,
    days: Days = ALL,
    zone: str,
) -> FunnelReport:
    """The funnel of deals opened on these days of the zone; `owner_ids` None is everybody."""
    since, until = instants(days, zone)
    found = await stats.funnel(session, process, owner_ids=owner_ids, since=since, until=until)
    return FunnelReport(process, found, (await settings.get(session)).currency, days)


async def cycle_report(
    session: AsyncSession,
    process: Process,
    *,
    owner_ids: Collection[int] | None = None,
    days: Days = ALL,
    zone: str,
) -> CycleReport:
    """How long the closed ones among the deals opened on these days took."""
    since, until = instants(days, zone)
    found = await stats.cycle(session, process, owner_ids=owner_ids, since=since, until=until)
    groups = (
        CycleGroup("won", found.won),
        CycleGroup("lost", found.lost),
        CycleGroup("closed", tuple(sorted((*found.won, *found.lost)))),
    )
    return CycleReport(process, groups, days)


def share(part: int, whole: int) -> float | None:
    """None for nothing of nothing."""
    return part / whole if whole else None


def instants(days: Days, zone: str) -> tuple[datetime | None, datetime | None]:
    """The UTC instants at which the first day begins and the last one ends."""
    tz = ZoneInfo(zone)
    first, last = days
    since = wall.instant(tz, first, time()) if first else None
    until = wall.instant(tz, last + _DAY, time()) if last and last < date.max else None
    return since, until


def period(key: str, today: date) -> Days:
    """The days that a preset means today; those that are not over yet end today. ALL for any other key."""
    monday = today - _DAY * today.weekday()
    first = today.replace(day=1)
    match key:
        case "today":
            return today, today
        case "yesterday":
            return today - _DAY, today - _DAY
        case "week":
            return monday, today
        case "last_week":
            return monday - _DAY * 7, monday - _DAY
        case "month":
            return first, today
        case "last_month":
            last = first - _DAY
            return last.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
        case "quarter":
            return first.replace(month=(today.month - 1) // 3 * 3 + 1), today
        case "year":
            return first.replace(month=1), today
        case "90d":
            return today - _DAY * 89, today
        case "365d":
            return today - _DAY * 364, today
        case _:
            return ALL


async def rep_ids(session: AsyncSession, name: str) -> frozenset[int]:
    """The person of this name, or the only one of whose name this begins a part. Raises NobodyError."""
    every = {one.id: one.name for one in await people.everyone(session)}
    return frozenset({_called(name, every)})


async def team_ids(session: AsyncSession, name: str) -> frozenset[int]:
    """The people of the team called so (or the only one like that) and of those below it. Raises NobodyError."""
    team = _called(name, {one.id: one.name for one in await teams.all_(session)})
    return frozenset(one.id for one in await people.of_team(session, team))


def _called(asked: str, names: dict[int, str]) -> int:
    key = fold(asked)
    exact = [number for number, name in names.items() if fold(name) == key]
    near = [number for number, name in names.items() if key and f" {key}" in f" {fold(name)}"]
    for found in (exact, near):
        if len(found) == 1:
            return found[0]
    raise NobodyError(asked, [names[number] for number in near[:5]])
