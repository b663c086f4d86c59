"""`voronka run`: the real bot, until Ctrl-C or SIGTERM."""

import asyncio
import gc
import logging
import secrets
import signal

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError

from bot import settings
from bot.app import App, opened
from bot.clock import Clock
from bot.failure import Failure
from bot.settings import Settings
from storage import invites


def run() -> None:
    """By the settings in the environment or .env. Raises Failure."""
    options = settings.load()
    if options.webhook_url:
        raise Failure(
            "VORONKA_WEBHOOK_URL: webhooks are not supported yet; leave it empty, and updates are polled"
        )
    quiet(options.log_level)
    try:
        asyncio.run(_run(options))
    except TelegramUnauthorizedError:
        raise Failure("Telegram does not know VORONKA_BOT_TOKEN: take it from @BotFather again") from None
    except TelegramAPIError as error:
        raise Failure(f"Telegram cannot be reached: {error}") from error


def quiet(level: str) -> None:
    """Our own log at this level; libraries only when something is wrong."""
    number = logging.getLevelNamesMapping()[level.upper()]
    # The tracebacks that structlog would draw show local variables: people's words, and the token.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], plain],
        wrapper_class=structlog.make_filtering_bound_logger(number),
    )
    logging.basicConfig(level=max(number, logging.WARNING))


async def _run(options: Settings) -> None:
    owner = secrets.token_urlsafe(16)
    async with opened(
        options.database_url,
        options.token,
        clock=Clock(),
        api_url=options.bot_api_url,
        proxy=options.proxy,
        owner=owner,
    ) as app:
        await app.start()
        async with app.db.read() as session:
            settled = await invites.any_admin(session)
        print(f"Voronka runs as @{app.name}. Ctrl-C stops it.", flush=True)  # noqa: T201 - said at the console
        if not settled:
            link = f"https://t.me/{app.name}?start={owner}"
            print(f"Nobody is the administrator yet. Become it by opening {link}", flush=True)  # noqa: T201
        await until_stopped(app)


async def until_stopped(app: App) -> None:
    """Run until the first SIGTERM or Ctrl-C, then finish what was begun."""
    # What is loaded by now stays for ever. A full collection would walk its 300 000 objects each time, for a third
    # of a second in which nobody is answered.
    gc.collect()
    gc.freeze()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await app.run(stopping)
