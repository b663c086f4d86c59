"""Deals on which much is demanded: dates asked for, decided, escalated, missed, sums that come and go; on both databases."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import func, select

from fsm.facts import Assign, Edit, Plan, Trigger
from fsm.obligations import ENDS
from fsm.values import Money
from storage import models
from storage.db import Database
from tests.fsm.walker import Walker
from tests.storage import laws
from tests.storage.walking import PEOPLE, Walk

DEALS, STEPS = 7, 15
"""How many deals, and after how many steps each is given up."""
AMOUNTS = (100_000, 400_000, 400_000, 900_000, 5_000_000)


@dataclass(slots=True)
class Demanding(Walk):
    """People who seldom give up, and time that flies."""

    def _chosen(self, walker: Walker, steps: int) -> Trigger:
        if walker.play.process.process != self.process:
            return walker.work()  # whoever decides
        if steps > STEPS:
            return walker.end()
        walker.patient = True
        match self.chance.randrange(10):
            case 0 | 1:
                return Plan("complex")
            case 2:
                return Edit({"amount": Money(Decimal(self.chance.choice(AMOUNTS)), "RUB")})
            case 3 if self._often(2):
                day = walker.play.calendar.day_of(self.now)
                return Edit({"proposal_sent": day - timedelta(days=self.chance.randrange(3))})
            case 4:
                return Assign(self.chance.choice(PEOPLE))
            case _:
                return walker.work()

    async def _world(self) -> None:
        self.now += timedelta(minutes=self.chance.randrange(5 * 60))
        await Walk._world(self)


async def test_whatever_is_demanded_ends_once_and_breaks_no_law(db: Database) -> None:
    walk = await Demanding.prepare(db, seed=19, process="simple")
    await walk.through(DEALS)
    async with walk.db.read() as session:
        known = await laws.duties(session)
        told = select(models.Outbox.kind, func.count()).group_by(models.Outbox.kind)
        owed = {kind: count for kind, count in await session.execute(told)}  # noqa: C416 - rows are no pairs
        run = models.Run
        ended = set(await session.scalars(select(run.state).where(run.process == "complex_deal")))
        fired = await session.scalar(
            select(func.count()).select_from(models.Timer).where(models.Timer.state == "broken")
        )
    await walk.db.close()
    ends = Counter((one.rule, one.obligation.state) for one in known.values())
    assert all(one.obligation.over for one in known.values())
    assert {state for rule, state in ends if rule == "proposal_5d"} == ENDS
    assert {"duty", "broken"} <= owed.keys()
    assert {"approved", "rejected", "withdrawn"} <= ended
    assert not fired
    assert walk.counts["taken back"] > 3
