"""Puts the sandbox together as an aiohttp application; also usable inside a test's own event loop."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox.clock import Clock, real_clock
from sandbox.errors import Misuse, Refused
from sandbox.messenger import BotAccount, Messenger
from sandbox.sim.verbs import Verbs
from sandbox.sim.views import Views
from sandbox.wire import BODY_LIMIT, Wire

TOKEN = "1000000001:AAHsandbox-token-for-this-machine-only"  # noqa: S105  a public token of a bot that exists only here
USERNAME = "sandbox_bot"
NAME = "Sandbox bot"
MESSENGER = web.AppKey("messenger", Messenger)
PAGE = Path(__file__).parent / "page"
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(
    *,
    token: str = TOKEN,
    limits: bool = True,
    clock: Clock | None = None,
    username: str = USERNAME,
    name: str = NAME,
) -> web.Application:
    """An application with an empty messenger, which is `app[MESSENGER]`."""
    messenger = Messenger(BotAccount(token, username, name), clock or real_clock(), limits=limits)
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[_misuse])
    app[MESSENGER] = messenger
    wire = Wire(messenger)
    app.router.add_route("*", "/bot{token}/{method}", wire.call)
    app.router.add_route("*", "/bot{rest:.*}", wire.nothing)
    app.router.add_get("/file/bot{token}/{path:.+}", wire.download)
    app.router.add_routes(Verbs(messenger).routes())
    app.router.add_routes(Views(messenger).routes())
    app.router.add_get("/", _page)
    app.router.add_static("/page/", PAGE)
    app.cleanup_ctx.append(_lifetime)
    return app


async def _page(request: web.Request) -> web.FileResponse:
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'",
    }
    return web.FileResponse(PAGE / "index.html", headers=headers)


@web.middleware
async def _misuse(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """A `/sim/` call that cannot be done is answered with its reason; another site's page may not act here."""
    origin = request.headers.get("Origin")
    if origin and origin.partition("://")[2] != request.host and request.path.startswith("/sim/"):
        return web.json_response({"error": f"{origin} may not use this sandbox"}, status=403)
    try:
        return await handler(request)
    except Misuse as problem:
        return web.json_response({"error": str(problem)}, status=400)


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    """Streams and the webhook end before the server does, or it would wait for them."""
    messenger = app[MESSENGER]

    async def close(_: web.Application) -> None:
        messenger.feed.close()
        messenger.clock_feed.close()
        messenger.updates.interrupt(Refused(502, "Bad Gateway"))

    app.on_shutdown.append(close)
    yield
    if messenger.webhook is not None:
        await messenger.webhook.stop()
