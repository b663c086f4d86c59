"""The demo from its first line to its last: messenger, company, product, people who have said hello, and a clean end."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import App, opened
from bot.clock import Clock
from bot.demo import company as companies
from bot.demo import corporate, imported, messenger, today
from bot.demo.cast import Actor, guest
from bot.demo.history import BEGINS, DAYS, SEED
from bot.demo.keeping import Keeping
from bot.demo.messenger import Messenger
from bot.demo.words import announcement
from bot.failure import Failure
from bot.texts import texts
from bot.usecases.imports import Progress
from bot.views import menu
from bot.views.menu import Command
from fsm.loading import shipped, versions
from storage import calendars, people, schema
from storage.db import Database

PROCESS = "simple"
_HISTORY = timedelta(days=200)  # before the demo's first day: when everybody was hired
_AGAIN = 0.1  # seconds until it is asked again whether everything has come
_NIGHT = timedelta(hours=3)  # before the demo begins: no audit has been yet, and nobody's day has begun


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says. `data` None is the made-up company; `remote` allows a host that is not loopback."""

    data: Path | None
    host: str
    port: int
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A database that is full, and what it is full of. `begins` is a UTC instant.

    The product wakes up some time before, so that what the morning brings is there when the curtain rises.
    """

    url: str
    actors: tuple[Actor, ...]
    begins: datetime
    before: timedelta = timedelta()


async def play(wishes: Wishes) -> None:
    """Run the demo until SIGTERM or Ctrl-C; nothing of it is left. Raises Failure."""
    stopping = asyncio.Event()
    preparing = asyncio.current_task()
    assert preparing is not None
    ready = False

    def stop() -> None:
        stopping.set()
        if not ready:
            preparing.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="voronka-demo-")))
            beside = await stack.enter_async_context(
                messenger.started(host=wishes.host, port=wishes.port, remote=wishes.remote)
            )
            stage = await prepare(wishes.data, folder)
            app = await stack.enter_async_context(product(beside, stage))
            ready = True
            await _perform(app, beside, stage, stopping)
    except asyncio.CancelledError:
        if not stopping.is_set():
            raise


async def prepare(data: Path | None, folder: Path) -> Stage:
    """Fill a new database in the folder. Raises Failure."""
    url = f"sqlite+aiosqlite:///{folder / 'demo.db'}"
    await schema.create(url)
    processes = versions()
    process = shipped()[PROCESS]
    async with Database.connect(url) as db:
        if data is not None:
            read = imported.read(data, process, today=Clock().now().date())
            with _shown("Importing", len(read.plan.deals) * 5 + len(read.plan.clients)) as progress:
                filled = await imported.fill(db, read, process, source=data.name, progress=progress)
            return Stage(url, filled.actors, filled.begins)
        async with db.begin() as tx:
            founded = await companies.found(tx, BEGINS - _HISTORY)
            direction = await corporate.found(tx, BEGINS - _HISTORY)
            company = await calendars.company(tx, processes=processes)
        others = [
            *corporate.acts(company, founded, direction, begins=BEGINS, seed=SEED),
            *today.acts(company, founded, begins=BEGINS, seed=SEED),
        ]
        with _shown("Ninety days of work", DAYS) as progress:
            await Keeping(db, company, founded, others=others).make(DAYS, told=progress)
        return Stage(url, (*founded.actors, *direction.actors), BEGINS, _NIGHT)


@asynccontextmanager
async def product(beside: Messenger, stage: Stage) -> AsyncIterator[App]:
    """The product on this database, pointed at the messenger, in the time of the company."""
    clock = Clock()
    view = await beside.client.move((stage.begins - stage.before).isoformat())
    clock.shift(timedelta(seconds=view["offset"]))
    async with opened(stage.url, beside.token, clock=clock, api_url=beside.api) as app:
        await app.start()
        yield app


async def _perform(app: App, beside: Messenger, stage: Stage, stopping: asyncio.Event) -> None:
    died = False

    async def watch() -> None:
        nonlocal died
        await beside.process.wait()
        died = True
        stopping.set()

    async with asyncio.TaskGroup() as group:
        others = [group.create_task(messenger.follow(beside, app.clock)), group.create_task(watch())]
        running = group.create_task(app.run(stopping))
        others.append(group.create_task(_open(app, beside, stage)))
        await running
        for task in others:
            task.cancel()
    if died:
        raise Failure("the messenger has stopped by itself; start the demo again")


async def _open(app: App, beside: Messenger, stage: Stage) -> None:
    """Everybody has pressed Start, heads have opened their teams, and whatever the morning brings has come, or whoever
    has a day has opened it; then the address is said.
    """
    for actor in (*stage.actors, guest()):
        await beside.client.user(
            actor.first_name,
            id=actor.id,
            last_name=actor.last_name,
            title=actor.title,
            language_code="ru",
        )
    for actor in stage.actors:
        await beside.client.say(actor.id, "/start")
        await _commands(app, actor)
    await beside.client.idle(ms=10_000, quiet=200)  # so that the day stands below the welcome
    await _ask(beside, [actor for actor in stage.actors if actor.part.leads], Command.TEAM)
    if stage.before:
        await beside.client.move(stage.begins.isoformat())
        while app.clock.now() < stage.begins or not app.clockwork.idle:  # noqa: ASYNC110 - nobody says so
            await asyncio.sleep(_AGAIN)
    else:
        await _ask(beside, [actor for actor in stage.actors if actor.part.sells], Command.DAY)
    print(announcement(beside.page, (*stage.actors, guest())), flush=True)  # noqa: T201 - said at the console


async def _ask(beside: Messenger, actors: Iterable[Actor], command: Command) -> None:
    """They press a button of the keyboard, and have their answers."""
    for actor in actors:
        await beside.client.say(actor.id, menu.title(command, texts("ru", "Europe/Moscow")))
    await beside.client.idle(ms=10_000, quiet=200)


async def _commands(app: App, actor: Actor) -> None:
    async with app.db.read() as session:
        person = await people.by_telegram(session, actor.id)
    if person is not None:
        await app.welcome(person)


@contextmanager
def _shown(title: str, total: int) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)

        def advance(more: int) -> None:
            bar.advance(task, more)

        yield advance
