"""A made-up past in which there is more than the work of deals: acts at instants of their own, and what happens by itself."""

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from itertools import count

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import hearing, history
from bot.demo.company import Founded
from bot.demo.hearing import Heard
from bot.demo.history import BEGINS, DAYS, SEED, History, Turn
from storage.company import Company
from storage.db import Database

AUDITED = 15
"""Working days before the demo's first one on which there have been audits and digests."""
_MOMENT = timedelta(microseconds=1)


class Timed(History):
    """One such history. `others` have acts of their own, the last of them perhaps after the last day."""

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
        super().__init__(db, company, founded, begins=begins, seed=seed)
        self._others = sorted(others, key=lambda one: one[0])
        self._turns: list[tuple[datetime, int, Turn]] = []
        self._order = count()
        self._awaited: datetime | None = None

    async def make(self, number: int = DAYS, *, told: Callable[[int], None] = lambda _: None) -> None:
        past = history.days(self._calendar, self._calendar.day_of(self._begins), number)
        end = self._calendar.closing(past[-1])
        for at, act in self._others:
            if at < end:
                self._turn(at, act)
        first = past[max(0, number - AUDITED)]
        self._turn(self._calendar.instant(first, time()), self._begin_audits)
        await super().make(number, told=told)
        async with self._db.begin() as tx:
            for at, act in self._others:
                if at >= end:
                    await act(tx, at)

    def _turn(self, at: datetime, act: Turn) -> None:
        heapq.heappush(self._turns, (at, next(self._order), act))

    async def _play(self, tx: AsyncSession, until: datetime) -> None:
        while True:
            event = self._events[0][0] if self._events else until
            turn = self._turns[0][0] if self._turns else until
            if min(event, turn) >= until:
                return
            if turn <= event:
                at, _, act = heapq.heappop(self._turns)
                await act(tx, at)
            else:
                await super()._play(tx, event + _MOMENT)

    async def _await(self, tx: AsyncSession) -> None:
        """Whatever happens by itself next has its turn."""
        due = await hearing.coming(tx)
        if due is not None and (self._awaited is None or due < self._awaited):
            self._awaited = due
            self._turn(due, self._happen)

    async def _happen(self, tx: AsyncSession, now: datetime) -> None:
        self._awaited = None
        for one in await hearing.happen(tx, now, self._company):
            self._hear(one, now)
        await self._await(tx)

    async def _begin_audits(self, tx: AsyncSession, now: datetime) -> None:
        await hearing.begin(tx, now, self._company)
        await self._await(tx)

    def _hear(self, heard: Heard, now: datetime) -> None:
        """What somebody would have been told."""
