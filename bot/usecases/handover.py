"""Work that becomes somebody else's: one deal, one task, or all that a person has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, admit, answers_for, has
from bot.usecases.handing import take
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.facts import Assign, Delegate
from fsm.table import Refused
from notifications import handovers, owing, redraws
from notifications.kinds import Card, HandedOver
from storage import activities, audit, deals, handover, people
from storage.apply import Advanced, advance
from storage.handover import Estate
from storage.people import Person
from storage.runs import NoRunError

_SELLS = (Role.REP, Role.HEAD, Role.DIRECTOR)
SPREAD = 0
"""Chosen instead of a person: everybody of the giver's team gets a part."""


@dataclass(frozen=True, slots=True)
class Choice:
    """To whom it may go. `owner` has it now; `client` is what it is about, where that is one deal."""

    owner: Person
    takers: Sequence[Person]
    client: str | None = None
    estate: Estate | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """It is somebody else's now. `cause` may be taken back on `run`; `deals` by name; `more`: the rest follows by itself."""

    to: Sequence[Person]
    deals: dict[int, int]
    run: int | None = None
    cause: int | None = None
    more: bool = False


async def for_deal(work: Work, run_id: int) -> Choice:
    """Who may have this deal; ForbiddenError for who answers for nobody."""
    async with work.db.read() as session:
        card = await deals.card_of_run(session, run_id)
        if card is None:
            raise StaleError
        await _lead(session, work, card.owner_id)
        if card.outcome is not None:
            raise StaleError(run=run_id)
        return Choice(*await _choice(session, work, card.owner_id), client=card.client)


async def for_task(work: Work, activity_id: int) -> Choice:
    """Who may have this task: its owner may give it to a colleague, a head to anybody of his."""
    async with work.db.read() as session:
        place = await activities.place(session, activity_id)
        if place is None:
            raise StaleError
        await admit(session, work.person, place.owner_id, company=work.company, now=work.now)
        if place.state != "open":
            raise StaleError(activity=activity_id, run=place.run_id)
        card = await activities.card(session, activity_id)
        return Choice(
            *await _of_task(session, work, activity_id, place.owner_id),
            client=None if card is None else card.deal.client,
        )


async def for_all(work: Work, person_id: int) -> Choice:
    """Who may have all of a person's work, and how much that is."""
    async with work.db.read() as session:
        await _lead(session, work, person_id, sets_up=True)
        owner, takers = await _choice(session, work, person_id)
        return Choice(owner, takers, estate=await handover.estate(session, person_id))


async def deal(work: Work, run_id: int, to: int, *, message: int) -> Given:
    """One deal with what its owner had to do on it, from the message that was pressed. StaleError where it is closed, or somebody else's already."""
    async with work.begin() as tx:
        card = await deals.card_of_run(tx, run_id)
        if card is None:
            raise StaleError
        await _lead(tx, work, card.owner_id)
        taker = await _taker(tx, work, card.owner_id, to)
        advanced = await _advance(tx, work, run_id, Assign(taker.id))
        await take(tx, work, message)
        for one in advanced.handed:
            await redraws.owe(tx, kind="task", subject_id=one.activity, now=work.now, but=taker.id)
        await _tell(tx, work, taker, advanced)
    return Given((taker,), {taker.id: 1}, run_id, advanced.cause_id)


async def task(work: Work, activity_id: int, to: int, *, message: int) -> Given:
    """One task, from the message that was pressed; the deal stays whose it is."""
    async with work.begin() as tx:
        place = await activities.place(tx, activity_id)
        if place is None:
            raise StaleError
        await admit(tx, work.person, place.owner_id, company=work.company, now=work.now)
        _, takers = await _of_task(tx, work, activity_id, place.owner_id)
        taker = _taken(takers, place.owner_id, to)
        if place.state != "open" or place.owner_id == taker.id:
            raise StaleError(activity=activity_id, run=place.run_id)
        advanced = await _advance(tx, work, place.run_id, Delegate(activity_id, taker.id))
        await take(tx, work, message)  # it shows how to take this back, and no stub comes over that
        await redraws.owe(tx, kind="task", subject_id=activity_id, now=work.now, but=taker.id)
        if advanced.waiting is not None:  # whoever has asked sees with whom it is now
            await redraws.owe(tx, kind="task", subject_id=advanced.waiting, now=work.now)
        who = work.company.addressee(taker.id, work.now)
        if who is not None and who != work.person.id:
            assert advanced.cause_id is not None
            letter = Card(activity_id, advanced.cause_id, foreign=True)
            await owing.owe(tx, who, letter, now=work.now, cause_id=advanced.cause_id)
    return Given((taker,), {}, place.run_id, advanced.cause_id)


async def everything(work: Work, giver_id: int, to: int) -> Given:
    """All of a person's work, to one person or (SPREAD) to all of his team. ForbiddenError for whom one does not lead."""
    async with work.begin() as tx:
        await _lead(tx, work, giver_id, sets_up=True)
        owner, takers = await _choice(tx, work, giver_id)
        near = [one for one in takers if one.team_id == owner.team_id and has(one, Role.REP)]
        chosen = near if to == SPREAD else [one for one in takers if one.id == to]
        if not chosen:
            raise ForbiddenError
        done, more = await given(tx, work, owner, chosen)
    return Given(chosen, dict(done), more=more)


async def given(
    tx: AsyncSession, work: Work, giver: Person, takers: Sequence[Person]
) -> tuple[dict[int, int], bool]:
    """Begin to hand over all of somebody's work; what one transaction does not do follows by itself."""
    batch = await audit.tell(
        tx,
        "handover",
        actor_id=work.person.id,
        now=work.now,
        subject=giver.id,
        takers=[one.name for one in takers],
    )
    done, more = await handovers.begin(
        tx,
        giver.id,
        [one.id for one in takers],
        by=work.person.id,
        batch=batch,
        now=work.now,
        company=work.company,
    )
    return dict(done), more


async def _advance(tx: AsyncSession, work: Work, run_id: int, trigger: Assign | Delegate) -> Advanced:
    try:
        return await advance(tx, run_id, trigger, work.now, company=work.company, actor_id=work.person.id)
    except (Refused, NoRunError):
        raise StaleError(run=run_id) from None


async def _tell(tx: AsyncSession, work: Work, taker: Person, advanced: Advanced) -> None:
    who = work.company.addressee(taker.id, work.now)
    if who is None or who == work.person.id:
        return
    assert advanced.cause_id is not None
    letter = HandedOver(1, work.person.id, advanced.cause_id)
    await owing.owe(tx, who, letter, now=work.now, cause_id=advanced.cause_id)


async def _lead(session: AsyncSession, work: Work, owner_id: int, *, sets_up: bool = False) -> None:
    """ForbiddenError unless the person answers for the owner; `sets_up`: an administrator may as well."""
    if sets_up and has(work.person, Role.ADMIN):
        return
    leads = has(work.person, Role.HEAD, Role.DIRECTOR)
    # Whose head has left, or who left himself, is nobody's: a director answers for all of them.
    if not leads or not (has(work.person, Role.DIRECTOR) or owner_id in await _led(session, work)):
        raise ForbiddenError


async def _led(session: AsyncSession, work: Work) -> frozenset[int]:
    return await answers_for(session, work.person, company=work.company, now=work.now)


async def _choice(
    session: AsyncSession, work: Work, owner_id: int, *, colleagues: bool = False
) -> tuple[Person, list[Person]]:
    """Whose it is, and who may have it, those of his own team first."""
    owner = await people.get(session, owner_id)
    if owner is None:
        raise ForbiddenError
    allowed: Collection[int] | None = None
    if has(work.person, Role.HEAD) and not has(work.person, Role.DIRECTOR, Role.ADMIN):
        allowed = await _led(session, work)
    elif colleagues and not has(work.person, Role.DIRECTOR, Role.ADMIN):
        team = work.person.team_id
        allowed = () if team is None else {one.id for one in await people.of_team(session, team)}
    takers = [
        one
        for one in await people.everyone(session)
        if one.id != owner_id
        and one.active
        and has(one, *_SELLS)
        and (allowed is None or one.id in allowed or one.id == work.person.id)
    ]
    return owner, sorted(
        takers, key=lambda one: (one.team_id != owner.team_id, not has(one, Role.REP), one.name)
    )


async def _of_task(
    session: AsyncSession, work: Work, activity_id: int, owner_id: int
) -> tuple[Person, list[Person]]:
    """Whose the task is, and who may have it: what was asked of a head goes to heads, and never to who asks."""
    owner, takers = await _choice(session, work, owner_id, colleagues=True)
    card = await activities.card(session, activity_id)
    if card is None or not card.is_step or not has(owner, Role.HEAD, Role.DIRECTOR):
        return owner, takers
    heads = [
        one
        for one in await people.everyone(session)
        if one.active and has(one, Role.HEAD, Role.DIRECTOR) and one.id not in {owner_id, card.deal.owner_id}
    ]
    return owner, sorted(heads, key=lambda one: (one.team_id != owner.team_id, one.name))


async def _taker(tx: AsyncSession, work: Work, owner_id: int, to: int) -> Person:
    _, takers = await _choice(tx, work, owner_id)
    return _taken(takers, owner_id, to)


def _taken(takers: Sequence[Person], owner_id: int, to: int) -> Person:
    found = next((one for one in takers if one.id == to), None)
    if found is not None:
        return found
    if to == owner_id:  # the second of two heads who pressed the same
        raise StaleError
    raise ForbiddenError
