"""Many senders settle at once: whoever comes first commits for all that wait, so a commit is shared and none is late."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from notifications import verdicts
from notifications.verdicts import Verdict
from storage.company import Company
from storage.db import Busy, Database

TRIES = 10
"""A message that went out should be written down, so a busy database is asked that often, each time patiently."""

log = structlog.get_logger()


class Settling:
    """`await settle(...)` returns when it is committed."""

    def __init__(self, db: Database, company: Callable[[], Company], clock: Callable[[], datetime]) -> None:
        self._db = db
        self._company = company
        self._clock = clock
        self._waiting: list[tuple[list[Verdict], asyncio.Future[None]]] = []
        self._committing = False

    async def settle(self, found: list[Verdict]) -> None:
        """Write these verdicts down, in one transaction. Raises Busy when the database stays so."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((found, done))
        if not self._committing:
            await self._commit_all()
        await done

    async def _commit_all(self) -> None:
        self._committing = True
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    await self._commit([verdict for found, _ in batch for verdict in found])
                except BaseException as error:
                    # Those who wait are senders like us: they must not wait for ever.
                    for _, done in batch:
                        _fail(done, error)
                    raise
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)
        finally:
            self._committing = False

    async def _commit(self, found: list[Verdict]) -> None:
        for left in reversed(range(TRIES)):
            try:
                async with self._db.begin() as tx:
                    await verdicts.write(tx, found, self._clock(), self._company())
            except Busy:
                if not left:
                    raise
                log.warning("settling_waits", messages=len(found))
            else:
                return


def _fail(done: asyncio.Future[None], error: BaseException) -> None:
    if done.done():
        return
    if isinstance(error, Exception):
        done.set_exception(error)
        done.exception()  # somebody may be gone already: then it is not news
    else:
        done.cancel()
