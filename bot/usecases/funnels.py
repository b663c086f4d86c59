"""The funnel as somebody may see it: his whole, a team of his, or one of his people; over a period."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import base36, number_of
from bot.usecases import reports
from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.beginning import processes
from bot.usecases.reports import FunnelReport
from bot.usecases.work import Work
from fsm.definition import Process
from storage import people, settings, stats, teams, templates
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True, slots=True)
class Chosen:
    """A funnel, whose it is (None: everybody's), and whose one may look at instead.

    `whole` is the widest scope for this person, `scope` the one shown: all, t<id> or p<id>, ids in base 36.
    """

    report: FunnelReport
    whose: str | None
    scope: str
    whole: str
    teams: Sequence[Team]
    reps: Sequence[Person]
    processes: Sequence[Process] = ()  # that have deals there, the one that is shown among them


async def funnel(work: Work, period: str, scope: str, pick: str = "") -> Chosen:
    """`scope` as in Chosen; one that this person may not see, or nonsense, is ForbiddenError.

    `pick` is the key of a process; what is none means the one that new deals there take.
    """
    async with work.db.read() as session:
        every = await teams.all_(session)
        mine = await led(session, work.person)
        whole = _whole(work.person)
        scope = whole if scope == "all" else scope
        owners, name = await _owners(session, scope, whole, mine, every)
        known = {one.process: one for one in processes(work.company)}
        chosen = known.get(pick) or known[await _usual(session, scope, known)]
        sold = await stats.having(session, known, owner_ids=owners)
        report = await reports.funnel_report(
            session, chosen, owner_ids=owners, days=reports.period(period, work.today), zone=work.person.zone
        )
        reps = [one for one in (await people.of(session, mine)).values() if has(one, Role.REP)]
        own_teams = [team for team in every if await _within(session, team, mine)] if len(mine) > 1 else []
    return Chosen(
        report,
        name,
        scope,
        whole,
        own_teams,
        sorted(reps, key=lambda one: one.name),
        [one for key, one in known.items() if key in sold or one is chosen],
    )


async def _usual(session: AsyncSession, scope: str, known: Collection[str]) -> str:
    """The process that new deals take there."""
    number = number_of(scope[1:]) if scope != "all" else None
    person = await people.get(session, number) if number is not None and scope[0] == "p" else None
    team = person.team_id if person else number if scope[0] == "t" else None
    otherwise = (await settings.get(session)).process
    return await templates.process_of(session, team, otherwise=otherwise, known=known)


def _whole(person: Person) -> str:
    """The widest scope: everybody for a director, the team for a head, oneself for a rep."""
    if has(person, Role.DIRECTOR):
        return "all"
    if has(person, Role.HEAD) and person.team_id is not None:
        return f"t{base36(person.team_id)}"
    if has(person, Role.REP, Role.HEAD):
        return f"p{base36(person.id)}"
    raise ForbiddenError


async def _owners(
    session: AsyncSession, scope: str, whole: str, mine: frozenset[int], every: Sequence[Team]
) -> tuple[frozenset[int] | None, str | None]:
    """Whose deals are counted (None: everybody's), and how they are called together."""
    if scope == "all" and whole == "all":
        return None, None
    number = number_of(scope[1:])
    if number is None:
        raise ForbiddenError
    if scope[0] == "t":
        owners = frozenset(one.id for one in await people.of_team(session, number))
        name = next((team.name for team in every if team.id == number), None)
    else:
        person = await people.get(session, number)
        owners, name = frozenset({number}), person.name if person else None
    if name is None or not owners or not owners <= mine:
        raise ForbiddenError
    return owners, name


async def _within(session: AsyncSession, team: Team, mine: frozenset[int]) -> bool:
    members = {one.id for one in await people.of_team(session, team.id)}
    return bool(members) and members <= mine
