import asyncio
import gc
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage import db as module
from storage import models
from storage.db import Busy, Database

RIVALS = 20


async def count(db: Database) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(models.Team)) or 0


async def test_what_was_written_is_read_by_everybody(db: Database) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(models.Team).values(name="Север"))
    async with db.read() as session:
        assert (await session.scalars(select(models.Team.name))).all() == ["Север"]


async def test_an_error_leaves_nothing(db: Database) -> None:
    async def write() -> None:
        async with db.begin() as tx:
            await tx.execute(insert(models.Team).values(name="Север"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write()
    assert await count(db) == 0


async def test_a_cancelled_writer_leaves_nothing_and_holds_nobody_up(db: Database) -> None:
    written = asyncio.Event()

    async def write() -> None:
        async with db.begin() as tx:
            await tx.execute(insert(models.Team).values(name="Север"))
            written.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        writer = group.create_task(write())
        await written.wait()
        writer.cancel()
    async with db.begin() as tx:
        await tx.execute(insert(models.Team).values(name="Юг"))
    assert await count(db) == 1


async def test_rival_writers_lose_no_update(db: Database) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(models.Team).values(id=1, name="0"))

    async def add_one() -> None:
        async with db.begin() as tx:
            query = select(models.Team.name).where(models.Team.id == 1).with_for_update()
            before = int(await tx.scalar(query) or 0)
            await asyncio.sleep(0)
            await tx.execute(update(models.Team).where(models.Team.id == 1).values(name=str(before + 1)))

    async with asyncio.TaskGroup() as group:
        for _ in range(RIVALS):
            group.create_task(add_one())
    async with db.read() as session:
        assert await session.scalar(select(models.Team.name)) == str(RIVALS)


async def test_rivals_in_two_programs_lose_no_update(db: Database, database_url: str) -> None:
    """Not only the pool of one: the lock is taken when the transaction begins."""
    async with db.begin() as tx:
        await tx.execute(insert(models.Team).values(id=1, name="0"))

    async def add(times: int) -> None:
        async with Database.connect(database_url) as own:
            for _ in range(times):
                async with own.begin() as tx:
                    query = select(models.Team.name).where(models.Team.id == 1).with_for_update()
                    before = int(await tx.scalar(query) or 0)
                    await tx.execute(update(models.Team).values(name=str(before + 1)))

    threads = [threading.Thread(target=lambda: asyncio.run(add(10))) for _ in range(2)]
    for thread in threads:
        thread.start()
    await asyncio.gather(*(asyncio.to_thread(thread.join) for thread in threads))
    async with db.read() as session:
        assert await session.scalar(select(models.Team.name)) == "20"


async def test_readers_do_not_wait_for_the_writer(db: Database) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(models.Team).values(name="Север"))
        assert await count(db) == 0
    assert await count(db) == 1


async def test_who_only_reads_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError):
        async with db.read() as session:
            await session.execute(insert(models.Team).values(name="Север"))
    assert await count(db) == 0


async def test_patience_ends_in_a_word_of_ours(db: Database, database_url: str) -> None:
    async with db.begin() as tx, Database.connect(database_url, patience=0.05) as other:
        await tx.execute(insert(models.Team).values(id=1, name="Север"))

        async def rival() -> None:
            async with other.begin() as rival_tx:
                # On PostgreSQL only the same row is waited for.
                await rival_tx.execute(insert(models.Team).values(id=1, name="Юг"))

        module.inside.set(False)  # the rival is another program
        with pytest.raises(Busy):
            await rival()
    async with db.read() as session:
        assert (await session.scalars(select(models.Team.name))).all() == ["Север"]


async def test_within_one_program_patience_ends_too(sqlite_url: str) -> None:
    async with Database.connect(sqlite_url, patience=0.05) as db, db.begin() as tx:
        await tx.execute(text("SELECT 1"))
        module.inside.set(False)
        with pytest.raises(Busy):
            async with db.begin() as rival:
                await rival.execute(text("SELECT 1"))


async def test_sqlite_is_locked_from_the_first_look_on(sqlite_url: str) -> None:
    """A writer that begins by reading must not find out at the end that somebody else was faster."""
    async with (
        Database.connect(sqlite_url) as db,
        Database.connect(sqlite_url, patience=0.05) as other,
        db.begin() as tx,
    ):
        await tx.scalar(select(func.count()).select_from(models.Team))
        module.inside.set(False)
        with pytest.raises(Busy):
            async with other.begin() as rival:
                await rival.scalar(select(func.count()).select_from(models.Team))


async def test_a_savepoint_gives_up_its_own_part_only(db: Database) -> None:
    async with db.begin() as tx:
        await tx.execute(insert(models.Team).values(name="Север"))
        savepoint = await tx.begin_nested()
        await tx.execute(insert(models.Team).values(name="Юг"))
        await savepoint.rollback()
        await tx.execute(insert(models.Team).values(name="Восток"))
    async with db.read() as session:
        found = await session.scalars(select(models.Team.name).order_by(models.Team.id))
        assert found.all() == ["Север", "Восток"]


async def test_a_savepoint_may_come_first(db: Database) -> None:
    async with db.begin() as tx, tx.begin_nested():
        await tx.execute(insert(models.Team).values(name="Север"))
    assert await count(db) == 1


async def test_a_task_knows_that_it_is_inside(db: Database) -> None:
    assert not module.inside.get()
    async with db.begin():
        assert module.inside.get()
        with pytest.raises(RuntimeError, match="inside a transaction"):
            async with db.begin():
                pass
    assert not module.inside.get()
    async with db.read():
        assert not module.inside.get()


async def test_sqlite_keeps_what_it_confirmed(sqlite_url: str) -> None:
    async with Database.connect(sqlite_url) as db, db.begin() as tx:
        found = {
            name: await tx.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


async def test_a_row_that_does_not_exist_cannot_be_named(db: Database) -> None:
    with pytest.raises(DBAPIError):
        async with db.begin() as tx:
            await tx.execute(insert(models.Contact).values(client_id=404, name="Пётр"))


async def test_closing_leaves_no_connection(sqlite_url: str) -> None:
    db = Database.connect(sqlite_url)
    async with db.begin() as tx:
        await tx.execute(text("SELECT 1"))
    await count(db)
    await db.close()
    gc.collect()  # a connection that is still open would warn, and warnings are errors
    assert [thread.name for thread in threading.enumerate() if "_connection_worker" in thread.name] == []


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///voronka.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////var/lib/voronka.db", "sqlite+aiosqlite"),
        ("postgresql://anna@host/voronka", "postgresql+asyncpg"),
        ("postgres://anna@host/voronka", "postgresql+asyncpg"),
    ],
)
def test_the_short_forms_of_a_url_are_understood(given: str, driver: str) -> None:
    assert module.parse(given).drivername == driver


@pytest.mark.parametrize(
    "given",
    ["", "voronka.db", "mysql://host/voronka", "sqlite://", "sqlite:///:memory:", "postgresql+psycopg://h/d"],
)
def test_other_urls_are_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"database|SQLite"):
        module.parse(given)


async def test_a_folder_that_is_not_there_is_an_error_and_not_a_hang(tmp_path: Path) -> None:
    async with Database.connect(f"sqlite:///{tmp_path}/absent/voronka.db") as db:
        with pytest.raises(DBAPIError):
            await count(db)
