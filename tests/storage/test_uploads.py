from collections.abc import AsyncIterator

import pytest

from storage import uploads
from storage.db import Database
from storage.uploads import Upload
from tests import build


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as database:
        yield database


async def sent(db: Database, name: str = "deals.csv", person: int | None = None) -> Upload:
    async with db.begin() as tx:
        person_id = person or (await build.a_user(tx, "Дина", roles=("admin",))).id
        return await uploads.add(
            tx, person_id=person_id, file_id="BQAC1", name=name, size=10, now=build.MONDAY
        )


async def test_what_was_said_of_a_file_is_kept_with_it(db: Database) -> None:
    upload = await sent(db)
    async with db.begin() as tx:
        assert await uploads.say(tx, upload.id, {"parts": [1]})
    async with db.read() as session:
        found = await uploads.get(session, upload.id)
        assert found == await uploads.open_of(session, upload.person_id)
        assert await uploads.get(session, 404) is None
    assert found is not None
    assert (found.mapping, found.state, found.name, found.file_id) == (
        {"parts": [1]},
        "open",
        "deals.csv",
        "BQAC1",
    )


async def test_one_file_at_a_time_is_talked_about(db: Database) -> None:
    first = await sent(db)
    second = await sent(db, "more.csv", first.person_id)
    other = await sent(db)
    async with db.read() as session:
        found = [await uploads.get(session, one.id) for one in (first, second, other)]
    assert [one.state for one in found if one] == ["cancelled", "open", "open"]


async def test_a_file_is_loaded_once_and_then_settled(db: Database) -> None:
    upload = await sent(db)
    async with db.begin() as tx:
        assert await uploads.finish(tx, upload.id)
        assert not await uploads.finish(tx, upload.id)
        assert not await uploads.cancel(tx, upload.id)
        assert not await uploads.say(tx, upload.id, {})
    async with db.read() as session:
        assert await uploads.open_of(session, upload.person_id) is None
