"""The tick: once a second, and at once when told, what is due is fired and delivered. Nothing is stored in it.

Firing and delivering are loops of their own, so that a long backlog of messages does not keep timers waiting.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from notifications.delivery import Delivery
from notifications.port import SendPort
from notifications.timers import fire_due
from storage import pending
from storage.company import Company
from storage.db import Busy, Database

TICK = 1.0
"""Real seconds."""
DRAIN = 8.0
"""Real seconds that a stop waits for messages on their way; then they are broken off, and may come once more."""

log = structlog.get_logger()


class Clockwork:
    """`run` in the application's task group. `clock` gives the product's instant (UTC), which may be moved."""

    def __init__(
        self,
        db: Database,
        port: SendPort,
        company: Callable[[], Company],
        clock: Callable[[], datetime],
        *,
        tick: float = TICK,
    ) -> None:
        self._db = db
        self._company = company
        self._clock = clock
        self._tick = tick
        self._delivery = Delivery(db, port, company, clock)
        self._woken = asyncio.Event()
        self._owing = asyncio.Event()
        self._stopping = False
        self._delivering = False
        self._looking = True
        self._delivering_task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look now: something was put, or the clock was moved. Cheap, and may be called as often as one likes."""
        self._looking = True
        self._woken.set()

    def stop(self) -> None:
        """Finish what has been begun; `run` returns when that is done and settled, or DRAIN seconds later."""
        self._stopping = True
        if self._delivering_task is not None:
            asyncio.get_running_loop().call_later(DRAIN, self._delivering_task.cancel)
        self._delivery.stop()
        self._woken.set()
        self._owing.set()

    @property
    def idle(self) -> bool:
        """Whether all that was due when it last looked is fired and delivered, and nobody asked to look again."""
        return not (self._looking or self._delivering or self._owing.is_set())

    async def run(self) -> None:
        """Tick until stopped. Its own failures are logged and tried again at the next tick."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(self.wake, "interval", seconds=self._tick, coalesce=True, misfire_grace_time=None)
        scheduler.start()
        self.wake()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._looks())
                self._delivering_task = group.create_task(self._deliveries())
        finally:
            scheduler.shutdown(wait=False)

    async def _looks(self) -> None:
        while not self._stopping:
            self._woken.clear()
            await _guarded("tick_failed", self._look)
            self._looking = self._woken.is_set()
            await self._woken.wait()

    async def _look(self) -> None:
        """One small question when there is nothing to do."""
        now = self._clock()
        async with self._db.read() as session:
            due = await pending.due(session, now=now)
        if due.timers and await fire_due(self._db, now, self._company()):
            self._woken.set()  # what fired may have put messages, and planted what is due already
        if due.outbox:
            self._owing.set()
            self._delivery.poke()

    async def _deliveries(self) -> None:
        while True:
            await self._owing.wait()
            if self._stopping:
                return
            self._owing.clear()
            self._delivering = True
            await _guarded("delivery_failed", self._delivery.run)
            self._delivering = False


async def _guarded(event: str, work: Callable[[], Awaitable[object]]) -> None:
    try:
        await work()
    except Busy:
        log.warning(event, error="the database is busy")
    except Exception:
        log.exception(event)
