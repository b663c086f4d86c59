"""The people of the company as whoever sets up or leads sees them: roles, teams, who leaves and who comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import handover
from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.joining import Link
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from notifications import daily, owing, redraws
from notifications.kinds import Rights
from storage import (
    absences,
    agenda,
    audit,
    calendars,
    drafts,
    invites,
    outbox,
    people,
    settings,
    teams,
    traces,
)
from storage import handover as estates
from storage.agenda import Counts
from storage.handover import Estate
from storage.people import Person
from storage.teams import Team

PAGE = 10


class Hindrance(StrEnum):
    """Why it cannot be; the view has the sentence."""

    LAST_ADMIN = "last_admin"
    NO_ROLE = "no_role"
    NOBODY = "nobody"


class HinderedError(Exception):
    """It would leave the company without something that it needs."""

    def __init__(self, why: Hindrance) -> None:
        super().__init__(why)
        self.why = why


class Right(StrEnum):
    """What the reader may do about the person."""

    WORK = "work"  # see his deals and his day, hand them over
    AWAY = "away"
    ROLES = "roles"
    TEAM = "team"
    LEAVE = "leave"
    INVITE = "invite"


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
        rights = await _rights(session, work, person)
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
        person = await _managed(tx, work, person_id, Right.ROLES)
        roles = person.roles | {role.value} if on else person.roles - {role.value}
        if roles == person.roles:
            return
        if role is Role.ADMIN:
            await _keep_an_admin(tx, person, still=on)
        if not roles:
            raise HinderedError(Hindrance.NO_ROLE)
        await people.set_roles(tx, person_id, roles)
        await _told(tx, work, person, "role", was=sorted(person.roles), now=sorted(roles))


async def set_team(work: Work, person_id: int, team_id: int | None) -> None:
    """Into another team, or into none."""
    async with work.begin() as tx:
        person = await _managed(tx, work, person_id, Right.TEAM)
        names = {one.id: one.name for one in await teams.all_(tx)}
        if team_id is not None and team_id not in names:
            raise ForbiddenError
        if team_id == person.team_id:
            return
        await people.set_team(tx, person_id, team_id)
        was = names.get(person.team_id or 0)
        await _told(tx, work, person, "team", was=was, now=names.get(team_id or 0))


async def dismiss(work: Work, person_id: int, to: int) -> handover.Given:
    """The person no longer works here: access ends with this commit, cards shrink, links close, work goes to `to`.

    `to` is a person or handover.SPREAD. Raises HinderedError for the last administrator, and where work has no taker.
    """
    async with work.begin() as tx:
        await settings.alone(tx, "admins")
        person = await _managed(tx, work, person_id, Right.LEAVE)
        if person.left_at is not None:
            raise StaleError
        await _keep_an_admin(tx, person, still=False)
        takers = await _takers(tx, work, person, to)
        await people.leave(tx, person_id, now=work.now)
        await invites.revoke(tx, person_id, now=work.now)
        await absences.forget(tx, person_id, now=work.now)
        await drafts.end_of(tx, person_id, now=work.now)
        await outbox.dead_of(tx, person_id, error="the person has left")
        done: dict[int, int] = {}
        more = False
        if takers:
            done, more = await handover.given(tx, work, person, takers)
        await redraws.owe_all(tx, person_id, work.now)
        if person.telegram_id is not None:
            known = await traces.messages(tx, person_id, person.telegram_id)
            await redraws.owe_messages(tx, person_id, known, work.now)
        await audit.tell(
            tx,
            "person",
            actor_id=work.person.id,
            now=work.now,
            subject=person_id,
            act="left",
            name=person.name,
        )
        await _reload(tx, work)
    return handover.Given(takers, done, more=more)


async def takers_of(work: Work, person_id: int) -> tuple[Profile, Sequence[Person]]:
    """Whoever may take over what a leaver has; his head first."""
    found = await profile(work, person_id)
    if Right.LEAVE not in found.rights:
        raise ForbiddenError
    async with work.db.read() as session:
        return found, await _possible(session, work, found.person)


async def again(work: Work, person_id: int) -> tuple[Link, Person]:
    """One more link for somebody: who left comes back by it, whom an import knew comes in as himself."""
    async with work.begin() as tx:
        person = await _managed(tx, work, person_id, Right.INVITE)
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


async def _rights(session: AsyncSession, work: Work, person: Person) -> frozenset[Right]:
    """Deny by default. Nobody dismisses who stands above him, and an administrator sees no deals as such."""
    reader, own = work.person, person.id == work.person.id
    rights: set[Right] = set()
    director = has(reader, Role.DIRECTOR)
    head = has(reader, Role.HEAD) and person.id in await led(session, reader)
    if director or head:
        rights |= {Right.WORK, Right.AWAY}
        above = {Role.ADMIN.value, Role.DIRECTOR.value} | (set() if director else {Role.HEAD.value})
        if not own and not person.roles & above:
            rights |= {Right.LEAVE, Right.INVITE}
    if has(reader, Role.ADMIN):
        rights |= {Right.AWAY, Right.ROLES, Right.TEAM, Right.LEAVE, Right.INVITE}
    if person.left_at is not None:
        rights &= {Right.INVITE, Right.WORK}
    return frozenset(rights)


async def _managed(tx: AsyncSession, work: Work, person_id: int, right: Right) -> Person:
    if right is Right.ROLES:
        await settings.alone(tx, "admins")
    person = await people.get(tx, person_id)
    if person is None or right not in await _rights(tx, work, person):
        raise ForbiddenError
    return person


async def _keep_an_admin(tx: AsyncSession, person: Person, *, still: bool) -> None:
    if still or Role.ADMIN.value not in person.roles:
        return
    others = [one for one in await people.everyone(tx, role=Role.ADMIN.value) if one.id != person.id]
    if not any(one.active for one in others):
        raise HinderedError(Hindrance.LAST_ADMIN)


async def _possible(session: AsyncSession, work: Work, person: Person) -> list[Person]:
    """Active people who sell; the person's heads first, then his team."""
    heads = [] if person.team_id is None else [one.id for one in await people.heads(session, person.team_id)]
    sells = (Role.REP, Role.HEAD, Role.DIRECTOR)
    allowed = None
    if not has(work.person, Role.ADMIN, Role.DIRECTOR):
        allowed = await led(session, work.person)
    found = [
        one
        for one in await people.everyone(session)
        if one.id != person.id and one.active and has(one, *sells) and (allowed is None or one.id in allowed)
    ]
    return sorted(
        found,
        key=lambda one: (
            heads.index(one.id) if one.id in heads else len(heads),
            one.team_id != person.team_id,
            one.name,
        ),
    )


async def _takers(tx: AsyncSession, work: Work, person: Person, to: int) -> list[Person]:
    if (await estates.estate(tx, person.id)).empty:
        return []
    possible = await _possible(tx, work, person)
    if to == handover.SPREAD:
        near = [one for one in possible if one.team_id == person.team_id and has(one, Role.REP)]
        chosen = near or possible[:1]
    else:
        chosen = [one for one in possible if one.id == to]
    if not chosen:
        raise HinderedError(Hindrance.NOBODY)
    return chosen


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
    await _reload(tx, work)
    fresh = await people.get(tx, person.id)
    assert fresh is not None
    await daily.replant(tx, fresh, work.now, work.company)
    if person.id != work.person.id and person.active:
        await owing.owe(tx, person.id, Rights(stamp(work.now)), now=work.now)


def stamp(now: datetime) -> int:
    """Milliseconds: tells one message of a kind from another."""
    return int(now.timestamp() * 1000)


async def _reload(tx: AsyncSession, work: Work) -> None:
    await settings.touch(tx)
    work.company = await calendars.company(tx, processes=work.company.processes)
    work.company_changed = True
