"""aiosqlite with one thread hop a statement: opening a cursor, running, fetching and closing are one call.

SQLAlchemy's adapter asks for each of them by itself, and every one would cross to the thread and back.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Self

import aiosqlite

Rows = list[Any]


def _open(database: str, patience: float) -> sqlite3.Connection:
    # isolation_level None: sqlite3 begins nothing by itself, storage.db says BEGIN.
    return sqlite3.connect(database, timeout=patience, isolation_level=None, cached_statements=512)


class Cursor:
    """What SQLAlchemy's asynchronous adapter asks of a cursor; the rows are here when execute returns."""

    arraysize = 1
    lastrowid: int | None = None
    rowcount = -1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> "Cursor":
        return await self._run(self._connection.fetch, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> "Cursor":
        return await self._run(self._connection.fetch_many, sql, parameters)

    async def _run(self, function: Any, sql: str, parameters: Iterable[Any]) -> "Cursor":
        found = await self._connection.in_thread(function, sql, parameters)
        self.description, self.rowcount, self.lastrowid, self._rows = found
        return self

    async def fetchall(self) -> Rows:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []


class Connection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors do everything in one hop."""

    def __init__(self, database: str, patience: float) -> None:
        super().__init__(partial(_open, database, patience), 64)
        self._beginning = False
        self._stopped: asyncio.Future[Any] | None = None
        self._thread.daemon = True  # a process that fails must not wait for it

    def cursor(self) -> Any:
        return Cursor(self)

    def begin_immediate(self) -> None:
        """Take the writer's lock together with the next statement, which saves a hop."""
        self._beginning = True

    async def commit(self) -> None:
        await self.in_thread(self._end, self._conn.commit)

    async def rollback(self) -> None:
        await self.in_thread(self._end, self._conn.rollback)

    def _end(self, end: Callable[[], None]) -> None:
        self._beginning = False
        end()

    async def _connect(self) -> "Connection":
        try:
            await super()._connect()
        except BaseException:
            # Its thread has been told to stop; one that outlives the loop dies with a traceback.
            if self._stopped is not None:
                await self._stopped
            raise
        return self

    def stop(self) -> "asyncio.Future[Any] | None":
        self._stopped = super().stop()
        return self._stopped

    async def in_thread(self, function: Any, *args: Any) -> Any:
        """The result of a function that runs where the connection lives."""
        return await self._execute(function, *args)  # type: ignore[no-untyped-call]  # aiosqlite ships this one bare

    def fetch(self, sql: str, parameters: Iterable[Any]) -> tuple[Any, int, int | None, Rows]:
        """In the thread: description, row count, last row id and all rows."""
        self._begin()
        cursor = self._conn.execute(sql, parameters)  # type: ignore[arg-type]  # its stub wants a sequence
        return self._all(cursor)

    def fetch_many(self, sql: str, parameters: Iterable[Any]) -> tuple[Any, int, int | None, Rows]:
        """In the thread: the same for executemany."""
        self._begin()
        return self._all(self._conn.executemany(sql, parameters))

    def _begin(self) -> None:
        # In the thread, like all that looks at the flag: a cancelled caller does not stop what was queued.
        if self._beginning:
            self._conn.execute("BEGIN IMMEDIATE").close()
            self._beginning = False

    @staticmethod
    def _all(cursor: sqlite3.Cursor) -> tuple[Any, int, int | None, Rows]:
        try:
            rows = cursor.fetchall() if cursor.description else []
            return cursor.description, cursor.rowcount, cursor.lastrowid, rows
        finally:
            cursor.close()
