"""Somebody leaves: access ends at once, and the work goes to whoever may take it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import handover
from bot.usecases.access import ForbiddenError, Role, has, led
from bot.usecases.replies import StaleError
from bot.usecases.rights import HinderedError, Hindrance, Right, keep_an_admin, managed
from bot.usecases.staff import Profile, profile
from bot.usecases.work import Work
from notifications import redraws
from storage import absences, audit, drafts, invites, outbox, people, settings, traces
from storage import handover as estates
from storage.people import Person


async def dismiss(work: Work, person_id: int, to: int) -> handover.Given:
    """The person no longer works here: access ends with this commit, cards shrink, links close, work goes to `to`.

    `to` is a person or handover.SPREAD. Raises HinderedError for the last administrator, and where work has no taker.
    """
    async with work.begin() as tx:
        await settings.alone(tx, "admins")
        person = await managed(tx, work, person_id, Right.LEAVE)
        if person.left_at is not None:
            raise StaleError
        await keep_an_admin(tx, person, still=False)
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
        await work.reload(tx)
    return handover.Given(takers, done, more=more)


async def takers_of(work: Work, person_id: int) -> tuple[Profile, Sequence[Person]]:
    """Whoever may take over what a leaver has; his head first."""
    found = await profile(work, person_id)
    if Right.LEAVE not in found.rights:
        raise ForbiddenError
    async with work.db.read() as session:
        return found, await _possible(session, work, found.person)


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
