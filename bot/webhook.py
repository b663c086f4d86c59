"""Where Telegram's webhook knocks: the secret is checked, the update is stored and committed, then 200 is said.

Whatever else comes is hostile until it has proved to be Telegram. Who cannot store says 503, and Telegram repeats.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from storage.db import Busy

log = structlog.get_logger()

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
HEALTH = "/healthz"
LARGEST = 1024 * 1024  # bytes of a body; Telegram's own stay far below
PATIENCE = 10.0  # seconds that somebody has for sending his body
CLOSING = 1.5  # seconds that a stop waits for answers on their way
BIGGEST_ID = 2**63

Store = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hook:
    """`url` is what Telegram is told, `host` and `port` where the program listens behind its proxy."""

    url: str
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8080

    @property
    def path(self) -> str:
        """The path that the proxy passes on unchanged."""
        return urlsplit(self.url).path or "/"


class Webhook:
    """Listens from `open` to `close`; says 503 until `ready`. `store` commits an update or raises."""

    def __init__(self, hook: Hook, store: Store, alive: Callable[[], Awaitable[object]]) -> None:
        self.hook = hook
        self._store = store
        self._alive = alive
        self._ready = False
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Listen. OSError when the port is taken."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post(self.hook.path, self._receive)
        app.router.add_get(HEALTH, self._health)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.hook.host, self.hook.port).start()

    def ready(self) -> None:
        """What an earlier run has left stands in its queue: newer updates may come behind it."""
        self._ready = True

    async def close(self) -> None:
        """Take nothing more; what is being stored is answered. Telegram keeps the rest, and repeats."""
        self._ready = False
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _receive(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            return web.Response(status=403)
        if request.headers.get("Content-Encoding", "identity") != "identity":
            return web.Response(status=415)  # Telegram packs nothing; what is packed may unpack without end
        if not self._ready:
            return _again()
        try:
            async with asyncio.timeout(PATIENCE):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        update = parsed(body)
        if update is None:
            return web.Response(status=400)
        try:
            await self._store([update])
        except Busy:
            log.warning("update not stored", error="the database is busy")
            return _again()
        except Exception as error:  # noqa: BLE001 - whatever it was, Telegram repeats, and nothing is lost
            log.warning("update not stored", error=repr(error))
            return _again()
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        """By the secret alone: an address can be forged in any header that a proxy adds."""
        said = request.headers.getall(SECRET, [])
        return len(said) == 1 and hmac.compare_digest(
            said[0].encode("utf-8", "surrogateescape"), self.hook.secret.encode()
        )

    async def _health(self, _request: web.Request) -> web.Response:
        """For the proxy and for who watches: 200 when updates can be stored; nothing else is told."""
        if not self._ready:
            return web.Response(status=503, text="starting or stopping\n")
        try:
            await self._alive()
        except Exception as error:  # noqa: BLE001 - any failure means the same to who asks
            log.warning("health check failed", error=repr(error))
            return web.Response(status=503, text="no database\n")
        return web.Response(text="ok\n")


def parsed(body: bytes) -> dict[str, Any] | None:
    """An update as JSON said it; None for what is none."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < BIGGEST_ID:
        return None
    return dict(update)


def _again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "1"})
