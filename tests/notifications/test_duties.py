"""What is told of duties: in working hours, once each, together where several wait, and never more than the cap allows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import func, select

from fsm.facts import Assign, Edit, Move, Plan, Trigger
from fsm.table import Refused
from notifications import daily
from notifications.delivery import deliver
from notifications.kinds import Broken, Duties, Duty, Payload, Urgent
from notifications.policy import HOUR, can_wait, opening
from notifications.port import Place, Sent
from notifications.timers import fire_due
from storage import models, people
from storage.apply import advance
from storage.company import Company
from storage.db import Database
from storage.outbox import Owed
from storage.people import Person
from tests.fsm.dutiful import moscow
from tests.notifications.conftest import Hands
from tests.storage import laws
from tests.storage.demanded import SMALL, Story, rubles
from tests.storage.rows import DAY, NOW

MINUTE = timedelta(minutes=1)


@dataclass
class Heard:
    """A port that remembers what was told to whom, when."""

    clock: Hands
    told: list[tuple[datetime, int, Payload]] = field(default_factory=list)

    async def send(self, owed: Owed, payload: Payload, now: datetime) -> Sent:
        assert owed.person_id is not None
        self.told.append((self.clock(), owed.person_id, payload))
        return Sent(Place(owed.person_id, len(self.told)))

    def of(self, person: int) -> list[tuple[datetime, Payload]]:
        """What is told of duties."""
        kinds = (Duty, Duties, Broken, Urgent)
        return [(at, one) for at, whom, one in self.told if whom == person and isinstance(one, kinds)]


@dataclass
class World:
    """The people of a story with a clock, and somebody who delivers."""

    story: Story
    clock: Hands
    heard: Heard

    @property
    def company(self) -> Company:
        return self.story.company

    async def until(self, now: datetime) -> None:
        """Time passes; something is done whenever something is due."""
        while True:
            async with self.story.db.read() as session:
                timer, message = models.Timer, models.Outbox
                dues = [
                    await session.scalar(select(func.min(timer.due)).where(timer.state == "pending")),
                    await session.scalar(select(func.min(message.due)).where(message.state == "pending")),
                ]
            due = min((one for one in dues if one is not None), default=None)
            if due is None or due > now:
                break
            await self.tick(max(due, self.clock()))
        self.story.now = self.clock.at = now

    async def tick(self, now: datetime) -> None:
        """What is due is fired and delivered, whatever was due before and nobody saw."""
        self.story.now = self.clock.at = now
        await fire_due(self.story.db, now, self.company)
        await deliver(self.story.db, self.heard, self.company, self.clock)

    async def person(self, number: int) -> Person:
        async with self.story.db.read() as session:
            found = await people.get(session, number)
        assert found is not None
        return found


@pytest.fixture
async def world(db: Database) -> World:
    story, clock = await Story(db).begin(), Hands()
    return World(story, clock, Heard(clock))


def said(payload: Payload) -> Iterator[Payload]:
    """What a message says, one by one."""
    if isinstance(payload, Duties):
        yield from payload.duties
    else:
        yield payload


# --- when -----------------------------------------------------------------------------------------------------


async def test_they_wait_for_the_working_hours_of_whoever_has_the_duty(world: World) -> None:
    """Opened on a Saturday by his head, for somebody in Kamchatka."""
    story = world.story
    await world.tick(moscow(11, 28, 12))
    await story.deal(owner=story.boris, by=story.olga)
    await world.until(moscow(12, 8, 0))
    monday = datetime(2026, 11, 29, 21, tzinfo=UTC)  # nine in the morning there
    found = world.heard.of(story.boris)
    assert [at for at, _ in found] == [monday, monday + 3 * DAY, monday + 7 * DAY]
    assert [payload for _, payload in found] == [Duty(1, 1), Duty(1, 2), Broken(1)], "day 0 and 1 are one"


async def test_what_is_urgent_comes_at_any_hour_and_the_rest_does_not(world: World) -> None:
    """It was due at noon in Kamchatka, where it is three in the night in Moscow."""
    story = world.story
    await story.deal(Decimal(2_000_000), owner=story.boris, by=story.olga)
    await world.until(NOW + 3 * DAY)
    ((at, payload),) = world.heard.of(story.olga)
    assert isinstance(payload, Urgent)
    assert at == (await story.duty("first_answer")).due_at
    calendar = daily.calendar_of(await world.person(story.olga), world.company)
    assert not calendar.is_working_at(at)


# --- once, and together ---------------------------------------------------------------------------------------


async def test_several_that_wait_are_one_message_and_what_is_broken_is_in_it(world: World) -> None:
    story = world.story
    await story.deal()
    await world.until(moscow(11, 30, 17))
    for _ in range(4):
        await story.deal(by=story.olga)
    count = len(world.heard.of(story.anna))
    await world.tick(moscow(11, 30, 18))  # after work
    await world.until(moscow(12, 1, 10))
    ((at, payload),) = world.heard.of(story.anna)[count:]
    assert at == moscow(12, 1, 9)
    assert isinstance(payload, Duties)
    kinds = [type(one) for one in payload.duties]
    assert (kinds.count(Broken), kinds.count(Duty)) == (1, 4)


async def test_after_three_days_down_it_is_one_message_however_many_there_are(world: World) -> None:
    story = world.story
    for _ in range(12):
        await story.deal()
    for _ in range(3):
        await world.tick(moscow(11, 26, 12))
    ((_, payload),) = world.heard.of(story.anna)
    assert isinstance(payload, Duties)
    assert len({one.obligation for one in payload.duties}) == len(payload.duties) == 12


async def test_nothing_is_queued_twice_whoever_fires_how_often(world: World) -> None:
    story = world.story
    for _ in range(5):
        await story.deal(by=story.olga)
    for hours in (0, 0, 1, 24, 24, 25, 96, 96, 24 * 7, 24 * 7, 24 * 8):
        await world.tick(NOW + hours * HOUR)
    told = [one for at, payload in world.heard.of(story.anna) for one in said(payload)]
    assert len(told) == len(set(told))
    async with story.db.read() as session:
        keys = list(await session.scalars(select(models.Outbox.key)))
    assert len(keys) == len(set(keys))


async def test_whoever_has_it_since_is_not_asked_why_somebody_else_did_not_do_it(world: World) -> None:
    """It was due while nobody was there, and was handed over before anybody was told."""
    story = world.story
    await story.deal()
    story.now = moscow(12, 1, 12)
    await story.do(Assign(story.boris), by=story.olga)
    await world.until(moscow(12, 3, 12))
    assert (await story.kept()).owner_id == story.anna
    assert [payload for _, payload in world.heard.of(story.boris) if isinstance(payload, Broken)] == []


# --- whatever happens -----------------------------------------------------------------------------------------


async def anything(story: Story, chance: Random) -> None:
    """Somebody does something about one of the deals, or opens one."""
    if chance.random() < 0.6:
        await story.deal(
            chance.choice((None, SMALL, SMALL, Decimal(3_000_000))),
            owner=chance.choice((story.anna, story.boris)),
            by=chance.choice((None, story.olga, story.olga)),
        )
        return
    async with story.db.read() as session:
        runs = list(await session.scalars(select(models.Run.id).where(models.Run.kind == "deal")))
    if not runs:
        return
    day = story.now.date()
    triggers: list[Trigger] = [
        Edit({"amount": rubles(SMALL + chance.randrange(9))}),
        Edit({"proposal_sent": day}),
        Assign(chance.choice((story.anna, story.boris))),
        Move("lost", {"lost_reason": "price"}),
        Plan("complex", {"complex_reason": "supplier", "complex_until": day + 9 * DAY}),
    ]
    try:
        async with story.db.begin() as tx:
            await advance(
                tx,
                chance.choice(runs),
                chance.choice(triggers),
                story.now,
                company=story.company,
                actor_id=chance.choice((story.anna, story.olga)),
            )
    except Refused:
        return


async def test_a_week_keeps_to_working_hours_and_to_the_cap(world: World) -> None:
    """Many deals, nights and days off, downtimes of up to two days; at most one unasked message an hour."""
    story, chance = world.story, Random(5)
    story.company = replace(story.company, hourly=1)
    await world.until(NOW)
    end = NOW + 7 * DAY
    while world.clock() < end:
        for _ in range(chance.randrange(3)):
            await anything(story, chance)
        now = world.clock() + chance.randrange(1, 3 * 60) * MINUTE
        if chance.random() < 0.05:
            await world.tick(now + chance.randrange(2 * 24) * HOUR)
        else:
            await world.until(now)
    await world.until(end + 9 * DAY)
    async with story.db.read() as session:
        await laws.duties(session)
        query = select(func.count()).where(models.Timer.state == "broken")
        assert not await session.scalar(query)
        queued = await session.scalar(select(func.count()).where(models.Outbox.kind.in_(["duty", "broken"])))
    messages = 0
    for number in (story.anna, story.boris, story.olga):
        person = await world.person(number)
        calendar = daily.calendar_of(person, world.company)
        told = [one for _, payload in world.heard.of(number) for one in said(payload)]
        assert len(told) == len(set(told)), "told twice"
        unasked = [at for at, whom, payload in world.heard.told if whom == number and can_wait(payload)]
        # Or with the plan or the recap of the day, whose hour everybody chooses himself.
        late = [at for at in unasked if opening(calendar, at) != at]
        assert [at for at in late if daily.just_came(person, at, world.company) is None] == []
        waits = [at for at, payload in world.heard.of(number) if can_wait(payload)]
        # Where one may come along, it is one more.
        most = world.company.hourly + 1
        assert all(last - first >= HOUR for first, last in zip(waits, waits[most:], strict=False))
        assert max(Counter(calendar.day_of(at) for at in waits).values(), default=0) <= 9 * most
        messages += len(waits)
    assert queued is not None
    assert 10 < messages < queued, "some were told together"
