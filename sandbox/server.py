"""A running sandbox: an address to talk to, for as long as the block lasts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from sandbox.app import MESSENGER, NAME, TOKEN, USERNAME, create_app
from sandbox.clock import Clock
from sandbox.messenger import Messenger


@dataclass(frozen=True, slots=True)
class Running:
    """Where the sandbox listens; `url` has no slash at its end."""

    url: str
    token: str
    messenger: Messenger


@asynccontextmanager
async def running(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    token: str = TOKEN,
    limits: bool = True,
    clock: Clock | None = None,
    username: str = USERNAME,
    name: str = NAME,
) -> AsyncIterator[Running]:
    """Serve on `host`; port 0 takes a free one. OSError when the port is taken."""
    app = create_app(token=token, limits=limits, clock=clock, username=username, name=name)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=1024)
        await site.start()
        bound = runner.addresses[0][1]
        shown = f"[{host}]" if ":" in host else host
        yield Running(f"http://{shown}:{bound}", token, app[MESSENGER])
    finally:
        await runner.cleanup()
