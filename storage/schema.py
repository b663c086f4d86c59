"""The tables, made and changed by migrations; one transaction each time, safe when two processes start at once."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import LONG, Database

_FOLDER = Path(__file__).parent / "migrations"


async def create(url: str) -> None:
    """Bring a database, empty or of an older version, to the newest tables. ValueError for a wrong URL, db.Busy."""
    await upgrade(url)


async def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations up to this one."""
    await _run(url, command.upgrade, revision)


async def downgrade(url: str, revision: str) -> None:
    """Run migrations backwards; `base` leaves no table of ours."""
    await _run(url, command.downgrade, revision)


async def current(session: AsyncSession) -> str | None:
    """The version that the database has; None when it has no tables of ours."""
    connection = await session.connection()
    return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def newest() -> str | None:
    """The version that this program wants."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> Config:
    """Alembic's, without a file: it works from any folder and from a wheel."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


async def _run(url: str, verb: Any, revision: str) -> None:
    def migrate(connection: Connection) -> None:
        config = configuration()
        config.attributes["connection"] = connection
        verb(config, revision)

    async with Database.connect(url, patience=LONG) as db, db.begin() as tx:
        connection = await tx.connection()
        await connection.run_sync(migrate)
