"""The made-up past with rules in it: judged at its moments, told to nobody, always the same, and worth looking at."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo import company as companies
from bot.demo import stage
from bot.demo.history import BEGINS, SEED
from bot.demo.keeping import Keeping
from fsm.loading import versions
from storage import calendars, exemptions, people
from storage.db import Database
from tests.bot.demo.conftest import Played

DAYS = 9
_DUTIES = (
    "SELECT rule, subject_id, state, since, due_at, told, ended_at, right_at, reason, words FROM obligations"
    " ORDER BY id"
)
_LAST = "2026-11-23 15:00"
"""When work ended on the evening before the demo (UTC)."""


async def kept(db: Database, *, seed: int = SEED) -> Played:
    async with db.begin() as tx:
        founded = await companies.found(tx, BEGINS - timedelta(days=200))
        company = await calendars.company(tx, processes=versions())
    told: list[int] = []
    await Keeping(db, company, founded, seed=seed).make(DAYS, told=told.append)
    return Played(db, company, founded, told)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Played]:
    async with Database.connect(sqlite_url) as db:
        yield await kept(db)


async def test_the_same_seed_tells_the_same_story_and_another_one_does_not(
    company: Played, sqlite_template: Path, tmp_path: Path
) -> None:
    story = await company.rows(_DUTIES)
    assert len(story) > 60
    for seed, same in ((SEED, True), (7, False)):
        path = tmp_path / f"{seed}.db"
        shutil.copyfile(sqlite_template, path)
        async with Database.connect(f"sqlite+aiosqlite:///{path}") as db:
            again = await kept(db, seed=seed)
            assert (await again.rows(_DUTIES) == story) is same


async def test_nobody_is_told_anything_of_the_past(company: Played) -> None:
    assert await company.rows("SELECT kind, person_id FROM outbox") == []
    assert await company.rows("SELECT count(*) > 0 FROM timers WHERE kind = 'audit' AND state = 'done'") == [
        (1,)
    ]


async def test_what_was_due_before_the_last_evening_is_judged(company: Played) -> None:
    left = "SELECT kind, due FROM timers WHERE state = 'pending' AND kind IN ('duty', 'audit', 'digest', 'alarm')"
    assert await company.rows(f"{left} AND due < '{_LAST}'") == []
    assert await company.rows(f"{left} AND kind = 'audit'") != []
    ticking = "SELECT id FROM obligations WHERE state IN ('running', 'extended')"
    assert await company.rows(f"{ticking} AND due_at < '{_LAST}'") == []
    broken = await company.rows(
        "SELECT due_at, ended_at FROM obligations WHERE state = 'breached' AND due_at IS NOT NULL"
    )
    assert broken
    assert all(due == ended for due, ended in broken)


async def test_everything_is_done_in_working_hours_by_whose_it_is(company: Played) -> None:
    found = await company.rows(
        "SELECT history.at, history.actor_id, deals.owner_id, runs.kind FROM history"
        " JOIN runs ON runs.id = run_id JOIN deals ON deals.id = subject_id"
    )
    hours = {str(at)[11:13] for at, *_ in found}
    assert hours <= {f"{hour:02}" for hour in range(6, 16)}  # nine to six in Moscow
    assert max(str(at) for at, *_ in found) < BEGINS.strftime("%Y-%m-%d %H:%M")
    strangers = {actor for _, actor, owner, kind in found if actor != owner and kind == "deal"}
    async with company.db.read() as session:
        heads = {one.id for one in await people.everyone(session) if "head" in one.roles}
    assert strangers <= heads  # who decides about another date ends what waits for it


async def test_heads_have_had_a_digest_every_day_to_compare_with(company: Played) -> None:
    found = await company.rows("SELECT day FROM digests ORDER BY day")
    assert len(found) == DAYS


@pytest.mark.slow
async def test_ninety_days_have_something_to_show_for_every_report(tmp_path: Path) -> None:
    made = await stage.prepare(None, tmp_path)
    async with Database.connect(made.url) as db:
        async with db.read() as session:
            shared = await calendars.company(session, processes=versions())
            reps = [actor.person for actor in made.actors if actor.part.sells and actor.person is not None]
            since = BEGINS - timedelta(days=90)
            shares = await exemptions.share(session, reps, since)
        played = Played(db, shared, companies.Founded(made.actors, (), ()), [])
        states = await played.rows(
            "SELECT state, count(*) FROM obligations WHERE rule = 'proposal_5d' AND since > '2026-08-26' GROUP BY 1"
        )
        duties = Counter(dict(tuple(row) for row in states))
        assert duties["fulfilled"] > 4 * duties["breached"] > 20
        assert duties["exempt"] > 5
        assert duties.keys() >= {"sleeping", "running", "suspended", "extended"}

        exempt = shared.rules["proposal_5d"].exempt
        assert exempt is not None
        assert [one for one in reps if one in shares and shares[one].marked(exempt)] == [reps[1]]

        reasons = await played.rows(
            "SELECT DISTINCT reason FROM obligations WHERE rule = 'proposal_5d' AND state = 'breached'"
        )
        assert len(reasons) > 4
        requests = await played.rows("SELECT state FROM runs WHERE process = 'complex_deal'")
        assert {state for (state,) in requests} >= {"approved", "rejected", "asked"}
        late = await played.rows(
            "SELECT state, count(*) FROM obligations WHERE rule = 'first_answer' GROUP BY 1 ORDER BY 1"
        )
        assert 5 < dict(late)["breached"] < 0.15 * dict(late)["fulfilled"]

        uncovered = await played.rows(
            "SELECT telegram_id, count(*) FROM obligations JOIN people ON people.id = obligations.owner_id"
            " WHERE rule = 'client_cover' AND standing GROUP BY 1"
        )
        assert 10 <= dict(uncovered)[1005] <= 20
        clients = await played.rows("SELECT DISTINCT segment FROM clients")
        assert {segment for (segment,) in clients} == {None, "key", "low"}
        resting = await played.rows("SELECT count(*) FROM clients WHERE rest_reason IS NOT NULL")
        assert resting[0][0] > 0
        accepted = await played.rows("SELECT count(*) FROM obligations WHERE accepted_at IS NOT NULL")
        assert accepted[0][0] > 0
        assert await played.rows("SELECT count(*) FROM outbox") == [(0,)]
