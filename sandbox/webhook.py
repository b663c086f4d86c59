"""Webhook delivery: one POST per update, in order per person, retried as Telegram retries it."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import aiohttp

from sandbox.clock import Clock
from sandbox.updates import Update, UpdateQueue

JSON = dict[str, Any]
TIMEOUT = 60.0
LONGEST_DELAY = 60.0


def next_delay(failures: int, delay: float, spread: Callable[[float, float], float]) -> float:
    """Real seconds until the next attempt: at once after the first failure, then 2, 4, 8 … up to 60–120."""
    if failures <= 1:
        return 0.0
    return min(max(delay, 1.0) * 2, spread(LONGEST_DELAY, 2 * LONGEST_DELAY))


class Webhook:
    """Pushes what the queue holds to one address until it is stopped. At most `connections` posts at a time."""

    def __init__(self, updates: UpdateQueue, clock: Clock, url: str, secret: str, connections: int) -> None:
        self._updates = updates
        self._clock = clock
        self.url = url
        self._secret = secret
        self._slots = asyncio.Semaphore(connections)
        self._connections = connections
        self._news = asyncio.Event()
        self._busy: set[int] = set()
        self._error: JSON = {}
        self._spread = random.Random(0).uniform
        self._task: asyncio.Task[None] | None = None

    def info(self) -> JSON:
        """Its part of `WebhookInfo`."""
        return {
            "url": self.url,
            "max_connections": self._connections,
            "ip_address": "127.0.0.1",
            **self._error,
        }

    def start(self) -> None:
        self._updates.listeners.append(self._news.set)
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Stop pushing; a post under way is given up and its update stays queued."""
        self._updates.listeners.remove(self._news.set)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        limit = aiohttp.ClientTimeout(total=TIMEOUT)
        async with aiohttp.ClientSession(timeout=limit) as session, asyncio.TaskGroup() as group:
            while True:
                self._news.clear()
                for update in self._updates.pending():
                    if update.order not in self._busy:
                        self._busy.add(update.order)
                        group.create_task(self._deliver(session, update))
                await self._news.wait()

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        failures, delay = 0, 0.0
        try:
            while update.expires > self._clock.unix():
                async with self._slots:
                    problem = await self._post(session, update)
                if not problem:
                    self._updates.drop(update.id)
                    return
                self._error = {"last_error_date": int(self._clock.unix()), "last_error_message": problem}
                failures += 1
                delay = next_delay(failures, delay, self._spread)
                await asyncio.sleep(delay)
        finally:
            self._busy.discard(update.order)
            self._news.set()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> str:
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with session.post(self.url, data=update.body.encode(), headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return ""
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection refused"


def start_webhook(webhook: Webhook) -> Webhook:
    """Start pushing and return the webhook."""
    webhook.start()
    return webhook
