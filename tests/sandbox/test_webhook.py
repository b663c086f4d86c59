"""Webhook delivery: the secret, the retries, the order for one person, and what its information tells."""

import asyncio
from typing import Any

from aiohttp import web

from sandbox.webhook import next_delay
from tests.sandbox.conftest import Sandbox

JSON = dict[str, Any]


class Bot:
    """A bot's endpoint that answers with the statuses that it was given, then with 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.heard: list[tuple[str, JSON]] = []
        self.news = asyncio.Event()

    async def hear(self, request: web.Request) -> web.Response:
        self.heard.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), await request.json()))
        self.news.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, count: int) -> list[str]:
        """The texts heard, once there are so many."""
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                self.news.clear()
                await self.news.wait()
        return [update["message"]["text"] for _, update in self.heard]


async def _listening(sandbox: Sandbox, **options: Any) -> tuple[Bot, web.AppRunner]:
    app = web.Application()
    bot = Bot()
    app.router.add_post("/hook", bot.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    await sandbox.api.ok("setWebhook", url=f"http://127.0.0.1:{port}/hook", **options)
    return bot, runner


async def test_delivery_with_secret_and_a_retry_at_once(sandbox: Sandbox) -> None:
    bot, runner = await _listening(sandbox, secret_token="s3cret", max_connections=7)
    bot.statuses = [500]
    await sandbox.people.say(1001, "one")
    await sandbox.people.say(1001, "two")
    assert await bot.until(3) == ["one", "one", "two"], (
        "the failed one comes again before the next of its chat"
    )
    assert {secret for secret, _ in bot.heard} == {"s3cret"}
    info = await sandbox.api.ok("getWebhookInfo")
    assert info["max_connections"] == 7
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    await sandbox.api.ok("deleteWebhook")
    assert (await sandbox.api.ok("getWebhookInfo"))["url"] == ""
    await runner.cleanup()


async def test_what_was_queued_before_is_delivered_unless_dropped(sandbox: Sandbox) -> None:
    await sandbox.people.say(1001, "early")
    bot, runner = await _listening(sandbox)
    assert await bot.until(1) == ["early"]
    await sandbox.api.ok("deleteWebhook")
    await sandbox.people.say(1001, "late")
    assert (await sandbox.api.ok("getWebhookInfo"))["pending_update_count"] == 1
    await sandbox.api.ok("deleteWebhook", drop_pending_updates=True)
    assert await sandbox.api.ok("getUpdates") == []
    await runner.cleanup()


def test_delays_double_up_to_a_random_minute_or_two() -> None:
    delays = [0.0]
    for failures in range(1, 10):
        delays.append(next_delay(failures, delays[-1], lambda low, high: (low + high) / 2))
    assert delays[1:] == [0, 2, 4, 8, 16, 32, 64, 90, 90]
