"""The direction of corporate sales in the demo: its deals stand where their stories say."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import company as companies
from bot.demo import corporate
from bot.demo.cast import (
    ADMIN_NAME,
    ENGLISH,
    GUEST_NAME,
    HEAD_NAME,
    LEADER_ID,
    LEADER_NAME,
    RUSSIAN,
    SELLERS,
    Part,
)
from bot.demo.history import BEGINS, SEED
from fsm.loading import versions
from storage import calendars
from storage.db import Database
from tests.bot.demo.conftest import Played


async def made(db: Database) -> Played:
    async with db.begin() as tx:
        founded = await companies.found(tx, BEGINS - timedelta(days=200))
        direction = await corporate.found(tx, BEGINS - timedelta(days=200))
        shared = await calendars.company(tx, processes=versions())
    await corporate.make(db, shared, founded, direction, begins=BEGINS, seed=SEED)
    return Played(db, shared, founded, [])


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Played]:
    async with Database.connect(sqlite_url) as db:
        yield await made(db)


async def test_every_stage_and_every_end_has_a_deal(company: Played) -> None:
    found = {stage for (stage,) in await company.rows("SELECT stage FROM deals WHERE process = 'corporate'")}
    assert found == set(company.company.newest("corporate").stages)


async def test_there_is_something_to_do_for_everybody(company: Played) -> None:
    rows = await company.rows(
        "SELECT people.telegram_id, activities.key FROM activities JOIN people ON people.id = activities.owner_id"
        " WHERE activities.state = 'open'"
    )
    todo = {person: {key for one, key in rows if one == person} for person in (LEADER_ID, *range(1007, 1009))}
    assert {"appoint", "decide"} <= todo[LEADER_ID]
    assert all(len(keys) > 4 for person, keys in todo.items() if person != LEADER_ID)


async def test_there_are_drafts_a_deal_that_went_on_elsewhere_and_one_that_went_back(company: Played) -> None:
    drafts = await company.rows("SELECT stage, opened_at FROM deals WHERE draft")
    assert len(drafts) > 2
    assert set(drafts) == {("interest", None)}
    born = await company.rows(
        "SELECT child.process FROM runs child JOIN runs parent ON child.parent_id = parent.id"
        " WHERE child.kind = 'deal' ORDER BY 1"
    )
    assert born == [("corporate",), ("simple",)]
    again = await company.rows(
        "SELECT run_id FROM stage_runs WHERE stage = 'presentation' GROUP BY run_id HAVING count(*) = 2"
    )
    assert len(again) == 1


async def test_everything_happened_before_the_demo_in_working_hours(company: Played) -> None:
    calendar = company.company.calendar("Europe/Moscow", 540, 1080)
    found = [
        datetime.fromisoformat(str(at)).replace(tzinfo=UTC)
        for (at,) in await company.rows("SELECT at FROM history")
    ]
    assert max(found) < BEGINS
    assert all(calendar.is_working_at(at) for at in found)


async def test_the_same_seed_tells_the_same_stories(
    company: Played, sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "again.db"
    shutil.copyfile(sqlite_template, path)
    async with Database.connect(f"sqlite+aiosqlite:///{path}") as db:
        again = await made(db)
        story = "SELECT run_id, at, actor_id, trigger, state FROM history ORDER BY id"
        assert await again.rows(story) == await company.rows(story)


def test_whoever_has_a_phone_has_a_name_and_a_line() -> None:
    assert len({*SELLERS, LEADER_NAME, HEAD_NAME, ADMIN_NAME, GUEST_NAME}) == len(SELLERS) + 4
    assert {part for part in Part if part.leads} == {Part.HEAD, Part.LEADER}
    assert {part.role for part in (Part.SELLER, Part.LEADER)} == {"rep", "head"}
    assert set(RUSSIAN) == set(ENGLISH) == set(Part)
