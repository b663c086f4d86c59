"""The database: write transactions that take their lock at once, and reads that do not wait for them.

SQLite has one writer (WAL, BEGIN IMMEDIATE, a pool of one); on PostgreSQL callers lock rows by FOR UPDATE.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, Self

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

inside: ContextVar[bool] = ContextVar("inside", default=False)
"""Whether this task is inside a write transaction; what sends asserts that it is not."""

PATIENCE = 5.0
"""Seconds that a writer waits for another one; command lines wait LONG."""
LONG = 30.0

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -8000",
    "PRAGMA temp_store = MEMORY",
)
_write_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
_SQLITE_BUSY = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED; the higher bits tell the sort
_POSTGRES_BUSY = {"40001", "40P01", "55P03"}  # serialization, deadlock, lock not available


class Busy(Exception):  # noqa: N818 - a state of the database, said as such
    """Somebody else held the database for longer than the writer's patience; nothing was written."""


class Database:
    """Two pools on one database. Nothing is opened before it is used; `close` before the loop ends.

    While `migrating`, SQLite lets go of foreign keys: a table is changed by making it anew, and others point to it.
    """

    def __init__(self, url: str, *, patience: float = PATIENCE, migrating: bool = False) -> None:
        self.url = parse(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        make = _sqlite if self.sqlite else _postgres
        self._writer, self._reader = make(self.url, patience)
        if self.sqlite and migrating:
            event.listen(self._writer.sync_engine, "connect", _let_go)

    @classmethod
    def connect(cls, url: str, *, patience: float = PATIENCE, migrating: bool = False) -> Self:
        """A database by URL; ValueError when the URL is not one of SQLite or PostgreSQL."""
        return cls(url, patience=patience, migrating=migrating)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A write transaction: committed at the end, rolled back by any error. Raises Busy.

        It is not nested; the lock of SQLite is taken with the first statement.
        """
        if inside.get():
            raise RuntimeError("a transaction inside a transaction: pass the session on")
        session = AsyncSession(self._writer, expire_on_commit=False, autoflush=False)
        inside.set(True)
        try:
            with _said_in_our_words():
                yield session
                await session.commit()
        except BaseException:
            # Also when cancelled, once or twice: the one connection must come back clean.
            await asyncio.shield(session.close())
            raise
        finally:
            inside.set(False)
        await session.close()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that can only read; each statement sees what was committed when it began. Raises Busy."""
        session = AsyncSession(self._reader, expire_on_commit=False, autoflush=False)
        try:
            with _said_in_our_words():
                yield session
        except BaseException:
            await asyncio.shield(session.close())
            raise
        await session.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


def parse(url: str) -> URL:
    """The URL with the driver that we use; ValueError when it is of no database that we know."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError("not a database URL") from error
    if parsed.drivername in _DRIVERS:
        parsed = parsed.set(drivername=_DRIVERS[parsed.drivername])
    if parsed.drivername not in _DRIVERS.values():
        raise ValueError(f"no such database: {parsed.drivername}")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file")
    return parsed


def is_busy(error: DBAPIError) -> bool:
    """Whether a driver's error means that somebody else has the lock."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) in _POSTGRES_BUSY


@contextmanager
def _said_in_our_words() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Busy from error
    except DBAPIError as error:
        if is_busy(error):
            raise Busy from error
        raise


def _sqlite(url: URL, patience: float) -> tuple[AsyncEngine, AsyncEngine]:
    from storage.driver import Connection as Driver  # the other database needs no SQLite

    path = url.database or ""

    async def open_() -> Any:
        return await Driver(path, patience)

    options: dict[str, Any] = {
        "async_creator": open_,
        "pool_timeout": patience,
        "max_overflow": 0,
        "json_serializer": _write_json,
    }
    writer = create_async_engine(url, pool_size=1, **options)
    # Single statements need no transaction; then BEGIN and ROLLBACK are two hops less for every read.
    reader = create_async_engine(
        url, pool_size=4, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **options
    )
    event.listen(writer.sync_engine, "connect", _set_up_writer)
    event.listen(reader.sync_engine, "connect", _set_up_reader)
    event.listen(writer.sync_engine, "begin", _begin_immediate)
    return writer, reader


def _postgres(url: URL, patience: float) -> tuple[AsyncEngine, AsyncEngine]:
    settings = {"timezone": "UTC", "jit": "off", "lock_timeout": f"{int(patience * 1000)}"}
    options: dict[str, Any] = {
        "pool_timeout": patience,
        "pool_size": 5,
        "max_overflow": 10,
        "json_serializer": _write_json,
    }
    reading = settings | {"default_transaction_read_only": "on"}
    writer = create_async_engine(url, connect_args={"server_settings": settings}, **options)
    reader = create_async_engine(
        url,
        connect_args={"server_settings": reading},
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        **options,
    )
    return writer, reader


def _set_up_writer(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _set_up_reader(connection: Any, record: object) -> None:
    _set_up_writer(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.execute("PRAGMA cache_size = -2000")  # there are four of them, and the system caches the file too
    cursor.close()


def _let_go(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.begin_immediate()
