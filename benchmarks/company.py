"""A company in rows: reps, clients and deals by the thousand, as many changes behind each as a measurement wants."""

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from storage import models, schema
from storage.db import Database

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""Ten o'clock in Moscow on an ordinary working Monday."""
TELEGRAM = 1000
"""Rep number n (from 1) has this and n as Telegram id."""
PROCESS, VERSION = "simple", 1
CLIENTS = 500
BATCH = 5_000
FOLDER = Path("build") / "benchmarks"


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def made(name: str, *, reps: int, deals: int, moves: int = 0, clients: int | None = None) -> Path:
    """A database file of this company, made once and kept in build/; copy it before changing it."""
    path = FOLDER / f"{name}-{schema.newest()}.db"  # one of an older schema would be brought up to date first
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new.db")
        unfinished.unlink(missing_ok=True)
        asyncio.run(make(unfinished, reps=reps, deals=deals, moves=moves, clients=clients))
        unfinished.rename(path)
    return path


async def make(path: Path, *, reps: int, deals: int, moves: int = 0, clients: int | None = None) -> None:
    """Deal n belongs to rep (n-1) % reps + 1; its run, its client's contact and (if open) its activity are n too.

    Without moves every deal stands in its first stage and its first call is due today. With moves it has gone to
    and fro that often, and three in five are closed. `clients`, a multiple of `reps`, are so many, each the rep's
    who has its deals; without it there are few, and nobody's.
    """
    count = clients or CLIENTS
    await schema.create(url(path))
    async with Database.connect(url(path)) as db, db.begin() as tx:
        await tx.execute(insert(models.Team), [{"id": 1, "name": "Север", "parent_id": None}])
        await tx.execute(insert(models.Person), [_person(number) for number in range(1, reps + 1)])
        owners = [(number - 2) % reps + 1 if clients else None for number in range(1, count + 1)]
        await tx.execute(insert(models.Client), [_client(*one) for one in enumerate(owners, start=1)])
        numbers = iter(range(1, deals + 1))
        chance = random.Random(2026)
        while batch := list(islice(numbers, BATCH)):
            rows = _Rows(chance, moves, count)
            for number in batch:
                rows.deal(number, (number - 1) % reps + 1)
            for model, found in rows.found.items():
                if found:
                    await tx.execute(insert(model), found)
        await tx.execute(text("ANALYZE"))


class _Rows:
    """Rows of some deals, by table."""

    def __init__(self, chance: random.Random, moves: int, clients: int) -> None:
        self._chance = chance
        self._moves = moves
        self._clients = clients
        self.found: dict[type[models.Row], list[dict[str, Any]]] = {
            model: [] for model in (models.Deal, models.Run, models.StageRun, models.History, models.Activity)
        }

    def deal(self, number: int, owner: int) -> None:
        opened = (
            NOW - timedelta(minutes=1) - timedelta(hours=self._chance.randrange(1, 8000)) * bool(self._moves)
        )
        stages = list(self._stages())
        closed = stages[-1] in {"won", "lost"}
        stays = [opened + timedelta(hours=number) for number in range(len(stages))]
        working = [stage for stage in stages if stage in {"prospecting", "engaging"}]
        self._add(
            models.Deal,
            id=number,
            number=None,
            process=PROCESS,
            client_id=number % self._clients + 1,
            owner_id=owner,
            amount=Decimal(self._chance.randrange(10_000, 900_000)),
            currency="RUB",
            extra={},
            unknown=[],
            stage=stages[-1],
            furthest="engaging" if "engaging" in working else "prospecting",
            outcome=stages[-1] if closed else None,
            opened_at=opened,
            closed_at=stays[-1] if closed else None,
        )
        self._add(
            models.Run,
            id=number,
            kind="deal",
            subject_id=number,
            process=PROCESS,
            version=VERSION,
            state=stages[-1],
            stage_run=len(stages),
            revision=len(stages),
            parent_id=None,
            signals=[],
        )
        before = None
        for place, (stage, at) in enumerate(zip(stages, stays, strict=True), start=1):
            self._stay(number, owner, place, len(stages), stage, before, at)
            before = stage
        if not closed:
            self._activity(number, owner, len(stages))

    def _stages(self) -> Iterator[str]:
        yield "prospecting"
        for place in range(1, self._moves):
            yield "engaging" if place % 2 else "prospecting"
        if self._moves:
            yield self._chance.choice(("won", "lost", "lost", "engaging", "prospecting"))

    def _stay(
        self, number: int, owner: int, place: int, last: int, stage: str, before: str | None, at: datetime
    ) -> None:
        self._add(
            models.StageRun,
            run_id=number,
            number=place,
            stage=stage,
            entered_at=at,
            left_at=None if place == last else at + timedelta(hours=1),
            by_id=owner,
            how="move" if before else "start",
            cause_id=(number - 1) * last + place,
        )
        self._add(
            models.History,
            run_id=number,
            cause_id=None,
            revision=place,
            at=at,
            actor_id=owner,
            trigger={"move": stage, "answers": {}} if before else {"start": True},
            state_before=before,
            state=stage,
            before={"stage_run": place - 1},
        )

    def _activity(self, number: int, owner: int, stage_run: int) -> None:
        self._add(
            models.Activity,
            id=number,
            run_id=number,
            owner_id=owner,
            key="first_call",
            kind="call",
            scope="stage",
            stage_run=stage_run,
            due=NOW + timedelta(hours=1, seconds=number),
            timed=True,
            attempt=1,
            state="open",
            completed=False,
            opened_at=NOW - timedelta(minutes=1),
            cause_id=number,
        )

    def _add(self, model: type[models.Row], **values: Any) -> None:
        self.found[model].append(values)


def _person(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "telegram_id": TELEGRAM + number,
        "name": f"Анна {number}",
        "roles": ["rep"],
        "team_id": 1,
        "language": "ru",
        "zone": "Europe/Moscow",
        "work_start": 540,
        "work_end": 1080,
        "morning": 540,
        "joined_at": NOW - timedelta(days=100),
        "key": f"анна {number}",
    }


def _client(number: int, owner: int | None) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Ромашка {number}",
        "key": f"ромашка {number}",
        "owner_id": owner,
        "details": {},
        "created_at": NOW - timedelta(days=100),
    }
