"""An import taken back, on both databases: nothing of it is left, except what somebody has worked on since."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.imports.tables import Table
from bot.usecases import imports
from bot.usecases.imports import Counts, Report
from fsm.facts import Edit, Move
from fsm.values import Money
from storage import calendars, contacts, dialects, models, outbox, settings, timers
from storage.apply import advance
from storage.company import Company
from storage.db import Database
from storage.imports import taking_back
from storage.imports.deals_back import Why
from storage.imports.taking_back import NoImportError, TakenBack, TakenBackError
from tests.bot.imports.data import SIMPLE, deals, read, table

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
WON = "07,Anna,MG,Acme,Won,2017-01-10,2017-03-01,1054"
ENGAGING = "09,Anna,MG,Beta,Engaging,2017-02-01,,"
NOBODY = "10,Anna,MG,,Engaging,2017-02-02,,"
PROSPECTING = "11,Anna,MG,Beta,Prospecting,,,"
ALL = (WON, ENGAGING, NOBODY, PROSPECTING)
TEAMS = "sales_agent,manager,regional_office\nAnna,Dustin,Central\nVera,Dustin,Central\n"
OWN = {"imports", "import_changes"}
"""Tables in which an import is remembered although it was taken back."""


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as database:
        yield database


async def carry_out(db: Database, *found: Table, now: datetime = NOW) -> Report:
    how: dict[str, Any] = {"source": "deals.csv", "zone": "Europe/Moscow", "language": "ru"}
    return await imports.carry_out(db, read(*found), process=SIMPLE, now=now, **how)


async def back(db: Database, report: Report) -> TakenBack:
    assert report.import_id is not None
    async with db.begin() as tx:
        return await taking_back.take_back(tx, report.import_id, now=LATER, by_id=None)


async def everything(db: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table by which the company works, without the counters of concurrency."""
    found = {}
    async with db.read() as session:
        for name, one in models.Row.metadata.tables.items():
            if name in OWN:
                continue
            rows = (await session.execute(select(one).order_by(*one.primary_key))).mappings()
            found[name] = [{key: value for key, value in row.items() if key != "revision"} for row in rows]
    return found


async def company(tx: Any) -> Company:
    return await calendars.company(tx, processes={("simple", SIMPLE.version): SIMPLE})


async def run_of(tx: Any, number: str) -> int:
    query = select(models.Run.id).join(models.Deal, models.Deal.id == models.Run.subject_id)
    run: int = await tx.scalar(query.where(models.Deal.number == number))
    return run


async def test_nothing_is_left_and_the_same_file_can_come_again(db: Database) -> None:
    before = await everything(db)
    report = await carry_out(db, deals(*ALL), table(TEAMS, "teams.csv"))
    done = await back(db, report)
    assert done.kept == ()
    assert done.removed == {"deals": 4, "clients": 2, "products": 1, "people": 3, "teams": 2}
    assert (done.source, sum(done.restored.values())) == ("deals.csv", 0)
    assert await everything(db) == before | {"settings": (await everything(db))["settings"]}
    async with db.read() as session:
        assert (await settings.get(session)).currency == "RUB"
    again = await carry_out(db, deals(*ALL), table(TEAMS, "teams.csv"))
    assert again.counts["deals"] == Counts(4, 0, 0, 0)


async def test_what_a_second_import_changed_is_as_it_was(db: Database) -> None:
    await carry_out(db, deals(*ALL))
    async with db.begin() as tx:
        run = await run_of(tx, "09")
        await timers.put(tx, kind="ring", key="ring:1", due=LATER, run_id=run)
    before = await everything(db)
    changed = deals(
        WON.replace("2017-01-10", "2017-01-12").replace("1054", "1055"),
        "09,Vera,MG,Gamma,Won,2017-02-01,2017-05-05,900",
        "10,Vera,MG,Acme,Engaging,2017-02-02,,",
        PROSPECTING.replace("Prospecting,,,", "Engaging,2017-04-01,,"),
        "12,Vera,MX,Delta,Prospecting,,,",
    )
    accounts = table("account,sector,revenue,employees,office_location\nACME,toys,1,2,USA\n")
    report = await carry_out(db, changed, accounts, table(TEAMS, "teams.csv"), now=LATER)
    assert report.counts["deals"] == Counts(1, 4, 0, 0)
    done = await back(db, report)
    assert done.kept == ()
    assert done.restored == {"deals": 4, "clients": 1, "people": 1}
    assert done.removed["deals"] == 1
    after = await everything(db)
    told = [row for row in after["history"] if row["trigger"].get("undo")]
    assert len(told) == 4
    assert {row["undone_id"] for row in after["history"]} == {None, *(row["id"] for row in told)}
    for name in before.keys() - {"history"}:
        if name == "timers":  # planned anew, so under a number of its own
            assert [(row["key"], row["due"]) for row in after[name]] == [("ring:1", LATER)]
        else:
            assert after[name] == before[name], name
    # What imports had said is remembered as before too: the first file changes nothing, the second the same again.
    assert (await carry_out(db, deals(*ALL))).counts["deals"] == Counts(0, 0, 4, 0)
    assert (await carry_out(db, changed, accounts)).counts["deals"] == Counts(1, 4, 0, 0)


async def test_a_deal_that_somebody_worked_on_stays_with_what_it_needs_and_says_who(db: Database) -> None:
    report = await carry_out(db, deals(*ALL))
    async with db.begin() as tx:
        run = await run_of(tx, "09")
        anna = await tx.scalar(select(models.Person.id).where(models.Person.name == "Anna"))
        worked = Edit({"amount": Money(Decimal(5), "USD")})
        await advance(tx, run, worked, LATER, company=await company(tx), actor_id=anna)
    done = await back(db, report)
    assert done.removed["deals"] == 3
    kept = {one.kind: one for one in done.kept}
    assert (kept["deal"].label, kept["deal"].why) == ("Beta · 09", Why.WORKED)
    assert (kept["deal"].by, kept["deal"].at) == ("Anna", LATER)
    assert (kept["client"].label, kept["client"].why) == ("Beta", Why.USED)
    assert (kept["person"].label, kept["product"].label) == ("Anna", "MG")
    rows = await everything(db)
    assert [row["number"] for row in rows["deals"]] == ["09"]
    assert [row["name"] for row in rows["clients"]] == ["Beta"]
    # The file that comes again finds its deal, and makes the others.
    assert (await carry_out(db, deals(*ALL))).counts["deals"] == Counts(3, 0, 1, 0)


async def test_a_changed_deal_that_somebody_moved_since_stays_changed(db: Database) -> None:
    await carry_out(db, deals(*ALL))
    report = await carry_out(db, deals(*ALL[:1], "09,Anna,MG,Beta,Engaging,2017-02-01,,77"), now=LATER)
    async with db.begin() as tx:
        run = await run_of(tx, "09")
        lost = Move("lost", {"lost_reason": "price"})
        await advance(tx, run, lost, LATER, company=await company(tx), actor_id=None)
    done = await back(db, report)
    assert [(one.label, one.why, one.by) for one in done.kept] == [("Beta · 09", Why.WORKED, None)]
    (there,) = [row for row in (await everything(db))["deals"] if row["number"] == "09"]
    assert (there["amount"], there["stage"]) == (77, "lost")


@pytest.mark.parametrize("what", ["note", "put off", "by hand"])
async def test_small_work_counts_too(db: Database, what: str) -> None:
    report = await carry_out(db, deals(PROSPECTING))
    async with db.begin() as tx:
        run = await run_of(tx, "11")
        anna = await tx.scalar(select(models.Person.id).where(models.Person.name == "Anna"))
        task = dialects.table(models.Activity)
        if what == "note":
            note = {"run_id": run, "person_id": anna, "at": LATER, "kind": "text", "words": "ok"}
            await tx.execute(insert(dialects.table(models.Note)).values(note))
        elif what == "put off":
            await tx.execute(update(task).values(snoozed=1))
        else:
            await tx.execute(update(task).values(origin="hand"))
    assert [one.why for one in (await back(db, report)).kept if one.kind == "deal"] == [Why.WORKED]


async def test_names_that_were_mended_or_are_used_since_stay(db: Database) -> None:
    report = await carry_out(db, deals(*ALL), table(TEAMS, "teams.csv"))
    async with db.begin() as tx:
        beta = await tx.scalar(select(models.Client.id).where(models.Client.name == "Beta"))
        await contacts.add(tx, client_id=beta, name="Пётр", phone="+74951234567")
        acme = dialects.table(models.Client)
        await tx.execute(update(acme).where(acme.c.name == "Acme").values(name="ACME Inc."))
        person = dialects.table(models.Person)
        await tx.execute(update(person).where(person.c.name == "Vera").values(telegram_id=77))
    done = await back(db, report)
    assert done.removed["deals"] == 4
    assert {(one.label, one.why) for one in done.kept} == {
        ("Acme", Why.CHANGED),
        ("Beta", Why.USED),
        ("Anna", Why.USED),  # Beta is his
        ("Vera", Why.CHANGED),  # she has joined
        ("Central · Dustin", Why.USED),
        ("Central", Why.USED),
    }


async def test_what_is_owed_and_planned_for_a_removed_deal_goes_with_it(db: Database) -> None:
    report = await carry_out(db, deals(PROSPECTING))
    async with db.begin() as tx:
        run = await run_of(tx, "11")
        anna = await tx.scalar(select(models.Person.id).where(models.Person.name == "Anna"))
        cause = await tx.scalar(select(models.History.id))
        await timers.put(tx, kind="ring", key="ring:1", due=LATER, run_id=run)
        await outbox.put(
            tx, kind="card", person_id=anna, key="card:1", data={}, due=LATER, now=NOW, cause_id=cause
        )
    async with db.begin() as tx:
        await tx.execute(update(dialects.table(models.Outbox)).values(person_id=None))
    await back(db, report)
    rows = await everything(db)
    assert rows["timers"] == rows["outbox"] == []


async def test_an_import_is_taken_back_once_and_must_be_there(db: Database) -> None:
    report = await carry_out(db, deals(WON))
    async with db.read() as session:
        found = await taking_back.last(session)
    assert found is not None
    assert (found.id, found.source, found.report["deals"]["new"]) == (report.import_id, "deals.csv", 1)
    await back(db, report)
    with pytest.raises(TakenBackError):
        await back(db, report)
    async with db.read() as session:
        assert await taking_back.last(session) is None
    with pytest.raises(NoImportError):
        async with db.begin() as tx:
            await taking_back.take_back(tx, 404, now=LATER, by_id=None)
