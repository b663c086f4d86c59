"""A process beside this one, that says «ready» when it is."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

STARTING = 120.0
STOPPING = 20.0


@asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[Process]:
    """`python -m module arguments…`, ready; stopped by SIGTERM in the end."""
    process = await started(module, *arguments)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOPPING)
        except TimeoutError:
            process.kill()


async def started(module: str, *arguments: str) -> Process:
    """The process when it has said that it is ready; RuntimeError when it has ended before."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *arguments, stdout=PIPE)
    assert process.stdout is not None
    told = b""
    async with asyncio.timeout(STARTING):
        while line := await process.stdout.readline():  # it may have something to say before
            if line.strip() == b"ready":
                return process
            told = line
    raise RuntimeError(f"{module} did not start: {told!r}")
