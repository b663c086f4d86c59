"""A backlog of 3 000 messages to 500 chats, delivered under Telegram's strict limit of 30 a second."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import insert

from benchmarks import company
from benchmarks.child import child
from benchmarks.result import Result
from bot.pace import RATE
from notifications.kinds import DeadLetter, to_data
from sandbox.limits import OVERALL
from sandbox.log import Call
from sandbox.server import running
from storage import models
from storage.db import Database

CHATS, MESSAGES = 500, 3_000
LONGEST = 300


def run() -> Iterator[Result]:
    used, refused = asyncio.run(_delivered())
    limit = f"{OVERALL} /s"
    yield Result(
        "backlog of 3 000: of the limit used", f"{used:.1f} /s", limit, used / OVERALL, 0.87, at_least=True
    )
    yield Result("backlog of 3 000: refusals (429)", str(refused), "0", float(refused), 0.0)


async def _delivered() -> tuple[float, int]:
    """Messages a second, and refusals for too many."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "backlog.db"
        await company.make(path, reps=CHATS, deals=CHATS)
        await _owe(path)
        async with running(limits=True) as server:
            for number in range(1, CHATS + 1):
                person = {"id": company.TELEGRAM + number, "first_name": "Анна", "started": True}
                server.messenger.add_person(person)
            sent = asyncio.Event()
            server.messenger.log.listeners.append(_counting(sent))
            command = (company.url(path), server.url, server.token, str(RATE))
            async with child("benchmarks.product", *command), asyncio.timeout(LONGEST):
                await sent.wait()
            calls = server.messenger.log.find(method="sendMessage")
    times = [call.at for call in calls if call.status == 200]
    return (len(times) - 1) / (times[-1] - times[0]), sum(call.status == 429 for call in calls)


def _counting(sent: asyncio.Event) -> Callable[[Call], None]:
    left = iter(range(MESSAGES - 1))

    def count(call: Call) -> None:
        if call.method == "sendMessage" and call.status == 200 and next(left, None) is None:
            sent.set()

    return count


async def _owe(path: Path) -> None:
    """Six messages to each, so that nobody's own limit is in the way."""
    rows = []
    for number in range(MESSAGES):
        person, letter = number % CHATS + 1, DeadLetter(number)
        rows.append(
            {
                "kind": letter.kind,
                "person_id": person,
                "key": letter.key(person),
                "data": to_data(letter),
                "urgent": False,
                "due": company.NOW,
                "created_at": company.NOW,
                "state": "pending",
                "attempts": 0,
            }
        )
    async with Database.connect(company.url(path)) as db, db.begin() as tx:
        await tx.execute(insert(models.Outbox), rows)
