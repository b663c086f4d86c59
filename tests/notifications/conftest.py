"""A database of each kind, a clock that the test owns, and a port that remembers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from notifications.kinds import Payload, to_data
from notifications.port import Place, Sent, Shown
from storage import models, outbox
from storage.company import Company
from storage.db import Database, inside
from storage.outbox import Owed
from tests.storage.rows import NOW

COMPANY = Company(processes={})
Verdict = Callable[[Owed], Exception | None]


@dataclass
class Hands:
    """The clock."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Port:
    """Sends nowhere; `fails` says by row what goes wrong, `shows` which card a message becomes."""

    sent: list[tuple[int, str]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    fails: Verdict = lambda owed: None
    shows: Callable[[Owed], Shown | None] = lambda owed: None
    pause: float = 0.0
    busy: set[int] = field(default_factory=set)
    afterwards: list[str] = field(default_factory=list)

    async def send(self, owed: Owed, payload: Payload, now: datetime) -> Sent | None:
        assert not inside.get()
        assert owed.lane not in self.busy, "two at once to one person"
        self.busy.add(owed.lane)
        self.tried.append(owed.key)
        await asyncio.sleep(self.pause)
        self.busy.remove(owed.lane)
        if problem := self.fails(owed):
            raise problem

        async def then() -> None:
            self.afterwards.append(owed.key)

        self.sent.append((owed.lane, owed.key))
        return Sent(Place(owed.lane * 100, 1000 + owed.id), self.shows(owed), then)

    @property
    def keys(self) -> list[str]:
        return [key for _, key in self.sent]


async def put(db: Database, person: int, payload: Payload, **given: Any) -> None:
    values: dict[str, Any] = {
        "due": NOW,
        "now": NOW,
        "key": payload.key(person),
        "data": to_data(payload),
    } | given
    async with db.begin() as tx:
        assert await outbox.put(tx, kind=payload.kind, person_id=person, **values)


async def rows(db: Database) -> dict[str, models.Outbox]:
    """All messages by key."""
    async with db.read() as session:
        return {row.key: row for row in await session.scalars(select(models.Outbox))}


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that another task does."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what is looked at knows no events
            await asyncio.sleep(0.001)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as database:
        yield database


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def port() -> Port:
    return Port()
