"""Finding one of 100 000 clients by a part of the name, a contact, a phone's tail, and with a slip: for a rep and a director."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from benchmarks.result import Result, shown
from storage import finding, people, schema
from storage.db import Database
from storage.models import Client, Contact, Deal
from storage.names import fold

CLIENTS, REPS, BATCH, ROUNDS = 100_000, 20, 5_000, 9
BOUND = 0.500  # seconds that somebody who types waits without noticing
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEADS = ("Ром", "Лю", "Вест", "Строй", "Тех", "Агро", "Мега", "Инфо", "Сев", "Глоб", "Авто", "Мед", "Пром")
TAILS = ("ашка", "тик", "снаб", "сервис", "торг", "маш", "трейд", "проект", "групп", "монтаж", "фуд")
TYPED = {
    "a part of a name": "ромашка",
    "a contact": "вестов",
    "the end of a phone": "4567",
    "a slip": "ромшака",
}


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(_measured(f"sqlite+aiosqlite:///{Path(folder) / 'clients.db'}"))
    for what, seconds in found.items():
        yield Result(f"100 000 clients: by {what}", shown(seconds), shown(BOUND), seconds / BOUND, 1.0)


async def _measured(url: str) -> dict[str, float]:
    """The slower of the two readers, the median of the rounds."""
    await schema.create(url)
    async with Database.connect(url) as db:
        reps = await _filled(db)
        slowest: dict[str, float] = {}
        for owners in (None, {reps[0]}):
            for what, text in TYPED.items():
                taken = []
                for _ in range(ROUNDS):
                    start = time.perf_counter()
                    async with db.read() as session:
                        found = await finding.find(session, text, owner_ids=owners)
                    taken.append(time.perf_counter() - start)
                    assert found.count, text
                slowest[what] = max(slowest.get(what, 0.0), statistics.median(taken))
    return slowest


async def _filled(db: Database) -> list[int]:
    chance = random.Random(1)
    async with db.begin() as tx:
        reps = [await people.add(tx, name=f"Rep {number}", roles=["rep"]) for number in range(REPS)]
        for first in range(1, CLIENTS, BATCH):
            ids = range(first, first + BATCH)
            names = [
                f"ООО «{chance.choice(HEADS)}{chance.choice(TAILS)} {chance.choice(HEADS)}{chance.choice(TAILS)}»"
                for _ in ids
            ]
            await tx.execute(
                insert(Client),
                [
                    {
                        "id": one,
                        "name": name,
                        "key": fold(name),
                        "owner_id": chance.choice(reps),
                        "details": {},
                    }
                    | {"created_at": NOW}
                    for one, name in zip(ids, names, strict=True)
                ],
            )
            await tx.execute(insert(Contact), [_contact(one, chance) for one in ids])
            await tx.execute(insert(Deal), [_deal(one, chance, reps) for one in ids])
    return reps


def _contact(number: int, chance: random.Random) -> dict[str, object]:
    name = f"Иван {chance.choice(HEADS)}ов"
    phone = f"+79{chance.randint(10**8, 10**9 - 1)}"
    return {"client_id": number, "name": name, "key": fold(name), "phone": phone}


def _deal(number: int, chance: random.Random, reps: list[int]) -> dict[str, object]:
    return {
        "process": "simple",
        "client_id": number,
        "owner_id": chance.choice(reps),
        "extra": {},
        "unknown": [],
        "stage": "prospecting",
        "furthest": "prospecting",
        "outcome": None if chance.random() < 0.3 else "won",
        "opened_at": NOW,
    }
