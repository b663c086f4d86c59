"""`voronka doctor`: what is well and what is not, a line each, and what to do about it."""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot import settings
from bot.clock import Clock
from bot.doctor.finding import Finding, Level, fail, ok
from bot.failure import Failure
from bot.settings import Settings, WrongSettings

DEFAULT_ZONE = "Europe/Moscow"


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
