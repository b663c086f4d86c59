"""Who may do what about whom among the people of a company, and what would leave it without something it needs."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.work import Work
from storage import people, settings
from storage.people import Person


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


async def rights_of(session: AsyncSession, work: Work, person: Person) -> frozenset[Right]:
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


async def managed(tx: AsyncSession, work: Work, person_id: int, right: Right) -> Person:
    """Somebody about whom the reader has this right; ForbiddenError otherwise. One at a time gives or takes roles."""
    if right is Right.ROLES:
        await settings.alone(tx, "admins")
    person = await people.get(tx, person_id)
    if person is None or right not in await rights_of(tx, work, person):
        raise ForbiddenError
    return person


async def keep_an_admin(tx: AsyncSession, person: Person, *, still: bool) -> None:
    """HinderedError where nobody else who works here is an administrator and the person is not `still` one."""
    if still or Role.ADMIN.value not in person.roles:
        return
    others = [one for one in await people.everyone(tx, role=Role.ADMIN.value) if one.id != person.id]
    if not any(one.active for one in others):
        raise HinderedError(Hindrance.LAST_ADMIN)
