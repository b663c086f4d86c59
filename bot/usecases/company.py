"""What an administrator sets for the company, its own days and its teams; every change is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import forms
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.work import Work
from fsm.definition import Subject
from notifications import daily
from storage import audit, calendars, people, settings, teams
from storage.audit import Entry
from storage.settings import Own, Settings
from storage.teams import Team

LOG = 8
LONGEST_NAME = 100
MOST_DAYS = 60
"""Days that one sentence may make days off."""
EVES = 4
"""Days ahead that the country shortens, of which an administrator is told."""


class TeamTrouble(StrEnum):
    """Why a team cannot be so; the view has the sentence."""

    TAKEN = "taken"
    EMPTY = "empty"
    RING = "ring"


class TeamError(Exception):
    """The team cannot be so."""

    def __init__(self, why: TeamTrouble) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Overview:
    """The settings, the company's own days still ahead, the processes that new deals may take, with their titles,
    and the next days that the country's law shortens, without those of which the company says something else.
    """

    settings: Settings
    days: dict[date, Own]
    processes: Mapping[str, Mapping[str, str]]
    eves: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """All teams, how many people each has, and the one that is looked at."""

    teams: Sequence[Team]
    sizes: dict[int, int]
    heads: dict[int, list[str]]


async def overview(work: Work) -> Overview:
    """For administrators."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        known = await settings.get(session)
        own = await settings.days(session)
    today = work.today
    ahead = {day: said for day, said in sorted(own.items()) if day >= today}
    eves = sorted(day for day in calendars.eves(known.country) if day >= today and day not in own)
    newest = sorted(work.company.processes.items())
    titles = {key: process.title for (key, _), process in newest if process.subject is Subject.DEAL}
    return Overview(known, ahead, titles, eves[:EVES])


async def log(work: Work, page: int) -> tuple[list[Entry], int]:
    """Who changed what, the newest first; and how many entries there are."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        found = await audit.newest(session, offset=min(page, 10**6) * LOG, limit=LOG)
        return found, await audit.count(session)


async def put(work: Work, **values: str | int) -> None:
    """Change some settings; ValueError for what is none. Everybody's calendar follows in the same transaction."""
    demand(work.person, Role.ADMIN)
    async with work.begin() as tx:
        await forms.close(tx, work)
        before = await settings.get(tx)
        changed = {key: value for key, value in values.items() if getattr(before, key, None) != value}
        if not changed:
            return
        await settings.put(tx, **changed)
        for key, value in changed.items():
            await audit.tell(
                tx,
                "setting",
                actor_id=work.person.id,
                now=work.now,
                key=key,
                was=getattr(before, key),
                became=value,
            )
        await work.reload(tx)
        if changed.keys() & {"country", "audit"}:
            await _replan(tx, work)


async def put_days(work: Work, first: date, last: date, own: Own) -> None:
    """What these days are, whatever the country's calendar says. ValueError for too many."""
    demand(work.person, Role.ADMIN)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise ValueError((first, last))
    async with work.begin() as tx:
        await forms.close(tx, work)
        for day in _meant(work, first, last, own):
            await settings.put_day(tx, day, own)
        await audit.tell(
            tx,
            "day",
            actor_id=work.person.id,
            now=work.now,
            first=first.isoformat(),
            last=last.isoformat(),
            own=own.value,
        )
        await work.reload(tx)
        await _replan(tx, work)


def _meant(work: Work, first: date, last: date, own: Own) -> list[date]:
    """Every day from the first to the last; of a week that is shortened only those on which there is work at all."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if own is not Own.SHORT:
        return days
    person = work.person
    calendar = work.company.calendar(person.zone, person.work_start, person.work_end)
    return [day for day in days if calendar.is_working(day)] or days


async def drop_day(work: Work, day: date) -> None:
    """The day is again what the country's calendar says."""
    demand(work.person, Role.ADMIN)
    async with work.begin() as tx:
        await settings.drop_day(tx, day)
        await audit.tell(
            tx, "day", actor_id=work.person.id, now=work.now, first=day.isoformat(), dropped=True
        )
        await work.reload(tx)
        await _replan(tx, work)


async def tree(work: Work) -> Tree:
    """All teams, for administrators."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        every = await teams.all_(session)
        staff = await people.everyone(session)
    sizes: dict[int, int] = {}
    heads: dict[int, list[str]] = {}
    for one in staff:
        if one.team_id is not None:
            sizes[one.team_id] = sizes.get(one.team_id, 0) + 1
            if Role.HEAD.value in one.roles:
                heads.setdefault(one.team_id, []).append(one.name)
    return Tree(every, sizes, heads)


async def name_team(work: Work, team_id: int | None, name: str) -> int:
    """A new team (None), or another name for one; its id. Raises TeamError."""
    demand(work.person, Role.ADMIN)
    words = " ".join(name.split())[:LONGEST_NAME]
    async with work.begin() as tx:
        every = await teams.all_(tx)
        if not words:
            raise TeamError(TeamTrouble.EMPTY)
        if any(one.name.casefold() == words.casefold() and one.id != team_id for one in every):
            raise TeamError(TeamTrouble.TAKEN)
        await forms.close(tx, work)
        if team_id is None:
            number = await teams.add(tx, name=words)
            await _told(tx, work, number, act="new", name=words)
            return number
        known = next((one for one in every if one.id == team_id), None)
        if known is None:
            raise ForbiddenError
        await teams.rename(tx, team_id, words)
        await _told(tx, work, team_id, act="rename", name=words, was=known.name)
        return team_id


async def hang_team(work: Work, team_id: int, parent_id: int | None) -> None:
    """Under another team, or under none. Raises TeamError where that would be a ring."""
    demand(work.person, Role.ADMIN)
    async with work.begin() as tx:
        names = {one.id: one.name for one in await teams.all_(tx)}
        if team_id not in names or (parent_id is not None and parent_id not in names):
            raise ForbiddenError
        try:
            await teams.move(tx, team_id, parent_id)
        except ValueError:
            raise TeamError(TeamTrouble.RING) from None
        await _told(tx, work, team_id, act="parent", name=names[team_id], became=names.get(parent_id or 0))
        await work.reload(tx)


async def _replan(tx: AsyncSession, work: Work) -> None:
    """Everybody's daily messages by the company's days as they are now."""
    for person in await people.everyone(tx):
        await daily.replant(tx, person, work.now, work.company)


async def _told(tx: AsyncSession, work: Work, team_id: int, **data: object) -> None:
    await audit.tell(tx, "team", actor_id=work.person.id, now=work.now, subject=team_id, **data)
