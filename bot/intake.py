"""Updates on their way in: stored before Telegram may forget them, then worked in order for each person.

aiogram's own polling is not used: its next getUpdates confirms a batch whose handlers are merely
scheduled. Here a batch is confirmed when it is committed, and a row is done in the transaction that
carries its effects; pure reads are marked in groups.
"""

import asyncio
import json
from collections import OrderedDict, defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from storage import heartbeat, inbox
from storage.db import Busy, Database

log = structlog.get_logger()

PARALLEL = 16  # people worked at the same time; more would only queue for the one writer
DRAIN = 8.0  # seconds that a stop waits for work begun; with closing everything it is over within ten
PAUSES = (0.1, 0.5, 2.0, 5.0)  # seconds between the attempts at one update
AWAY = 1.0  # seconds until the database is asked again, when it is busy or gone
SLOWEST = 15.0  # seconds between two polls of a Telegram that fails
SEEN = 20_000  # updates whose ids are remembered, to know a second delivery
LEFT = 100_000  # updates taken up again after a crash
BEAT = timedelta(minutes=1)
GROUP = 0.05  # seconds that pure reads wait to be marked together

Update = Mapping[str, Any]
Handle = Callable[[int, Update], Awaitable[bool]]
"""Works one update by its id; True when its transaction has marked it as done."""


class Source(Protocol):
    """Where updates come from: Telegram's getUpdates."""

    async def __call__(self, offset: int | None) -> Sequence[Update]:
        """A batch of raw updates from `offset` on, waiting for some seconds when there is none."""


class Intake:
    """One for the process.

    `lost` says, in the transaction that gives an update (id, sender) up, what is owed for it; `told` is called after.
    `resumed` is set when what a crash has left stands in its queue, before anything newer of the same people.
    """

    def __init__(
        self,
        db: Database,
        handle: Handle,
        now: Callable[[], datetime],
        *,
        lost: Callable[[AsyncSession, int, int], Awaitable[None]],
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._handle = handle
        self._now = now
        self._lost = lost
        self._told = told
        self._queues: dict[int, deque[tuple[int, Update]]] = defaultdict(deque)
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._busy: set[int] = set()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._read: list[int] = []
        self._reading = asyncio.Event()
        self._work = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.polled_at: datetime | None = None
        self.resumed = asyncio.Event()

    async def receive(self, updates: Sequence[Update]) -> None:
        """Store a batch; when this returns, Telegram may forget it. What is known already is not worked twice."""
        rows = [(int(update["update_id"]), sender(update), json.dumps(update)) for update in updates]
        async with self._db.begin() as tx:
            await inbox.receive(tx, rows, now=self._now())
        for (number, person, _), update in zip(rows, updates, strict=True):
            self._enqueue(number, person, update)

    async def poll(self, source: Source) -> None:
        """Fetch, store, confirm, for ever. A failing Telegram or database only makes it slower."""
        offset: int | None = None
        failures = 0
        while True:
            try:
                updates = await source(offset)
                if updates:
                    await self.receive(updates)
                    offset = int(updates[-1]["update_id"]) + 1
                await self.beat()
                failures = 0
            except Exception as error:  # noqa: BLE001 - whatever it was, the next poll is the cure
                failures += 1
                log.warning("poll failed", error=str(error), failures=failures)
                # After hours of it, two to that power would be no float any more.
                await asyncio.sleep(min(0.2 * 2 ** min(failures, 10), SLOWEST))

    async def beat(self) -> None:
        """Once a minute a sign of life, by which the next start knows of an outage."""
        now = self._now()
        if self.polled_at is None or abs(now - self.polled_at) >= BEAT:
            async with self._db.begin() as tx:
                await heartbeat.beat(tx, now)
            self.polled_at = now

    async def run(self) -> None:
        """Work what is stored, first of all what a crash has left, until cancelled."""
        for row in await self._left():
            self._enqueue(row.update_id, row.sender, json.loads(row.payload))
        self.resumed.set()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._mark_reads())
            for _ in range(PARALLEL):
                group.create_task(self._worker())

    async def _left(self) -> list[inbox.Waiting]:
        while True:
            try:
                async with self._db.read() as session:
                    return await inbox.waiting(session, limit=LEFT)
            except Exception as error:  # noqa: BLE001 - what is stored can wait until the database is there
                log.warning("updates not read yet", error=repr(error))
                await asyncio.sleep(AWAY)

    async def drain(self) -> None:
        """Wait for what has been begun, at most DRAIN seconds; the rest stays stored and is worked next time."""
        try:
            async with asyncio.timeout(DRAIN):
                await self._idle.wait()
                await self._flush()
        except TimeoutError:
            log.warning("stopped with updates unworked", waiting=self._work)
        except Exception as error:  # noqa: BLE001 - a stop goes on; they are worked, or marked, next time
            log.warning("stopped with reads unmarked", error=repr(error))

    def _enqueue(self, number: int, person: int, update: Update) -> None:
        if number in self._seen:
            return  # Telegram sends again what it does not know to be confirmed
        self._seen[number] = None
        if len(self._seen) > SEEN:
            self._seen.popitem(last=False)
        self._work += 1
        self._idle.clear()
        queue = self._queues[person]
        queue.append((number, update))
        if person not in self._busy:
            self._busy.add(person)
            self._ready.put_nowait(person)

    async def _worker(self) -> None:
        while True:
            person = await self._ready.get()
            queue = self._queues[person]
            number, update = queue[0]
            await self._attempts(number, person, update)
            queue.popleft()
            self._work -= 1
            if queue:
                self._ready.put_nowait(person)
            else:
                self._busy.discard(person)
                del self._queues[person]
            if not self._work:
                self._idle.set()

    async def _attempts(self, number: int, person: int, update: Update) -> None:
        """Five attempts at one update, then it is a dead letter; those behind it wait, their order matters.

        A database that is busy or gone is no failure of the update: that is waited for, however long it takes.
        """
        failures = 0
        while failures <= len(PAUSES):
            try:
                if not await self._handle(number, update):
                    self._read.append(number)
                    self._reading.set()
            except Busy:
                log.warning("update waits for the database", update_id=number)
                await asyncio.sleep(AWAY)
            except Exception as error:
                counted = await self._failed(number, person, error)
                if counted is None:
                    await asyncio.sleep(AWAY)
                    continue
                log.exception("update failed", update_id=number)
                if counted:
                    self._told()
                    return
                failures += 1
                if failures <= len(PAUSES):
                    await asyncio.sleep(PAUSES[failures - 1])
            else:
                return

    async def _failed(self, number: int, person: int, error: Exception) -> bool | None:
        """True when it was the last time; None when that could not be written down."""
        try:
            async with self._db.begin() as tx:
                if not await inbox.failed(tx, number, error=repr(error), now=self._now()):
                    return False
                await self._lost(tx, number, person)
                return True
        except Exception as trouble:  # noqa: BLE001 - one update must not stop the work on all others
            log.warning("failure not counted", update_id=number, error=repr(trouble))
            return None

    async def _mark_reads(self) -> None:
        while True:
            await self._reading.wait()
            await asyncio.sleep(GROUP)
            try:
                await self._flush()
            except Exception as error:  # noqa: BLE001 - they stay stored, and are marked with the next ones
                log.warning("reads not marked yet", waiting=len(self._read), error=repr(error))
                await asyncio.sleep(AWAY)

    async def _flush(self) -> None:
        self._reading.clear()
        numbers, self._read = self._read, []
        if not numbers:
            return
        try:
            async with self._db.begin() as tx:
                await inbox.done(tx, numbers, now=self._now())
        except Exception:
            self._read += numbers
            self._reading.set()
            raise


def sender(update: Update) -> int:
    """The Telegram id of whoever caused the update; 0 when nobody did."""
    for kind in (
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "my_chat_member",
        "message_reaction",
    ):
        body = update.get(kind)
        if isinstance(body, Mapping):
            author = body.get("from") or body.get("user") or {}
            number = author.get("id")
            return number if isinstance(number, int) else 0
    return 0
