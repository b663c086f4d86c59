"""Who comes in: invites, the first start, and what a stranger is told (nothing)."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, has, may_invite
from bot.usecases.work import Work
from notifications import daily, verdicts
from storage import inbox, invites, people, settings, teams
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
    """Let somebody in by a token, with the hours of the company; invites.Unknown, Expired or Used when it opens nothing.

    `owner` is the console's token of an empty installation: whoever brings it first becomes the admin. Whoever
    was let in by a token may bring it again: an old or double tap of Start changes nothing.
    """
    async with db.begin() as tx:
        known = await people.by_telegram(tx, who.telegram_id)
        if update_id is not None and not await inbox.done(tx, [update_id], now=now):
            if known is not None and known.active:
                return known  # a second delivery of what let him in
            raise invites.Unknown
        if owner is not None and hmac.compare_digest(owner.encode(), token.encode("utf-8", "replace")):
            await settings.alone(
                tx, "admins"
            )  # of two who bring the token at once, one finds the other there
            if await invites.any_admin(tx):
                if known is not None and has(known, Role.ADMIN):
                    return known
                raise invites.Unknown
            person_id = await _first_admin(tx, who, known, now)
        else:
            try:
                joined = await invites.redeem(
                    tx,
                    token,
                    telegram_id=who.telegram_id,
                    name=who.name,
                    now=now,
                    language=who.language,
                    zone=who.zone,
                )
            except invites.Used as used:
                if known is not None and known.active and used.by == known.id:
                    return known
                raise
            person_id = joined.person_id
            if joined.new:
                firm = await settings.get(tx)
                hours: dict[str, int | str | None] = {
                    "zone": firm.zone,
                    "work_start": firm.work_start,
                    "work_end": firm.work_end,
                }
                await people.set_habits(tx, person_id, **hours)
        await settings.touch(tx)  # a new head may stand in for somebody
        person = await people.get(tx, person_id)
        assert person is not None
        await daily.plant(tx, person, now, company)
    return person


async def _first_admin(tx: AsyncSession, who: Newcomer, known: Person | None, now: datetime) -> int:
    """Perhaps somebody whom the command line has let in already as something else, or who had left."""
    if known is None:
        return await people.add(
            tx,
            name=who.name,
            roles=[Role.ADMIN.value],
            language=who.language,
            zone=who.zone,
            telegram_id=who.telegram_id,
            joined_at=now,
        )
    kept = known.roles if known.left_at is None else frozenset[str]()
    await people.join(tx, known.id, telegram_id=who.telegram_id, now=now)
    await people.set_roles(tx, known.id, kept | {Role.ADMIN.value})
    return known.id


async def invite(work: Work, role: Role, team_id: int | None) -> Link:
    """A single-use link; a head invites reps into his own team only. ForbiddenError also for a team that is none."""
    if role not in may_invite(work.person):
        raise ForbiddenError
    if Role.ADMIN.value not in work.person.roles:
        team_id = work.person.team_id
    async with work.begin() as tx:
        if team_id is not None and team_id not in {team.id for team in await teams.all_(tx)}:
            raise ForbiddenError
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
        await daily.plant(tx, person, work.now, work.company)
