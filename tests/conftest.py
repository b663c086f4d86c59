"""What every test may ask for: an empty database of both kinds, a Chromium, and an environment without our settings."""

import asyncio
import importlib
import inspect
import itertools
import os
import shutil
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import hypothesis
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests import postgres

T = TypeVar("T")

CI = os.environ.get("CI") == "true"  # noqa: TID251 - CI is told by its environment
hypothesis.settings.register_profile("voronka", deadline=None, max_examples=60)
hypothesis.settings.load_profile("voronka")

# A developer's own .env or exports must not colour a test.
_POSTGRES_URL = os.environ.get("VORONKA_TEST_POSTGRES")  # noqa: TID251 - the one setting of the tests
for _name in [name for name in os.environ if name.startswith("VORONKA_")]:  # noqa: TID251 - see above
    del os.environ[_name]  # noqa: TID251 - see above


def absent(what: str) -> NoReturn:
    """On somebody's machine what is not installed is skipped and said; in CI it is a failure."""
    if CI:
        pytest.fail(f"{what}: absent, and CI=true")
    pytest.skip(what)


def _run(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    # In a thread of its own: the test's own loop may be set up already.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(make())).result()


def create_schema(url: str) -> None:
    """Create all tables in an empty database, by storage's own word for it."""
    schema = importlib.import_module("storage.schema")

    async def create() -> None:
        made = schema.create(url)
        if inspect.isawaitable(made):
            await made

    _run(create)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for Playwright's `executable_path`."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    absent("no Chromium on this machine")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    create_schema(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with all tables and no rows."""
    path = tmp_path / "voronka.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL database from which others may be made."""
    if _POSTGRES_URL:
        yield _POSTGRES_URL
        return
    bindir = postgres.binaries()
    if bindir is None:
        absent("no PostgreSQL on this machine (VORONKA_TEST_POSTGRES or its binaries)")
    with postgres.cluster(bindir) as url:
        yield url


async def _admin(server: str, *statements: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def _database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    # Workers of one run, and runs of one machine, may share a server that was given by URL.
    name = f"voronka_template_{os.getpid()}"
    _run(lambda: _admin(postgres_server, f"CREATE DATABASE {name}"))
    create_schema(_database(postgres_server, name))
    yield name
    _run(lambda: _admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)"))


_numbers = itertools.count(1)


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database with all tables and no rows."""
    name = f"voronka_{os.getpid()}_{next(_numbers)}"
    _run(lambda: _admin(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}"))
    yield _database(postgres_server, name)
    _run(lambda: _admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database without a table, for migrations."""
    name = f"voronka_{os.getpid()}_{next(_numbers)}"
    _run(lambda: _admin(postgres_server, f"CREATE DATABASE {name}"))
    yield _database(postgres_server, name)
    _run(lambda: _admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with all tables and no rows; the test runs once for each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table; the test runs once for each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url
