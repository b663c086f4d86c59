"""Ninety days of the demo company in simulated time, with everything that people are told, and what they would be told untamed.

The reps press what they would have pressed; every morning the head gives some of the leads out, one right after
the other. Timers fire and messages are delivered by the product's own code at their simulated instants.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import letters
from bot.demo import history
from bot.demo.company import found
from bot.demo.history import History
from bot.sender import Draw
from bot.usecases.handing import owe
from bot.usecases.work import Work
from fsm.calendar import Calendar
from fsm.loading import versions
from notifications import daily
from notifications.delivery import Delivery
from notifications.kinds import Card, Payload
from notifications.port import Place, Sent
from notifications.timers import fire_due
from storage import calendars, models, people, timers
from storage.apply import Advanced
from storage.company import Company
from storage.db import Database
from storage.outbox import Owed
from storage.people import Person

GIVEN = 40
"""Of a hundred new deals so many are leads that the head gives out in the morning."""
LAST = datetime.max.replace(tzinfo=history.BEGINS.tzinfo)


@dataclass(slots=True)
class Ear:
    """A send port that draws, remembers, and sends nowhere."""

    db: Database
    draw: Draw
    heard: list[tuple[int, datetime, Payload, bool]] = field(default_factory=list)
    """Person, UTC instant, what, and whether it came without a sound."""

    async def send(self, owed: Owed, payload: Payload, now: datetime) -> Sent | None:
        assert owed.person_id is not None
        async with self.db.read() as session:
            person = await people.get(session, owed.person_id)
            assert person is not None
            letter = await self.draw(session, payload, person, now)
        if letter is None:
            return None
        if not letter.edit:
            self.heard.append((person.id, now, payload, letter.silent))
        return Sent(Place(owed.person_id, owed.id), letter.shown)


class Told(History):
    """The demo's history, with what each change owes to whom."""

    @property
    def calendar(self) -> Calendar:
        """Everybody's working time."""
        return self._calendar

    def past(self, number: int) -> list[date]:
        """The working days that are played."""
        return history.days(self._calendar, self._calendar.day_of(self._begins), number)

    def start(self, db: Database, company: Company, clock: list[datetime], staff: dict[str, Person]) -> None:
        self.happened: list[tuple[Person, Advanced, datetime]] = []
        self.events: list[
            tuple[int, datetime]
        ] = []  # to whom something of another's doing happened, and when
        self.ear = Ear(db, letters.drawing(lambda: company))
        self.delivery = Delivery(db, self.ear, lambda: company, lambda: clock[0])
        self.company, self.clock, self.staff = company, clock, staff

    async def live(self, number: int) -> None:
        """So many working days, event by event; between them whatever is due."""
        past = self.past(number)
        for day in past:
            for desk in self._desks:
                for _ in range(desk.random.choice(history._A_DAY)):  # noqa: SLF001 - as often as there
                    self._plan(self._at(desk, day), history._Event(desk))  # noqa: SLF001 - its own event
        end = self._calendar.closing(past[-1]) + timedelta(hours=2)
        while self._events and self._events[0][0] < end:
            at = self._events[0][0]
            await self._quietly(at)
            self.clock[0] = at
            async with self._db.begin() as tx:
                await self._play(tx, at + timedelta(microseconds=1))
                for who, advanced, now in self.happened:
                    await owe(tx, Work(self._db, self._company, now, who), advanced)
                self.happened.clear()
            await self.delivery.run()
        await self._quietly(end)

    async def _quietly(self, until: datetime) -> None:
        """What is due before this instant fires and goes out, each at its own."""
        while True:
            async with self._db.read() as session:
                timer, message = await timers.next_due(session) or LAST, await _next(session) or LAST
            if min(timer, message) > until:
                return
            self.clock[0] = max(self.clock[0], min(timer, message))
            if timer <= self.clock[0]:
                await fire_due(self._db, self.clock[0], self._company)
            if message <= self.clock[0]:
                await self.delivery.run()

    def _at(self, desk: history._Desk, day: date) -> datetime:
        if desk.random.randrange(100) >= GIVEN:
            return super()._at(desk, day)
        return self._calendar.opening(day) + timedelta(minutes=40, seconds=desk.random.randrange(150))

    def _happened(self, desk: history._Desk, deal: history._Deal, done: Advanced, now: datetime) -> None:
        super()._happened(desk, deal, done, now)
        opening = self._calendar.opening(self._calendar.day_of(now))
        given = done.begun and timedelta(minutes=40) <= now - opening < timedelta(minutes=43)
        actor = self.staff["head"] if given else self.staff[str(desk.rep.id)]
        if given:
            self.events.append((desk.rep.id, now))
        if done.begun or done.moved or done.final:
            self.events.append((self.staff["head"].id, now))
        self.happened.append((actor, done, now))


async def _next(session: AsyncSession) -> datetime | None:
    found: datetime | None = await session.scalar(
        select(models.Outbox.due).where(models.Outbox.state == "pending").order_by(models.Outbox.due).limit(1)
    )
    return found


@dataclass(frozen=True, slots=True)
class Noise:
    """Messages by person and local date, `before` and `after`; `roles` by person.

    `own` are the next cards after what the person himself pressed, silent: answers, so they are in neither.
    """

    days: list[date]
    roles: dict[int, str]
    before: Counter[tuple[int, date]]
    after: Counter[tuple[int, date]]
    own: Counter[tuple[int, date]]
    kinds: Counter[tuple[str, str]]


async def listen(url: str, number: int) -> Noise:
    """Play it on an empty database with tables."""
    async with Database.connect(url) as db:
        begins = history.BEGINS
        async with db.begin() as tx:
            founded = await found(tx, begins - timedelta(days=number * 2))
            company = await calendars.company(tx, processes=versions())
            every = {one.id: one for one in await people.everyone(tx) if one.roles & {"rep", "head"}}
            told = Told(db, company, founded, begins=begins)
            start = told.calendar.opening(told.past(number)[0]) - timedelta(hours=3)
            await daily.ensure(tx, start, company)
        staff = {str(number): one for number, one in every.items()}
        staff["head"] = next(one for one in every.values() if "head" in one.roles)
        told.start(db, company, [start], staff)
        await told.live(number)
        return await _counted(db, told, number, every)


async def _counted(db: Database, told: Told, number: int, every: dict[int, Person]) -> Noise:
    calendar, days = told.calendar, told.past(number)
    roles = {one.id: "head" if "head" in one.roles else "rep" for one in every.values()}
    after: Counter[tuple[int, date]] = Counter()
    own: Counter[tuple[int, date]] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    for person, at, payload, _ in told.ear.heard:
        answer = isinstance(payload, Card) and not payload.foreign
        (own if answer else after)[person, calendar.day_of(at)] += 1
        kinds[roles[person], "next card" if answer else payload.kind] += 1
    before: Counter[tuple[int, date]] = Counter()
    async with db.read() as session:
        tasks = list(await session.scalars(select(models.Activity)))
    for person, at in [*told.events, *_obligations(tasks, told.company, calendar, told.staff["head"].id)]:
        before[person, calendar.day_of(at)] += 1
    return Noise(days, roles, before, after, own, kinds)


def _obligations(
    tasks: list[models.Activity], company: Company, calendar: Calendar, head: int
) -> Iterator[tuple[int, datetime]]:
    """What a rep would be told of his tasks one by one, and the head of each that is late, at once."""
    for task in tasks:
        closed = task.closed_at or LAST
        day = calendar.day_of(task.due)
        lead = company.rings.get(task.kind, timedelta())
        reminder = task.due - lead if task.timed else calendar.opening(day)
        if task.opened_at < reminder < closed:
            yield task.owner_id, reminder
        if task.due < closed:
            yield task.owner_id, task.due
            yield head, task.due
        day = calendar.next_working_day(day)
        while calendar.opening(day) < min(closed, history.BEGINS):
            yield task.owner_id, calendar.opening(day)
            day = calendar.next_working_day(day)
