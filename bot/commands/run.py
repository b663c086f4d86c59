"""`voronka run`: the real bot, until Ctrl-C or SIGTERM."""

import asyncio
import gc
import logging
import secrets
import signal

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramUnauthorizedError

from bot import settings
from bot.app import App, opened
from bot.clock import Clock
from bot.failure import Failure
from bot.settings import Settings
from bot.webhook import Hook
from storage import invites


def run() -> None:
    """By the settings in the environment or .env. Raises Failure."""
    options = settings.load()
    hook = hook_of(options)
    quiet(options.log_level)
    try:
        asyncio.run(_run(options, hook))
    except TelegramUnauthorizedError:
        raise Failure("Telegram does not know VORONKA_BOT_TOKEN: take it from @BotFather again") from None
    except TelegramBadRequest as error:
        if "webhook" not in error.message:
            raise
        raise Failure(f"Telegram does not take VORONKA_WEBHOOK_URL: {error.message}") from error
    except TelegramAPIError as error:
        raise Failure(f"Telegram cannot be reached: {error}") from error


def hook_of(options: Settings) -> Hook | None:
    """How Telegram brings updates; None where they are fetched. Raises WrongSettings."""
    if options.webhook_url is None:
        return None
    return Hook(
        options.webhook_url,
        options.secret,
        host=options.webhook_host,
        port=options.webhook_port,
    )


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


async def _run(options: Settings, hook: Hook | None) -> None:
    owner = secrets.token_urlsafe(16)
    async with opened(
        options.database_url,
        options.token,
        clock=Clock(),
        api_url=options.bot_api_url,
        proxy=options.proxy,
        owner=owner,
        hook=hook,
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
