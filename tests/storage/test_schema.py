import asyncio
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text

from fsm.facts import Edit, Move, Organisation, Plan
from fsm.loading import versions
from storage import schema
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.imports import write
from storage.models import Deal, Row
from storage.openings import NewDeal, open_deal
from tests.house.sources import ROOT
from tests.storage import rows
from tests.storage.rows import NOW
from tests.storage.test_apply import COMPANY


def named(connection: Connection) -> set[str | None]:
    """The names of all that our tables have, as the database tells them."""
    look = inspect(connection)
    found: set[str | None] = set()
    for table, model in Row.metadata.tables.items():
        found |= {index["name"] for index in look.get_indexes(table)}
        found |= {key["name"] for key in look.get_foreign_keys(table)}
        found |= {key["name"] for key in look.get_unique_constraints(table)}
        # A key whose numbers are never given again has no room for a name on SQLite.
        counted = connection.dialect.name == "sqlite" and model.dialect_options["sqlite"]["autoincrement"]
        found.add(str(model.primary_key.name) if counted else look.get_pk_constraint(table)["name"])
    return found


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Row.metadata))


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_up_down_and_up_again(empty_database_url: str) -> None:
    async with Database.connect(empty_database_url) as db:
        async with db.read() as session:
            assert await schema.current(session) is None
        await schema.create(empty_database_url)
        async with db.read() as session:
            assert await schema.current(session) == schema.newest()
            assert await (await session.connection()).run_sync(tables) == set(Row.metadata.tables)
        await schema.downgrade(empty_database_url, "base")
        async with db.read() as session:
            assert await (await session.connection()).run_sync(tables) == set()
        await schema.create(empty_database_url)
        async with db.read() as session:
            assert await (await session.connection()).run_sync(differences) == []


async def test_what_is_there_already_is_left_alone(db: Database, database_url: str) -> None:
    async with db.begin() as tx:
        await tx.execute(text("INSERT INTO teams (name) VALUES ('Север')"))
    await schema.create(database_url)
    async with db.read() as session:
        assert await session.scalar(text("SELECT name FROM teams")) == "Север"


async def test_deals_of_the_first_version_know_when_they_were_worked_on(empty_database_url: str) -> None:
    """What people had done, or when it was imported: a digest does not call every deal untouched after the change."""
    await schema.create(empty_database_url)
    async with Database.connect(empty_database_url) as db:
        async with db.begin() as tx:
            anna = await rows.a_person(tx)
            worked, new = [
                await open_deal(
                    tx, NewDeal(owner_id=anna), NOW, company=COMPANY, process="simple", actor_id=None
                )
                for _ in range(2)
            ]
            later = NOW + timedelta(days=3)
            edit = Edit({"lost_reason": "price"})
            await advance(tx, worked.run_id, edit, later, company=COMPANY, actor_id=anna)
            imported = await open_deal(
                tx, NewDeal(owner_id=anna), NOW, company=COMPANY, process="simple", actor_id=None
            )
            import_id = await write.begin(tx, source="x", report={}, now=later, by_id=None)
            await tx.execute(
                text("UPDATE deals SET import_id = :number WHERE id = :deal"),
                {"number": import_id, "deal": imported.deal_id},
            )
        await schema.downgrade(empty_database_url, "0001")
        await schema.create(empty_database_url)
        async with db.read() as session:
            touched = {
                row.id: row.touched_at for row in await session.execute(select(Deal.id, Deal.touched_at))
            }
    assert touched == {worked.deal_id: later, new.deal_id: NOW, imported.deal_id: later}


async def test_corporate_sales_go_down_with_their_rows_and_up_again(empty_database_url: str) -> None:
    """A version before does not know requests, drafts and transfers: the deals stay, what ran beside them goes."""
    await schema.create(empty_database_url)
    async with Database.connect(empty_database_url) as db:
        async with db.begin() as tx:
            anna, boris = await rows.a_person(tx), await rows.a_person(tx, "Борис")
            company = Company(versions(), organisation=Organisation({anna: boris}))

            async def begun(trigger: Move | Plan) -> Advanced:
                new = NewDeal(owner_id=anna)
                deal = await open_deal(tx, new, NOW, company=company, process="corporate", actor_id=anna)
                return await advance(tx, deal.run_id, trigger, NOW, company=company, actor_id=anna)

            asked = await begun(
                Plan("approve_discount", {"discount": Decimal(12), "amount": None, "approval_note": None})
            )
            moved = await begun(Move("transferred", {"target_process": "simple", "transfer_note": "Ошибка"}))
            (request,) = asked.caused
            (other,) = moved.caused
        await schema.downgrade(empty_database_url, "0002")
        async with db.read() as session:
            left = list(await session.execute(text("SELECT id, kind FROM runs ORDER BY id")))
            ends = list(await session.execute(text("SELECT outcome FROM deals ORDER BY id")))
            of = text("SELECT count(*) FROM activities WHERE run_id = :run")
            assert await session.scalar(of, {"run": request.run_id}) == 0
        assert left == [(one, "deal") for one in (asked.run_id, moved.run_id, other.run_id)]
        assert ends == [(None,), ("lost",), (None,)]
        await schema.create(empty_database_url)
        async with db.read() as session:
            assert await (await session.connection()).run_sync(differences) == []


async def test_two_programs_may_start_at_once(empty_database_url: str) -> None:
    start = f"import asyncio; from storage import schema; asyncio.run(schema.create({empty_database_url!r}))"
    command = sys.executable, "-c", start
    programs = [await asyncio.create_subprocess_exec(*command, cwd=ROOT) for _ in range(2)]
    assert [await program.wait() for program in programs] == [0, 0]
    async with Database.connect(empty_database_url) as db, db.read() as session:
        assert await schema.current(session) == schema.newest()


async def test_the_tables_are_those_of_the_models(db: Database) -> None:
    async with db.read() as session:
        assert await (await session.connection()).run_sync(differences) == []


async def test_every_constraint_has_the_name_that_the_models_give(db: Database) -> None:
    wanted: set[str | None] = {
        str(index.name) for table in Row.metadata.tables.values() for index in table.indexes
    }
    for table in Row.metadata.tables.values():
        wanted |= {str(constraint.name) for constraint in table.constraints}
    async with db.read() as session:
        found = await (await session.connection()).run_sync(named)
    assert None not in found
    assert wanted - found == set()
    assert found - wanted == set()


async def test_indexes_of_what_is_to_be_done_are_partial(db: Database) -> None:
    where = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
        if db.sqlite
        else "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%WHERE%'"
    )
    async with db.read() as session:
        found = {row[0] for row in await session.execute(text(where))}
    assert found == {
        index.name
        for table in Row.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }


def test_it_does_not_matter_where_one_stands(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asyncio.run(schema.create(empty_database_url))
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("empty")] == []


async def test_a_wrong_url_is_said_to_be_one() -> None:
    with pytest.raises(ValueError, match="no such database"):
        await schema.create("mysql://host/voronka")


def test_the_newest_version_is_known_by_the_names_of_the_files() -> None:
    assert schema._last() == schema.newest()
