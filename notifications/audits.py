"""The daily audit of what is somebody's: deals, tasks, clients; what it finds are rows, and one card says so.

Done in pieces, the next one by a timer, so that taps are answered meanwhile. A day that was missed is not caught up.
"""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Rule, Watch
from notifications import daily, owing
from notifications.kinds import AuditReady
from storage import audits, heirs, people, timers, watches
from storage.company import Company
from storage.obligations import CLIENT, DEAL, TASK
from storage.people import Person
from storage.portions import choose
from storage.timers import Due

KIND = "audit_piece"
PIECE = 800
"""Rows that are looked at in one transaction: about a tenth of a second on two busy cores."""
_KINDS = (DEAL, TASK, CLIENT)
"""In the order in which they are looked at."""


async def fire(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """Begin today's, unless the person has left."""
    found = await daily.turn(tx, timer, now, company)
    if found is None:
        return
    person, day = found
    calendar = daily.calendar_of(person, company)
    heir = await heirs.heir(tx) == person.id
    if await watches.size(tx, person.id, now=now, calendar=calendar, most=PIECE, heir=heir) > PIECE:
        await _go_on(tx, person, day, _KINDS[0], 0, now, company)
        return
    # Nearly everybody's is so little that it is looked at at once.
    await audits.reconcile(tx, company.rules.values(), person.id, now, calendar, heir=heir)
    await _tell(tx, person, now, company)


async def go_on(tx: AsyncSession, timer: Due, now: datetime, company: Company) -> None:
    """The next piece; not on another day, which has an audit of its own."""
    person = None if timer.person_id is None else await people.get(tx, timer.person_id)
    day, kind = date.fromisoformat(timer.data["day"]), timer.data["kind"]
    if person is not None and person.left_at is None and day == _today(person, now, company):
        await _go_on(tx, person, day, kind, timer.data["after"], now, company)


def standing(company: Company) -> tuple[str, ...]:
    """Rules that watch, by which something is told of: those that are on, save what the plan of the day has anyway."""
    return tuple(rule.rule for rule in _watched(company) if rule.watch is not Watch.STEP)


def covering(company: Company) -> tuple[str, ...]:
    """Rules that want something to be planned about every client, of those that are on."""
    return tuple(rule.rule for rule in _watched(company) if rule.watch is Watch.COVER)


def _watched(company: Company) -> list[Rule]:
    return [rule for rule in company.rules.values() if rule.on and rule.watch is not None]


async def _go_on(
    tx: AsyncSession, person: Person, day: date, kind: str, after: int, now: datetime, company: Company
) -> None:
    """So many rows, of one kind after another; what is left is for the next transaction."""
    calendar = daily.calendar_of(person, company)
    heir = await heirs.heir(tx) == person.id
    rules, room = company.rules.values(), PIECE
    for one in _KINDS[_KINDS.index(kind) :]:
        if room <= 0:
            await _later(tx, person, day, one, after, now)
            return
        part, count = await watches.part(
            tx, one, person.id, now=now, calendar=calendar, after=after, size=room, heir=heir
        )
        await audits.reconcile(tx, rules, person.id, now, calendar, kinds=(one,), part=part, heir=heir)
        if part.upto is not None:
            await _later(tx, person, day, one, part.upto, now)
            return
        room, after = room - count, 0
    await _tell(tx, person, now, company)


async def _later(tx: AsyncSession, person: Person, day: date, kind: str, after: int, now: datetime) -> None:
    await timers.put(
        tx,
        kind=KIND,
        key=f"{KIND}:{person.id}:{day.isoformat()}:{kind}:{after}",
        due=now,
        person_id=person.id,
        data={"day": day.isoformat(), "kind": kind, "after": after},
    )


async def _tell(tx: AsyncSession, person: Person, now: datetime, company: Company) -> None:
    """One card to the person, or to who stands in for him, if there is something to say; clients of today are chosen."""
    to = company.addressee(person.id, now)
    reader = None if to is None else await people.get(tx, to)
    if reader is None or not reader.reachable:
        return
    if not await audits.counts(tx, [person.id], standing(company)):
        return
    calendar = daily.calendar_of(person, company)
    await choose(tx, person.id, covering(company), now, calendar, least=company.audited)
    await owing.owe(tx, reader.id, AuditReady(_today(reader, now, company)), now=now)


def _today(person: Person, now: datetime, company: Company) -> date:
    return daily.calendar_of(person, company).day_of(now)
