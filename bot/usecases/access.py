"""Who may do what: deny by default. A rep works his own, a head his team's, a director all; an admin sets up."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from storage import people
from storage.company import Company
from storage.people import Person


class Role(StrEnum):
    """What somebody is; one person may be several."""

    REP = "rep"
    HEAD = "head"
    DIRECTOR = "director"
    ADMIN = "admin"


class ForbiddenError(Exception):
    """Not for this person; what it was about is not told."""


class HeadsOnlyError(ForbiddenError):
    """Only a head may; `head` is the name of whom to ask, None where there is nobody."""

    def __init__(self, head: str | None) -> None:
        super().__init__(head)
        self.head = head


def has(person: Person, *roles: Role) -> bool:
    """Whether the person is one of these."""
    return person.left_at is None and any(role.value in person.roles for role in roles)


def demand(person: Person, *roles: Role) -> None:
    """ForbiddenError unless the person is one of these."""
    if not has(person, *roles):
        raise ForbiddenError


def may_work(
    person: Person, owner_id: int, team: Collection[int], covered: Collection[int] = frozenset()
) -> bool:
    """Whether the person may see and change what belongs to `owner_id`.

    `team` are the people he answers for, `covered` those who are away and for whom he stands in.
    """
    if person.left_at is not None:
        return False
    if owner_id in covered and has(person, Role.REP, Role.HEAD, Role.DIRECTOR):
        return True
    own = owner_id == person.id and has(person, Role.REP, Role.HEAD, Role.DIRECTOR)
    led = has(person, Role.HEAD) and owner_id in team
    return own or led or has(person, Role.DIRECTOR)


def may_invite(person: Person) -> tuple[Role, ...]:
    """Roles that this person may invite somebody into."""
    if has(person, Role.ADMIN):
        return tuple(Role)
    return (Role.REP,) if has(person, Role.HEAD, Role.DIRECTOR) else ()


async def led(session: AsyncSession, person: Person) -> frozenset[int]:
    """Ids of the people whom this person answers for, himself included; everybody's for a director."""
    if has(person, Role.DIRECTOR):
        return frozenset(one.id for one in await people.everyone(session))
    if has(person, Role.HEAD) and person.team_id is not None:
        return frozenset(one.id for one in await people.of_team(session, person.team_id)) | {person.id}
    return frozenset({person.id})


async def admit(
    session: AsyncSession, person: Person, owner_id: int, *, company: Company, now: datetime
) -> None:
    """ForbiddenError unless the person may see and change what is the owner's now."""
    if not await admitted(session, person, owner_id, company=company, now=now):
        raise ForbiddenError


async def admitted(
    session: AsyncSession, person: Person, owner_id: int, *, company: Company, now: datetime
) -> bool:
    """Whether the person may see and change what is the owner's now: his own, his team's, or of whom he stands in for."""
    covered = company.covered(person.id, now)
    known = owner_id == person.id or owner_id in covered
    team = () if known else await answers_for(session, person, company=company, now=now)
    return may_work(person, owner_id, team, covered)


async def answers_for(
    session: AsyncSession, person: Person, *, company: Company, now: datetime
) -> frozenset[int]:
    """The same as `led`, with those of a head who is away and for whom the person, a head himself, stands in."""
    own = await led(session, person)
    covered = company.covered(person.id, now)
    if not covered or not has(person, Role.HEAD, Role.DIRECTOR):
        return own
    away = await people.of(session, covered)
    return own.union(*[await led(session, head) for head in away.values()])
