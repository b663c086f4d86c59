"""Two changes of one run at the same moment: the later one decides on what the earlier one has left."""

import asyncio
from typing import Any

from sqlalchemy import text

from fsm.facts import Edit
from storage.apply import advance
from storage.db import Database
from storage.openings import NewDeal, open_deal
from storage.runs import load
from tests.storage import rows
from tests.storage.rows import NOW
from tests.storage.test_apply import COMPANY

_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


async def test_a_change_that_waited_sees_the_fields_that_its_rival_has_written(db: Database) -> None:
    async with db.begin() as tx:
        anna = await rows.a_person(tx)
        begun = await open_deal(
            tx, NewDeal(owner_id=anna), NOW, company=COMPANY, process="simple", actor_id=anna
        )
    begun_writing, may_commit = asyncio.Event(), asyncio.Event()

    async def change(values: dict[str, Any], *, first: bool) -> None:
        async with db.begin() as tx:
            await advance(tx, begun.run_id, Edit(values), NOW, company=COMPANY, actor_id=anna)
            if first:
                begun_writing.set()
                await may_commit.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(change({"lost_reason": "competitor"}, first=True))
        await begun_writing.wait()
        group.create_task(change({"winner": "Рога и копыта"}, first=False))
        await _rival_waits(db)
        may_commit.set()
    async with db.read() as session:
        found = await load(session, begun.run_id, COMPANY, lock=False)
    assert found.row["extra"] == {"lost_reason": "competitor", "winner": "Рога и копыта"}
    assert found.row["revision"] == 3


async def _rival_waits(db: Database) -> None:
    """Until the second one waits for the lock; SQLite has one writer, whose turn it simply is not."""
    if db.sqlite:
        await asyncio.sleep(0)
        return
    async with db.read() as session:
        while not await session.scalar(text(_WAITING)):  # noqa: ASYNC110 - what is looked at knows no events
            await asyncio.sleep(0.005)
