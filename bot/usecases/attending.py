"""A client about whom nothing is planned: plan something, say that what is known is right, or let it rest with a reason.

Whoever works it may do so, once it is known who and when.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import forms
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import chosen
from bot.usecases.attended import (
    FARTHEST,
    MONTHS,
    Act,
    Attended,
    Undoing,
    attended,
    calendar_of,
    care_of,
    later,
    tell,
)
from bot.usecases.handing import owe
from bot.usecases.work import Work
from fsm.definition import Kind, Process, Subject
from fsm.facts import Plan
from fsm.questions import WHEN
from fsm.table import Refused
from storage import caring, contacts, openings, undo
from storage.apply import Advanced, advance
from storage.caring import NEVER, Care
from storage.openings import NewDeal
from storage.people import Person
from storage.runs import Loaded, load

_HOUR = time(11)


async def plan(work: Work, client_id: int, when: datetime | date) -> Attended:
    """Something with the client: on its newest open deal, else as care for it; asked twice, it is planned once."""
    async with work.begin() as tx:
        await forms.close(tx, work)
        care, owner = await care_of(tx, work, client_id)
        loaded = await _open(tx, work, care, owner)
        key = None if loaded is None else _call(loaded.process)
        if loaded is not None and key is not None:
            moment = when if isinstance(when, datetime) else loaded.calendar.whole(when, work.now).due
            if any(task.key == key and task.due == moment for task in loaded.facts.open):
                timed = isinstance(when, datetime)
                return await attended(tx, work, care.id, Act.PLAN, due=moment, timed=timed, again=True)
        advanced = await _planned(tx, work, care, owner, loaded, key, when)
        await owe(tx, work, advanced, next_card=False)
        opened = advanced.opened[0]
        cause = await undo.offered(tx, advanced.run_id, work.person.id, work.now)
        back = None if cause is None or cause != advanced.cause_id else Undoing(advanced.run_id, cause)
        await tell(tx, work, care, Act.PLAN, due=opened.due.isoformat(), timed=opened.timed)
        return await attended(tx, work, care.id, Act.PLAN, due=opened.due, timed=opened.timed, undo=back)


async def right(work: Work, client_id: int, until: date) -> Attended:
    """What is known is right, and the client rests until that day."""
    async with work.begin() as tx:
        await forms.close(tx, work)
        care, owner = await care_of(tx, work, client_id)
        today = calendar_of(work, owner).day_of(work.now)
        if not today < until <= today + FARTHEST:
            raise ForbiddenError
        again = care.wake_on == until and care.rest_reason is None
        await caring.change(tx, care.id, wake_on=until, rest_reason=None, checked_at=work.now)
        if not again:
            await tell(tx, work, care, Act.RIGHT, until=until.isoformat())
        return await attended(tx, work, care.id, Act.RIGHT, again=again)


async def rest(work: Work, client_id: int, reason: str) -> Attended:
    """There is no point: it rests for half a year. `reason` is one of ours, or words."""
    async with work.begin() as tx:
        await forms.close(tx, work)
        care, owner = await care_of(tx, work, client_id)
        today = calendar_of(work, owner).day_of(work.now)
        again = care.rest_reason == reason and care.wake_on is not None and care.wake_on > today
        if not again:
            until = later(today, MONTHS[1])
            await caring.change(tx, care.id, wake_on=until, rest_reason=reason)
            await tell(tx, work, care, Act.REST, reason=reason, until=until.isoformat())
        return await attended(tx, work, care.id, Act.REST, again=again)


async def prolong(work: Work, client_id: int, months: int) -> Attended:
    """It rests for so many months from today; 0: for ever. ForbiddenError for a number that no button has."""
    if months not in {0, *MONTHS}:
        raise ForbiddenError
    async with work.begin() as tx:
        care, owner = await care_of(tx, work, client_id)
        until = NEVER if not months else later(calendar_of(work, owner).day_of(work.now), months)
        if care.wake_on is not None and care.wake_on != until:
            await caring.change(tx, care.id, wake_on=until)
            await tell(tx, work, care, Act.UNTIL, until=until.isoformat(), reason=care.rest_reason)
        return await attended(tx, work, care.id, Act.REST)


async def wake(work: Work, client_id: int) -> Attended:
    """Back among what is checked."""
    async with work.begin() as tx:
        care, _ = await care_of(tx, work, client_id)
        again = care.wake_on is None
        if not again:
            await caring.change(tx, care.id, wake_on=None, rest_reason=None)
            await tell(tx, work, care, Act.WAKE)
        return await attended(tx, work, care.id, Act.WAKE, again=again)


def chips(work: Work) -> list[datetime]:
    """The next working day, in three days, in a week, in a month; at eleven, by the person's own clock."""
    calendar, today = work.calendar, work.today
    days = [today + timedelta(days=3), today + timedelta(days=7), later(today, 1)]
    working = [calendar.next_working_day(today), *(calendar.add_working_days(day, 0) for day in days)]
    return [calendar.instant(day, _HOUR) for day in working]


def moment_of(work: Work, choice: str) -> datetime | date:
    """The instant of a button, or the whole day. ForbiddenError for none, and for one that is too far away."""
    place = chosen(choice)
    if place is None:
        raise ForbiddenError
    day = place.date() if isinstance(place, datetime) else place
    if abs(day - work.today) > FARTHEST:
        raise ForbiddenError
    return work.calendar.instant(day, place.time()) if isinstance(place, datetime) else day


def day_of(choice: str) -> date:
    """The day of a button; ForbiddenError for none."""
    place = chosen(choice)
    if place is None or isinstance(place, datetime):
        raise ForbiddenError
    return place


# --- inside -------------------------------------------------------------------------------------------


async def _open(tx: AsyncSession, work: Work, care: Care, owner: Person) -> Loaded | None:
    """The owner's newest open deal with the client, or his care for it."""
    run = await caring.newest_run(tx, care.id, owner.id)
    return None if run is None else await load(tx, run, work.company)


def _call(process: Process) -> str | None:
    """The call that people may add by hand."""
    keys = (key for key in process.by_hand if process.activities[key].kind is Kind.CALL)
    return next((key for key in keys if process.activities[key].runs is None), None)


async def _planned(
    tx: AsyncSession,
    work: Work,
    care: Care,
    owner: Person,
    loaded: Loaded | None,
    key: str | None,
    when: datetime | date,
) -> Advanced:
    """On the deal, if it knows calls; else as care for the client."""
    company, me = work.company, work.person.id
    if loaded is not None and key is not None:
        trigger, run = Plan(key, {WHEN: when}), loaded.row["id"]
        try:
            return await advance(tx, run, trigger, work.now, company=company, actor_id=me, loaded=loaded)
        except Refused:
            raise ForbiddenError from None
    there = await contacts.of_client(tx, care.id, limit=1)
    new = NewDeal(owner.id, client_id=care.id, contact_id=there[0].id if there else None)
    process = next(key for (key, _), one in company.processes.items() if one.subject is Subject.CARE)
    return await openings.open_deal(
        tx, new, work.now, company=company, process=process, actor_id=me, due=when
    )
