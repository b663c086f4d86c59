"""The tables, made and changed by migrations; one transaction each time, safe when two processes start at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import LONG, Database

if TYPE_CHECKING:
    from alembic.config import Config  # loaded where something is to be migrated: most starts find nothing

_FOLDER = Path(__file__).parent / "migrations"


async def create(url: str) -> None:
    """Bring a database, empty or of an older version, to the newest tables. ValueError for a wrong URL, db.Busy."""
    if await _written(url) != _last():
        await upgrade(url)


async def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations up to this one."""
    from alembic import command

    await _run(url, command.upgrade, revision)


async def downgrade(url: str, revision: str) -> None:
    """Run migrations backwards; `base` leaves no table of ours."""
    from alembic import command

    await _run(url, command.downgrade, revision)


async def current(session: AsyncSession) -> str | None:
    """The version that the database has; None when it has no tables of ours."""
    from alembic.runtime.migration import MigrationContext

    connection = await session.connection()
    return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def newest() -> str | None:
    """The version that this program wants."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> "Config":
    """Alembic's, without a file: it works from any folder and from a wheel."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _last() -> str:
    """The same as `newest` says, by the names of the files: 0001_first_floor is revision 0001."""
    return max(path.name for path in (_FOLDER / "versions").glob("[0-9]*_*.py")).partition("_")[0]


async def _written(url: str) -> str | None:
    """What the database says of itself, asked without Alembic; None when it says nothing."""
    async with Database.connect(url, patience=LONG) as db, db.read() as session:
        try:
            found = (await session.scalars(text("SELECT version_num FROM alembic_version"))).all()
        except DBAPIError:
            return None  # no such table, or worse: migrating will say it
    return found[0] if len(found) == 1 else None


async def _run(url: str, verb: Any, revision: str) -> None:
    def migrate(connection: Connection) -> None:
        config = configuration()
        config.attributes["connection"] = connection
        verb(config, revision)

    async with Database.connect(url, patience=LONG, migrating=True) as db, db.begin() as tx:
        connection = await tx.connection()
        await connection.run_sync(migrate)
        if db.sqlite:
            astray = (await tx.execute(text("PRAGMA foreign_key_check"))).all()
            if astray:
                raise AssertionError(f"a migration has left rows that point nowhere: {astray[:5]}")
