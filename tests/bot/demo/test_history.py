"""The made-up past: always the same, made by the engine, and plausible."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.history import BEGINS
from storage import agenda, stats
from storage.db import Database
from tests.bot.demo.conftest import Played, played

DAYS = 12
_STORY = "SELECT run_id, at, actor_id, trigger, state_before, state FROM history ORDER BY id"


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Played]:
    async with Database.connect(sqlite_url) as db:
        yield await played(db, days=DAYS)


async def test_the_same_seed_tells_the_same_story_and_another_one_does_not(
    company: Played, sqlite_template: Path, tmp_path: Path
) -> None:
    story = await company.rows(_STORY)
    assert len(story) > 60
    for seed, same in ((None, True), (7, False)):
        path = tmp_path / f"{seed}.db"
        shutil.copyfile(sqlite_template, path)
        async with Database.connect(f"sqlite+aiosqlite:///{path}") as db:
            again = await (played(db, days=DAYS) if seed is None else played(db, days=DAYS, seed=seed))
            assert (await again.rows(_STORY) == story) is same


async def test_an_open_deal_has_a_next_step_and_a_closed_one_nothing(company: Played) -> None:
    found = await company.rows(
        "SELECT outcome IS NULL, (SELECT count(*) FROM activities WHERE run_id = runs.id AND state = 'open')"
        " FROM deals JOIN runs ON subject_id = deals.id"
    )
    assert {bool(tasks) for open_, tasks in found if open_} == {True}
    assert {tasks for open_, tasks in found if not open_} == {0}


async def test_everything_happened_before_the_demo_in_working_hours_by_the_owner(company: Played) -> None:
    found = await company.rows(
        "SELECT history.at, history.actor_id, owner_id FROM history JOIN runs ON runs.id = run_id"
        " JOIN deals ON deals.id = subject_id"
    )
    assert {actor == owner for _, actor, owner in found} == {True}
    hours = {str(at)[11:13] for at, _, _ in found}
    assert hours <= {f"{hour:02}" for hour in range(6, 16)}  # nine to six in Moscow
    assert max(str(at) for at, _, _ in found) < BEGINS.strftime("%Y-%m-%d %H:%M")


async def test_days_are_told_as_they_pass(company: Played) -> None:
    assert sum(company.told) == DAYS
    assert len(company.told) > 1


async def test_everybody_has_promised_a_call_for_the_first_minutes(company: Played) -> None:
    calendar = company.company.calendar("Europe/Moscow", 540, 1080)
    end = calendar.closing(calendar.day_of(BEGINS))
    for rep in company.founded.reps:
        async with company.db.read() as session:
            found = await agenda.of(session, owner_id=rep.id, now=BEGINS, tomorrow=end)
        timed = [calendar.local(task.due).strftime("%H:%M") for task in found.tasks if task.timed]
        assert "10:20" in timed


@pytest.mark.slow
async def test_ninety_days_look_like_a_small_company(sqlite_url: str) -> None:
    async with Database.connect(sqlite_url) as db:
        company = await played(db, days=90)
        process = company.company.newest("simple")
        owners = [rep.id for rep in company.founded.reps]
        async with db.read() as session:
            funnel = await stats.funnel(session, process)
            load = await agenda.loads(session, owner_ids=owners, now=BEGINS, tomorrow=BEGINS)
        reached = {stage.stage: stage.reached for stage in funnel.stages}
        assert 250 <= reached["prospecting"] <= 350
        assert 0.55 <= reached["engaging"] / reached["prospecting"] <= 0.68
        assert 0.33 <= funnel.won / funnel.closed <= 0.47
        diligent, _, forgetful = (load[owner].overdue for owner in owners)
        assert diligent < 3 < forgetful < 30
        reasons = {
            reason
            for (reason,) in await company.rows(
                "SELECT json_extract(extra, '$.lost_reason') FROM deals WHERE outcome = 'lost'"
            )
        }
        assert reasons == set(process.fields["lost_reason"].options)
        words = await company.rows(
            "SELECT count(json_extract(extra, '$.winner')), count(json_extract(extra, '$.lost_words')) FROM deals"
        )
        assert min(words[0]) > 0
        unpaid = await company.rows(
            "SELECT count(*) FROM deals WHERE outcome = 'won' AND (amount IS NULL OR close_date IS NULL)"
        )
        assert unpaid == [(0,)]
        parallel = await company.rows(
            "SELECT run_id FROM activities WHERE state = 'open' GROUP BY run_id HAVING count(*) > 1"
        )
        assert parallel
