"""Single-use links: the token is known to its holder only, the row keeps its hash."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, people
from storage.models import Invite, Person

TTL = timedelta(days=7)


class Refusal(Exception):  # noqa: N818 - said to a person, not a fault
    """The link does not let anybody in."""


class Unknown(Refusal):
    """There is no such invite."""


class Expired(Refusal):
    """It was good until `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


class Used(Refusal):
    """It was used at `at` by `by` (a person's id)."""

    def __init__(self, by: int | None, at: datetime) -> None:
        super().__init__(by, at)
        self.by = by
        self.at = at


@dataclass(frozen=True, slots=True)
class Joined:
    """Whom the invite let in, and whether the company did not know this person before."""

    person_id: int
    role: str
    team_id: int | None
    created_by: int | None
    new: bool


async def create(
    tx: AsyncSession,
    *,
    role: str,
    now: datetime,
    team_id: int | None = None,
    person_id: int | None = None,
    by: int | None = None,
    ttl: timedelta = TTL,
) -> str:
    """The token of a new invite, fit for a deep link; `person_id` names an imported person whom it lets in."""
    token = secrets.token_urlsafe(24)
    row = {
        "token_hash": _hash(token),
        "role": role,
        "team_id": team_id,
        "person_id": person_id,
        "created_by": by,
        "created_at": now,
        "expires_at": now + ttl,
    }
    await tx.execute(insert(dialects.table(Invite)), row)
    return token


async def redeem(
    tx: AsyncSession,
    token: str,
    *,
    telegram_id: int,
    name: str,
    now: datetime,
    language: str = "ru",
    zone: str = "Europe/Moscow",
) -> Joined:
    """Let somebody in; raises Unknown, Expired or Used. One known already gets the role in addition."""
    invite = await _usable(tx, token, now)
    known = await people.by_telegram(tx, telegram_id)
    expected = None if invite.person_id is None else await people.get(tx, invite.person_id)
    if known is not None:
        person = known
    elif expected is not None and expected.telegram_id is None:
        person = expected
    else:
        person = None
    if person is None:
        person_id = await people.add(
            tx,
            name=name,
            roles=[invite.role],
            language=language,
            zone=zone,
            team_id=invite.team_id,
            telegram_id=telegram_id,
            joined_at=now,
        )
    else:
        person_id = person.id
        await people.join(tx, person_id, telegram_id=telegram_id, now=now)
        # Who left and comes back has what the new invite says, not what he had.
        kept = person.roles if person.left_at is None else frozenset[str]()
        await people.set_roles(tx, person_id, kept | {invite.role})
        if invite.team_id is not None:
            await people.set_team(tx, person_id, invite.team_id)
    await tx.execute(
        update(dialects.table(Invite)).where(Invite.id == invite.id).values(used_at=now, used_by=person_id)
    )
    return Joined(person_id, invite.role, invite.team_id, invite.created_by, person is None)


async def _usable(tx: AsyncSession, token: str, now: datetime) -> Invite:
    hashed = _hash(token)
    invite = await tx.scalar(select(Invite).where(Invite.token_hash == hashed).with_for_update())
    # The index compares hashes of secrets, which tell nothing about the secrets; this is to be sure.
    if invite is None or not hmac.compare_digest(invite.token_hash, hashed):
        raise Unknown
    if invite.used_at is not None:
        raise Used(invite.used_by, invite.used_at)
    if invite.expires_at <= now:
        raise Expired(invite.expires_at)
    return invite


async def revoke(tx: AsyncSession, person_id: int, *, now: datetime) -> int:
    """Links that somebody has made, or that were made for him, open nothing any more; how many."""
    invite = dialects.table(Invite).c
    found = await tx.execute(
        update(dialects.table(Invite))
        .where(invite.used_at.is_(None), invite.expires_at > now)
        .where((invite.created_by == person_id) | (invite.person_id == person_id))
        .values(expires_at=now)
    )
    return dialects.count(found)


async def any_admin(session: AsyncSession) -> bool:
    """Whether an administrator has joined, so that the owner's first start is over."""
    found = await session.execute(
        select(Person.roles).where(Person.joined_at.is_not(None), Person.left_at.is_(None))
    )
    return any("admin" in roles for roles in found.scalars())


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
