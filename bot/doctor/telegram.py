"""Telegram: whether it is reached, knows the token, and brings updates to us and to nobody else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from aiogram import Bot
from aiogram.client.telegram import PRODUCTION
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import User, WebhookInfo

from bot import telegram
from bot.doctor.finding import Finding, fail, ok, plain, warn
from bot.settings import Settings

PATIENCE = 10.0
PORTS = {443, 80, 88, 8443}
SKEWED = timedelta(seconds=10)
WRONG = timedelta(minutes=2)
"""Telegram's Date header has whole seconds, and its way here takes some."""
MANY = 100
RECENT = timedelta(hours=1)


async def checks(options: Settings, now: datetime, *, running: bool) -> AsyncIterator[Finding]:
    """`running`: the product was heard of just now, so nobody takes its updates away by asking for them."""
    yield await clock(options, now)
    if options.bot_token is None:
        yield fail("token", "VORONKA_BOT_TOKEN is missing: take it from @BotFather and put it into .env")
        return
    bot = telegram.connect(options.token, api_url=options.bot_api_url, proxy=options.proxy, patience=PATIENCE)
    try:
        try:
            me = await bot.me()
        except AiogramError as error:
            yield _unknown(error)
            return
        yield _known(me)
        yield await _updates(bot, options, now, running=running)
        if options.webhook_url is not None and running:
            yield await listening(options)
    finally:
        await bot.session.close()


def _unknown(error: AiogramError) -> Finding:
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        return fail("token", "Telegram does not know VORONKA_BOT_TOKEN: take it from @BotFather again")
    return fail("token", f"not checked, Telegram is not reached: {plain(error)}")


def _known(me: User) -> Finding:
    said = f"@{me.username}, {me.full_name}"
    if me.supports_inline_queries is False:
        return warn(
            "token", f"{said}: search by @{me.username} is off; switch it on at @BotFather (/setinline)"
        )
    return ok("token", said)


async def clock(options: Settings, now: datetime) -> Finding:
    """Our clock against the Date of Telegram's answer; any answer does."""
    base = options.bot_api_url or PRODUCTION.base.partition("/bot")[0]
    limit = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, proxy=options.proxy) as http,
            http.get(base, allow_redirects=False) as answer,
        ):
            written = answer.headers.get("Date", "")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        # The words of the error may hold the address of a proxy with its password.
        return fail(
            "network", f"{urlsplit(base).hostname} is not reached ({type(error).__name__}): see VORONKA_PROXY"
        )
    return skew(written, now)


def skew(written: str, now: datetime) -> Finding:
    """`written` is a Date header."""
    try:
        said = parsedate_to_datetime(written)
    except ValueError:
        return warn("clock", "Telegram's answer had no date, so the clock was not compared")
    away = abs(now - (said if said.tzinfo else said.replace(tzinfo=UTC)))
    words = f"{away.total_seconds():.0f} s from Telegram's"
    if away > WRONG:
        return fail("clock", f"{words}: set the machine's time (timedatectl set-ntp true)")
    return warn("clock", f"{words}: switch time synchronisation on") if away > SKEWED else ok("clock", words)


async def _updates(bot: Bot, options: Settings, now: datetime, *, running: bool) -> Finding:
    try:
        info = await bot.get_webhook_info()
        if options.webhook_url is not None:
            return hooked(info, options, now, running=running)
        if info.url:
            return warn(
                "updates",
                f"Telegram brings them to {urlsplit(info.url).hostname}: another program may use this bot;"
                " voronka run will take that webhook away",
            )
        if running:
            return ok("updates", f"polled, {info.pending_update_count} wait")
        await telegram.updates(bot, offset=None, wait=0, limit=1)
    except TelegramConflictError:
        return fail("updates", "another program polls this bot: stop it, or make a bot of your own")
    except AiogramError as error:
        return fail("updates", f"not checked: {plain(error)}")
    return ok("updates", f"polled by nobody else, {info.pending_update_count} wait")


def hooked(info: WebhookInfo, options: Settings, now: datetime, *, running: bool) -> Finding:
    """The webhook as Telegram knows it against the settings."""
    address = urlsplit(options.webhook_url or "")
    if options.webhook_secret is None:
        return fail("updates", "VORONKA_WEBHOOK_SECRET is missing: anybody could pretend to be Telegram")
    if options.bot_api_url is None and (address.scheme != "https" or (address.port or 443) not in PORTS):
        return fail("updates", "VORONKA_WEBHOOK_URL: Telegram wants https on port 443, 80, 88 or 8443")
    if info.url != options.webhook_url:
        other = urlsplit(info.url).hostname if info.url else "nowhere"
        said = f"Telegram brings them to {other}, not to {address.hostname}"
        return fail("updates", f"{said}: restart voronka run") if running else warn("updates", f"{said} yet")
    failed = info.last_error_date
    if failed is not None and now - _instant(failed) < RECENT:
        return fail("updates", f"Telegram could not bring them: {info.last_error_message}; look at the proxy")
    if info.pending_update_count > MANY:
        return warn("updates", f"{info.pending_update_count} wait at Telegram")
    return ok("updates", f"brought to {address.hostname}, {info.pending_update_count} wait")


def _instant(date: datetime | timedelta | int) -> datetime:
    assert isinstance(date, datetime), "Telegram answers with a date"
    return date


async def listening(options: Settings) -> Finding:
    """Whether the program answers where the proxy looks for it."""
    host = "127.0.0.1" if options.webhook_host in {"0.0.0.0", "::"} else options.webhook_host  # noqa: S104 - compared
    place = f"{host}:{options.webhook_port}"
    shown = f"[{host}]:{options.webhook_port}" if ":" in host else place
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as http,
            http.get(f"http://{shown}/healthz") as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return fail("webhook", f"nobody listens at {place} ({type(error).__name__})")
    return (
        ok("webhook", f"listens at {place}") if status == 200 else fail("webhook", f"{place} says {status}")
    )
