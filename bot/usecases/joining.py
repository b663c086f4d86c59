"""Who comes in: invites, the first start, and what a stranger is told (nothing)."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from bot.usecases.access import ForbiddenError, Role, may_invite
from bot.usecases.work import Work
from notifications import mornings, verdicts
from storage import inbox, invites, people
from storage.company import Company
from storage.db import Database
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who pressed Start: Telegram's id, the name and the language that the messenger says."""

    telegram_id: int
    name: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class Link:
    """An invite that was made; the token is shown once and kept nowhere."""

    token: str
    role: str
    team_id: int | None
    expires_at: datetime


async def join(
    db: Database,
    who: Newcomer,
    token: str,
    now: datetime,
    *,
    company: Company,
    update_id: int | None,
    owner: str | None = None,
) -> Person:
    """Let somebody in by a token; invites.Unknown, Expired or Used when it opens nothing.

    `owner` is the console's token of an empty installation: whoever brings it first becomes the admin.
    """
    async with db.begin() as tx:
        if update_id is not None:
            await inbox.done(tx, [update_id], now=now)
        if owner is not None and hmac.compare_digest(owner.encode(), token.encode("utf-8", "replace")):
            if await invites.any_admin(tx):
                raise invites.Unknown
            person_id = await people.add(
                tx,
                name=who.name,
                roles=[Role.ADMIN.value],
                language=who.language,
                zone=who.zone,
                telegram_id=who.telegram_id,
                joined_at=now,
            )
        else:
            joined = await invites.redeem(
                tx,
                token,
                telegram_id=who.telegram_id,
                name=who.name,
                now=now,
                language=who.language,
                zone=who.zone,
            )
            person_id = joined.person_id
        person = await people.get(tx, person_id)
        assert person is not None
        await mornings.plant(tx, person, now, company)
    return person


async def invite(work: Work, role: Role, team_id: int | None) -> Link:
    """A single-use link; a head invites reps into his own team only."""
    if role not in may_invite(work.person):
        raise ForbiddenError
    if Role.ADMIN.value not in work.person.roles:
        team_id = work.person.team_id
    async with work.begin() as tx:
        token = await invites.create(
            tx, role=role.value, now=work.now, team_id=team_id, by=work.person.id, ttl=invites.TTL
        )
    return Link(token, role.value, team_id, work.now + invites.TTL)


async def reachable(work: Work, yes: bool) -> None:
    """The person blocked the bot, or let it in again; the days' plans start anew then."""
    async with work.begin() as tx:
        if not yes:
            await verdicts.unreachable(tx, work.person.id, work.now, work.company)
            return
        await people.unblock(tx, work.person.id)
        person = await people.get(tx, work.person.id)
        assert person is not None
        await mornings.plant(tx, person, work.now, work.company)
