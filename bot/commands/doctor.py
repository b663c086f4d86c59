"""`voronka doctor`: what is well and what is not, a line each, and what to do about it."""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot import settings
from bot.clock import Clock
from bot.doctor.finding import Finding, Level, fail, ok, plain
from bot.failure import Failure
from bot.settings import Settings, WrongSettings

DEFAULT_ZONE = "Europe/Moscow"
SILENCE = timedelta(minutes=3)
"""A sign of life is written once a minute."""


def run(*, as_json: bool) -> None:
    """Print what was found. Raises Failure when something is wrong."""
    found = asyncio.run(findings(Clock().now()))
    wrong = [one.check for one in found if one.level is Level.FAIL]
    if as_json:
        checks = [{"check": one.check, "level": one.level.value, "said": one.said} for one in found]
        print(json.dumps({"ok": not wrong, "checks": checks}, ensure_ascii=False, indent=2))  # noqa: T201
    else:
        lines(found)
    if wrong:
        raise Failure(f"{len(wrong)} of {len(found)} checks failed: {', '.join(wrong)}")


def alive() -> None:
    """Whether the product has written a sign of life just now. Raises Failure; nobody but the database is asked."""
    heard = asyncio.run(_heard(settings.load().database_url))
    if heard is None:
        raise Failure("the product has not run yet")
    age = Clock().now() - heard
    if age > SILENCE:
        raise Failure(f"the last sign of life is {age.total_seconds():.0f} seconds old")
    print("alive")  # noqa: T201 - the answer


async def _heard(address: str) -> datetime | None:
    from sqlalchemy.exc import SQLAlchemyError

    from storage import heartbeat
    from storage.db import Database, parse

    url = parse(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():  # noqa: ASYNC240 - once
        return None
    try:
        async with Database.connect(address) as db, db.read() as session:
            return await heartbeat.last(session)
    except SQLAlchemyError as error:
        raise Failure(
            f"the database cannot be asked: {plain(getattr(error, 'orig', None) or error)}"
        ) from error


def lines(found: Sequence[Finding]) -> None:
    """A line each; what is wrong stands out also without colours."""
    width = max(len(one.check) for one in found)
    for one in found:
        level = one.level.value.upper() if one.level is Level.FAIL else one.level.value
        print(f"{level:<4}  {one.check:<{width}}  {one.said}")  # noqa: T201 - the answer


async def findings(now: datetime) -> list[Finding]:
    """Everything that can be checked; without settings only the machine can."""
    from bot.doctor import database, machine, telegram
    from storage.db import parse

    try:
        options = settings.load()
    except WrongSettings as error:
        return [fail("settings", str(error)), *machine.checks(Path.cwd(), DEFAULT_ZONE)]
    url = parse(options.database_url)
    found = [_settings(options), *machine.checks(database.folder(url), options.timezone)]
    rows, vitals = await database.look(options.database_url, now)
    running = database.fresh(vitals, now)
    return found + rows + [one async for one in telegram.checks(options, now, running=running)]


def _settings(options: Settings) -> Finding:
    how = "by webhook" if options.webhook_url else "by polling"
    via = ", through a proxy" if options.proxy else ""
    python = ".".join(map(str, sys.version_info[:3]))
    return ok("settings", f"updates {how}{via}, {options.timezone}, Python {python}")
