"""The whole product beside a messenger of its own, in this process: people say and press, time is moved, screens are read.

Every act returns when its effects are over: updates worked, due timers fired, what is owed delivered.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.app import App, opened
from bot.clock import Clock
from bot.commands.run import quiet
from bot.webhook import Hook
from notifications import daily
from sandbox.client import JSON, SandboxClient
from sandbox.server import Running, running
from storage import deals, pending
from storage.db import Database
from storage.people import Person
from tests import build

MOSCOW = ZoneInfo("Europe/Moscow")
PATIENCE = 15.0
"""Real seconds after which something that should have settled has not."""
_LOOK = 0.005


@dataclass
class World:
    """`app` is None while the product is down. People go by the first name that they were hired under."""

    server: Running
    sandbox: SandboxClient
    url: str
    clock: Clock = field(default_factory=Clock)
    owner: str | None = None
    hook: Hook | None = None
    patience: float = PATIENCE
    app: App | None = None
    staff: dict[str, int] = field(default_factory=dict)
    _running: asyncio.Task[None] | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    # --- the product ----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start the product; it works when this returns."""
        self.app = await self._open.enter_async_context(
            opened(
                self.url,
                self.server.token,
                clock=self.clock,
                api_url=self.server.url,
                rate=None,
                owner=self.owner,
                hook=self.hook,
            )
        )
        await self.app.start()
        self._stopping = asyncio.Event()
        self._running = asyncio.get_running_loop().create_task(self.app.run(self._stopping))
        await self.settle()

    async def stop(self) -> None:
        """Stop it as SIGTERM does."""
        assert self._running is not None
        self._stopping.set()
        await self._running
        await self.kill()

    async def kill(self) -> None:
        """Stop it wherever it is; what was not committed is lost."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        self._running = self.app = None
        await self._open.aclose()
        self._open = AsyncExitStack()

    async def restart(self) -> None:
        """Stop and start again; the messenger and the rows stay."""
        await self.stop()
        await self.start()

    @property
    def product(self) -> App:
        """The product, which is up."""
        assert self.app is not None, "the product is down"
        return self.app

    @property
    def db(self) -> Database:
        return self.product.db

    async def settle(self) -> None:
        """Wait until nobody has anything left to do."""
        app = self.product
        loop = asyncio.get_running_loop()
        until = loop.time() + self.patience
        while True:
            if self._running is not None and self._running.done():
                self._running.result()
                raise AssertionError("the product has stopped by itself")
            quiet = not self.server.messenger.updates.count() and app.intake._idle.is_set()
            if quiet and app.clockwork.idle:
                async with app.db.read() as session:
                    due = await pending.due(session, now=self.now())
                if not due.timers and not due.outbox:
                    return
                app.clockwork.wake()  # what was owed while the last messages were settled
            if loop.time() > until:
                raise AssertionError(f"nothing settles: {self.server.messenger.updates.count()} updates wait")
            await asyncio.sleep(_LOOK)

    # --- time -----------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The product's instant, UTC."""
        return self.clock.now()

    async def advance(self, **span: float) -> None:
        """Move everybody's clock: `advance(days=3, hours=1)`."""
        await self.move(self.now() + timedelta(**span))

    async def until(self, wall: str) -> None:
        """Move everybody's clock to a wall time of Moscow, «2026-11-24 09:00»."""
        await self.move(datetime.fromisoformat(wall).replace(tzinfo=MOSCOW))

    async def move(self, to: datetime) -> None:
        """Move everybody's clock to an instant, and let what is due then happen."""
        view = await self.sandbox.move(to.isoformat())
        self.clock.shift(timedelta(seconds=view["offset"]))
        if self.app is not None:
            await self.settle()

    # --- people ---------------------------------------------------------------------------------------

    async def guest(self, name: str, number: int, **facts: Any) -> int:
        """Somebody with a messenger whom the company does not know."""
        await self.sandbox.user(name, id=number, **facts)
        self.staff[name] = number
        return number

    async def hire(self, name: str, number: int, **facts: Any) -> Person:
        """A colleague who has joined already; roles, team, language, zone as in `build.a_user`."""
        await self.guest(name, number, started=True, language_code=facts.get("language", "ru"))
        async with self.db.begin() as tx:
            person = await build.a_user(tx, name, telegram=number, now=self.now(), **facts)
            await daily.plant(tx, person, self.now(), self.product.company)
        await self.product.reload()  # who answers for whom has changed, as when somebody joins
        return person

    async def deal(self, owner: Person, **facts: Any) -> build.Built:
        """A new deal as in `build.a_deal`; its first call is due in four working hours. What rules say at once is said."""
        async with self.db.begin() as tx:
            built = await build.a_deal(tx, self.product.company, owner.id, now=self.now(), **facts)
        await self.settle()
        return built

    # --- acts -----------------------------------------------------------------------------------------

    async def say(self, person: str, words: str, **how: Any) -> None:
        """Say something in the chat with the bot."""
        await self.sandbox.say(self.staff[person], words, **how)
        await self.settle()

    async def press(self, person: str, label: str, message: int = 0) -> str | None:
        """Press the newest button of that label (whole, else a part); the toast that came."""
        asked = await self.sandbox.press(self.staff[person], label, message_id=message, wait=3000)
        await self.settle()
        return (asked["answer"] or {}).get("text")

    async def forge(self, person: str, data: str, message: int | None = None) -> str | None:
        """Send data that no button has, as a custom client can; the toast that came."""
        target = (await self.inbox(person))[-1]["message_id"] if message is None else message
        asked = await self.sandbox.forge(self.staff[person], data, target, wait=3000)
        await self.settle()
        return (asked["answer"] or {}).get("text")

    # --- what is seen ---------------------------------------------------------------------------------

    async def inbox(self, person: str) -> list[JSON]:
        """The bot's messages to somebody that are still there, oldest first."""
        found = await self.sandbox.messages(self.staff[person])
        return [message for message in found if message["from"] == "bot"]

    async def screens(self, person: str) -> list[str]:
        """The same as text, with buttons."""
        return [shown(message) for message in await self.inbox(person)]

    async def screen(self, person: str) -> str:
        """The newest of them."""
        return (await self.screens(person))[-1]

    async def buttons(self, person: str) -> list[JSON]:
        """The buttons of the newest one that has any."""
        for message in reversed(await self.inbox(person)):
            if message["buttons"]:
                return [button for row in message["buttons"] for button in row]
        return []

    async def card(self, run: int) -> deals.Card:
        """A deal with all that is known of it."""
        async with self.db.read() as session:
            found = await deals.card_of_run(session, run)
        assert found is not None
        return found

    async def rows(self, query: str, **values: Any) -> list[Any]:
        """Rows of the database, for what nobody sees."""
        async with self.db.read() as session:
            return list(await session.execute(text(query), values))


def shown(message: JSON) -> str:
    """A message as text, its buttons as `[Yes] [No]`, a row a line; a picture as <photo>."""
    mark = "" if message["kind"] == "text" else f"<{message['kind']}> "
    rows = [" ".join(f"[{button['text']}]" for button in row) for row in message["buttons"]]
    return re.sub(r"[\u00a0\u202f]", " ", "\n".join([mark + message["text"], *rows]))


@asynccontextmanager
async def world(url: str, *, at: datetime = build.MONDAY, **how: Any) -> AsyncIterator[World]:
    """A messenger and a running product on an empty database with tables, at ten on a Monday in Moscow."""
    quiet("critical")
    async with running(limits=False, name="Воронка") as server, SandboxClient(server.url) as sandbox:
        found = World(server, sandbox, url, **how)
        await found.move(at)
        await found.start()
        try:
            yield found
        finally:
            await found.kill()
