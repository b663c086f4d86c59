"""Ninety working days of a company in a few seconds: reps press what they would have pressed, at the time they would have.

Nothing is written but through `open_deal` and `advance`, with `now` moving through working hours, so the history is one
that the product could have seen. The same seed gives the same history.
"""

import heapq
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import fate, market
from bot.demo.company import Founded, Rep
from bot.demo.market import CURRENCY
from fsm.calendar import Calendar
from fsm.facts import Answer, Edit, Move, Press, Snooze, Trigger
from fsm.questions import REASON, WHEN
from fsm.values import Money
from storage import clients, contacts
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.openings import NewDeal, open_deal
from storage.tasks import Opened

SEED = 20261124
BEGINS = datetime(2026, 11, 24, 9, 55, tzinfo=ZoneInfo("Europe/Moscow")).astimezone(UTC)
"""When the demo begins, a few minutes before the first calls of an ordinary Tuesday; the history is over by then."""
DAYS = 90
PROCESS = "simple"
_CLIENTS = 38  # of each rep
_A_DAY = (0, 1, 1, 1, 1, 2, 2)  # new deals of a rep
_PROMISES = ((10, 20), (12, 30), (15, 30))  # what everybody has promised for the first morning
_PERIOD = 5  # days a transaction

Turn = Callable[[AsyncSession, datetime], Awaitable[None]]
"""Something that somebody does at an instant (UTC), in a transaction that is open."""


@dataclass(slots=True)
class _Client:
    id: int
    contacts: list[int]


@dataclass(slots=True)
class _Deal:
    run: int
    rep: Rep
    fate: fate.Fate
    stage: str | None
    open: dict[int, Opened] = field(default_factory=dict)


@dataclass(slots=True)
class _Desk:
    """A rep at work: the random numbers and the clients are his own; one call at a time."""

    rep: Rep
    random: Random
    names: Iterator[str]
    clients: list[_Client] = field(default_factory=list)
    free: datetime = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Event:
    """Something at an instant: a deal comes to a rep, or an activity of a deal is worked."""

    desk: _Desk
    deal: _Deal | None = None
    activity: int = 0


def days(calendar: Calendar, until: date, number: int) -> list[date]:
    """The last `number` working days before `until`."""
    found: list[date] = []
    while len(found) < number:
        until -= timedelta(days=1)
        if calendar.is_working(until):
            found.append(until)
    return found[::-1]


class History:
    """One history in the making, in rows of a company that has been founded."""

    def __init__(
        self, db: Database, company: Company, founded: Founded, *, begins: datetime = BEGINS, seed: int = SEED
    ) -> None:
        self._db = db
        self._company = company
        self._founded = founded
        self._begins = begins
        self._calendar = company.calendar("Europe/Moscow", 9 * 60, 18 * 60)
        names = iter(market.client_names(Random(seed)))
        self._desks = [_Desk(rep, Random(seed + number), names) for number, rep in enumerate(founded.reps)]
        self._numbers = count()
        self._events: list[tuple[datetime, int, _Event]] = []
        self._deals: list[_Deal] = []

    async def make(self, number: int = DAYS, *, told: Callable[[int], None] = lambda _: None) -> None:
        """Play so many working days; `told` hears how many more are over. Some days are one transaction."""
        past = days(self._calendar, self._calendar.day_of(self._begins), number)
        for day in past:
            for desk in self._desks:
                for _ in range(desk.random.choice(_A_DAY)):
                    self._plan(self._at(desk, day), _Event(desk))
        for start in range(0, number, _PERIOD):
            period = past[start : start + _PERIOD]
            async with self._db.begin() as tx:
                await self._play(tx, self._calendar.closing(period[-1]))
                if period[-1] == past[-1]:
                    await self._promise(tx, self._calendar.closing(past[-1]))
            told(len(period))

    def _at(self, desk: _Desk, day: date) -> datetime:
        """Some instant of the working day that leaves time to react."""
        return self._calendar.opening(day) + timedelta(minutes=desk.random.randrange(10, 8 * 60))

    def _plan(self, at: datetime, event: _Event) -> None:
        heapq.heappush(self._events, (at, next(self._numbers), event))

    async def _play(self, tx: AsyncSession, until: datetime) -> None:
        while self._events and self._events[0][0] < until:
            at, _, event = heapq.heappop(self._events)
            desk = event.desk
            if event.deal is None:
                await self._come(tx, desk, at)
            elif event.activity not in event.deal.open:
                continue  # the deal has gone another way
            elif at < desk.free:
                self._plan(self._calendar.add(desk.free, timedelta()), event)
            else:
                desk.free = at + timedelta(minutes=desk.random.randrange(3, 12))
                await self._work(tx, desk, event.deal, event.activity, at)

    async def _come(self, tx: AsyncSession, desk: _Desk, now: datetime) -> None:
        """A new deal, with an old client or a new one. What it is about is rarely known yet."""
        random = desk.random
        client = await self._client(tx, desk, now)
        contact = random.choice(client.contacts)
        product, price = random.choice(self._founded.products)
        told = fate.draw(random, desk.rep.character, product=product, price=price, contact=contact)
        new = NewDeal(
            owner_id=desk.rep.id,
            client_id=client.id,
            contact_id=contact if told.known else None,
            product_id=product if random.random() < 0.3 else None,
            amount=told.amount if random.random() < 0.5 else None,
            currency=CURRENCY,
        )
        begun = await open_deal(tx, new, now, company=self._company, process=PROCESS, actor_id=desk.rep.id)
        deal = _Deal(begun.run_id, desk.rep, told, begun.state)
        self._deals.append(deal)
        self._happened(desk, deal, begun, now)

    async def _client(self, tx: AsyncSession, desk: _Desk, now: datetime) -> _Client:
        random = desk.random
        if desk.clients and (len(desk.clients) >= _CLIENTS or random.random() < 0.25):
            return random.choice(desk.clients)
        number = await clients.add(tx, name=next(desk.names), owner_id=desk.rep.id, now=now)
        known = [
            await contacts.add(
                tx, client_id=number, name=market.contact_name(random), phone=market.phone(random)
            )
            for _ in range(random.choice((1, 1, 2)))
        ]
        desk.clients.append(_Client(number, known))
        return desk.clients[-1]

    async def _work(self, tx: AsyncSession, desk: _Desk, deal: _Deal, activity: int, now: datetime) -> None:
        task = deal.open[activity]
        random = desk.random
        day = self._calendar.day_of(now)
        decided = deal.stage == "engaging" and task.key == "follow_up" and deal.fate.talks <= 1
        if decided and deal.fate.wins and random.random() < 0.3:
            # Who has heard the decision elsewhere moves the deal by its own button.
            await self._advance(tx, desk, deal, Move("won", fate.won(deal.fate, day)), now)
            return
        coming = self._calendar.add_working_days(day, random.choice((1, 3, 5, 8, 12)))
        later = self._calendar.instant(coming, time(*fate.hour(random)))
        if task.kind == "document" and random.random() < fate.PUT_OFF:
            waits: dict[str, Answer] = {WHEN: later, REASON: "Ждём данные от клиента"}
            await self._advance(tx, desk, deal, Snooze(activity, waits), now)
            return
        act = fate.act(random, deal.fate, task.key, deal.stage or "", task.attempt, day, later)
        await self._advance(tx, desk, deal, Press(activity, act.outcome, act.answers), now)
        if act.outcome == "sent":  # the proposal has named the sum
            await self._advance(tx, desk, deal, Edit({"amount": Money(deal.fate.amount, CURRENCY)}), now)

    async def _promise(self, tx: AsyncSession, now: datetime) -> None:
        """The last evening: everybody has promised some clients to call them back at set times of the coming day."""
        day = self._calendar.day_of(self._begins)
        for desk in self._desks:
            calls = [
                (task.due, task.id, deal)
                for deal in self._deals
                if deal.rep is desk.rep
                for task in deal.open.values()
                if task.kind == "call" and task.due > now
            ]
            for (_, activity, deal), hour in zip(
                sorted(calls, key=lambda one: one[:2]), _PROMISES, strict=False
            ):
                answers = {WHEN: self._calendar.instant(day, time(*hour))}
                at = now + timedelta(minutes=desk.random.randrange(1, 20))
                await self._advance(tx, desk, deal, Press(activity, "call_back", answers), at)

    async def _advance(
        self, tx: AsyncSession, desk: _Desk, deal: _Deal, trigger: Trigger, now: datetime
    ) -> None:
        done = await advance(tx, deal.run, trigger, now, company=self._company, actor_id=desk.rep.id)
        assert not done.questions, (trigger, done.questions)
        self._happened(desk, deal, done, now)

    def _happened(self, desk: _Desk, deal: _Deal, done: Advanced, now: datetime) -> None:
        deal.stage = done.state
        if done.final is not None:
            deal.open.clear()
            return
        for number in done.closed:
            del deal.open[number]
        if done.moved:  # what belonged to the stage that was left is gone with it
            deal.open = {number: task for number, task in deal.open.items() if task.key == "follow_up"}
        put_off = [replace(deal.open[one.activity], due=one.due, timed=one.timed) for one in done.rescheduled]
        for task in (*done.opened, *put_off):
            deal.open[task.id] = task
            self._plan(self._moment(desk, task, now), _Event(desk, deal, task.id))

    def _moment(self, desk: _Desk, task: Opened, now: datetime) -> datetime:
        """When the rep will see to it: a call at its hour, the rest some time before it is due, or late."""
        random, character = desk.random, desk.rep.character
        if task.timed:
            at = self._calendar.add(max(task.due, now), timedelta(minutes=random.randrange(0, 25)))
        else:
            left = self._calendar.between(now, task.due)
            at = self._calendar.add(now, left * random.uniform(0.3, 0.97))
        if random.random() < character.late:
            at = self._calendar.add(at, timedelta(hours=random.uniform(3, 9 * character.days)))
        return at
