"""Resident memory of the product at work on 100 000 deals, to the libraries that it cannot do without.

The other is a process that has loaded aiogram and SQLAlchemy, opened a database and drawn one figure.
"""

import asyncio
import shutil
import tempfile
from asyncio.subprocess import Process
from collections.abc import Iterator
from pathlib import Path

from benchmarks import company
from benchmarks.child import child
from benchmarks.loader import Hand, loading
from benchmarks.result import Result
from bot.callbacks import Day, Deals, Funnel, OpenDeal
from sandbox.sim import acts, taps

REPS, AT_ONCE = 50, 5


def run() -> Iterator[Result]:
    path = company.made("deals-100000", reps=REPS, deals=100_000, moves=5)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(path, Path(folder) / "ours.db")
        ours, other = asyncio.run(_measured(Path(folder)))
    yield Result("memory with 100 000 deals", f"{ours:.0f} MB", f"{other:.0f} MB", ours / other, 1.25)


async def _measured(folder: Path) -> tuple[float, float]:
    async with child("benchmarks.bare", company.url(folder / "bare.db")) as bare:
        other = resident(bare)
    people = range(company.TELEGRAM + 1, company.TELEGRAM + REPS + 1)
    url = company.url(folder / "ours.db")
    async with (
        loading(people) as loader,
        child("benchmarks.product", url, loader.server.url, loader.server.token) as product,
    ):
        room = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for hand in loader.hands.values():
                group.create_task(_works(hand, room))
        return resident(product), other


async def _works(hand: Hand, room: asyncio.Semaphore) -> None:
    async with room:
        await _looks(hand)


async def _looks(hand: Hand) -> None:
    """What a rep looks at: the day, the lists, a deal with its history, the funnel as a picture."""
    messenger = hand.messenger
    acts.say(messenger, hand.chat, "/today")
    message = messenger.post(hand.chat, messenger.bot.user(), {"text": "…"})
    number = hand.chat - company.TELEGRAM
    for callback in (
        Day("all", 0),
        Day("overdue", 1),
        Deals("mine", "", 0),
        OpenDeal(number, "card", 0),
        OpenDeal(number, "history", 0),
        Funnel("all", "all", ""),
    ):
        query = taps.tap(messenger, hand.chat, message, callback.pack())
        async with asyncio.timeout(60):
            await query.answered.wait()


def resident(process: Process) -> float:
    """Megabytes."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
