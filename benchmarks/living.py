"""A month of 50 reps, three heads and a director in simulated time, with every rule on, and all that they are told.

The reps do what reps do: they call, send proposals or forget them, ask for another date, put steps off, let deals wait,
look at their audits or not. The heads decide, or let it lie, and ask for what is late. Everything goes through the
product's own use cases and `advance`; timers fire and messages are delivered at their simulated instants.
"""

import heapq
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.hearing import Told
from bot.demo import fate, history, market
from bot.demo.cast import AVERAGE, DILIGENT, FORGETFUL, Character
from bot.demo.company import Founded, Rep
from bot.usecases import exempting, pressing
from bot.usecases.access import ForbiddenError
from bot.usecases.handing import owe
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.facts import Answer, Edit, Log, Park, Plan, Press, Snooze, Trigger
from fsm.loading import versions
from fsm.questions import REASON, WHEN
from fsm.table import Refused
from notifications import daily
from notifications.kinds import Card
from storage import calendars, caring, clients, digests, models, people, products, settings, teams
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.models import Activity, Obligation, Outbox, Run
from storage.openings import NewDeal, open_deal
from storage.people import Person
from storage.runs import load

REPS, HEADS = 50, 3
DAYS, BEFORE = 22, 4  # working days that are counted, and those before them
QUIET_CLIENTS = 12  # clients of each rep with whom nothing is going on
SMALL = Decimal(500_000)
_A_DAY = (0, 0, 1, 1, 1, 2)  # new deals of a rep
_FAIR = 6  # leads that one rep in five is given on a Monday morning, one right after the other
_REASONS = ("warranty", "payment", "custom", "supplier", "expert", "discount", "client", "other")
_ANSWERED = (9.6, 11.5, 14.0, 16.5)  # hours at which a head looks at what he is asked


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody does at an instant of his own: a method of the office, and with what."""

    name: str
    given: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """Shares, of one: small deals whose proposal is sent in time, or for which another date is asked; steps that are
    put off, deals that wait, clients of the audit that are called or let rest.
    """

    sends: float
    asks: float
    snoozes: float
    parks: float
    cares: float


HABITS: Mapping[Character, Habit] = {
    DILIGENT: Habit(0.82, 0.08, 0.04, 0.02, 0.8),
    AVERAGE: Habit(0.62, 0.12, 0.08, 0.03, 0.5),
    FORGETFUL: Habit(0.42, 0.16, 0.14, 0.04, 0.2),
}


@dataclass(frozen=True, slots=True)
class Month:
    """Messages by person and local date; `roles` by person.

    lines  what is owed, each finding a message: lines of a digest; clients that an audit names, and what else it has found new
    owed   rows that were put for somebody, without redrawings
    sent   what really came
    own    the next cards, which answer his own presses: they are in none of the others
    put    what was owed, by role and kind; `kinds`: what came
    merged said by another message, or there was nothing to say any more; by role, as is
    held   what came half an hour later than it was owed, or more: quiet hours and the cap
    """

    days: list[date]
    roles: dict[int, str]
    owed: Counter[tuple[int, date]]
    lines: Counter[tuple[int, date]]
    sent: Counter[tuple[int, date]]
    kinds: Counter[tuple[str, str]]
    put: Counter[tuple[str, str]]
    own: Counter[tuple[int, date]]
    merged: Counter[str]
    held: Counter[str]


class Office(Told):
    """Everybody at work. Beside the events of deals there are turns: what somebody does at an instant of his own."""

    def start(self, db: Database, company: Company, clock: list[datetime], staff: dict[str, Person]) -> None:
        super().start(db, company, clock, staff)
        self._turns: list[tuple[datetime, int, Turn]] = []
        self._order = count()
        self.named: Counter[tuple[int, date]] = Counter()
        names = market.client_names(Random(history.SEED))
        for number, desk in enumerate(self._desks):
            desk.names = (f"{name} {number + 1}-{turn}" for turn in count(1) for name in names)

    def _habit(self, desk: history._Desk) -> Habit:
        return HABITS[desk.rep.character]

    def _turn(self, at: datetime, what: Callable[..., Awaitable[None]], *given: Any) -> None:
        heapq.heappush(self._turns, (at, next(self._order), Turn(what.__name__, given)))

    async def live(self, number: int) -> None:
        """So many working days, event by event; between them whatever is due."""
        past = self.past(number)
        for day in past:
            for desk in self._desks:
                self._day_of(desk, day)
            for person in self.staff.values():
                if person.roles & {"head", "director"}:
                    self._day_of_head(person, day)
        await self.go_on(self._calendar.closing(past[-1]) + timedelta(hours=2))

    async def go_on(self, end: datetime) -> None:
        """Until then."""
        while True:
            at = min(heap[0][0] for heap in (self._events, self._turns, [(end,)]) if heap)
            await self._quietly(at)
            if at >= end:
                return
            self.clock[0] = max(self.clock[0], at)
            if self._turns and self._turns[0][0] == at:
                turn = heapq.heappop(self._turns)[2]
                await getattr(self, turn.name)(*turn.given, at)
            else:
                async with self._db.begin() as tx:
                    await self._play(tx, at + timedelta(microseconds=1))
                    await self._tell(tx)

    async def _tell(self, tx: AsyncSession) -> None:
        for who, advanced, now in self.happened:
            await owe(tx, Work(self._db, self._company, now, who), advanced)
        self.happened.clear()

    def _happened(self, desk: history._Desk, deal: history._Deal, done: Advanced, now: datetime) -> None:
        history.History._happened(self, desk, deal, done, now)  # noqa: SLF001 - its own child
        for task in list(deal.open.values()):
            if task.kind == "approval":
                del deal.open[task.id]  # whoever is asked has it on his own desk
        opening = self._calendar.opening(self._calendar.day_of(now))
        given = done.begun and timedelta(minutes=40) <= now - opening < timedelta(minutes=43)
        rep = self.staff[str(desk.rep.id)]
        head = self._company.organisation.heads[rep.id]
        self.happened.append((self.staff[str(head)] if given else rep, done, now))

    # --- a rep --------------------------------------------------------------------------------------------

    def _day_of(self, desk: history._Desk, day: date) -> None:
        fair = _FAIR if day.weekday() == 0 and desk.random.random() < 0.2 else 0
        for at in [
            *(self._at(desk, day) for _ in range(desk.random.choice(_A_DAY))),
            *(self._some(desk, day, 40, 42) for _ in range(fair)),
        ]:
            self._plan(at, history._Event(desk))  # noqa: SLF001 - its own event
        self._turn(self._some(desk, day, 20, 60), self._audit, desk)
        if desk.random.random() < 0.5:
            self._turn(self._some(desk, day, 60, 480), self._called, desk)

    def _some(self, desk: history._Desk, day: date, first: int, last: int) -> datetime:
        return self._calendar.opening(day) + timedelta(minutes=desk.random.uniform(first, last))

    async def _come(self, tx: AsyncSession, desk: history._Desk, now: datetime) -> None:
        await super()._come(tx, desk, now)
        deal, random, habit = self._deals[-1], desk.random, self._habit(desk)
        if deal.fate.amount >= SMALL:
            return
        day = self._calendar.add_working_days(self._calendar.day_of(now), random.choice((1, 2, 2, 3, 4)))
        at = max(self._some(desk, day, 30, 500), now)
        chance = random.random()
        if chance < habit.sends:
            self._turn(at, self._sends, desk, deal)
        elif chance < habit.sends + habit.asks:
            self._turn(at, self._asks, desk, deal)

    async def _work(
        self, tx: AsyncSession, desk: history._Desk, deal: history._Deal, activity: int, now: datetime
    ) -> None:
        random, habit = desk.random, self._habit(desk)
        chance = random.random()
        day = self._calendar.day_of(now)
        if chance < habit.snoozes:
            coming = self._calendar.add_working_days(day, random.choice((1, 2, 3)))
            put_off: dict[str, Answer] = {WHEN: coming, REASON: "Клиент попросил позже"}
            await self._advance(tx, desk, deal, Snooze(activity, put_off), now)
        elif chance < habit.snoozes + habit.parks:
            coming = self._calendar.add_working_days(day, random.randrange(4, 15))
            waits: dict[str, Answer] = {WHEN: coming, REASON: "Бюджет в следующем месяце"}
            await self._advance(tx, desk, deal, Park(waits), now)
        else:
            await super()._work(tx, desk, deal, activity, now)

    async def _act(self, desk: history._Desk, deal: history._Deal, trigger: Trigger, now: datetime) -> bool:
        """Something that is no answer to a task; False where the deal has gone another way."""
        async with self._db.begin() as tx:
            loaded = await load(tx, deal.run, self._company)
            if loaded.facts.state is None or loaded.process.stages[loaded.facts.state].final:
                return False
            try:
                await exempting.permit(tx, self._company, loaded, trigger, now)
                await self._advance(tx, desk, deal, trigger, now)
            except (ForbiddenError, Refused):
                return False
            await self._tell(tx)
        return True

    async def _sends(self, desk: history._Desk, deal: history._Deal, now: datetime) -> None:
        await self._act(desk, deal, Edit({"proposal_sent": self._calendar.day_of(now)}), now)

    async def _asks(self, desk: history._Desk, deal: history._Deal, now: datetime) -> None:
        random, today = desk.random, self._calendar.day_of(now)
        until = self._calendar.add_working_days(today, random.randrange(5, 12))
        answers: dict[str, Answer] = {"complex_reason": random.choice(_REASONS), "complex_until": until}
        if answers["complex_reason"] == "other":
            answers["complex_words"] = "Клиент меняет требования"
        if await self._act(desk, deal, Plan("complex", answers), now) and random.random() < 0.7:
            day = self._calendar.add_working_days(until, random.choice((-2, -1, 0)))
            at = max(self._some(desk, day, 60, 480), now)
            self._turn(at, self._sends, desk, deal)

    async def _called(self, desk: history._Desk, now: datetime) -> None:
        """A call that was not planned, written down on some deal of his."""
        deals = [deal for deal in self._deals if deal.rep is desk.rep and deal.open]
        if deals:
            coming = self._calendar.add_working_days(
                self._calendar.day_of(now), desk.random.choice((1, 3, 5))
            )
            later = self._calendar.instant(coming, time(*fate.hour(desk.random)))
            log = Log("follow_up", "call_back", {WHEN: later}, incoming=True)
            await self._act(desk, desk.random.choice(deals), log, now)

    async def _audit(self, desk: history._Desk, now: datetime) -> None:
        """Some of the clients that today's audit has named are called, or left to rest; others come again."""
        random, rep = desk.random, desk.rep.id
        morning = self._calendar.instant(self._calendar.day_of(now), time())
        async with self._db.begin() as tx:
            named = await tx.scalars(
                select(Obligation.subject_id)
                .where(Obligation.standing, Obligation.owner_id == rep, Obligation.kind == "client")
                .where(Obligation.shown_at >= morning)
                .order_by(Obligation.id)
                .distinct()
            )
            clients_ = list(named)
            self.named[rep, self._calendar.day_of(now)] = len(clients_)
            for client in clients_:
                chance = random.random()
                if chance < self._habit(desk).cares * 0.7:
                    new = NewDeal(owner_id=rep, client_id=client)
                    begun = await open_deal(tx, new, now, company=self._company, process="care", actor_id=rep)
                    self.happened.append((self.staff[str(rep)], begun, now))
                elif chance < self._habit(desk).cares:
                    rests = self._calendar.day_of(now) + timedelta(days=60)
                    await caring.change(tx, client, wake_on=rests, rest_reason="Не нуждается")
            await self._tell(tx)

    # --- a head -------------------------------------------------------------------------------------------

    def _day_of_head(self, person: Person, day: date) -> None:
        random = Random(f"{person.id} {day}")
        for hour in _ANSWERED:
            at = self._calendar.opening(day) + timedelta(hours=hour - 9, minutes=random.uniform(0, 40))
            self._turn(at, self._decides, person, random)
        digest = self._calendar.opening(day) + timedelta(minutes=random.uniform(60, 120))
        self._turn(digest, self._presses, person, random)

    async def _decides(self, person: Person, random: Random, now: datetime) -> None:
        """What he is asked, he mostly decides; some of it lies until it goes higher."""
        async with self._db.begin() as tx:
            query = (
                select(Activity.id, Activity.run_id)
                .join(Run, Run.id == Activity.run_id)
                .where(
                    Activity.state == "open", Activity.owner_id == person.id, Run.process == "complex_deal"
                )
            )
            for activity, run in (await tx.execute(query.order_by(Activity.id))).all():
                if random.random() < 0.35:
                    continue
                outcome, answers = self._decision(random, now)
                done = await advance(
                    tx, run, Press(activity, outcome, answers), now, company=self._company, actor_id=person.id
                )
                assert not done.questions, done.questions
                self.happened.append((person, done, now))
            await self._tell(tx)

    def _decision(self, random: Random, now: datetime) -> tuple[str, dict[str, Answer]]:
        outcome = random.choices(("approve", "other_date", "reject"), (6, 2, 2))[0]
        if outcome == "other_date":
            day = self._calendar.add_working_days(self._calendar.day_of(now), 5)
            return outcome, {"complex_until": day}
        return outcome, {"reject_reason": "usual"} if outcome == "reject" else {}

    async def _presses(self, person: Person, random: Random, now: datetime) -> None:
        """Of his digest: now and then everybody at once, mostly one or two lines, or none."""
        async with self._db.read() as session:
            found = await digests.of_day(session, person_id=person.id, day=self._calendar.day_of(now))
        if found is None or not found.counts:
            return
        work = Work(self._db, self._company, now, person)
        if random.random() < 0.2:
            await pressing.nudge_all(work, found.id)
            return
        for number in range(1, random.choice((1, 1, 2, 3))):
            with suppress(StaleError, ForbiddenError):  # there is no such line
                await pressing.nudge(work, found.id, number)


async def founded(tx: AsyncSession, now: datetime) -> Founded:
    """People, teams, products and clients of an empty database; everybody joined at `now`."""
    await settings.put(tx, name=market.COMPANY)
    goods = [
        (await products.add(tx, name=name, series=series, price=Decimal(price)), price)
        for name, series, price in market.PRODUCTS
    ]
    await people.add(tx, name="Ольга Ветрова", roles=["director"], telegram_id=1, joined_at=now)
    groups = [await teams.add(tx, name=f"Группа {number}") for number in range(1, HEADS + 1)]
    for number, team in enumerate(groups, 2):
        await people.add(
            tx, name=f"Сергей {number}", roles=["head"], team_id=team, telegram_id=number, joined_at=now
        )
    random = Random(history.SEED)
    reps = []
    for number in range(REPS):
        rep = await people.add(
            tx,
            name=f"Анна {number + 1}",
            roles=["rep"],
            team_id=groups[number % HEADS],
            telegram_id=100 + number,
            joined_at=now,
        )
        reps.append(Rep(rep, random.choices((DILIGENT, AVERAGE, FORGETFUL), (3, 5, 2))[0]))
        for one in range(QUIET_CLIENTS):
            await clients.add(tx, name=f"Ромашка {number + 1}-{one}", owner_id=rep, now=now)
    return Founded((), tuple(reps), tuple(goods))


async def live(url: str, *, days: int = DAYS, before: int = BEFORE) -> Month:
    """Play it on an empty database with tables; the first `before` working days are not counted."""
    async with Database.connect(url) as db:
        begins = history.BEGINS
        async with db.begin() as tx:
            company_of = await founded(tx, begins - timedelta(days=2 * (days + before)))
            company = await calendars.company(tx, processes=versions())
            every = {one.id: one for one in await people.everyone(tx)}
            office = Office(db, company, company_of, begins=begins)
            start = office.calendar.opening(office.past(days + before)[0]) - timedelta(hours=3)
            await daily.ensure(tx, start, company)
        office.start(db, company, [start], {str(number): one for number, one in every.items()})
        await office.live(days + before)
        return await _counted(db, office, office.past(days + before)[before:], every)


async def _counted(db: Database, office: Office, days: list[date], every: dict[int, Person]) -> Month:
    calendar = office.calendar
    roles = {one.id: "rep" if "rep" in one.roles else "head" for one in every.values()}
    sent: Counter[tuple[int, date]] = Counter()
    own: Counter[tuple[int, date]] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    counted = frozenset(days)
    for person, at, payload, _ in office.ear.heard:
        day = calendar.day_of(at)
        answer = isinstance(payload, Card) and not payload.foreign
        (own if answer else sent)[person, day] += 1
        if day in counted and not answer:
            kinds[roles[person], payload.kind] += 1
    owed: Counter[tuple[int, date]] = Counter()
    put: Counter[tuple[str, str]] = Counter()
    merged: Counter[str] = Counter()
    held: Counter[str] = Counter()
    async with db.read() as session:
        for row in await _owed(session):
            day = calendar.day_of(row.created_at)
            owed[row.person_id, day] += 1
            if day in counted:
                role = roles[row.person_id]
                put[role, row.kind] += 1
                merged[role] += row.sent_at is not None and row.message_id is None
                held[role] += row.message_id is not None and row.sent_at - row.created_at >= _LATE
        lines = owed.copy()
        for (person, at), more in [*await _digested(session), *await _new(session)]:
            lines[person, calendar.day_of(at)] += more
        lines += office.named
    return Month(days, roles, owed, lines, sent, kinds, put, own, merged, held)


_LATE = timedelta(minutes=30)


async def _owed(session: AsyncSession) -> list[Any]:
    """Rows of messages that are no answers and no redrawings."""
    columns = (
        Outbox.person_id,
        Outbox.created_at,
        Outbox.kind,
        Outbox.data,
        Outbox.sent_at,
        Outbox.message_id,
    )
    return [
        row
        for row in await session.execute(select(*columns).where(Outbox.person_id.is_not(None)))
        if row.kind != "redraw" and not (row.kind == "card" and not row.data["foreign"])
    ]


async def _digested(session: AsyncSession) -> list[tuple[tuple[int, datetime], int]]:
    """How many lines each digest has beyond the message itself."""
    rows = await session.execute(select(models.Digest.person_id, models.Digest.at, models.Digest.counts))
    return [((person, at), max(sum(counts.values()) - 1, 0)) for person, at, counts in rows]


async def _new(session: AsyncSession) -> list[tuple[tuple[int, datetime], int]]:
    """What audits have found new among deals and tasks."""
    query = select(Obligation.owner_id, Obligation.created_at).where(
        Obligation.kind != "client", Obligation.cause_id.is_(None)
    )
    return [((owner, at), 1) for owner, at in await session.execute(query)]
