"""What stands on the desks on the demo's first morning: deals in which a rule has something to say, each for its own reason.

They are worked as everything else of the past, day by day; most of what is left over is for the demo's visitor.
"""

from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import market
from bot.demo.company import Founded
from bot.demo.history import Turn
from bot.demo.scenes import NOBODY, SCENES, Agree, Ask, PutOff, Scene, Send, Step, Talk, Wait
from fsm.calendar import Calendar
from fsm.facts import Answer, Edit, Park, Plan, Press, Snooze, Trigger
from fsm.questions import NEXT, PLAN_WHEN, REASON, WHEN
from storage import caring, clients, contacts, requests
from storage.apply import advance
from storage.company import Company
from storage.openings import NewDeal, open_deal
from storage.runs import load

PROCESS = "simple"
_ASKS = "complex"


def acts(company: Company, founded: Founded, *, begins: datetime, seed: int) -> list[tuple[datetime, Turn]]:
    """What is done in all scenes and when, the earliest first."""
    calendar = company.calendar("Europe/Moscow", 9 * 60, 18 * 60)
    today = calendar.day_of(begins)
    found: list[tuple[datetime, Turn]] = []
    for number, scene in enumerate(SCENES):
        playing = Playing(company, founded, scene, calendar, today, Random(seed + number))
        found += playing.acts()
    day = calendar.working_day_before(today, 30)
    found.append((calendar.instant(day, time(9, 30)), partial(_forsaken, Random(seed))))
    return sorted(found, key=lambda one: one[0])


async def _forsaken(random: Random, tx: AsyncSession, now: datetime) -> None:
    name, who = NOBODY
    client = await clients.add(tx, name=name, owner_id=None, now=now)
    await contacts.add(tx, client_id=client, name=who, phone=market.phone(random))
    await caring.change(tx, client, segment="key")


class Playing:
    """One scene while it becomes a deal."""

    def __init__(
        self,
        company: Company,
        founded: Founded,
        scene: Scene,
        calendar: Calendar,
        today: date,
        random: Random,
    ) -> None:
        self._company = company
        self._scene = scene
        self._calendar = calendar
        self._today = today
        self._random = random
        self._rep = founded.reps[scene.rep].id
        self._product = founded.products[scene.product][0]
        self._run = 0

    def acts(self) -> list[tuple[datetime, Turn]]:
        """From the deal's beginning to the last step."""
        back, at = self._scene.opened
        steps = [(self._at(back, at), partial(self._step, step)) for back, at, step in self._scene.course]
        return [(self._at(back, at), self._begin), *steps]

    def _day(self, back: int) -> date:
        """So many working days before the first one, or (negative) after it."""
        if back > 0:
            return self._calendar.working_day_before(self._today, back)
        return self._calendar.add_working_days(self._today, -back)

    def _at(self, back: int, at: str) -> datetime:
        return self._calendar.instant(self._day(back), time.fromisoformat(at))

    async def _begin(self, tx: AsyncSession, now: datetime) -> None:
        scene = self._scene
        client = await clients.add(tx, name=scene.client, owner_id=self._rep, now=now)
        contact = await contacts.add(
            tx, client_id=client, name=scene.contact, phone=market.phone(self._random)
        )
        new = NewDeal(
            owner_id=self._rep,
            client_id=client,
            contact_id=contact,
            product_id=self._product,
            amount=None if scene.amount is None else Decimal(scene.amount),
            currency=market.CURRENCY,
        )
        begun = await open_deal(tx, new, now, company=self._company, process=PROCESS, actor_id=self._rep)
        self._run = begun.run_id

    async def _step(self, step: Step, tx: AsyncSession, now: datetime) -> None:
        if isinstance(step, Agree):
            await self._agreed(tx, now)
            return
        loaded = await load(tx, self._run, self._company)
        task = next(one for one in loaded.facts.open if one.key != _ASKS)
        trigger = self._trigger(step, task.id, now)
        done = await advance(
            tx, self._run, trigger, now, company=self._company, actor_id=self._rep, loaded=loaded
        )
        assert not done.questions, (self._scene.client, step, done.questions)

    def _trigger(self, step: Talk | Ask | Send | Wait | PutOff, task: int, now: datetime) -> Trigger:
        match step:
            case Talk(ahead, at):
                return Press(task, "reached", {NEXT: PLAN_WHEN, WHEN: self._at(-ahead, at)})
            case Ask(reason, ahead, words):
                said: dict[str, Answer] = {} if words is None else {"complex_words": words}
                until = self._day(-ahead)
                return Plan(_ASKS, {"complex_reason": reason, "complex_until": until, **said})
            case Send():
                return Edit({"proposal_sent": self._calendar.day_of(now)})
            case Wait(back, reason):
                return Park({WHEN: self._day(back), REASON: reason})
            case PutOff(back, reason):
                return Snooze(task, {WHEN: self._at(back, "10:30"), REASON: reason})

    async def _agreed(self, tx: AsyncSession, now: datetime) -> None:
        found = await requests.running(tx, self._run, _ASKS)
        assert found is not None
        assert found.task is not None
        done = await advance(
            tx,
            found.run_id,
            Press(found.task, "approve"),
            now,
            company=self._company,
            actor_id=found.holder_id,
        )
        assert not done.questions, done.questions
