"""200 deals of corporate sales from their start to an end, pressed at random: edits, undo, timers, leave, restarts."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.result import Result, shown
from storage import schema
from storage.db import Database
from tests.storage.walking import Walk

DEALS, BOUND = 200, 60
SEED = 20261122


def run() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        seconds = asyncio.run(_walked(Path(folder)))
    yield Result(f"{DEALS} corporate deals, every law", shown(seconds), shown(BOUND), seconds / BOUND, 1)


async def _walked(folder: Path) -> float:
    """With the laws looked for after each step, which costs more than the steps."""
    url = f"sqlite+aiosqlite:///{folder / 'walk.db'}"
    await schema.create(url)
    walk = await Walk.prepare(Database.connect(url), seed=SEED)
    began = time.perf_counter()
    await walk.through(DEALS)
    seconds = time.perf_counter() - began
    await walk.db.close()
    assert sum(walk.ended.values()) >= DEALS
    print(f"  {sum(walk.ended.values())} deals, steps: {walk.counts}")
    return seconds
