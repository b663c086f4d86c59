"""advance on a deal among 100 and among 100 000: loading, deciding and writing, without the commit."""

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks import company
from benchmarks.result import Result, shown
from fsm.facts import Press
from fsm.loading import versions
from storage.apply import advance
from storage.company import Company
from storage.db import Database

SIZES = (100, 100_000)
DEALS, ROUNDS = 30, 12  # deals that are changed, and how often each


class TakenBackError(Exception):
    """What was measured is not kept, so that every round finds the same rows."""


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            made = company.made(f"deals-{size}", reps=50, deals=size, moves=5)
            shutil.copyfile(made, Path(folder) / f"{size}.db")
        small, large = asyncio.run(_measured(Path(folder)))
    yield Result("advance: 100 000 deals to 100", shown(large), shown(small), large / small, 1.3)


async def _measured(folder: Path) -> tuple[float, float]:
    processes = versions()
    found: dict[int, list[float]] = {size: [] for size in SIZES}
    databases = {size: Database.connect(company.url(folder / f"{size}.db")) for size in SIZES}
    for _ in range(ROUNDS):
        for size, db in databases.items():
            found[size] += await _round(db, Company(processes=processes))
    for db in databases.values():
        await db.close()
    small, large = (statistics.median(found[size]) for size in SIZES)
    return small, large


async def _round(db: Database, shared: Company) -> list[float]:
    later = company.NOW + timedelta(days=1)
    chosen = text(
        "SELECT id, run_id FROM activities WHERE state = 'open'"
        " AND id % (SELECT count(*) / :most FROM activities WHERE state = 'open') = 0 LIMIT :most"
    )
    async with db.read() as session:
        tasks = [tuple(row) for row in await session.execute(chosen, {"most": DEALS})]
    seconds = []
    for activity, run in tasks:
        with suppress(TakenBackError):
            async with db.begin() as tx:
                began = time.perf_counter()
                trigger = Press(activity, "call_back", {"when": later})
                done = await advance(tx, run, trigger, company.NOW, company=shared, actor_id=1)
                seconds.append(time.perf_counter() - began)
                assert done.opened, "the call was not planned anew"
                raise TakenBackError
    return seconds
