"""A company whose rules lay duties on people: Anna and Boris work under Olga, Vera is above her; on a real database."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from fsm.facts import Organisation, Plan, Press, Trigger
from fsm.loading import versions
from fsm.obligations import Obligation
from fsm.rulebook import shipped
from fsm.values import Money, Value
from notifications.timers import fire_due
from storage import activities, models, obligations, requests, undo
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.dialects import table
from storage.obligations import Kept
from storage.openings import NewDeal, open_deal
from tests.storage import laws
from tests.storage.rows import NOW, a_client, a_person

SMALL, LARGE = Decimal(400_000), Decimal(900_000)
NOTHING: Mapping[str, Value] = {}
KEPT_BOOKS = {"changed_cause_id", "before"}
"""What an undo needs of a row, and nobody else."""


class Story:
    """`now` is when the next thing happens; `run` is the deal that is worked."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.now = NOW
        self.company = Company({})
        self.run = self.client = 0
        self.anna = self.boris = self.olga = self.vera = 0

    async def begin(self) -> "Story":
        async with self.db.begin() as tx:
            names = ("Анна", "Борис", "Ольга", "Вера")
            here = [
                await a_person(tx, name, telegram_id=number, joined_at=NOW, **ELSEWHERE.get(name, {}))
                for number, name in enumerate(names, 1001)
            ]
            self.anna, self.boris, self.olga, self.vera = here
            self.client = await a_client(tx)
        heads = {self.anna: self.olga, self.boris: self.olga, self.olga: self.vera}
        self.company = Company(versions(), organisation=Organisation(heads=heads), rules=shipped())
        return self

    async def deal(
        self,
        amount: Decimal | None = SMALL,
        *,
        by: int | None = None,
        owner: int | None = None,
        process: str = "simple",
    ) -> Advanced:
        """Opened by its owner, unless it is said by whom."""
        owner = self.anna if owner is None else owner
        new = NewDeal(owner, self.client, amount=amount, currency=None if amount is None else "RUB")
        async with self.db.begin() as tx:
            begun = await open_deal(
                tx, new, self.now, company=self.company, process=process, actor_id=by or owner
            )
        self.run = begun.run_id
        await self.lawful()
        return begun

    async def do(self, trigger: Trigger, *, by: int | None = None, run: int | None = None) -> Advanced:
        async with self.db.begin() as tx:
            done = await advance(
                tx, run or self.run, trigger, self.now, company=self.company, actor_id=by or self.anna
            )
        assert not done.questions, done.questions
        await self.lawful()
        return done

    async def press(self, key: str, outcome: str, *, by: int | None = None, **answers: Value) -> Advanced:
        async with self.db.read() as session:
            (task,) = [one.id for one in await activities.open_of(session, self.run) if one.key == key]
        return await self.do(Press(task, outcome, answers), by=by)

    async def ask(self, until: str = "2026-12-09", reason: str = "supplier") -> Advanced:
        day = datetime.fromisoformat(until).date()
        return await self.do(Plan("complex", {"complex_reason": reason, "complex_until": day}))

    async def decide(
        self, outcome: str, answers: Mapping[str, Value] = NOTHING, *, by: int | None = None
    ) -> Advanced:
        """Olga's answer to what is asked of her."""
        found = await self.request()
        assert found.task is not None
        return await self.do(Press(found.task, outcome, answers), by=by or self.olga, run=found.run_id)

    async def request(self) -> requests.Request:
        async with self.db.read() as session:
            found = (await requests.of_deal(session, self.run))[0]
            whole = await requests.of_run(session, found.run_id)
        assert whole is not None
        return whole

    async def undo(self, done: Advanced, by: int | None = None) -> None:
        assert done.cause_id is not None
        async with self.db.begin() as tx:
            await undo.undo(
                tx, done.run_id, done.cause_id, self.now, company=self.company, actor_id=by or self.anna
            )
        await self.lawful()

    async def until(self, now: datetime) -> None:
        """Time passes, and timers fire when they are due."""
        while True:
            async with self.db.read() as session:
                pending = models.Timer.state == "pending"
                due = await session.scalar(select(models.Timer.due).where(pending).order_by(models.Timer.due))
            if due is None or due > now:
                break
            self.now = max(due, self.now)
            await fire_due(self.db, self.now, self.company)
        self.now = now
        await self.lawful()

    # --- what is there ----------------------------------------------------------------------------------

    async def lawful(self) -> None:
        async with self.db.read() as session:
            await laws.duties(session)

    async def kept(self, rule: str = "proposal_5d", run: int | None = None) -> Kept:
        async with self.db.read() as session:
            found = await obligations.of_run(session, run or self.run)
        return next(one for one in found if one.rule == rule)

    async def duty(self, rule: str = "proposal_5d") -> Obligation:
        return (await self.kept(rule)).obligation

    async def rows(self) -> list[dict[str, Any]]:
        """Every duty, and what is to wake it, as the database has it."""
        duty, timer = table(models.Obligation), table(models.Timer)
        async with self.db.read() as session:
            rows = (await session.execute(select(duty).order_by(duty.c.id))).mappings()
            found = [{key: value for key, value in row.items() if key not in KEPT_BOOKS} for row in rows]
            query = select(timer.c.key, timer.c.due, timer.c.data, timer.c.run_id)
            query = query.where(timer.c.kind == obligations.DUTY, timer.c.state == "pending")
            found += [dict(row) for row in (await session.execute(query.order_by(timer.c.key))).mappings()]
        return found

    async def owed(self, *kinds: str) -> list[tuple[int | None, str, dict[str, Any]]]:
        """Messages: to whom, of which kind, with which data, in the order in which they were put."""
        row = models.Outbox
        query = select(row.person_id, row.kind, row.data).order_by(row.id)
        async with self.db.read() as session:
            found = [tuple(one) for one in await session.execute(query)]
        return [(person, kind, data) for person, kind, data in found if kind in (kinds or OF_DUTIES)]

    async def told(self) -> list[tuple[str, Any]]:
        """Kinds, with the place of a reminder."""
        return [(kind, data.get("reminder")) for _, kind, data in await self.owed()]


ELSEWHERE = {"Борис": {"zone": "Asia/Kamchatka"}}
OF_DUTIES = ("duty", "broken", "urgent")


def rubles(amount: Decimal) -> Money:
    return Money(amount, "RUB")
