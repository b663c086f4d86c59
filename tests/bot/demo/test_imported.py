"""The demo on somebody's files: which mapping is taken, when it begins, who gets a phone."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo import imported
from bot.demo.cast import Part
from bot.failure import Failure
from fsm.loading import shipped
from storage import people
from storage.db import Database

SIMPLE = shipped()["simple"]
TODAY = date(2026, 11, 24)
PEOPLE = "sales_agent,manager,regional_office\nAnn,Hal,East\nBob,Hal,East\nCid,Hal,East\nDot,Hal,East\nEve,Ida,West\n"
DEALS = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"


def sample(folder: Path, *deals: str) -> Path:
    """Files of the shape that examples/maven-crm.yaml describes."""
    (folder / "sales_teams.csv").write_text(PEOPLE)
    (folder / "products.csv").write_text("product,series,sales_price\nGTX Pro,GTX,4821\n")
    (folder / "accounts.csv").write_text(
        "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
        "Acme,technolgy,1996,1100.04,2822,United States,\n"
    )
    (folder / "sales_pipeline.csv").write_text(DEALS + "".join(f"{deal}\n" for deal in deals))
    return folder


OPEN = [
    "A1,Ann,GTXPro,Acme,Engaging,2017-12-01,,",
    "A2,Bob,GTXPro,Acme,Engaging,2017-12-02,,",
    "A3,Bob,GTXPro,,Engaging,2017-12-03,,",
    "A4,Cid,GTXPro,Acme,Prospecting,,,",
    "A5,Dot,GTXPro,Acme,Won,2017-12-04,2017-12-29,4800",
    "A6,Eve,GTXPro,Acme,Engaging,2017-12-04,,",
]


async def test_the_team_with_the_busiest_rep_is_on_the_stage(tmp_path: Path, sqlite_url: str) -> None:
    found = imported.read(sample(tmp_path, *OPEN), SIMPLE, today=TODAY)
    assert not found.errors
    async with Database.connect(sqlite_url) as db:
        company = await imported.fill(db, found, SIMPLE, source="sample", progress=lambda _: None)
        cast = [(actor.part, actor.name) for actor in company.actors]
        assert cast == [
            (Part.ADMIN, "Ольга Ветрова"),
            (Part.HEAD, "Hal"),
            (Part.REP, "Bob"),
            (Part.REP, "Ann"),
            (Part.REP, "Cid"),
        ]
        async with db.read() as session:
            for actor in company.actors:
                person = await people.by_telegram(session, actor.id)
                assert person is not None
                assert person.active
                assert person.id == actor.person


async def test_it_begins_on_the_next_working_morning_of_the_country_of_the_money(
    tmp_path: Path, sqlite_url: str
) -> None:
    found = imported.read(sample(tmp_path, *OPEN), SIMPLE, today=TODAY)
    async with Database.connect(sqlite_url) as db:
        company = await imported.fill(db, found, SIMPLE, source="sample", progress=lambda _: None)
    # The 29th was a Friday, on the 1st nobody works.
    assert company.begins == datetime(2018, 1, 2, 9, 55, tzinfo=ZoneInfo("Europe/Moscow"))


async def test_other_files_are_read_by_their_headers(tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / "сделки.csv").write_text(
        "Ответственный,Клиент,Стадия,Сумма,Дата создания\nАнна,Ромашка,Переговоры,100,01.12.2025\n",
        encoding="utf-8",
    )
    found = imported.read(tmp_path, SIMPLE, today=TODAY)
    assert [deal.stage for deal in found.plan.deals] == ["engaging"]


@pytest.mark.parametrize(
    ("deals", "words"),
    [((), "there is no deal"), (("A1,Ann,GTXPro,Acme,Prospecting,,,",), "no deal has a date")],
)
async def test_files_that_no_demo_can_begin_with(
    tmp_path: Path, sqlite_url: str, deals: tuple[str, ...], words: str
) -> None:
    async def begun() -> None:
        found = imported.read(sample(tmp_path, *deals), SIMPLE, today=TODAY)
        async with Database.connect(sqlite_url) as db:
            await imported.fill(db, found, SIMPLE, source="sample", progress=lambda _: None)

    with pytest.raises(Failure, match=words):
        await begun()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="no such file or folder"):
        imported.read(tmp_path / "nowhere", SIMPLE, today=TODAY)
