"""The product as a process of its own: `python -m benchmarks.product DATABASE_URL API_URL TOKEN [RATE [SINCE]]`.

It believes that it is Monday morning (company.NOW) when it starts, or so many seconds later (SINCE, which may be less than 0).
Without a rate, or with 0, it sends as fast as it can.
"""

import asyncio
import logging
import sys
from datetime import timedelta

import structlog

from benchmarks.company import NOW
from bot.app import opened
from bot.clock import Clock
from bot.commands.run import until_stopped


async def serve(
    database_url: str, api_url: str, token: str, rate: str | None = None, *, since: timedelta = timedelta()
) -> None:
    """Until SIGTERM; `since` is how long after company.NOW it starts."""
    clock = Clock()
    clock.shift(NOW + since - clock.now())
    pace = float(rate or 0) or None
    async with opened(database_url, token, clock=clock, api_url=api_url, rate=pace) as app:
        await app.start()
        print("ready", flush=True)
        await until_stopped(app)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    url, api_url, token, rate, seconds = [*sys.argv[1:], "0", "0"][:5]
    asyncio.run(serve(url, api_url, token, rate, since=timedelta(seconds=float(seconds))))
