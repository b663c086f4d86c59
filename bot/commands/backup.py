"""`voronka backup`: one file with everything, made while the product runs."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from bot import settings
from bot.clock import Clock
from bot.failure import Failure
from storage import backups, health, schema
from storage.backups import ENDINGS, BackupError, Progress
from storage.db import LONG, Busy, Database, parse

MEGABYTE = 1_000_000


def run(*, out: Path | None) -> None:
    """Write the file and say where it is. Raises Failure, and nothing is left then."""
    options = settings.load()
    url = parse(options.database_url)
    clock = Clock()
    file = out or Path(f"voronka-{clock.now():%Y%m%d-%H%M%S}{ENDINGS[url.get_backend_name()]}")
    try:
        size = asyncio.run(_make(options.database_url, url, file, clock))
    except BackupError as error:
        raise Failure(str(error)) from error
    print(f"{file}  {size / MEGABYTE:.1f} MB")  # noqa: T201 - the answer
    print("It holds the data of your clients: keep it where only you can read it.")  # noqa: T201


async def _make(address: str, url: URL, file: Path, clock: Clock) -> int:
    _there(url)
    async with Database.connect(address, patience=LONG) as db:
        expected = await _expected(db)
        with _shown(expected) as progress:
            size = await backups.make(url, file, progress)
        try:
            async with db.begin() as tx:
                await backups.remember(tx, clock.now())
        except Busy:
            sys.stderr.write("voronka: the database is busy, so /health does not know of this backup\n")
    return size


def _there(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise Failure(f"{url.database}: there is no database yet (VORONKA_DATABASE_URL says where it is)")


async def _expected(db: Database) -> int:
    """How many bytes there are now. Raises Failure where there is nothing of ours."""
    try:
        async with db.read() as session:
            if await schema.current(session) is None:
                raise Failure("the database has no tables of Voronka, so there is nothing to back up")
            return await health.size(session)
    except DBAPIError as error:
        raise Failure(f"the database cannot be read: {error.orig}") from error


@contextmanager
def _shown(total: int) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Backing up", total=total)
        yield lambda written: bar.update(task, completed=min(written, total))
