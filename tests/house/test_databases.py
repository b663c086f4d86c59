"""The tests' own databases: both kinds answer, and each test has one of its own."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests import conftest


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_has_a_database_of_its_own(empty_database_url: str, turn: int) -> None:
    engine = create_async_engine(empty_database_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE mine (turn INTEGER)"))
        await connection.execute(text("INSERT INTO mine VALUES (:turn)"), {"turn": turn})
        assert (await connection.execute(text("SELECT turn FROM mine"))).scalars().all() == [turn]
    await engine.dispose()


@pytest.mark.parametrize(("ci", "end"), [(False, pytest.skip.Exception), (True, pytest.fail.Exception)])
def test_what_is_absent_is_skipped_and_fails_ci(
    monkeypatch: pytest.MonkeyPatch, ci: bool, end: type[BaseException]
) -> None:
    monkeypatch.setattr(conftest, "CI", ci)
    with pytest.raises(end, match="no PostgreSQL"):
        conftest.absent("no PostgreSQL")
