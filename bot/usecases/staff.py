"""The people of the company as whoever sets up or leads sees them: roles, teams, and who comes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.joining import Link
from bot.usecases.rights import HinderedError, Hindrance, Right, keep_an_admin, managed, rights_of
from bot.usecases.work import Work
from notifications import daily, owing, redraws
from notifications.kinds import Rights
from storage import agenda, audit, invites, people, teams
from storage import handover as estates
from storage.agenda import Counts
from storage.handover import Estate
from storage.people import Person
from storage.teams import Team

PAGE = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody with what he has to do; `cover` is who stands in for him now."""

    person: Person
    team: Team | None
    estate: Estate
    tasks: Counts
    rights: frozenset[Right]
    away: bool
    cover: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of people with the names of their teams by id; `away` are away now."""

    people: Sequence[Person]
    total: int
    teams: dict[int, str]
    away: frozenset[int]


async def profile(work: Work, person_id: int) -> Profile:
    """One of those for whom the reader answers, or anybody for an administrator."""
    async with work.db.read() as session:
        person = await people.get(session, person_id)
        if person is None:
            raise ForbiddenError
        rights = await rights_of(session, work, person)
        if not rights:
            raise ForbiddenError
        every = {one.id: one for one in await teams.all_(session)}
        tasks = (await agenda.loads(session, owner_ids=[person_id], now=work.now, tomorrow=work.tomorrow))[
            person_id
        ]
        cover = work.company.stand_in(person_id, work.now)
        stands = None if cover is None else await people.get(session, cover)
        return Profile(
            person,
            every.get(person.team_id or 0),
            await estates.estate(session, person_id),
            tasks,
            rights,
            work.company.is_away(person_id, work.now),
            stands.name if stands else None,
        )


async def listed(work: Work, *, gone: bool, page: int) -> Listed:
    """Everybody, or everybody who has left: an administrator's list, also a head's own people."""
    async with work.db.read() as session:
        if has(work.person, Role.ADMIN, Role.DIRECTOR):
            found = await (people.gone(session) if gone else people.everyone(session))
        elif has(work.person, Role.HEAD):
            ids = await led(session, work.person)
            found = [] if gone else [one for one in await people.everyone(session) if one.id in ids]
        else:
            raise ForbiddenError
        names = {one.id: one.name for one in await teams.all_(session)}
    shown = found[min(page, 10_000) * PAGE : (min(page, 10_000) + 1) * PAGE]
    away = frozenset(one.id for one in shown if work.company.is_away(one.id, work.now))
    return Listed(shown, len(found), names, away)


async def set_role(work: Work, person_id: int, role: Role, *, on: bool) -> None:
    """Give or take a role. Raises HinderedError for the last administrator's, and for the last one of a person."""
    async with work.begin() as tx:
        person = await managed(tx, work, person_id, Right.ROLES)
        roles = person.roles | {role.value} if on else person.roles - {role.value}
        if roles == person.roles:
            return
        if role is Role.ADMIN:
            await keep_an_admin(tx, person, still=on)
        if not roles:
            raise HinderedError(Hindrance.NO_ROLE)
        await people.set_roles(tx, person_id, roles)
        await _told(tx, work, person, "role", was=sorted(person.roles), now=sorted(roles))


async def set_team(work: Work, person_id: int, team_id: int | None) -> None:
    """Into another team, or into none."""
    async with work.begin() as tx:
        person = await managed(tx, work, person_id, Right.TEAM)
        names = {one.id: one.name for one in await teams.all_(tx)}
        if team_id is not None and team_id not in names:
            raise ForbiddenError
        if team_id == person.team_id:
            return
        await people.set_team(tx, person_id, team_id)
        was = names.get(person.team_id or 0)
        await _told(tx, work, person, "team", was=was, now=names.get(team_id or 0))


async def again(work: Work, person_id: int) -> tuple[Link, Person]:
    """One more link for somebody: who left comes back by it, whom an import knew comes in as himself."""
    async with work.begin() as tx:
        person = await managed(tx, work, person_id, Right.INVITE)
        role = next((one for one in Role if one.value in person.roles), Role.REP)
        token = await invites.create(
            tx,
            role=role.value,
            now=work.now,
            team_id=person.team_id,
            person_id=person.id,
            by=work.person.id,
        )
    return Link(token, role.value, person.team_id, work.now + invites.TTL), person


async def _told(tx: AsyncSession, work: Work, person: Person, act: str, *, was: object, now: object) -> None:
    """Written down; the person is told, and the plans of the day follow the roles."""
    await audit.tell(
        tx,
        "person",
        actor_id=work.person.id,
        now=work.now,
        subject=person.id,
        act=act,
        name=person.name,
        was=was,
        became=now,
    )
    await work.reload(tx)
    fresh = await people.get(tx, person.id)
    assert fresh is not None
    await daily.replant(tx, fresh, work.now, work.company)
    if person.id != work.person.id and person.active:
        await owing.owe(tx, person.id, Rights(redraws.stamp(work.now)), now=work.now)
