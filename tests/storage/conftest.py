"""A database for each test of storage, once of each kind."""

from collections.abc import AsyncIterator

import pytest

from storage.db import Database


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as database:
        yield database
