"""`voronka demo`: the product with a messenger of its own in the browser; no token, no network."""

import asyncio
from pathlib import Path

from bot.commands.run import quiet
from bot.demo import stage
from bot.demo.stage import Wishes


def run(*, data: Path | None, host: str, port: int, allow_remote: bool = False) -> None:
    """Until Ctrl-C or SIGTERM; settings of the real bot are not looked at. Raises Failure."""
    quiet("warning")
    asyncio.run(stage.play(Wishes(data, host, port, allow_remote)))
