"""A tap from end to end over loopback HTTP: update in, stored, worked, answered and edited, the next card sent below.

The product and a typical bot, each in a process of its own, are pressed in turn by 40 people, each of whom presses
the card that the bot has sent; each bot has a sandbox of its own in this process.
"""

import asyncio
import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks import company, typical
from benchmarks.child import child
from benchmarks.loader import OUTCOME, Loader, loading
from benchmarks.result import Result, shown
from bot.callbacks import Press

REPS = 40
WARMING, ROUNDS, EACH = 2, 5, 8  # presses of each person before, rounds, presses of each person in one
RATE, PACED = 50.0, 15  # presses a second of all together, and how many of each person
DEALS = REPS * (WARMING + ROUNDS * EACH + PACED + 1)
P99 = 0.1


def run() -> Iterator[Result]:
    path = company.made(f"taps-{DEALS}", reps=REPS, deals=DEALS)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(path, Path(folder) / "ours.db")
        ours, other, paced = asyncio.run(_measured(Path(folder)))
    ratio = statistics.median(fast / slow for fast, slow in zip(ours, other, strict=True))
    mine, theirs = (f"{statistics.median(found):.0f} /s" for found in (ours, other))
    yield Result("taps at once: against a typical bot", mine, theirs, ratio, 1.3, at_least=True)
    p99 = statistics.quantiles(paced, n=100)[98]
    yield Result("taps at 50 a second: p99", shown(p99), shown(P99), p99 / P99, 1.0)


async def _measured(folder: Path) -> tuple[list[float], list[float], list[float]]:
    theirs = f"sqlite+aiosqlite:///{folder / 'typical.db'}"
    await typical.make(theirs, reps=REPS, deals=DEALS, telegram=company.TELEGRAM)
    rates: tuple[list[float], list[float]] = ([], [])
    async with _bot("benchmarks.product", company.url(folder / "ours.db")) as ours:
        async with _bot("benchmarks.typical", theirs) as other:
            for loader in (ours, other):
                await loader.at_once(WARMING)
            for _ in range(ROUNDS):
                for loader, found in zip((ours, other), rates, strict=True):
                    found.append(await loader.at_once(EACH))
        paced = await ours.paced(RATE, PACED)
    return *rates, paced


@asynccontextmanager
async def _bot(module: str, url: str) -> AsyncIterator[Loader]:
    people = range(company.TELEGRAM + 1, company.TELEGRAM + REPS + 1)
    async with loading(people) as loader, child(module, url, loader.server.url, loader.server.token):
        for number, hand in enumerate(loader.hands.values(), start=1):
            button = (
                Press(number, OUTCOME)
                if module.endswith("product")
                else typical.Outcome(activity=number, outcome=OUTCOME)
            )
            hand.give(button.pack())
        yield loader
