"""The made-up past with rules in it: proposals that go out in time or do not, other dates that are asked for, audits, digests.

Rules fire by the product's own timers, at their moments; what they would have told is heard by the reps and the head
of the story, who do something about it or nothing, and is told to nobody else.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import habits, hearing, history, mornings
from bot.demo.company import Founded
from bot.demo.habits import HABITS, SMALL, Habit
from bot.demo.hearing import Heard
from bot.demo.history import BEGINS, SEED, Turn
from bot.demo.market import CURRENCY
from bot.demo.mornings import Within
from bot.demo.timed import Timed
from bot.usecases import exempting
from bot.usecases.access import ForbiddenError
from fsm.facts import Edit, Plan, Press, Trigger
from fsm.values import Money, Value
from notifications.kinds import AuditReady, Broken, DigestReady
from storage import caring, obligations, people, requests
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.runs import Loaded, load

_ASKS = "complex"
_KEEPS = 0.85
"""The share of agreed dates by which a proposal goes out."""
_EARLY = timedelta(hours=1)
"""What comes so early may be late on the same day."""


class Keeping(Timed):
    """One such history."""

    def __init__(
        self,
        db: Database,
        company: Company,
        founded: Founded,
        *,
        begins: datetime = BEGINS,
        seed: int = SEED,
        others: Iterable[tuple[datetime, Turn]] = (),
    ) -> None:
        super().__init__(db, company, founded, begins=begins, seed=seed, others=others)
        self._by_rep = {desk.rep.id: desk for desk in self._desks}
        self._chances = {desk.rep.id: Random(seed - number) for number, desk in enumerate(self._desks, 1)}
        self._of_head = Random(seed - 50)
        self._of_deal: dict[int, history._Deal] = {}

    # --- what is told -----------------------------------------------------------------------------------

    def _hear(self, heard: Heard, now: datetime) -> None:
        """What is told to somebody is the beginning of what he does about it."""
        match heard.payload:
            case Broken(obligation) if heard.person in self._by_rep:
                self._is_late(self._by_rep[heard.person], obligation, now)
            case AuditReady() if heard.person in self._by_rep:
                desk = self._by_rep[heard.person]
                self._turn(self._soon(self._chances[desk.rep.id], now), partial(self._attends, desk))
            case DigestReady(digest):
                self._turn(self._soon(self._of_head, now), partial(self._reads, heard.person, digest))
            case _:
                pass

    def _soon(self, random: Random, now: datetime) -> datetime:
        """Within the next working hour."""
        return self._calendar.add(now, timedelta(minutes=random.uniform(8, 50)))

    def _on(self, random: Random, day: date) -> datetime:
        """Some time of a working day."""
        return self._calendar.opening(day) + timedelta(minutes=random.randrange(30, 8 * 60))

    # --- a new deal -------------------------------------------------------------------------------------

    async def _client(self, tx: AsyncSession, desk: history._Desk, now: datetime) -> history._Client:
        known = len(desk.clients)
        found = await super()._client(tx, desk, now)
        if len(desk.clients) > known:
            await caring.change(tx, found.id, segment=habits.segment(self._chances[desk.rep.id]))
        return found

    async def _come(self, tx: AsyncSession, desk: history._Desk, now: datetime) -> None:
        await super()._come(tx, desk, now)
        if now < self._calendar.opening(self._calendar.day_of(now)) + _EARLY:
            await self._await(tx)
        deal, random, habit = self._deals[-1], self._chances[desk.rep.id], self._habit(desk)
        self._of_deal[deal.run] = deal
        if deal.fate.amount >= SMALL:
            return
        if random.random() < habit.names:
            self._later(random, now, 1, 6, partial(self._names, desk, deal))
        if random.random() < habit.asks:
            self._later(random, now, 1, 9, partial(self._asks, desk, deal))
        elif random.random() < habit.sends:
            day = self._calendar.add_working_days(
                self._calendar.day_of(now), random.choice((1, 1, 2, 2, 3, 4))
            )
            self._turn(self._on(random, day), partial(self._sends, desk, deal))

    def _later(self, random: Random, now: datetime, first: float, last: float, act: Turn) -> None:
        """Some working hours later."""
        self._turn(self._calendar.add(now, timedelta(hours=random.uniform(first, last))), act)

    def _habit(self, desk: history._Desk) -> Habit:
        return HABITS[desk.rep.character]

    def _happened(self, desk: history._Desk, deal: history._Deal, done: Advanced, now: datetime) -> None:
        super()._happened(desk, deal, done, now)
        for task in list(deal.open.values()):
            if task.kind == "approval":
                del deal.open[task.id]  # whoever is asked has it on his own desk

    # --- a rep ------------------------------------------------------------------------------------------

    async def _loaded(self, tx: AsyncSession, deal: history._Deal) -> Loaded | None:
        """The deal; None where it is over."""
        loaded = await load(tx, deal.run, self._company)
        state = loaded.facts.state
        return None if state is None or loaded.process.stages[state].final else loaded

    async def _does(
        self,
        tx: AsyncSession,
        desk: history._Desk,
        deal: history._Deal,
        trigger: Trigger,
        now: datetime,
        loaded: Loaded,
    ) -> None:
        who = desk.rep.id
        done = await advance(tx, deal.run, trigger, now, company=self._company, actor_id=who, loaded=loaded)
        assert not done.questions, (trigger, done.questions)
        self._happened(desk, deal, done, now)

    async def _names(self, desk: history._Desk, deal: history._Deal, tx: AsyncSession, now: datetime) -> None:
        """What the deal may be worth."""
        loaded = await self._loaded(tx, deal)
        if loaded is not None and loaded.facts.fields.get("amount") is None:
            await self._does(tx, desk, deal, Edit({"amount": Money(deal.fate.amount, CURRENCY)}), now, loaded)

    async def _sends(self, desk: history._Desk, deal: history._Deal, tx: AsyncSession, now: datetime) -> None:
        """The proposal, which names the sum."""
        loaded = await self._loaded(tx, deal)
        if loaded is None or loaded.facts.fields.get("proposal_sent") is not None:
            return
        sent: dict[str, Value] = {"proposal_sent": self._calendar.day_of(now)}
        if loaded.facts.fields.get("amount") is None:
            sent["amount"] = Money(deal.fate.amount, CURRENCY)
        await self._does(tx, desk, deal, Edit(sent), now, loaded)

    async def _asks(self, desk: history._Desk, deal: history._Deal, tx: AsyncSession, now: datetime) -> None:
        """For another date; the head answers within some working hours."""
        await self._names(desk, deal, tx, now)
        loaded = await self._loaded(tx, deal)
        if loaded is None:
            return
        random = self._chances[desk.rep.id]
        until = self._calendar.add_working_days(self._calendar.day_of(now), random.choice((6, 7, 8)))
        trigger = Plan(_ASKS, {**habits.asked(random), "complex_until": until})
        try:
            await exempting.permit(tx, self._company, loaded, trigger, now)
        except ForbiddenError:
            return  # there is nothing to be excused from
        await self._does(tx, desk, deal, trigger, now, loaded)
        self._later(self._of_head, now, 0.3, 5, partial(self._decides, desk, deal, until))

    def _is_late(self, desk: history._Desk, obligation: int, now: datetime) -> None:
        random, habit = self._chances[desk.rep.id], self._habit(desk)
        if random.random() < habit.tells:
            self._turn(self._soon(random, now), partial(self._tells, desk, obligation))
        if random.random() < habit.mends:
            day = self._calendar.add_working_days(
                self._calendar.day_of(now), random.choice((1, 1, 2, 2, 3, 5))
            )
            self._turn(self._on(random, day), partial(self._mends, desk, obligation))

    async def _tells(self, desk: history._Desk, obligation: int, tx: AsyncSession, now: datetime) -> None:
        await mornings.tell(await self._within(tx, desk.rep.id, now), obligation, self._chances[desk.rep.id])

    async def _mends(self, desk: history._Desk, obligation: int, tx: AsyncSession, now: datetime) -> None:
        """Late, but done."""
        kept = await obligations.get(tx, obligation)
        if kept is not None and kept.run_id in self._of_deal:
            await self._sends(desk, self._of_deal[kept.run_id], tx, now)

    async def _attends(self, desk: history._Desk, tx: AsyncSession, now: datetime) -> None:
        work = await self._within(tx, desk.rep.id, now)
        await mornings.attend(work, self._chances[desk.rep.id], self._habit(desk).cares, self._begins)

    # --- the head ---------------------------------------------------------------------------------------

    async def _decides(
        self, desk: history._Desk, deal: history._Deal, wanted: date, tx: AsyncSession, now: datetime
    ) -> None:
        """About another date; what the rep does next depends on it."""
        found = await requests.running(tx, deal.run, _ASKS)
        if found is None or found.task is None:
            return  # the deal is over, or the proposal has gone out all the same
        outcome, answers = habits.decided(self._of_head)
        today, random = self._calendar.day_of(now), self._chances[desk.rep.id]
        until = wanted
        if outcome == "other_date":
            until = self._calendar.working_day_before(wanted, self._of_head.choice((1, 2)))
            answers["complex_until"] = until
        done = await advance(
            tx,
            found.run_id,
            Press(found.task, outcome, answers),
            now,
            company=self._company,
            actor_id=found.holder_id,
        )
        assert not done.questions, done.questions
        if outcome == "reject":  # there is a working day at least
            day = self._calendar.add_working_days(today, random.choice((1, 1, 1, 3)))
        elif random.random() < _KEEPS:
            day = self._calendar.working_day_before(until, random.choice((0, 1, 1, 2)))
        else:
            day = self._calendar.add_working_days(until, random.choice((1, 2, 4)))
        self._turn(max(self._on(random, day), now), partial(self._sends, desk, deal))

    async def _reads(self, person: int, digest: int, tx: AsyncSession, now: datetime) -> None:
        await mornings.press(await self._within(tx, person, now), digest, self._of_head)
        await hearing.hush(tx)

    async def _within(self, tx: AsyncSession, person_id: int, now: datetime) -> Within:
        person = await people.get(tx, person_id)
        assert person is not None
        return Within(tx, self._db, self._company, now, person)
