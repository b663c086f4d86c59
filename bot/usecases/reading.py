"""What people look at, with the right to look checked: their day, a task, a deal, lists, the team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, admit, demand, has, led
from bot.usecases.exempting import weighed
from bot.usecases.naming import NONE, Names, names, said_in
from bot.usecases.replies import StaleError
from bot.usecases.standing import UNKNOWN, Standing, standing
from bot.usecases.work import Work
from fsm.definition import Process
from fsm.moves import OpenMove, open_moves
from storage import activities, agenda, contacts, deals, history, notes, people, teams, undo
from storage.agenda import Agenda, Counts
from storage.history import Entry
from storage.notes import Note
from storage.people import Person
from storage.runs import load
from storage.teams import Team

PAGE = 8
_PEOPLE = ("assign", "from", "delegate")
"""Where an entry of history speaks of people."""
LAST = 1_000_000  # no list has that many pages, and a database takes no offset of just any size


@dataclass(frozen=True, slots=True)
class TaskCard:
    """An activity with what was done before it."""

    card: activities.Card
    touches: Sequence[activities.Touch]
    process: Process
    undo: int | None = None  # the change that closed it, where the reader may take it back


@dataclass(frozen=True, slots=True)
class DealCard:
    """A deal, what is open on it, and where it may go."""

    card: deals.Card
    open: Sequence[activities.Open]
    moves: Sequence[OpenMove]
    process: Process
    notes: Sequence[Note] = ()
    people: Sequence[contacts.Contact] = ()  # of the client, where the deal has no contact of its own
    standing: Standing = UNKNOWN
    names: Names = NONE  # of what the fields speak of


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a deal's history, with the notes and the people that it speaks of, by id."""

    card: deals.Card
    entries: Sequence[Entry]
    total: int
    process: Process
    notes: Mapping[int, Note] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    undo: int | None = None  # the change that the reader may take back
    called: Names = NONE  # of what answers speak of


@dataclass(frozen=True, slots=True)
class Member:
    """One of the people whom somebody answers for, with his open deals and tasks."""

    person: Person
    deals: int
    tasks: Counts


@dataclass(frozen=True, slots=True)
class Led:
    """The people whom somebody answers for, those with most overdue first; `team` is None for everybody."""

    members: Sequence[Member]
    team: Team | None


async def day(work: Work, page: int, owner_id: int | None = None) -> tuple[Agenda, Person]:
    """A page of one's own day, or of somebody's whom one answers for; and whose it is."""
    async with work.db.read() as session:
        owner = work.person if owner_id in {None, work.person.id} else None
        if owner is None:
            await _admit(session, work, owner_id or 0)
            owner = await people.get(session, owner_id or 0)
        if owner is None:
            raise ForbiddenError
        found = await agenda.of(
            session,
            owner_id=owner.id,
            now=work.now,
            tomorrow=Work(work.db, work.company, work.now, owner).tomorrow,  # a day is the owner's day
            offset=_offset(page),
            limit=PAGE,
            covered=work.covered if owner.id == work.person.id else (),
        )
    return found, owner


async def task(work: Work, activity: int, *, before: bool = True) -> TaskCard:
    """An activity; StaleError when there is none, ForbiddenError when it is not for this person.

    Without `before` what was done on the deal until now, and whether it may be taken back, is not looked for.
    """
    async with work.db.read() as session:
        card = await activities.card(session, activity)
        if card is None:
            raise StaleError
        await _admit(session, work, card.owner_id)
        card = await weighed(session, card, work.company, work.now)
        touches = await activities.touches(session, card.deal.run_id) if before else ()
        undoable = None
        if before and card.state == "done" and card.closed_by == work.person.id:
            cause = await undo.offered(session, card.deal.run_id, work.person.id, work.now)
            undoable = cause if cause == card.closed_cause_id else None
    return TaskCard(card, touches, work.company.processes[card.deal.process, card.deal.version], undoable)


async def deal(work: Work, run_id: int) -> DealCard:
    """A deal by its run."""
    async with work.db.read() as session:
        card = await _deal(session, work, run_id)
        found = await activities.open_of(session, run_id)
        loaded = await load(session, run_id, work.company, lock=False)
        left = await notes.last(session, run_id, limit=2)
        known: Sequence[contacts.Contact] = ()
        if card.contact_id is None and card.client_id is not None and card.phone is None:
            known = await contacts.of_client(session, card.client_id, limit=3)
        stands = await standing(session, work, loaded)
        called = await names(session, work.company, loaded.process, card.extra)
    moves = open_moves(loaded.process, loaded.facts)
    return DealCard(card, found, moves, loaded.process, left, known, stands, called)


async def timeline(work: Work, run_id: int, page: int) -> Timeline:
    """The history of a deal, newest first."""
    async with work.db.read() as session:
        card = await _deal(session, work, run_id)
        entries = await history.timeline(session, run_id, offset=_offset(page), limit=PAGE)
        total = await history.count(session, run_id)
        left = await notes.of_ids(session, [one.trigger["note"] for one in entries if "note" in one.trigger])
        told = {one.trigger[key] for one in entries for key in _PEOPLE if key in one.trigger}
        staff = {number: person.name for number, person in (await people.of(session, told)).items()}
        undoable = await undo.offered(session, run_id, work.person.id, work.now)
        process = work.company.processes[card.process, card.version]
        said = [values for one in entries for values in said_in(one.trigger)]
        called = await names(session, work.company, process, *said)
    return Timeline(card, entries, total, process, left, staff, undoable, called)


async def team(work: Work) -> Led:
    """Everybody whom a head or director answers for."""
    demand(work.person, Role.HEAD, Role.DIRECTOR)
    async with work.db.read() as session:
        ids = await led(session, work.person)
        found = await people.of(session, ids)
        totals = await deals.by_owner(session, owner_ids=ids)
        loads = await agenda.loads(session, owner_ids=ids, now=work.now, tomorrow=work.tomorrow)
        every = await teams.all_(session)
    members = [
        Member(person, totals[number].count if number in totals else 0, loads[number])
        for number, person in found.items()
        if person.left_at is None and (has(person, Role.REP) or number in totals)
    ]
    whole = has(work.person, Role.DIRECTOR)
    own = None if whole else next((one for one in every if one.id == work.person.team_id), None)
    return Led(sorted(members, key=lambda one: (-one.tasks.overdue, one.person.name)), own)


async def all_teams(work: Work) -> list[Team]:
    """Every team, by name."""
    async with work.db.read() as session:
        return await teams.all_(session)


def _offset(page: int) -> int:
    return min(page, LAST) * PAGE


async def _deal(session: AsyncSession, work: Work, run_id: int) -> deals.Card:
    card = await deals.card_of_run(session, run_id)
    if card is None:
        raise StaleError
    await _admit(session, work, card.owner_id)
    return card


async def _admit(session: AsyncSession, work: Work, owner_id: int) -> None:
    await admit(session, work.person, owner_id, company=work.company, now=work.now)
