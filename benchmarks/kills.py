"""SIGKILL at random moments under load: what became of every press, ours beside a bot on aiogram's own polling.

Both bots run as processes against sandboxes of their own, are pressed alike and killed together. Nobody waits for
an answer: presses go on while they are dead, as they would in Telegram.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import structlog

from benchmarks import company, product, typical
from benchmarks.loader import OUTCOME
from benchmarks.result import Result
from bot.callbacks import Press
from sandbox.log import Call
from sandbox.messenger import Messenger
from sandbox.server import running
from sandbox.sim import taps
from storage.outbox import LEASE

KILLS, SEED = 200, 2026
REPS, RATE = 20, 15.0  # people who press, and presses a second of all together
LONGEST_LIFE = 0.8  # seconds between the first call of a process and its death
PATIENCE = 300.0
DEALS = 60  # for each kill; who has pressed them all waits

# Preloading spares four seconds of importing aiogram at every start; a forked process dies like any other.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["benchmarks.product", "benchmarks.typical"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """`repeated` is the most messages of one chat that one kill left sent and not settled, to be sent again."""

    pressed: int
    lost: int
    doubled: int
    repeated: int


@dataclass
class Side:
    """One bot: how it is started, what it is pressed with, what it has sent."""

    messenger: Messenger
    start: Callable[[timedelta], ForkServerProcess]
    data: Callable[[int], str]
    pressed: int = 0
    deaths: int = 0
    sent: list[tuple[int, int, int]] = field(default_factory=list)  # chat, message, deaths before it
    alive: asyncio.Event = field(default_factory=asyncio.Event)
    process: ForkServerProcess | None = None

    def __post_init__(self) -> None:
        for number in range(1, REPS + 1):
            person = {"id": company.TELEGRAM + number, "first_name": f"Анна {number}", "started": True}
            self.messenger.add_person(person)
        self.messenger.log.listeners.append(self._heard)

    def _heard(self, call: Call) -> None:
        self.alive.set()
        if call.method == "sendMessage" and call.status == 200:
            chat = int(call.params.text("chat_id"))
            self.sent.append((chat, max(self.messenger.chats[chat]), self.deaths))

    def press(self) -> None:
        """The next deal's card is pressed, whoever's it is."""
        self.pressed += 1
        chat = company.TELEGRAM + (self.pressed - 1) % REPS + 1
        message = self.messenger.post(chat, self.messenger.bot.user(), {"text": "Позвонить клиенту"})
        taps.tap(self.messenger, chat, message, self.data(self.pressed))

    async def live(self, since: timedelta) -> None:
        """Start it, and return when it has called for the first time."""
        self.alive.clear()
        self.process = await asyncio.to_thread(self.start, since)
        async with asyncio.timeout(PATIENCE):
            await self.alive.wait()

    async def die(self) -> None:
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        self.deaths += 1

    async def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        await asyncio.to_thread(self.process.join)


def run() -> Iterator[Result]:
    ours, control = asyncio.run(campaign(KILLS, seed=SEED))
    assert control is not None
    wrong = ours.lost + ours.doubled
    mine, theirs = f"{wrong} of {ours.pressed}", f"{control.lost} of {control.pressed}"
    yield Result(f"{KILLS} kills: effects lost or doubled", mine, theirs, wrong, 0.0)
    yield Result(f"{KILLS} kills: the control loses some", mine, theirs, control.lost, 1.0, at_least=True)
    yield Result(f"{KILLS} kills: repeated in a chat by one", str(ours.repeated), "1", ours.repeated, 1.0)


async def campaign(
    kills: int, *, seed: int, control: bool = True, longest: float = LONGEST_LIFE
) -> tuple[Outcome, Outcome | None]:
    """Press and kill, then let them finish and count. The same seed draws the same moments."""
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / "ours.db"
        deals = DEALS * kills
        await company.make(ours, reps=REPS, deals=deals)
        theirs = Path(folder) / "control.db"
        async with contextlib.AsyncExitStack() as stack:
            sides = [await stack.enter_async_context(_ours(ours))]
            if control:
                url = company.url(theirs)
                await typical.make(url, reps=REPS, deals=deals, telegram=company.TELEGRAM)
                sides.append(await stack.enter_async_context(_control(url)))
            await _killing(sides, deals, kills, random.Random(seed), longest)
            await _finished(sides, ours)
        return _counted(ours, sides[0]), _counted_control(theirs, sides[1]) if control else None


async def _killing(sides: list[Side], deals: int, kills: int, chance: random.Random, longest: float) -> None:
    loop = asyncio.get_running_loop()
    began, over = loop.time(), asyncio.Event()

    async def load() -> None:
        while not over.is_set() and sides[0].pressed < deals:
            for side in sides:
                side.press()
            await asyncio.sleep(1 / RATE)

    async with asyncio.TaskGroup() as group:
        group.create_task(load())
        for _ in range(kills):
            await asyncio.gather(*(side.live(timedelta(seconds=loop.time() - began)) for side in sides))
            await asyncio.sleep(chance.uniform(0.0, longest))
            await asyncio.gather(*(side.die() for side in sides))
        over.set()
    # What was claimed and not settled comes back when its lease has ended.
    since = timedelta(seconds=loop.time() - began) + LEASE
    await asyncio.gather(*(side.live(since) for side in sides))


async def _finished(sides: list[Side], ours: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(_waits, sides, ours):  # noqa: ASYNC110 - rows of another process tell nobody
            await asyncio.sleep(0.3)
        await asyncio.sleep(1.0)
    for side in sides:
        await side.stop()


def _waits(sides: list[Side], path: Path) -> bool:
    """Whether anybody still has something to fetch, to work or to send."""
    if any(side.messenger.updates.count() for side in sides):
        return True
    waiting = "SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'new') OR EXISTS (SELECT 1 FROM outbox WHERE state = 'pending')"
    return bool(_rows(path, waiting)[0][0])


def _rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def _counted(path: Path, side: Side) -> Outcome:
    """Deal n was pressed once for every n up to `pressed`: one line of history and one new attempt each."""
    told = Counter(dict(_rows(path, _TOLD)))
    planned = Counter(dict(_rows(path, _PLANNED)))
    everyone = range(1, side.pressed + 1)
    lost = sum(not told[number] or not planned[number] for number in everyone)
    doubled = sum(told[number] > 1 or planned[number] > 1 for number in everyone)
    settled = {
        message for (message,) in _rows(path, "SELECT message_id FROM outbox WHERE message_id IS NOT NULL")
    }
    again = Counter((chat, deaths) for chat, message, deaths in side.sent if message not in settled)
    return Outcome(side.pressed, lost, doubled, max(again.values(), default=0))


_TOLD = "SELECT json_extract(trigger, '$.id'), count(*) FROM history WHERE json_extract(trigger, '$.press') = 'no_answer' GROUP BY 1"
_PLANNED = "SELECT run_id, count(*) FROM activities WHERE attempt = 2 GROUP BY 1"


def _counted_control(path: Path, side: Side) -> Outcome:
    done = {number for (number,) in _rows(path, "SELECT id FROM activities WHERE state = 'done'")}
    return Outcome(side.pressed, sum(number not in done for number in range(1, side.pressed + 1)), 0, 0)


@asynccontextmanager
async def _ours(path: Path) -> AsyncIterator[Side]:
    async with running(limits=False) as server:

        def start(since: timedelta) -> ForkServerProcess:
            return _forked(serve_ours, company.url(path), server.url, server.token, since)

        yield Side(server.messenger, start, lambda number: Press(number, OUTCOME).pack())


@asynccontextmanager
async def _control(url: str) -> AsyncIterator[Side]:
    async with running(limits=False) as server:

        def start(since: timedelta) -> ForkServerProcess:
            return _forked(serve_control, url, server.url, server.token)

        yield Side(
            server.messenger, start, lambda number: typical.Outcome(activity=number, outcome=OUTCOME).pack()
        )


def _forked(target: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    process = _FORKS.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def serve_ours(database_url: str, api_url: str, token: str, since: timedelta) -> None:
    """In the forked process: the product, its clock as far on as the campaign is."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with contextlib.redirect_stdout(None):
        asyncio.run(product.serve(database_url, api_url, token, since=since))


def serve_control(database_url: str, api_url: str, token: str) -> None:
    """In the forked process: the typical bot."""
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(None):
        asyncio.run(typical.serve(database_url, api_url, token))
