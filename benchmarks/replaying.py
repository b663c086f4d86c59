"""«Что если»: a rule with another number over a year of 20 000 deals, beside the rule as it is; the whole company at once."""

import asyncio
import shutil
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from benchmarks import company
from benchmarks.result import Result, shown
from bot.usecases import replays
from fsm import replay
from fsm.definition import Rule
from fsm.loading import versions
from storage import calendars, schema
from storage.db import Database

DEALS, REPS, MOVES, CLIENTS = 20_000, 50, 5, 5_000
ALLOWED, ROUNDS = 10.0, 1
_YEAR = timedelta(days=364)
# The company's deals end within hours; here a stay lasts three days, all is over by now, and there is something to tell:
# who has touched it when, when the sum was known, when the proposal was sent (in time, late, never), what was asked for.
_TOLD = """
UPDATE stage_runs SET entered_at = strftime(:f, entered_at, (number * 3 - 19) || ' days'),
    left_at = strftime(:f, left_at, (number * 3 - 16) || ' days');
UPDATE stage_runs SET left_at = entered_at WHERE stage IN ('won', 'lost');
UPDATE history SET at = strftime(:f, at, (revision * 3 - 19) || ' days');
UPDATE deals SET opened_at = strftime(:f, opened_at, '-16 days'), closed_at = strftime(:f, closed_at, '-1 days'),
    touched_at = strftime(:f, opened_at, '-1 days'),
    extra = CASE WHEN id % 3 THEN json_object('proposal_sent', date(opened_at, (id % 3 * 3 - 13) || ' days')) ELSE '{}' END;
UPDATE history SET before = CASE run_id % 2 WHEN 0 THEN '{"stage_run":1,"deal":{"touched_at":null}}'
    ELSE '{"stage_run":1,"deal":{"touched_at":null},"fields":{"amount":null}}' END WHERE revision = 2;
UPDATE history SET before = '{"stage_run":2,"fields":{"proposal_sent":null}}' WHERE revision = 3 AND run_id % 3 = 1;
UPDATE history SET before = '{"stage_run":3,"fields":{"proposal_sent":null}}' WHERE revision = 4 AND run_id % 3 = 2;
UPDATE activities SET due = strftime(:f, :now, '+1 days'), timed = 0;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4)
INSERT INTO activities (run_id, owner_id, key, kind, scope, stage_run, due, timed, attempt, state, outcome, completed,
    opened_at, closed_at, closed_by, cause_id, closed_cause_id)
    SELECT id, owner_id, 'follow_up', 'call', 'deal', i, strftime(:f, opened_at, (i * 3 - 1) || ' days'), 0, 1, 'done',
        'reached', 1, strftime(:f, opened_at, (i * 3 - 3) || ' days'), strftime(:f, opened_at, (i * 3) || ' days'),
        owner_id, 1, 1 FROM deals, n;
INSERT INTO activities (id, run_id, owner_id, key, kind, scope, stage_run, due, timed, attempt, state, outcome, completed,
    opened_at, closed_at, closed_by, cause_id, closed_cause_id)
    SELECT 1000000 + id, id, owner_id, 'complex', 'approval', 'deal', 1, strftime(:f, opened_at, '+7 days'), 0, 1, 'done',
        'approved', 1, strftime(:f, opened_at, '+2 days'), strftime(:f, opened_at, '+3 days'), owner_id, 1, 1
        FROM deals WHERE id % 17 = 0;
INSERT INTO runs (id, kind, subject_id, process, version, state, stage_run, revision, parent_id, activity_id, data, signals)
    SELECT 1000000 + id, 'request', id, 'complex_deal', 1, 'approved', 2, 2, id, 1000000 + id,
        json_object('complex_until', date(opened_at, '+10 days')), '[]' FROM deals WHERE id % 17 = 0;
ANALYZE
"""


def run() -> Iterator[Result]:
    found = asyncio.run(_measured(company.url(_made())))
    duty = found.pop("proposal_5d")
    yield Result("a year of 20 000 deals: 3 days, not 5", shown(duty), shown(ALLOWED), duty / ALLOWED, 1.0)
    name, slowest = max(found.items(), key=lambda one: one[1])
    yield Result(f"the slowest other: {name}", shown(slowest), shown(ALLOWED), slowest / ALLOWED, 1.0)


def _made() -> Path:
    path = company.FOLDER / f"replay-{DEALS}-{schema.newest()}.db"
    if not path.exists():
        plain = company.made(f"year-{DEALS}", reps=REPS, deals=DEALS, moves=MOVES, clients=CLIENTS)
        unfinished = path.with_suffix(".new.db")
        shutil.copyfile(plain, unfinished)
        with closing(sqlite3.connect(unfinished)) as db, db:
            for one in _TOLD.split(";"):
                db.execute(one, {"now": f"{company.NOW:%Y-%m-%d %H:%M:%S}", "f": "%Y-%m-%d %H:%M:%f000"})
        unfinished.rename(path)
    return path


async def _measured(url: str) -> dict[str, float]:
    """Seconds by rule: reading the year's history and reckoning the rule twice, with its number and with another one."""
    found: dict[str, list[float]] = {}
    async with Database.connect(url) as db, db.read() as session:
        shared = await calendars.company(session, processes=versions())
        calendar = shared.calendar("Europe/Moscow", 540, 1080)
        today = calendar.day_of(company.NOW)
        rules = [rule for rule in shared.rules.values() if replay.replayable(rule)]
        for turn in range(ROUNDS):
            for rule in rules:
                began = time.perf_counter()
                compared = await replays.compared(
                    session,
                    shared,
                    rule,
                    _changed(rule),
                    owner_ids=None,
                    days=(today - _YEAR, today),
                    calendar=calendar,
                    digest=570,
                    now=company.NOW,
                )
                found.setdefault(rule.rule, []).append(time.perf_counter() - began)
                if not turn and rule.rule == "proposal_5d":
                    assert compared.then.total > compared.now.total > 0, (compared.now, compared.then)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def _changed(rule: Rule) -> Rule:
    """With a smaller number, so that there is more to find."""
    limit = rule.limit.of(3 if rule.rule == "proposal_5d" else max(rule.limit.number // 2, 1))
    norms = {name: number // 2 for name, number in rule.norms.items()}
    return rule.model_copy(update={"limit": limit, "norms": norms})
