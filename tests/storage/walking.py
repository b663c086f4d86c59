"""A small company whose people press whatever there is, on a real database: rivals, timers, restarts, undo and leave.

Random answers are those of the walks in memory; after each step the laws of mechanics are looked for in the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Self

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Answer, Elapse, Facts, OpenTask, Press, Reopen, Return, Trigger
from fsm.loading import versions
from fsm.table import Reason, Refused
from fsm.values import Value
from notifications.timers import fire_due
from storage import absences, calendars, handover, models, stats, teams, undo
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.obligations import Kept
from storage.openings import NewDeal, open_deal
from storage.runs import DEAL, Loaded, load
from tests.fsm.play import Play, Row
from tests.fsm.walker import Walker, with_answers
from tests.storage import laws
from tests.storage.rows import NOW, a_client, a_contact, a_person, a_product

PEOPLE = (6, 7, 8)
LIVELY = 12
"""Deals that are worked at the same time."""
AMOUNTS = (None, Decimal(400_000), Decimal(400_000), Decimal(900_000))
PATIENCE = 60
"""Steps of a deal, after which whoever works it gives it up."""


@dataclass(frozen=True, slots=True)
class Birth:
    """What a run began with; `planned` tells whether its first step was due on a day that was said."""

    owner: int
    fields: dict[str, Value]
    planned: bool = False


@dataclass(slots=True)
class Walk:
    """`now` only goes on; `live` are runs that have not ended, with the steps of each."""

    db: Database
    company: Company
    chance: Random
    process: str
    now: datetime = NOW
    live: dict[int, int] = field(default_factory=dict)
    births: dict[int, Birth] = field(default_factory=dict)
    deals: int = 0
    confirmed: set[int] = field(default_factory=set)
    ended: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)

    @classmethod
    async def prepare(cls, db: Database, *, seed: int, process: str = "corporate") -> Self:
        """Three people who work and some rows to choose from, numbered as the walks in memory do."""
        async with db.begin() as tx:
            await _found(tx)
        return cls(db, await _company(db), Random(seed), process)

    async def through(self, deals: int) -> None:
        """So many deals from their start to an end, and whatever they start on the way."""
        while self.live or self.deals < deals:
            while len(self.live) < LIVELY and self.deals < deals:
                await self._begin()
            await self._step(self.chance.choice(sorted(self.live)))
            await self._world()
        await self._check_stats()

    # --- a step -----------------------------------------------------------------------------------------

    async def _begin(self) -> None:
        owner = self.chance.choice(PEOPLE)
        amount = self.chance.choice(AMOUNTS)
        currency = None if amount is None else "RUB"
        new = NewDeal(owner, self.chance.choice((None, 1, 2)), amount=amount, currency=currency)
        async with self.db.begin() as tx:
            begun = await open_deal(
                tx, new, self.now, company=self.company, process=self.process, actor_id=owner
            )
        async with self.db.read() as session:
            await self._happened(session, begun)
            await laws.check(session, self.company, {begun.run_id})

    async def _step(self, run: int) -> None:
        self.live[run] += 1
        async with self.db.begin() as tx:
            loaded = await load(tx, run, self.company)
            walker = Walker(self._view(loaded), self.chance)
            one = self._chosen(walker, self.live[run])
            actor = self.chance.choice((loaded.facts.owner, loaded.facts.owner, *PEOPLE))
            before, timers, owed = loaded.facts, await laws.pending(tx, run), await laws.duties(tx)
            try:
                done, trigger = await self._asked(tx, loaded, one, actor, walker)
            except Refused as refused:
                self._count(f"refused: {refused.reason}")
                assert (await load(tx, run, self.company)).facts == before
                return
        async with self.db.read() as session:
            await laws.check(session, self.company, _touched(done))
        if self._often(7) and await self._taken_back(done, actor, before, timers, owed):
            return
        async with self.db.read() as session:
            await self._happened(session, done)
        if isinstance(trigger, Press) and run in self.live:
            await self._again(run, trigger, actor)

    def _chosen(self, walker: Walker, steps: int) -> Trigger:
        if steps > PATIENCE and walker.play.state is not None:
            return walker.end()
        if self._often(6):
            while isinstance(one := walker.anything(), Elapse | Return | Reopen):
                pass
            return one
        return walker.work()

    async def _asked(
        self, tx: AsyncSession, loaded: Loaded, one: Trigger, actor: int, walker: Walker
    ) -> tuple[Advanced, Trigger]:
        """One question after another is answered, as in the chat."""
        answers: dict[str, Answer] = {}
        run: int = loaded.row["id"]
        while True:
            trigger = with_answers(one, answers)
            done = await advance(
                tx, run, trigger, self.now, company=self.company, actor_id=actor, loaded=loaded
            )
            if not done.questions:
                self._count(type(one).__name__)
                return done, trigger
            question = done.questions[0]
            assert question.key not in answers, f"{question} comes twice"
            answers[question.key] = walker.answer(question)

    async def _again(self, run: int, trigger: Press, actor: int) -> None:
        """The second tap of a double changes nothing."""
        async with self.db.begin() as tx:
            before = (await load(tx, run, self.company)).facts
            with pytest.raises(Refused) as refused:
                await advance(tx, run, trigger, self.now, company=self.company, actor_id=actor)
            assert refused.value.reason in {Reason.CLOSED, Reason.FINAL}
            assert (await load(tx, run, self.company)).facts == before

    async def _taken_back(
        self,
        done: Advanced,
        actor: int,
        before: Facts,
        timers: set[tuple[Any, ...]],
        owed: Mapping[int, Kept],
    ) -> bool:
        """Some time later everything is as it was, in this run and in others; False where that is not offered."""
        run = done.run_id
        if self._often(2):
            self.now += timedelta(minutes=self.chance.randrange(120))
            await fire_due(self.db, self.now, self.company)
        async with self.db.begin() as tx:
            cause = await undo.offered(tx, run, actor, self.now)
            if cause is None:
                return False
            await undo.undo(tx, run, cause, self.now, company=self.company, actor_id=actor)
            assert (await load(tx, run, self.company)).facts == before
            ahead = {one for one in timers if one[-1] > self.now}
            assert {one for one in await laws.pending(tx, run) if one[-1] > self.now} == ahead
            known = select(models.Run.id).where(models.Run.id.in_(_touched(done)))
            await laws.check(tx, self.company, set(await tx.scalars(known)))
            laws.same_duties(owed, await laws.duties(tx), self.now)
        self._count("taken back")
        return True

    async def _happened(self, session: AsyncSession, done: Advanced, *, caused: bool = False) -> None:
        """What is remembered of it, and of all that it caused."""
        if done.begun:
            loaded = await load(session, done.run_id, self.company, lock=False)
            self.births[done.run_id] = Birth(done.owner, dict(loaded.facts.fields), caused)
            self.live[done.run_id] = 0
            self.deals += done.kind == DEAL
        if done.state is not None:
            self.visited.add(done.state)
        if done.kind == DEAL and not done.draft:
            self.confirmed.add(done.run_id)
        if done.final is not None:
            self.live.pop(done.run_id, None)
            if done.kind == DEAL:
                self.ended[done.final] = self.ended.get(done.final, 0) + 1
                # Whose a request is, is told by the history of its deal.
                await laws.replay(session, self.company, done.run_id, self.births[done.run_id])
        for one in done.caused:
            await self._happened(session, one, caused=True)

    # --- the world --------------------------------------------------------------------------------------

    async def _world(self) -> None:
        """Time passes, timers fire, somebody hands over all he has, the program is started anew."""
        self.now += timedelta(minutes=self.chance.randrange(90))
        if self._often(4):
            await fire_due(self.db, self.now, self.company)
        if self._often(150):
            giver, *takers = self.chance.sample(PEOPLE, 3)
            async with self.db.begin() as tx:
                await handover.piece(tx, giver, takers, self.now, company=self.company, actor_id=8)
                await laws.check(tx, self.company, set(self.live))
            self._count("handed over")
        if self._often(15):
            await self.db.close()
            self.db = Database(self.db.url.render_as_string(hide_password=False))
            self.company = await _company(self.db)
            self._count("started anew")
        if self._often(40):
            await self._check_stats()

    async def _check_stats(self) -> None:
        """A report counts whoever has been confirmed, and no draft."""
        async with self.db.read() as session:
            for process in {self.process, "simple"}:
                funnel = await stats.funnel(session, self.company.newest(process))
                known = select(models.Run.id).where(models.Run.process == process)
                runs = set(await session.scalars(known))
                assert funnel.stages[0].reached == len(runs & self.confirmed)

    # --- rows as a run in memory ------------------------------------------------------------------------

    def _view(self, loaded: Loaded) -> Play:
        facts = loaded.facts
        rows = [Row(task, facts.stage_run) for task in facts.open]
        rows += [
            Row(OpenTask(number, key, "stage", facts.owner, 1, self.now), facts.stage_run, outcome="done")
            for number, key in loaded.past.items()
        ]
        return Play(
            loaded.process,
            now=self.now,
            calendar=loaded.calendar,
            state=facts.state,
            stage_run=facts.stage_run,
            rows=rows,
            owner=facts.owner,
        )

    def _often(self, times: int) -> bool:
        return self.chance.randrange(times) == 0

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def _touched(done: Advanced) -> set[int]:
    return {done.run_id}.union(*(_touched(one) for one in done.caused))


async def _company(db: Database) -> Company:
    async with db.read() as session:
        return await calendars.company(session, processes=versions())


async def _found(tx: AsyncSession) -> None:
    """Teams 1 and 2 have a head, team 3 has none; for a week 7 is on leave and 6 stands in, then 8 without anybody."""
    north = await teams.add(tx, name="Север")
    south = await teams.add(tx, name="Юг", parent_id=north)
    await teams.add(tx, name="Восток", parent_id=north)
    for number in range(1, 6):
        await a_person(tx, f"Ещё {number}")
    known = {"joined_at": NOW, "team_id": north}
    await a_person(tx, "Анна", roles=["rep", "head"], telegram_id=1006, **known | {"team_id": south})
    await a_person(tx, "Борис", telegram_id=1007, **known)
    await a_person(tx, "Вера", roles=["rep", "head"], telegram_id=1008, **known)
    for number in range(1, 10):
        await a_client(tx, f"Ромашка {number}")
        await a_contact(tx, number, f"Пётр {number}", phone="+74951234567")
        await a_product(tx, f"Насос {number}")
    first = NOW.date() + timedelta(days=3)
    for person, substitute in ((7, 6), (8, None)):
        last = first + timedelta(days=6)
        await absences.add(
            tx, person_id=person, first=first, last=last, substitute_id=substitute, by_id=8, now=NOW
        )
        first = last + timedelta(days=1)
