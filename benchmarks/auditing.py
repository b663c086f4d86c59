"""The daily audit of 100 000 clients and their deals, while people press: how long it takes, and how long they wait.

The audit runs where it always does, in the product's own process by its own timers, at half past seven in the morning;
those who press are in this one, ten presses a second all together.
"""

import asyncio
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import company
from benchmarks.child import child
from benchmarks.loader import OUTCOME, loading
from benchmarks.result import Result, shown
from bot.callbacks import Press
from storage import schema

REPS, CLIENTS, DEALS = 500, 100_000, 200_000
PRESSING, RATE = 40, 10.0  # people who press, presses a second of all together
ALLOWED, P99 = 30.0, 0.2  # seconds
EARLY = timedelta(hours=2, minutes=30, seconds=15)
"""So long before company.NOW (ten in the morning) the product starts: a quarter of a minute before the audit."""
LONGEST = 150.0  # seconds after which it has failed
_LOOK = 0.1
# Whose audit has not begun yet, and how many audits have not ended.
_AUDITED = (
    "SELECT coalesce(sum(kind = 'audit'), 0), count(*) FROM timers"
    " WHERE kind IN ('audit', 'audit_piece') AND state = 'pending' AND due <= :until"
)
# What the company is like: most clients were talked to, some have nothing planned, some rest; a tenth of the steps is late.
# Numbers that nobody's deals have in common.
_LIVELY = """
UPDATE stage_runs SET entered_at = datetime(:now, '-' || (run_id % 19) || ' days') || '.000000' WHERE left_at IS NULL;
UPDATE deals SET opened_at = datetime(:now, '-' || (id % 19 + 1) || ' days') || '.000000',
    touched_at = datetime(:now, '-' || (id % 17) || ' days') || '.000000' WHERE outcome IS NULL;
UPDATE activities SET due = datetime(:now, '+' || (id % 479) || ' minutes') || '.000000', timed = 0;
UPDATE activities SET due = datetime(:now, '-3 days') || '.000000' WHERE id % 11 = 0;
UPDATE activities SET due = datetime(:now, '+60 days') || '.000000' WHERE id % 23 = 1;
UPDATE activities SET snoozed = 4 WHERE id % 37 = 3;
UPDATE deals SET parked_until = date(:now, (id % 13 - 4) || ' days') WHERE id % 29 = 7 AND outcome IS NULL;
UPDATE clients SET segment = CASE id % 11 WHEN 0 THEN 'key' WHEN 1 THEN 'low' END,
    wake_on = CASE WHEN id % 19 = 4 THEN date(:now, '+30 days') END;
INSERT INTO activities (run_id, owner_id, key, kind, scope, stage_run, due, timed, attempt, state, outcome, completed,
    opened_at, closed_at, closed_by, cause_id, closed_cause_id)
    SELECT id, owner_id, 'follow_up', 'call', 'deal', 1, :now, 0, 1, 'done', 'reached', 1,
        datetime(:now, '-90 days') || '.000000', datetime(:now, '-' || (id * 7919 % 73) || ' days') || '.000000',
        owner_id, 1, 1 FROM deals;
ANALYZE
"""
# A day's work: the same steps are ahead again, and what was touched then was touched a day later.
_OVERNIGHT = """
UPDATE activities SET due = strftime('%Y-%m-%d %H:%M:%f000', due, '+1 day') WHERE state = 'open' AND due > :now;
UPDATE deals SET touched_at = strftime('%Y-%m-%d %H:%M:%f000', touched_at, '+1 day') WHERE outcome IS NULL AND id % 3
"""
# The last of what everybody has to do today: what the product sends next is the first of it.
_CARDS = """
SELECT owner_id, id FROM activities WHERE owner_id <= :people AND state = 'open' AND due > :now
    AND due < datetime(:now, '+1 day') ORDER BY owner_id, due DESC
"""


def run() -> Iterator[Result]:
    path = _made()
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "audit.db"
        shutil.copyfile(path, copied)
        for name, later in (("all is new", timedelta()), ("on the next day", timedelta(days=1))):
            if later:
                _write(copied, _OVERNIGHT)
            seconds, found = asyncio.run(_morning(copied, later))
            ratio = seconds / ALLOWED
            yield Result(f"audit of 100 000 clients: {name}", shown(seconds), shown(ALLOWED), ratio, 1.0)
            p99 = statistics.quantiles(found, n=100)[98]
            yield Result(f"{len(found)} taps meanwhile: p99", shown(p99), shown(P99), p99 / P99, 1.0)


def _made() -> Path:
    """A file of the company as it is in the morning, made once."""
    path = company.FOLDER / f"audit-{CLIENTS}-{schema.newest()}.db"
    if not path.exists():
        plain = company.made(f"clients-{CLIENTS}", reps=REPS, deals=DEALS, moves=1, clients=CLIENTS)
        unfinished = path.with_suffix(".new.db")
        shutil.copyfile(plain, unfinished)
        _write(unfinished, _LIVELY)
        unfinished.rename(path)
    return path


def _write(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for one in script.split(";"):
            db.execute(one, {"now": f"{company.NOW:%Y-%m-%d %H:%M:%S}"})


async def _morning(path: Path, later: timedelta) -> tuple[float, list[float]]:
    """Seconds of the audit, and of each press meanwhile."""
    people = range(company.TELEGRAM + 1, company.TELEGRAM + REPS + 1)
    since = str((later - EARLY).total_seconds())
    async with (
        loading(people) as loader,
        child("benchmarks.product", company.url(path), loader.server.url, loader.server.token, "0", since),
    ):
        for number, card in await asyncio.to_thread(_cards, path, company.NOW + later):
            loader.hands[company.TELEGRAM + number].give(Press(card, OUTCOME).pack())
        ended = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            pressing = group.create_task(loader.meanwhile(RATE, ended))
            began, over = await asyncio.to_thread(_audit, path, company.NOW + later)
            ended.set()
        found = pressing.result()
    assert found, "nobody has pressed"
    return over - began, [seconds for at, seconds in found if began <= at <= over]


def _cards(path: Path, day: datetime) -> list[tuple[int, int]]:
    """Whose it is and what can be pressed, of those who press."""
    given = {"people": PRESSING, "now": f"{day:%Y-%m-%d %H:%M:%S}"}
    with closing(sqlite3.connect(path)) as db:
        return db.execute(_CARDS, given).fetchall()


def _audit(path: Path, day: datetime) -> tuple[float, float]:
    """When the audit of that morning began and was over, by this process's clock; looked at from outside."""
    given = {"until": f"{day:%Y-%m-%d %H:%M:%S}.000000"}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        most, began = 0, None
        stops = time.perf_counter() + LONGEST
        while time.perf_counter() < stops:
            with suppress(sqlite3.OperationalError):  # somebody is writing, or it is not there yet
                waiting, left = db.execute(_AUDITED, given).fetchone()
                most = max(most, waiting)
                if began is None and waiting < most:
                    began = time.perf_counter()
                if began is not None and not left:
                    return began, time.perf_counter()
            time.sleep(_LOOK)
    raise TimeoutError("the audit did not end")
