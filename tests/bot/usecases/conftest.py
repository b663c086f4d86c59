"""A small company on both databases, and what its people do through the use cases, without a messenger."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.usecases.work import Work
from fsm.loading import versions
from storage import activities, models, people
from storage.company import Company
from storage.db import Database
from storage.people import Person
from tests import build

COMPANY = Company(processes=versions())
CARD = 500
"""The message that is pressed, unless a test says another."""


@dataclass
class Office:
    """Anna and Boris sell in the North, Olga answers for them, Igor sells in the South, Vera directs, Dina sets up."""

    db: Database
    now: datetime = build.MONDAY
    staff: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)

    def work(self, name: str, update: int | None = None) -> Work:
        """What somebody does now."""
        return Work(self.db, COMPANY, self.now, self.staff[name], update)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def hire(self, name: str, number: int, **facts: Any) -> Person:
        async with self.db.begin() as tx:
            self.staff[name] = await build.a_user(tx, name, telegram=number, **facts)
        return self.staff[name]

    async def deal(self, owner: str = "anna", **facts: Any) -> build.Built:
        async with self.db.begin() as tx:
            return await build.a_deal(tx, COMPANY, self.staff[owner].id, now=self.now, **facts)

    async def left(self, name: str) -> None:
        async with self.db.begin() as tx:
            await people.leave(tx, self.staff[name].id, now=self.now)
        self.staff[name] = replace(self.staff[name], left_at=self.now)

    async def open(self, run: int) -> list[activities.Open]:
        async with self.db.read() as session:
            return await activities.open_of(session, run)

    async def rows(self, model: type[models.Row]) -> list[Any]:
        async with self.db.read() as session:
            return list(await session.scalars(select(model).order_by(*model.__table__.primary_key)))

    async def extra(self, run: int) -> dict[str, Any]:
        (deal,) = [one for one in await self.rows(models.Deal) if one.id == run]
        found: dict[str, Any] = deal.extra
        return found


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with Database.connect(database_url) as db:
        found = Office(db)
        await found.hire("anna", 1001)
        await found.hire("boris", 1002)
        await found.hire("igor", 1003, team="Юг")
        await found.hire("olga", 1004, roles=("head",))
        await found.hire("vera", 1005, roles=("director",), team=None)
        await found.hire("dina", 1006, roles=("admin",), team=None)
        found.teams = {one.name: one.id for one in await found.rows(models.Team)}
        yield found
