"""Imports into both databases: what is written, what a second one changes, and that work done since is kept."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.files import tables
from bot.imports.planning import Read
from bot.imports.tables import Table
from bot.usecases import imports
from bot.usecases.imports import Counts, Report
from fsm.facts import Edit, Move
from fsm.values import Money
from notifications.timers import fire_due
from storage import calendars, models, settings
from storage.apply import advance
from storage.db import Database
from storage.imports import change
from storage.models import (
    Activity,
    Client,
    Deal,
    History,
    Import,
    Person,
    Product,
    Run,
    StageRun,
    Team,
    Timer,
)
from tests.bot.imports.data import MAVEN, SIMPLE, deals, needs_maven, read, table

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday, noon in Moscow
LATER = NOW + timedelta(days=3)
WON = "07,Anna,MG,Acme,Won,2017-01-10,2017-03-01,1054"
LOST = "08,Vera,MG,Acme,Lost,2017-01-11,2017-03-02,0"
ENGAGING = "09,Anna,MG,Beta,Engaging,2017-02-01,,"
NOBODY = "10,Anna,MG,,Engaging,2017-02-02,,"
PROSPECTING = "11,Anna,MG,Beta,Prospecting,,,"
ALL = (WON, LOST, ENGAGING, NOBODY, PROSPECTING)
TEAMS = "sales_agent,manager,regional_office\nAnna,Dustin,Central\nVera,Dustin,Central\n"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as database:
        yield database


async def carry_out(db: Database, *found: Table, now: datetime = NOW, per_day: int | None = None) -> Report:
    return await imports.carry_out(
        db,
        read(*found),
        process=SIMPLE,
        now=now,
        source="deals.csv",
        zone="Europe/Moscow",
        language="ru",
        per_day=per_day,
    )


async def rows(db: Database, *columns: Any, **where: Any) -> list[tuple[Any, ...]]:
    query = select(*columns).order_by(columns[0]).filter_by(**where)
    async with db.read() as session:
        return [tuple(row) for row in await session.execute(query)]


async def sizes(db: Database) -> dict[str, int]:
    async with db.read() as session:
        return {
            name: await session.scalar(select(func.count()).select_from(one)) or 0
            for name, one in models.Row.metadata.tables.items()
        }


async def deal(session: AsyncSession, number: str) -> tuple[Deal, Run]:
    query = select(Deal, Run).join(Run, Run.subject_id == Deal.id).where(Deal.number == number)
    found = (await session.execute(query)).one()
    return found[0], found[1]


async def test_a_deal_comes_with_its_history(db: Database) -> None:
    report = await carry_out(db, deals(*ALL), table(TEAMS, "teams.csv"))
    assert report.counts == {
        "deals": Counts(5, 0, 0, 0),
        "clients": Counts(2, 0, 0, 0),
        "products": Counts(1, 0, 0, 0),
        "people": Counts(3, 0, 0, 0),
    }
    async with db.read() as session:
        won, run = await deal(session, "07")
        lost, _ = await deal(session, "08")
    assert (won.amount, won.currency, won.close_date) == (Decimal("1054.00"), "USD", date(2017, 3, 1))
    assert (won.stage, won.furthest, won.outcome, won.unknown) == ("won", "engaging", "won", ["contact"])
    assert (won.opened_at, won.closed_at) == (
        datetime(2017, 1, 10, 9, tzinfo=UTC),
        datetime(2017, 3, 1, 9, tzinfo=UTC),
    )
    assert (won.import_id, won.process, won.extra) == (report.import_id, "simple", {})
    assert (run.state, run.stage_run, run.revision, run.version, run.kind) == (
        "won",
        2,
        1,
        SIMPLE.version,
        "deal",
    )
    assert (lost.amount, lost.unknown) == (None, ["contact", "lost_reason"])
    stays = await rows(
        db, StageRun.number, StageRun.stage, StageRun.entered_at, StageRun.left_at, run_id=run.id
    )
    assert stays == [
        (1, "engaging", won.opened_at, won.closed_at),
        (2, "won", won.closed_at, won.closed_at),
    ]
    said = await rows(
        db, History.id, History.trigger, History.at, History.state, History.revision, run_id=run.id
    )
    assert [row[1:] for row in said] == [({"import": report.import_id}, NOW, "won", 1)]


async def test_only_open_deals_have_a_next_activity_and_nobody_is_told(db: Database) -> None:
    await carry_out(db, deals(*ALL))
    query = (
        select(Deal.number, Activity.key, Activity.kind, Activity.scope, Activity.due, Activity.stage_run)
        .join(Run, Run.subject_id == Deal.id)
        .join(Activity, Activity.run_id == Run.id)
        .order_by(Deal.number)
    )
    async with db.read() as session:
        found = [tuple(row) for row in await session.execute(query)]
    today = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert found == [
        ("09", "follow_up", "call", "deal", today, 1),
        ("10", "clarify_client", "task", "deal", today, 1),
        ("11", "first_call", "call", "stage", today, 1),
    ]
    there = await sizes(db)
    assert (there["outbox"], there["timers"], there["contacts"]) == (0, 0, 0)


async def test_people_are_known_but_have_not_joined(db: Database) -> None:
    await carry_out(db, deals(*ALL), table(TEAMS, "teams.csv"))
    found = await rows(db, Person.name, Person.roles, Person.joined_at, Person.telegram_id, Person.zone)
    assert found == [
        ("Anna", ["rep"], None, None, "Europe/Moscow"),
        ("Dustin", ["head"], None, None, "Europe/Moscow"),
        ("Vera", ["rep"], None, None, "Europe/Moscow"),
    ]
    teams = await rows(db, Team.name, Team.parent_id, Team.id)
    (central,) = [row for row in teams if row[0] == "Central"]
    assert [row[:2] for row in teams] == [("Central", None), ("Central · Dustin", central[2])]
    owners = await rows(db, Client.key, Client.owner_id)
    ids = dict(await rows(db, Person.name, Person.id))
    assert owners == [("acme", ids["Vera"]), ("beta", ids["Anna"])]


async def test_the_same_again_changes_nothing_at_all(db: Database) -> None:
    await carry_out(db, deals(*ALL), table(TEAMS, "teams.csv"))
    before = await sizes(db)
    report = await carry_out(db, deals(*ALL), table(TEAMS, "teams.csv"), now=LATER)
    assert [(one.new, one.updated) for one in report.counts.values()] == [(0, 0)] * 4
    assert report.counts["deals"].unchanged == 5
    assert report.import_id is None
    assert await sizes(db) == before
    # Also when only the deals come again, and without their ids.
    nameless = deals(*(row.partition(",")[2] for row in ALL), header=HEADER)
    assert (await carry_out(db, nameless, now=LATER)).counts["deals"] == Counts(0, 0, 5, 0)
    assert await sizes(db) == before


HEADER = "sales_agent,product,account,deal_stage,engage_date,close_date,close_value"


async def test_alike_rows_without_ids_stay_as_many_as_they_are(db: Database) -> None:
    row = "Anna,MG,,Engaging,2017-02-02,,"
    assert (await carry_out(db, deals(row, row, header=HEADER))).counts["deals"].new == 2
    assert (await carry_out(db, deals(row, row, row, header=HEADER))).counts["deals"] == Counts(1, 0, 2, 0)
    assert (await carry_out(db, deals(row, row, row, header=HEADER))).counts["deals"] == Counts(0, 0, 3, 0)


async def test_a_deal_that_went_on_elsewhere_follows(db: Database) -> None:
    await carry_out(db, deals(ENGAGING, PROSPECTING))
    report = await carry_out(
        db,
        deals("09,Anna,MG,Beta,Won,2017-02-01,2017-05-01,99", "11,Anna,MG,Beta,Engaging,2017-06-01,,"),
        now=LATER,
    )
    assert report.counts["deals"] == Counts(0, 2, 0, 0)
    async with db.read() as session:
        won, run = await deal(session, "09")
        engaging, other = await deal(session, "11")
    closed = datetime(2017, 5, 1, 9, tzinfo=UTC)
    assert (won.stage, won.outcome, won.closed_at, won.amount) == ("won", "won", closed, Decimal("99.00"))
    assert (run.state, run.stage_run, run.revision) == ("won", 2, 2)
    stays = await rows(db, StageRun.number, StageRun.stage, StageRun.left_at, run_id=run.id)
    assert stays == [(1, "engaging", closed), (2, "won", closed)]
    assert await rows(db, Activity.key, Activity.state, run_id=run.id) == [("follow_up", "cancelled")]
    assert (engaging.stage, engaging.furthest, engaging.unknown) == ("engaging", "engaging", ["contact"])
    tasks = await rows(db, Activity.id, Activity.key, Activity.state, Activity.stage_run, run_id=other.id)
    assert [row[1:] for row in tasks] == [("first_call", "cancelled", 1), ("follow_up", "open", 2)]
    said = await rows(db, History.id, History.state_before, History.state, History.revision, run_id=other.id)
    assert said[1][1:] == ("prospecting", "engaging", 2)


async def test_only_what_the_file_says_differently_is_written(db: Database) -> None:
    await carry_out(db, deals(ENGAGING))
    async with db.begin() as tx:
        company = await calendars.company(tx, processes={("simple", SIMPLE.version): SIMPLE})
        _, run = await deal(tx, "09")
        done = await advance(
            tx, run.id, Move("lost", {"lost_reason": "price"}), LATER, company=company, actor_id=None
        )
        assert done.questions == ()
    assert (await carry_out(db, deals(ENGAGING), now=LATER)).counts["deals"].unchanged == 1
    report = await carry_out(db, deals("09,Anna,MG,Beta,Engaging,2017-02-01,,77"), now=LATER)
    assert report.counts["deals"].updated == 1
    async with db.read() as session:
        there, run = await deal(session, "09")
    assert (there.amount, there.stage, there.outcome) == (Decimal("77.00"), "lost", "lost")
    assert there.extra == {"lost_reason": "price"}
    assert (run.state, run.revision) == ("lost", 3)


async def test_a_new_owner_takes_over_what_is_open(db: Database) -> None:
    await carry_out(db, deals(ENGAGING))
    await carry_out(db, deals("09,Vera,MG,Beta,Engaging,2017-02-01,,"), now=LATER)
    ids = dict(await rows(db, Person.name, Person.id))
    assert await rows(db, Activity.owner_id, Activity.state) == [(ids["Vera"], "open")]
    assert await rows(db, Deal.owner_id) == [(ids["Vera"],)]


async def test_a_corrected_date_corrects_the_stay(db: Database) -> None:
    await carry_out(db, deals(WON))
    await carry_out(db, deals(WON.replace("2017-01-10", "2017-01-12")), now=LATER)
    entered, left = datetime(2017, 1, 12, 9, tzinfo=UTC), datetime(2017, 3, 1, 9, tzinfo=UTC)
    assert await rows(db, StageRun.number, StageRun.entered_at, StageRun.left_at) == [
        (1, entered, left),
        (2, left, left),
    ]
    assert await rows(db, Deal.opened_at, Deal.closed_at) == [(entered, left)]


async def test_told_later_a_mention_gets_its_details(db: Database) -> None:
    await carry_out(db, deals(*ALL))
    accounts = table("account,sector,revenue,employees,office_location\nACME,toys,1,2,USA\n")
    report = await carry_out(db, accounts, table("product,series,sales_price\nMG,Heavy,55\n"), now=LATER)
    assert (report.counts["clients"], report.counts["products"]) == (Counts(0, 1, 0, 0), Counts(0, 1, 0, 0))
    details = {"sector": "toys", "revenue": "1", "employees": "2", "office_location": "USA"}
    assert (await rows(db, Client.key, Client.name, Client.details))[0] == ("acme", "ACME", details)
    assert await rows(db, Product.name, Product.series, Product.price) == [("MG", "Heavy", Decimal("55.00"))]
    await carry_out(db, table(TEAMS, "teams.csv"), now=LATER)
    members = await rows(db, Person.name, Person.team_id)
    assert {team for _, team in members} == {(await rows(db, Team.name, Team.id))[1][1]}


async def test_a_day_holds_no_more_than_was_said_counting_what_is_there(db: Database) -> None:
    await carry_out(db, deals(ENGAGING, PROSPECTING), per_day=2)
    more = [f"{number},Anna,MG,Beta,Engaging,2017-02-01,," for number in range(20, 25)]
    await carry_out(db, deals(*more), per_day=2)
    async with db.read() as session:
        query = select(Activity.due, func.count()).group_by(Activity.due).order_by(Activity.due)
        found = [(due.day, number) for due, number in await session.execute(query)]
    assert found == [(20, 2), (23, 2), (24, 2), (25, 1)]


async def test_broken_rows_are_left_out_and_counted_the_rest_comes(db: Database) -> None:
    report = await carry_out(db, deals(WON, "12,Anna,MG,A,Wonn,2017-01-10,2017-03-01,5", "13"))
    assert report.counts["deals"] == Counts(1, 0, 0, 2)
    assert imports.as_json(report)["error_rows"][1] == {
        "file": "deals.csv",
        "line": 4,
        "column": "",
        "value": "",
        "problem": "1 cells where the header has 8",
    }
    kept = await rows(db, Import.id, Import.source, Import.report)
    assert kept[0][:2] == (report.import_id, "deals.csv")
    assert kept[0][2]["deals"] == {"new": 1, "updated": 0, "unchanged": 0, "errors": 2}


async def test_an_import_that_fails_leaves_nothing(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(change, "write_changed", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        await carry_out(db, deals(*ALL))
    assert set((await sizes(db)).values()) == {0}


async def test_a_preview_counts_and_writes_nothing(db: Database) -> None:
    found: Read = read(deals(*ALL))
    assert (await imports.preview(db, found)).counts == (await imports.preview(None, found)).counts
    assert set((await sizes(db)).values()) == {0}
    await carry_out(db, deals(*ALL))
    assert (await imports.preview(db, found)).counts["deals"] == Counts(0, 0, 5, 0)


async def test_the_first_deals_say_the_currency_of_the_company(db: Database) -> None:
    await carry_out(db, deals(WON))
    async with db.begin() as tx:
        assert (await settings.get(tx)).currency == "USD"
        await settings.put(tx, currency="EUR")
    await carry_out(db, deals(LOST))
    async with db.read() as session:
        assert (await settings.get(session)).currency == "EUR"


async def test_an_imported_deal_lives_on_in_the_product(db: Database) -> None:
    await carry_out(db, deals(PROSPECTING))
    async with db.begin() as tx:
        company = await calendars.company(tx, processes={("simple", SIMPLE.version): SIMPLE})
        _, run = await deal(tx, "11")
        asked = await advance(tx, run.id, Move("engaging"), LATER, company=company, actor_id=None)
        assert [question.key for question in asked.questions] == ["contact"]
        gone = await advance(
            tx, run.id, Move("lost", {"lost_reason": "price"}), LATER, company=company, actor_id=None
        )
        assert gone.final == "lost"
    assert await rows(db, Activity.state) == [("cancelled",)]
    stays = await rows(db, StageRun.number, StageRun.stage, StageRun.entered_at, StageRun.left_at)
    assert stays == [(1, "prospecting", None, LATER), (2, "lost", LATER, LATER)]


@needs_maven
@pytest.mark.slow
async def test_the_sample_comes_whole_and_only_once(db: Database) -> None:
    found = tables(MAVEN)
    report = await carry_out(db, *found)
    assert [one.new for one in report.counts.values()] == [8800, 85, 7, 41]
    there = await sizes(db)
    assert (there["deals"], there["runs"], there["history"], there["activities"]) == (8800, 8800, 8800, 2089)
    assert (there["stage_runs"], there["timers"], there["outbox"]) == (8300 + 500 + 6711, 0, 0)
    async with db.read() as session:
        stages = await session.execute(select(Deal.stage, func.count()).group_by(Deal.stage))
        assert {row[0]: row[1] for row in stages} == {
            "prospecting": 500,
            "engaging": 1589,
            "won": 4238,
            "lost": 2473,
        }
        query = select(func.count()).select_from(Activity).group_by(Activity.owner_id, Activity.due)
        assert max((await session.scalars(query)).all()) == 20
        assert await session.scalar(select(func.count()).where(Timer.id > 0)) == 0
        clients = select(func.count()).where(Deal.client_id.is_(None))
        assert await session.scalar(clients) == 1425
    report = await carry_out(db, *found, now=LATER)
    assert [(one.new, one.updated, one.errors) for one in report.counts.values()] == [(0, 0, 0)] * 4
    assert await sizes(db) == there


async def test_an_import_lays_no_duty_on_anybody_nor_does_work_on_what_it_brought(db: Database) -> None:
    """What happened elsewhere began before the rule: nobody is reminded of it, and nothing of it is broken."""
    await carry_out(db, deals(ENGAGING, PROSPECTING))
    async with db.begin() as tx:
        company = await calendars.company(tx, processes={("simple", SIMPLE.version): SIMPLE})
        assert company.duties
        _, run = await deal(tx, "09")
        cheap = Edit({"amount": Money(Decimal(10), "USD")})
        await advance(tx, run.id, cheap, LATER, company=company, actor_id=None)
    await carry_out(db, deals(ENGAGING.replace(",,", ",2017-03-01,5"), PROSPECTING), now=LATER)
    await fire_due(db, LATER + timedelta(days=30), company)
    found = await sizes(db)
    assert (found["obligations"], found["outbox"]) == (0, 0)
