"""Timers among a million: claiming what is due, and a tick that finds nothing to do."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks import company
from benchmarks.advancing import TakenBackError
from benchmarks.result import Result, shown
from storage import pending, schema, timers
from storage.db import Database

SIZES = (10_000, 1_000_000)
DUE = 100
ROUNDS, TICKS = 41, 400
# Half of the rows are done, the other half comes later, DUE are due.
_FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :size)
INSERT INTO timers (due, kind, key, data, state)
SELECT datetime('2026-11-23 07:00:00', ((i * 7919) % 8000000) || ' seconds') || '.000000',
    'ring', 'ring:' || i, '{}', CASE WHEN i % 2 THEN 'done' ELSE 'pending' END FROM n
"""
_DUE = "UPDATE timers SET due = '2026-11-23 06:00:00.000000', state = 'pending' WHERE id % (:size / :due) = 0"


def run() -> Iterator[Result]:
    small, large = asyncio.run(_claiming())
    yield Result("100 due timers of 1 000 000 to 10 000", shown(large), shown(small), large / small, 1.5)
    tick, empty = asyncio.run(_ticking())
    yield Result("an idle tick to an empty SELECT", shown(tick), shown(empty), tick / empty, 1.3)


def _made(size: int) -> Path:
    path = company.FOLDER / f"timers-{size}.db"
    if not path.exists():
        company.FOLDER.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".new.db").unlink(missing_ok=True)
        asyncio.run(_make(path.with_suffix(".new.db"), size))
        path.with_suffix(".new.db").rename(path)
    return path


async def _make(path: Path, size: int) -> None:
    await schema.create(company.url(path))
    async with Database.connect(company.url(path)) as db, db.begin() as tx:
        await tx.execute(text(_FILL), {"size": size})
        await tx.execute(text(_DUE), {"size": size, "due": DUE})


async def _claiming() -> tuple[float, float]:
    paths = {size: await asyncio.to_thread(_made, size) for size in SIZES}
    databases = {size: Database.connect(company.url(path)) for size, path in paths.items()}
    found: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size, db in databases.items():
            with suppress(TakenBackError):
                async with db.begin() as tx:
                    began = time.perf_counter()
                    due = await timers.claim_due(tx, now=company.NOW, limit=DUE)
                    await timers.done(tx, [one.id for one in due])
                    found[size].append(time.perf_counter() - began)
                    assert len(due) == DUE
                    raise TakenBackError
    for db in databases.values():
        await db.close()
    small, large = (statistics.median(found[size]) for size in SIZES)
    return small, large


async def _ticking() -> tuple[float, float]:
    """The same session asks both in turn, among a million timers of which none is due."""
    path = await asyncio.to_thread(_made, SIZES[1])
    nothing = text("SELECT id FROM timers WHERE 0")
    early = company.NOW - timedelta(days=1)
    ticks, empties = [], []
    async with Database.connect(company.url(path)) as db, db.read() as session:
        for _ in range(TICKS):
            began = time.perf_counter()
            due = await pending.due(session, now=early)
            between = time.perf_counter()
            assert due == pending.Pending(timers=False, outbox=False)
            (await session.execute(nothing)).all()
            ended = time.perf_counter()
            ticks.append(between - began)
            empties.append(ended - between)
    return statistics.median(ticks), statistics.median(empties)
