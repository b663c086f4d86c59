"""The direction of corporate sales in the demo: its people, and deals that they have worked day by day, button by button.

As in the ninety days of the others, nothing is written but through `open_deal` and `advance`, at the time at which it
would have been.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import market, stories
from bot.demo.cast import FIRST_SELLER_ID, LEADER_ID, LEADER_NAME, SELLERS, Actor, Part
from bot.demo.company import Founded, hire
from bot.demo.history import Turn
from bot.demo.stories import Act, Go, Request, Step, Story, Tick
from fsm.calendar import Calendar
from fsm.facts import Answer, Edit, Move, Plan, Press
from fsm.questions import EXIT
from fsm.values import Competitor, Line, Money, Participant
from storage import clients, contacts, teams, templates
from storage.apply import advance
from storage.company import Company
from storage.db import Database
from storage.openings import NewDeal, open_deal
from storage.runs import load
from storage.templates import Custom

PROCESS = "corporate"
TEAM = "Корпоративные продажи"
_MEETINGS = frozenset({"hold_presentation", "present_proposal"})
_MEETING = timedelta(minutes=75)


class UntoldError(LookupError):
    """A story does not say what its process asks."""


@dataclass(frozen=True, slots=True)
class Direction:
    """Who sells to companies; ids are rows. `actors` are these people with their phones."""

    team: int
    leader: int
    sellers: tuple[int, ...]
    actors: tuple[Actor, ...]


async def found(tx: AsyncSession, now: datetime) -> Direction:
    """A team with a head and two reps beside those who are there; everybody joined on the UTC instant `now`."""
    team = await teams.add(tx, name=TEAM)
    await templates.put(tx, team, Custom(process=PROCESS))
    leader = await hire(tx, LEADER_ID, LEADER_NAME, Part.LEADER, team, now)
    sellers = [
        await hire(tx, FIRST_SELLER_ID + number, name, Part.SELLER, team, now)
        for number, name in enumerate(SELLERS)
    ]
    rows = [actor.person for actor in (leader, *sellers) if actor.person is not None]
    return Direction(team, rows[0], tuple(rows[1:]), (leader, *sellers))


async def make(
    db: Database, company: Company, founded: Founded, direction: Direction, *, begins: datetime, seed: int
) -> None:
    """Every story, up to the working day before the UTC instant `begins`; the same seed gives the same rows."""
    async with db.begin() as tx:
        for now, act in acts(company, founded, direction, begins=begins, seed=seed):
            await act(tx, now)


def acts(
    company: Company, founded: Founded, direction: Direction, *, begins: datetime, seed: int
) -> list[tuple[datetime, Turn]]:
    """What is done in all stories and when, the earliest first."""
    found: list[tuple[datetime, Turn]] = []
    for number, story in enumerate(stories.STORIES):
        telling = Telling(company, founded, direction, story, begins, Random(seed + number))
        found += telling.acts()
    return sorted(found, key=lambda one: one[0])


class Telling:
    """One story while it becomes a deal."""

    def __init__(
        self,
        company: Company,
        founded: Founded,
        direction: Direction,
        story: Story,
        begins: datetime,
        random: Random,
    ) -> None:
        self._company = company
        self._story = story
        self._random = random
        self._calendar: Calendar = company.calendar("Europe/Moscow", 9 * 60, 18 * 60)
        self._today = self._calendar.day_of(begins)
        self._begun, self._times = self._planned()
        self._seller = direction.sellers[story.seller]
        self._run = 0
        lines = tuple(
            Line(
                founded.products[product][0],
                Decimal(quantity),
                Decimal(founded.products[product][1]),
                Decimal(less),
            )
            for product, quantity, less in story.goods
        )
        self._known: dict[str, Answer] = {
            "route": "me",
            "influential": "no",
            "colleague": next(one for one in direction.sellers if one != self._seller),
            "assignee": self._seller,
            "direction": direction.team,
            "products": lines,
            "amount": Money(sum((line.sum for line in lines), Decimal(0)), market.CURRENCY),
            "discount": Decimal(6),
            "competitors": tuple(Competitor(*rival) for rival in story.rivals) or None,
            **dict(story.said),
        }
        if story.returns:
            self._known["next_contact"] = self._calendar.next_working_day(
                self._today + timedelta(story.returns)
            )

    def acts(self) -> list[tuple[datetime, Turn]]:
        """From the deal's beginning to the last step of the story."""
        steps = [
            (at, partial(self._step, place, step))
            for place, (at, step) in enumerate(zip(self._times, self._story.course, strict=True))
        ]
        return [(self._begun, self._begin), *steps]

    async def _step(self, place: int, step: Step, tx: AsyncSession, now: datetime) -> None:
        self._known["presentation_at"] = self._coming(place, "hold_presentation")
        self._known["proposal_at"] = self._coming(place, "present_proposal")
        await self._do(tx, step, now)

    async def _begin(self, tx: AsyncSession, now: datetime) -> None:
        story = self._story
        client = await clients.add(tx, name=story.client, owner_id=self._seller, now=now)
        known = [
            await contacts.add(tx, client_id=client, name=one.name, phone=market.phone(self._random))
            for one in story.people
        ]
        self._people = tuple(zip(known, story.people, strict=True))
        new = NewDeal(self._seller, client, known[0])
        begun = await open_deal(tx, new, now, company=self._company, process=PROCESS, actor_id=self._seller)
        self._run = begun.run_id

    # --- when -------------------------------------------------------------------------------------------

    def _planned(self) -> tuple[datetime, list[datetime]]:
        """When the deal begins, and when each step is done: UTC instants in working hours, one after another."""
        steps = self._story.course
        back = self._story.idle + sum(step.after for step in steps)
        at = self._morning(back)
        begun = self._calendar.instant(at.date(), at.time())
        found = []
        for step in steps:
            if step.after:
                back -= step.after
                at = self._morning(back)
            if isinstance(step, Act) and step.key in _MEETINGS:
                at = at.replace(hour=self._story.hour, minute=0) + _MEETING
            elif isinstance(step, Request):  # in the evening: it is the demo's visitor who decides
                at = at.replace(hour=16, minute=45)
            else:
                at += timedelta(
                    minutes=self._random.randrange(15, 55) if back else self._random.randrange(5, 12)
                )
            found.append(self._calendar.instant(at.date(), at.time()))
        return begun, found

    def _morning(self, back: int) -> datetime:
        """The beginning of the day so many working days before the demo's first one, local and naive."""
        day = self._calendar.working_day_before(self._today, back)
        minute = 20 + self._random.randrange(30) if back else self._random.randrange(1, 20)
        return datetime.combine(day, time(9, minute))

    def _coming(self, place: int, key: str) -> datetime:
        """When this is held, by what the story goes on to tell; else some time after the demo has begun."""
        later = zip(self._story.course[place:], self._times[place:], strict=True)
        held = next((at for step, at in later if isinstance(step, Act) and step.key == key), None)
        if held is not None:
            return held - _MEETING
        day = self._calendar.add_working_days(self._today, self._story.ahead)
        return self._calendar.instant(day, time(self._story.hour))

    # --- what -------------------------------------------------------------------------------------------

    async def _do(self, tx: AsyncSession, step: Step, now: datetime) -> None:
        """As whoever has to do it."""
        loaded = await load(tx, self._run, self._company)
        match step:
            case Act(_, key, outcome, way_out):
                task = next(one for one in loaded.facts.open if one.key == key)
                self._known[EXIT] = None if way_out is None else f"move.{way_out}"
                self._known["participants"] = self._participants(key)
                await self._advance(tx, Press(task.id, outcome), task.owner, now)
            case Go(_, to):
                await self._advance(tx, Move(to), loaded.facts.owner, now)
            case Request(_, key):
                await self._advance(tx, Plan(key), loaded.facts.owner, now)
            case Tick(_, field, points):
                await self._advance(tx, Edit({field: points}), loaded.facts.owner, now)

    def _participants(self, key: str) -> tuple[Participant, ...]:
        """What has been found out about them by this step."""
        if key == "collect_info":
            return tuple(Participant(number, one.role) for number, one in self._people)
        if key == "record_results" and self._known["influential"] == "yes":
            return tuple(Participant(number, one.role, loyalty=one.loyalty) for number, one in self._people)
        return tuple(
            Participant(number, one.role, one.influence, one.loyalty, one.motives)
            for number, one in self._people
        )

    async def _advance(
        self, tx: AsyncSession, trigger: Press | Move | Plan | Edit, actor: int, now: datetime
    ) -> None:
        """One question after another is answered by what the story says; what it does not say is passed over."""
        said: dict[str, Answer] = {}
        while True:
            full = trigger if isinstance(trigger, Edit) else replace(trigger, answers=dict(said))
            done = await advance(tx, self._run, full, now, company=self._company, actor_id=actor)
            if not done.questions:
                return
            question = done.questions[0]
            said[question.key] = self._known.get(question.key)
            if said[question.key] is None and not question.optional:
                raise UntoldError(f"{self._story.client}: {trigger} asks {question.key}")
