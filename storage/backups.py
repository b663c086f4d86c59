"""A copy of the whole database while it is in use: one consistent moment, in one file that is never half-written."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Setting

KEY = "backup"
LOOK = 0.2  # seconds between two looks at how far it is
ENDINGS = {"sqlite": ".db", "postgresql": ".dump"}

Progress = Callable[[int], None]
"""Is told how many bytes have been written so far."""

_PUT = dialects.both(
    Setting,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"value": insert.excluded.value}
    ),
)


class BackupError(Exception):
    """It could not be made; the text says why and what to do. Nothing is left of it."""


async def last(session: AsyncSession) -> datetime | None:
    """When the last one was finished; None before the first."""
    written = await session.scalar(select(Setting.value).where(Setting.key == KEY))
    return None if written is None else datetime.fromisoformat(written["at"])


async def remember(tx: AsyncSession, at: datetime) -> None:
    """A backup was finished at this instant (UTC)."""
    await tx.execute(_PUT[dialects.name(tx)], {"key": KEY, "value": {"at": at.isoformat()}})


async def make(url: URL, out: Path, progress: Progress) -> int:
    """Write everything into the file; its size in bytes. Raises BackupError, also where the file exists already."""
    with _beside(out) as part:
        if url.get_backend_name() == "sqlite":
            copying = asyncio.to_thread(_copy, url.database or "", part)
        else:
            copying = _dump(url, part)
        try:
            async with asyncio.TaskGroup() as group:
                watching = group.create_task(_watch(part, progress))
                await copying
                watching.cancel()
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        _sync(part)
        size = part.stat().st_size
        try:
            os.link(part, out)  # unlike a rename, it never takes the place of another file
        except FileExistsError:
            raise BackupError(f"{out} exists already, and no backup is written over another") from None
        except OSError:
            # A disk that knows no links (FAT, some shares); there is nobody else who writes this name.
            part.rename(out)
        _sync(out.parent)
    return size


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """An empty file for the owner's eyes only; it is removed whatever happens."""
    if out.exists():
        raise BackupError(f"{out} exists already, and no backup is written over another")
    part = out.with_name(f".{out.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise BackupError(
            f"{part} is there: another backup is under way, or was broken off; then remove it"
        ) from None
    except OSError as error:
        raise BackupError(f"{out.parent}: {error.strerror}") from error
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _copy(source: str, part: Path) -> None:
    """VACUUM INTO reads one snapshot: with a write-ahead log nobody waits for it, and it waits for nobody."""
    try:
        with _opened(f"{Path(source).absolute().as_uri()}?mode=rw") as database:
            database.execute("VACUUM INTO ?", (str(part),))
        with _opened(f"{part.absolute().as_uri()}?mode=ro") as copy:
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"SQLite: {error}") from error
    if found != "ok":
        raise BackupError(f"the copy is not sound, so the database may be damaged: {found}")


@contextmanager
def _opened(uri: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(uri, uri=True, timeout=30.0, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


async def _dump(url: URL, part: Path) -> None:
    program = await pg_program("pg_dump")
    if program is None:
        raise BackupError(
            "pg_dump is not on this machine: install PostgreSQL's client programs (postgresql-client)"
        )
    process = await asyncio.create_subprocess_exec(
        program,
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-password",
        f"--file={part}",
        env=pg_environment(url),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate()
    except BaseException:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        raise
    if process.returncode:
        raise BackupError(" ".join(said.decode(errors="replace").split()) or "pg_dump failed")


async def pg_program(name: str) -> str | None:
    """Where a client program of PostgreSQL is: in PATH, else where pg_config says; None when it is nowhere."""
    found = shutil.which(name)
    asked = shutil.which("pg_config")
    if found or not asked:
        return found
    process = await asyncio.create_subprocess_exec(asked, "--bindir", stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    return shutil.which(name, path=said.decode().strip())


def pg_environment(url: URL) -> dict[str, str]:
    """What PostgreSQL's own programs are told; in their environment, where nobody else reads the password."""
    query = {key: value if isinstance(value, str) else value[0] for key, value in url.query.items()}
    told = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": str(url.port) if url.port else query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("sslmode") or query.get("ssl"),
        "PGCONNECT_TIMEOUT": "10",
        "HOME": str(Path.home()),
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
    }
    return {name: value for name, value in told.items() if value}


async def _watch(part: Path, progress: Progress) -> None:
    while True:
        await asyncio.sleep(LOOK)
        progress(os.path.getsize(part))  # noqa: ASYNC240, PTH202 - one question to a local disk


def _sync(path: Path) -> None:
    """On the disk, not only on its way there."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
