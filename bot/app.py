"""The composition root: what lives as long as the process, wired by hand, and the order of start and stop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommandScopeChat, Update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import letters, posts, telegram
from bot.clock import Clock
from bot.desk import Desk
from bot.downloads import Downloads
from bot.handlers import membership, routing
from bot.intake import BEAT, Intake, sender
from bot.limiter import Limiter
from bot.pace import RATE
from bot.sender import Sender
from bot.showing import Showing
from bot.texts import texts
from bot.usecases import outages
from bot.usecases.work import DoneAlreadyError, Work
from bot.views import menu
from bot.webhook import Hook, Webhook
from fsm.loading import versions
from notifications import daily, sweeping
from notifications.clockwork import Clockwork
from notifications.kinds import DeadLetter, to_data
from storage import calendars, heartbeat, outbox, people, schema, settings
from storage.company import Company
from storage.db import Database

log = structlog.get_logger()

ALLOWED = ["message", "callback_query", "inline_query", "my_chat_member"]
COMPARED = 10.0  # seconds after which it is asked whether another process has changed the company
WAIT = 25  # seconds that a getUpdates waits for the first update


class App:
    """The product for one bot. `owner` is the console's token of an installation that has no admin yet.

    With a `hook` Telegram brings the updates, else they are fetched.
    """

    def __init__(
        self,
        bot: Bot,
        db: Database,
        company: Company,
        clock: Clock,
        *,
        rate: float | None,
        owner: str | None,
        hook: Hook | None = None,
    ) -> None:
        self.bot = bot
        self.db = db
        self.company = company
        self.clock = clock
        self.owner = owner
        self.name = ""
        self._fetched = 0.0
        self._compared = 0.0
        self.showing = Showing(bot, Limiter(rate))
        self.files = Downloads(bot)
        port = Sender(
            db, self.showing, letters.drawing(lambda: self.company), posts.drawing(lambda: self.company)
        )
        self.clockwork = Clockwork(db, port, lambda: self.company, clock.now)
        self.intake = Intake(db, self._work, clock.now, lost=self._lost, told=self.clockwork.wake)
        self.webhook = Webhook(hook, self.intake.receive, self._reads) if hook else None
        self._dispatcher = routing.dispatcher()
        clock.on_shift(self.clockwork.wake)

    async def start(self) -> None:
        """Learn one's own name and plant what everybody is owed daily. aiogram's errors when Telegram refuses."""
        self.name = (await self.bot.me()).username or ""
        if self.webhook is None:
            await self.bot.delete_webhook()
        async with self.db.begin() as tx:
            await daily.ensure(tx, self.clock.now(), self.company)
            await sweeping.ensure(tx, self.clock.now())
        await self._make_good()
        self._fetched = asyncio.get_running_loop().time()
        if self.webhook is not None:
            hook = self.webhook.hook
            await self.webhook.open()
            await self.bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=ALLOWED)

    async def close(self) -> None:
        """Nobody is listened to any more; also after a start that failed half-way."""
        if self.webhook is not None:
            await self.webhook.close()

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set; then fetch no more, and finish what was begun within ten seconds.

        Messages stop at once: what is owed is stored, and goes out after the next start.
        """
        async with asyncio.TaskGroup() as group:
            working = group.create_task(self.intake.run())
            ticking = group.create_task(self.clockwork.run())
            fetching = group.create_task(self._attend() if self.webhook else self._fetch())
            await stopping.wait()
            self.clockwork.stop()
            await _ended(fetching)
            await self.close()
            await self.intake.drain()
            await _ended(working)
            await ticking

    async def _fetch(self) -> None:
        await self.intake.resumed.wait()
        await self.intake.poll(self._updates)

    async def _updates(self, offset: int | None) -> Sequence[dict[str, Any]]:
        found = await telegram.updates(self.bot, offset=offset, wait=WAIT, allowed=ALLOWED)
        await self._present()
        return found

    async def _attend(self) -> None:
        """By webhook nothing is fetched; the signs of life go on, by which an outage is known."""
        assert self.webhook is not None
        await self.intake.resumed.wait()
        self.webhook.ready()
        while True:
            try:
                await self._present()
                await self.intake.beat()
            except Exception as error:  # noqa: BLE001 - a database that is busy or gone is asked again
                log.warning("no sign of life", error=repr(error))
            await asyncio.sleep(BEAT.total_seconds() / 2)  # so that none is left out

    async def _present(self) -> None:
        """We are here now; after a longer absence, what it cost is made good."""
        # By the machine's time: the product's may be moved in a sandbox, and nobody was away then.
        here = asyncio.get_running_loop().time()
        if here - self._fetched > outages.FORGOTTEN.total_seconds():
            await self._make_good()
        self._fetched = here
        if here - self._compared > COMPARED:
            self._compared = here
            await self._compare()

    async def _compare(self) -> None:
        """Another process of this installation may have changed what a Company is made of."""
        async with self.db.read() as session:
            revision = await settings.revision(session)
        if revision != self.company.revision:
            await self.reload()

    async def reload(self) -> None:
        """Work on with the settings, the days and the absences of now."""
        async with self.db.read() as session:
            self.company = await calendars.company(session, processes=self.company.originals)
        self.clockwork.wake()

    async def _reads(self) -> None:
        async with self.db.read() as session:
            await heartbeat.last(session)

    async def _make_good(self) -> None:
        if await outages.make_good(self.db, self.clock.now()):
            log.warning("after an outage: open cards are sent again")
            self.clockwork.wake()

    async def _work(self, number: int, payload: Any) -> bool:
        """One update, through the dispatcher; True when its transaction marked it."""
        update = Update.model_validate(payload, context={"bot": self.bot})
        async with self.db.read() as session:
            person = await people.by_telegram(session, sender(payload))
        desk = None
        if person is not None and person.active:
            work = Work(self.db, self.company, self.clock.now(), person, number)
            chat, message = place(update)
            desk = Desk(
                work,
                texts(person.language, person.zone),
                chat or person.telegram_id or 0,
                message,
                self.name,
                self.showing,
                self.files,
            )
        door = membership.Door(self.db, self.company, self.clock.now(), number, self.owner, self.welcome)
        try:
            await self._dispatcher.feed_update(self.bot, update, desk=desk, showing=self.showing, door=door)
        except DoneAlreadyError:
            return True
        if desk is not None and desk.work.company_changed:
            await self.reload()
        marked = door.marked or (desk is not None and desk.work.marked)
        if marked:
            self.clockwork.wake()
        return marked

    async def welcome(self, person: people.Person) -> None:
        """The person's own commands, in Telegram's menu; without them everything is still on buttons."""
        t = texts(person.language, person.zone)
        scope = BotCommandScopeChat(chat_id=person.telegram_id or 0)
        try:
            await self.bot.set_my_commands(menu.commands(person.roles, t), scope=scope)
        except TelegramAPIError as error:
            log.warning("commands not set", person=person.id, error=str(error))

    async def _lost(self, tx: AsyncSession, number: int, telegram_id: int) -> None:
        """Five failures: the person is told, in his own language, as soon as that is possible."""
        now = self.clock.now()
        letter = DeadLetter(number)
        person = await people.by_telegram(tx, telegram_id)
        if person is not None:
            key = letter.key(person.id)
            await outbox.put(
                tx, kind=letter.kind, person_id=person.id, key=key, data=to_data(letter), due=now, now=now
            )


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel until it is over: a library that races a time-out may swallow one cancellation, and a stop must end."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.5)


def place(update: Update) -> tuple[int | None, int | None]:
    """The chat that the update came from, and the message that was pressed in it."""
    if update.callback_query is not None and update.callback_query.message is not None:
        message = update.callback_query.message
        return message.chat.id, message.message_id
    if update.message is not None:
        return update.message.chat.id, None
    return None, None


@asynccontextmanager
async def opened(
    database_url: str,
    token: str,
    *,
    clock: Clock,
    api_url: str | None = None,
    proxy: str | None = None,
    rate: float | None = RATE,
    owner: str | None = None,
    hook: Hook | None = None,
) -> AsyncIterator[App]:
    """The product with its tables brought up to date; everything is closed in the end."""
    await schema.create(database_url)
    bot = telegram.connect(token, api_url=api_url, proxy=proxy)
    try:
        async with Database.connect(database_url) as db:
            processes = versions()
            async with db.read() as session:
                company = await calendars.company(session, processes=processes)
            app = App(bot, db, company, clock, rate=rate, owner=owner, hook=hook)
            try:
                yield app
            finally:
                await app.close()
    finally:
        await bot.session.close()
