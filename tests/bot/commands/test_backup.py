"""A backup is made while somebody writes, is one moment of the database, and what is restored from it works."""

import asyncio
import itertools
import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from storage import backups, schema
from storage.backups import pg_environment, pg_program
from storage.db import Database
from storage.models import Row
from storage.names import fold
from tests.bot.commands.command_line import Answer, Voronka
from tests.conftest import absent
from tests.world import world

Restore = Callable[[Path], Awaitable[str]]
_numbers = itertools.count()
PAIRS = "SELECT count(*) FROM clients"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Point the command line at a database."""
    return lambda url: monkeypatch.setenv("VORONKA_DATABASE_URL", url)


async def _called(voronka: Voronka, *arguments: object) -> Answer:
    return await asyncio.to_thread(voronka, *arguments)


async def _write(db: Database, stop: asyncio.Event) -> int:
    """Two rows in a transaction, again and again: a copy of one moment has an even number of them."""
    count = 0
    while not stop.is_set():
        async with db.begin() as tx:
            for half in ("left", "right"):
                name = f"{half} {count}"
                await tx.execute(
                    text(
                        "INSERT INTO clients (name, key, details, created_at)"
                        " VALUES (:name, :key, '{}', '2026-11-23 07:00:00')"
                    ),
                    {"name": name, "key": fold(name)},
                )
        count += 1
        await asyncio.sleep(0)
    return count


async def _rows(db: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    found = {}
    async with db.read() as session:
        for table in Row.metadata.sorted_tables:
            found[table.name] = [tuple(row) for row in await session.execute(table.select())]
    for rows in found.values():
        rows.sort(key=repr)
    return found


async def _pg(url: str, program: str, *arguments: str) -> None:
    found = await pg_program(program)
    assert found
    environment = pg_environment(make_url(url))
    await asyncio.to_thread(
        subprocess.run, [found, *arguments], env=environment, check=True, capture_output=True
    )


def _half_written(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


@pytest.fixture
async def restore(database_url: str, tmp_path: Path) -> AsyncIterator[Restore]:
    """As docs/deployment.md says: from a file to the URL of another database, which is gone afterwards."""
    name = f"restored_{os.getpid()}_{next(_numbers)}"
    sqlite = database_url.startswith("sqlite")
    if not sqlite and await pg_program("pg_dump") is None:
        absent("no pg_dump on this machine")

    async def from_file(file: Path) -> str:
        if sqlite:
            shutil.copyfile(file, tmp_path / "restored.db")
            return f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
        await _pg(database_url, "createdb", name)
        await _pg(database_url, "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(file))
        return make_url(database_url).set(database=name).render_as_string(hide_password=False)

    yield from_file
    if not sqlite:
        await _pg(database_url, "dropdb", "--if-exists", "--force", name)


async def test_a_backup_under_load_is_one_moment_and_can_be_restored(
    database_url: str, tmp_path: Path, voronka: Voronka, at: Any, restore: Restore
) -> None:
    at(database_url)
    async with Database.connect(database_url) as db:
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(_write(db, stop))
            answer = await _called(voronka, "backup", "--out", tmp_path / "safe")
            stop.set()
        assert answer.status == 0, answer.err
        assert answer.out.startswith(f"{tmp_path / 'safe'}  ")
        assert writing.result() > 1
        async with db.read() as session:
            assert await backups.last(session) is not None

        restored = await restore(tmp_path / "safe")
        async with Database.connect(restored) as copy, copy.read() as session, db.read() as live:
            copied = (await session.execute(text(PAIRS))).scalar_one()
            written = (await live.execute(text(PAIRS))).scalar_one()
            assert copied % 2 == 0
            assert copied <= written
            assert await schema.current(session) == schema.newest()
    assert not _half_written(tmp_path)
    assert stat.S_IMODE((tmp_path / "safe").stat().st_mode) == 0o600


async def test_the_product_goes_on_from_a_restored_backup_row_by_row(
    database_url: str, tmp_path: Path, voronka: Voronka, at: Any, restore: Restore
) -> None:
    at(database_url)
    async with world(database_url) as found:
        anna = await found.hire("Анна", 1001)
        await found.deal(anna)
        await found.say("Анна", "Мой день")
        await found.press("Анна", "1 · ")
        await found.press("Анна", "Не дозвонился")
        await found.stop()
        answer = await _called(voronka, "backup", "--out", tmp_path / "safe")
        assert answer.status == 0, answer.err
        restored = await restore(tmp_path / "safe")
        async with Database.connect(database_url) as first, Database.connect(restored) as second:
            before, after = await _rows(first), await _rows(second)
        # Only the original knows that a backup was made.
        before["settings"] = [row for row in before["settings"] if row[0] != backups.KEY]
        assert after == before
        assert len(after["history"]) >= 1

        found.url = restored
        await found.start()
        await found.say("Анна", "Мой день")
        assert "Ромашка" in await found.screen("Анна")
        await found.press("Анна", "1 · ")
        await found.press("Анна", "Занято")
        assert await found.rows("SELECT count(*) FROM activities WHERE state = 'done'") == [(2,)]


def test_no_file_is_written_over(sqlite_url: str, tmp_path: Path, voronka: Voronka, at: Any) -> None:
    at(sqlite_url)
    (tmp_path / "mine").write_text("precious")
    answer = voronka("backup", "--out", "mine")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "voronka: mine exists already, and no backup is written over another\n"
    assert (tmp_path / "mine").read_text() == "precious"


def test_without_a_name_it_is_called_by_the_time(
    sqlite_url: str, tmp_path: Path, voronka: Voronka, at: Any
) -> None:
    at(sqlite_url)
    assert voronka("backup").status == 0
    (made,) = tmp_path.glob("voronka-2*.db")
    with closing(sqlite3.connect(made)) as copy:
        assert copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


@pytest.mark.parametrize(
    ("url", "out", "why"),
    [
        ("sqlite+aiosqlite:///nowhere.db", "x", "nowhere.db: there is no database yet"),
        ("sqlite+aiosqlite:///empty.db", "x", "the database has no tables of Voronka"),
        ("sqlite+aiosqlite:///text.db", "x", "the database cannot be read: file is not a database"),
        ("", "missing/folder/x", "missing/folder: No such file or directory"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_left(
    url: str, out: str, why: str, sqlite_url: str, tmp_path: Path, voronka: Voronka, at: Any
) -> None:
    at(url or sqlite_url)
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("not a database, but long enough to look like one" * 30)
    before = {path.name for path in tmp_path.iterdir()}
    answer = voronka("backup", "--out", out)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith(f"voronka: {why}")
    assert {path.name for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm"))} == before


@pytest.mark.postgres
def test_without_pg_dump_it_is_said_what_to_install(
    postgres_url: str, voronka: Voronka, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(postgres_url)
    monkeypatch.setenv("PATH", "/nonexistent")
    answer = voronka("backup", "--out", "x")
    assert answer.status == 1
    assert "install PostgreSQL's client programs" in answer.err


def test_what_postgres_programs_are_told_is_in_their_environment() -> None:
    url = make_url("postgresql+asyncpg://voronka:hush@db.example.com:5433/sales?ssl=require")
    told = pg_environment(url)
    assert {name: told[name] for name in told if name.startswith("PG")} == {
        "PGHOST": "db.example.com",
        "PGPORT": "5433",
        "PGUSER": "voronka",
        "PGPASSWORD": "hush",
        "PGDATABASE": "sales",
        "PGSSLMODE": "require",
        "PGCONNECT_TIMEOUT": "10",
    }


async def test_a_broken_off_copy_is_told_of(tmp_path: Path) -> None:
    (tmp_path / ".safe.part").touch()
    with pytest.raises(backups.BackupError, match="another backup is under way"):
        await backups.make(make_url("sqlite+aiosqlite:///x.db"), tmp_path / "safe", lambda _: None)
