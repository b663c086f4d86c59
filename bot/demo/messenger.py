"""The sandbox as a process of its own beside the product, and the product's clock following its clock."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from bot.clock import Clock
from bot.failure import Failure
from sandbox.client import SandboxClient

NAME = "Воронка"
_READY = 30.0  # seconds until it must have said where it listens
_GOING = 5.0  # seconds that it has for its end
_AGAIN = 0.5  # seconds until the clock is asked for again


@dataclass(frozen=True, slots=True)
class Messenger:
    """`page` is the address for people; `api` and `token` are what a bot is pointed at."""

    page: str
    api: str
    token: str
    client: SandboxClient
    process: Process


@asynccontextmanager
async def started(*, host: str, port: int, remote: bool = False) -> AsyncIterator[Messenger]:
    """Run `python -m sandbox` for as long as the block lasts; it is gone afterwards. Failure when it cannot listen."""
    arguments = ["-m", "sandbox", "--host", host, "--port", str(port), "--limits", "on", "--name", NAME]
    arguments.append(
        "--with-input"
    )  # also where we are killed: the pipe ends with us, and so does the messenger
    # A session of its own: Ctrl-C reaches us alone, and the product says its last words before the messenger goes.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        *(["--allow-remote"] if remote else []),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
    )
    try:
        page, api = await _addresses(process, port)
        base, _, token = api.rstrip("/").rpartition("/bot")
        async with SandboxClient(base) as client:
            yield Messenger(page, base, token, client, process)
    finally:
        await _stop(process)


async def _addresses(process: Process, port: int) -> tuple[str, str]:
    assert process.stdout is not None
    assert process.stderr is not None
    found = []
    with suppress(TimeoutError):
        async with asyncio.timeout(_READY):
            for _ in range(2):
                line = (await process.stdout.readline()).decode().strip()
                found.append(line.partition(": ")[2])
            if all(found):
                return found[0], found[1]
            why = (await process.stderr.read()).decode().strip().rpartition("\n")[2]
            if "in use" in why:
                raise Failure(f"port {port} is taken by another program: say --port 0 for any free one")
            raise Failure(why or "the messenger did not start")
    raise Failure(f"the messenger did not start within {_READY:.0f} seconds")


async def _stop(process: Process) -> None:
    """Its input ends, so it goes by itself. A signal to one that has just died by itself would take the news of its
    end from the event loop, which says so aloud.
    """
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_GOING):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def follow(messenger: Messenger, clock: Clock) -> None:
    """Let the product's clock show what the messenger's shows, for ever."""
    while True:
        with suppress(aiohttp.ClientError, TimeoutError):
            async for view in messenger.client.clock_events():
                clock.shift(timedelta(seconds=view["offset"]))
        await asyncio.sleep(_AGAIN)
