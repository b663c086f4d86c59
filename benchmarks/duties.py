"""Duties on 100 000 open deals: a tick that finds none of them due, and 1 000 that are due at once."""

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks import company
from benchmarks.result import Result, shown
from fsm import obligations as judging
from fsm.calendar import Calendar
from fsm.definition import Rule
from fsm.loading import versions
from fsm.obligations import Matter, Obligation, Terms
from fsm.values import Money
from notifications.timers import fire_due
from storage import calendars, models, obligations, pending, schema
from storage.company import Company
from storage.db import Database

DEALS, REPS = 100_000, 50
DUTIES = 10  # on each deal: those that ship, and more like «КП за 5 дней» with other limits
DUE, ROUNDS = 1_000, 3
SWEEPS = 300
ALLOWED = 3.0  # seconds for all that are due
PICKED = 10  # one deal in so many may have a duty that is due
_WEEK = tuple(date(2026, 11, day) for day in range(16, 21))
_FRIDAY = company.NOW - timedelta(days=2, hours=17)
"""Five in the afternoon before the weekend: what came due since then waits to be fired."""


def run() -> Iterator[Result]:
    path = _made()
    with tempfile.TemporaryDirectory() as folder:
        copied, empty = Path(folder) / "duties.db", Path(folder) / "empty.db"
        shutil.copyfile(path, copied)
        ours, other, fired = asyncio.run(_measured(company.url(copied), company.url(empty)))
    yield Result("an idle sweep among duties to no tables", shown(ours), shown(other), ours / other, 1.3)
    yield Result("1 000 due duties fired", shown(fired), shown(ALLOWED), fired / ALLOWED, 1.0)


def _made() -> Path:
    """A file of the company with its duties, made once."""
    deals = company.made(f"open-{DEALS}", reps=REPS, deals=DEALS)
    path = company.FOLDER / f"duties-{DEALS}-{schema.newest()}.db"
    if not path.exists():
        unfinished = path.with_suffix(".new.db")
        shutil.copyfile(deals, unfinished)
        asyncio.run(_lay(company.url(unfinished)))
        unfinished.rename(path)
    return path


async def _company(session: AsyncSession) -> Company:
    known = await calendars.company(session, processes=versions())
    shipped = {rule.rule: rule for rule in known.duties}
    usual = shipped["proposal_5d"]
    more = [
        usual.model_copy(update={"rule": f"proposal_{days}d", "limit": usual.limit.of(days)})
        for days in range(6, 6 + DUTIES - len(shipped))
    ]
    return replace(known, rules={**known.rules, **{rule.rule: rule for rule in more}})


async def _lay(url: str) -> None:
    """Every deal was opened in some hour of the last week, and has its duties as they are now; some are due and not fired."""
    async with Database.connect(url) as db, db.begin() as tx:
        shared = await _company(tx)
        calendar = shared.calendar("Europe/Moscow", 540, 1080)
        opened = [calendar.opening(day) + timedelta(hours=hour) for day, hour in product(_WEEK, range(9))]
        for place, at in enumerate(opened):
            deals = update(models.Deal).where(models.Deal.id % len(opened) == place)
            await tx.execute(deals.values(opened_at=at), execution_options={"synchronize_session": False})
        rows = _rows(list(await tx.execute(_DEALS)), shared, calendar)
        number, due = 0, 0
        while some := list(islice(rows, company.BATCH)):
            timers = []
            for row, waits in some:
                number += 1
                row["id"] = number
                if row["wake_at"] is None:
                    continue
                timer = obligations.timer(number, row["wake_at"], row["told"], run_id=row["run_id"])
                if waits:  # fired in turns, a round each
                    timer["due"] = company.NOW - timedelta(minutes=ROUNDS - due % ROUNDS)
                    due += 1
                timers.append(timer)
            await tx.execute(insert(models.Obligation), [row for row, _ in some])
            await tx.execute(insert(models.Timer), timers)
        assert due == DUE * ROUNDS, due
        await tx.execute(text("ANALYZE"))


_DEALS = select(models.Deal.id, models.Deal.owner_id, models.Deal.amount, models.Deal.opened_at).order_by(
    models.Deal.id
)


def _rows(deals: list[Any], shared: Company, calendar: Calendar) -> Iterator[tuple[dict[str, Any], bool]]:
    """What storage.duties would have written, and whether it is one of those that are due."""
    known: dict[tuple[Any, ...], Obligation] = {}

    def judged(rule: Rule, terms: Terms, deal: Any, *, early: bool) -> Obligation:
        amount = Decimal(100_000 if terms.border is None or deal.amount < terms.border else 900_000)
        key = (rule.rule, amount, deal.opened_at, early)
        if key not in known:
            begun = judging.begin(deal.opened_at)
            matter = Matter({"amount": Money(amount, "RUB")})
            at = _FRIDAY if early else company.NOW
            known[key] = judging.known(rule, terms, begun, matter, max(at, deal.opened_at), calendar)
        return known[key]

    left = DUE * ROUNDS
    for deal in deals:
        for rule in shared.duties:
            terms = Terms.of(rule)
            early = judged(rule, terms, deal, early=True)
            waits = (
                left > 0
                and deal.id % PICKED == 0
                and early.wake_at is not None
                and early.wake_at < company.NOW - timedelta(minutes=ROUNDS)
            )
            left -= waits
            yield (
                {
                    "rule": rule.rule,
                    "kind": obligations.DEAL,
                    "subject_id": deal.id,
                    "run_id": deal.id,
                    "owner_id": deal.owner_id,
                    "terms": obligations.terms_of(terms),
                    "since": deal.opened_at,
                    "cause_id": deal.id,
                    "created_at": deal.opened_at,
                    **obligations.state_of(early if waits else judged(rule, terms, deal, early=False)),
                },
                waits,
            )


async def _measured(url: str, empty: str) -> tuple[float, float, float]:
    """Seconds of a sweep here and where nothing is, and of firing all that is due."""
    await schema.create(empty)
    seconds: dict[str, list[float]] = {url: [], empty: []}
    fired = []
    async with Database.connect(url) as full, Database.connect(empty) as other:
        async with full.read() as session:
            shared = await _company(session)
        databases = {url: full, empty: other}
        for _ in range(SWEEPS):
            for name, db in databases.items():
                seconds[name].append(await _sweep(db, shared))
        for turn in range(ROUNDS):
            at = company.NOW - timedelta(minutes=ROUNDS - turn)
            began = time.perf_counter()
            done = await fire_due(full, at, shared)
            fired.append(time.perf_counter() - began)
            assert done == DUE, done
        async with full.read() as session:
            await _told(session)
    return statistics.median(seconds[url]), statistics.median(seconds[empty]), statistics.median(fired)


async def _sweep(db: Database, shared: Company) -> float:
    """What a tick asks, and the firing, though nothing is due."""
    now = _FRIDAY - timedelta(hours=1)
    began = time.perf_counter()
    async with db.read() as session:
        due = await pending.due(session, now=now)
    done = await fire_due(db, now, shared)
    seconds = time.perf_counter() - began
    assert not due.timers
    assert not done
    return seconds


async def _told(session: AsyncSession) -> None:
    """Each of them is written down as told or broken, and owes somebody something."""
    owed = await session.scalar(text("SELECT count(*) FROM outbox WHERE kind IN ('duty', 'broken')"))
    broken = await session.scalar(text("SELECT count(*) FROM timers WHERE state = 'broken'"))
    assert not broken, broken
    assert owed, owed
