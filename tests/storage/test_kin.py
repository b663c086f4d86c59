"""Where a deal came from and what came of it; how long and how often it is in its stage."""

from datetime import timedelta

from sqlalchemy import insert, update

from storage import kin, stays
from storage.db import Database
from storage.dialects import table
from storage.models import Run, StageRun
from tests.storage.rows import NOW, a_deal, a_person


async def test_parents_and_children(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        _, first = await a_deal(tx, anna, process="corporate", stage="transferred", outcome="transferred")
        _, second = await a_deal(tx, oleg)
        await tx.execute(update(table(Run)).where(Run.id == second).values(parent_id=first))
        request = {"kind": "request", "subject_id": 1, "process": "approval", "version": 1, "state": "asked"}
        await tx.execute(
            insert(table(Run)).values(
                request | {"stage_run": 1, "revision": 1, "parent_id": first, "signals": [], "data": {}}
            )
        )
        above = await kin.of(tx, first)
        assert above.parent is None
        assert [(one.run_id, one.owner) for one in above.children] == [(second, "Олег")], "no requests"
        below = await kin.of(tx, second)
        assert below.parent is not None
        assert (below.parent.run_id, below.parent.outcome) == (first, "transferred")
        assert below.children == []


async def test_stays_count_the_present_stage(db: Database) -> None:
    async with db.begin() as tx:
        _, run = await a_deal(tx, await a_person(tx))
        assert await stays.of(tx, run) == stays.FIRST
        for number, stage in enumerate(("needs", "presentation", "needs"), 1):
            row = {"run_id": run, "number": number, "stage": stage, "how": "move", "cause_id": 1}
            entered = NOW + timedelta(days=number)
            await tx.execute(insert(table(StageRun)).values(row | {"entered_at": entered}))
        found = await stays.of(tx, run)
        assert (found.since, found.times) == (NOW + timedelta(days=3), 2)
