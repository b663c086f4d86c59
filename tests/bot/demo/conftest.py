"""A made-up company in a database, some of its days played."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bot.demo import company as companies
from bot.demo.company import Founded
from bot.demo.history import BEGINS, SEED, History
from fsm.loading import versions
from storage import calendars
from storage.company import Company
from storage.db import Database


@dataclass(frozen=True, slots=True)
class Played:
    """`told` is what the progress heard."""

    db: Database
    company: Company
    founded: Founded
    told: list[int]

    async def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        async with self.db.read() as session:
            return [tuple(row) for row in await session.execute(text(query), values)]


async def played(db: Database, *, days: int, seed: int = SEED) -> Played:
    processes = versions()
    async with db.begin() as tx:
        founded = await companies.found(tx, BEGINS - timedelta(days=200))
        company = await calendars.company(tx, processes=processes)
    told: list[int] = []
    await History(db, company, founded, seed=seed).make(days, told=told.append)
    return Played(db, company, founded, told)
