import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from storage import health, outbox, pending, timers
from storage.db import Database
from tests.storage.plans import plan
from tests.storage.rows import DAY, HOUR, NOW, a_person


async def put(db: Database, key: str, due: datetime = NOW, **values: Any) -> bool:
    async with db.begin() as tx:
        return await timers.put(tx, kind="ring", key=key, due=due, **values)


async def due(db: Database, now: datetime = NOW, limit: int = 50) -> list[str]:
    async with db.begin() as tx:
        return [timer.key for timer in await timers.claim_due(tx, now=now, limit=limit)]


async def test_what_is_due_comes_the_oldest_first(db: Database) -> None:
    await put(db, "now")
    await put(db, "before", NOW - HOUR)
    await put(db, "after", NOW + HOUR)
    assert await due(db) == ["before", "now"]
    assert await due(db, limit=1) == ["before"]
    async with db.read() as session:
        assert await timers.next_due(session) == NOW - HOUR


async def test_a_timer_brings_back_what_was_put(db: Database) -> None:
    data = {"lead": 15, "words": "позвонить"}
    await put(db, "ring:1", run_id=2, activity_id=5_000_000_000, person_id=4, data=data, cause_id=6)
    async with db.begin() as tx:
        (timer,) = await timers.claim_due(tx, now=NOW)
    assert replace(timer, id=1) == timers.Due(1, NOW, "ring", "ring:1", 2, 5_000_000_000, 4, data, 6)


async def test_a_pending_timer_is_planned_anew_and_a_fired_one_is_not(db: Database) -> None:
    assert await put(db, "ring:1")
    assert await put(db, "ring:1", NOW + HOUR, data={"again": True})
    assert await due(db) == []
    async with db.begin() as tx:
        (timer,) = await timers.claim_due(tx, now=NOW + HOUR)
        assert timer.data == {"again": True}
        await timers.done(tx, [timer.id])
        await timers.done(tx, [])
    assert not await put(db, "ring:1", NOW)
    assert await due(db, NOW + DAY) == []


async def test_a_broken_one_is_set_aside_and_shown(db: Database) -> None:
    await put(db, "ring:1")
    async with db.begin() as tx:
        (timer,) = await timers.claim_due(tx, now=NOW)
        await timers.broken(tx, timer.id, error="no such activity")
        assert await health.stuck(tx, offset=0, limit=9) == [
            health.Stuck(timer.id, "ring", None, NOW, "no such activity")
        ]
    assert await due(db) == []


async def test_only_what_was_fired_long_ago_is_purged(db: Database) -> None:
    for key, moment in (("old", NOW - DAY), ("new", NOW), ("unfired", NOW - DAY)):
        await put(db, key, moment)
    async with db.begin() as tx:
        fired = await timers.claim_due(tx, now=NOW)
        await timers.done(tx, [timer.id for timer in fired if timer.key != "unfired"])
        assert await timers.purge(tx, before=NOW) == 1
    assert await due(db) == ["unfired"]


async def test_two_that_fire_at_once_share_nothing(db: Database, database_url: str) -> None:
    for number in range(30):
        await put(db, f"ring:{number}")

    async def fire(database: Database) -> list[str]:
        fired: list[str] = []
        while True:
            async with database.begin() as tx:
                claimed = await timers.claim_due(tx, now=NOW, limit=4)
                await asyncio.sleep(0)
                await timers.done(tx, [timer.id for timer in claimed])
            if not claimed:
                return fired
            fired += [timer.key for timer in claimed]

    async with Database.connect(database_url) as other:
        mine, theirs = await asyncio.gather(fire(db), fire(other))
    assert sorted(mine + theirs) == sorted(f"ring:{number}" for number in range(30))


async def test_claims_use_the_index_of_what_is_pending(db: Database) -> None:
    async with db.begin() as tx:
        assert "ix_timers_pending" in await plan(tx, timers._CLAIM, {"now": NOW, "most": 50})


async def test_it_is_known_whether_anything_is_due(db: Database) -> None:
    async def asked(now: datetime) -> pending.Pending:
        async with db.read() as session:
            return await pending.due(session, now=now)

    assert await asked(NOW) == pending.Pending(timers=False, outbox=False)
    await put(db, "ring:1", NOW + HOUR)
    async with db.begin() as tx:
        anna = await a_person(tx)
        await outbox.put(tx, kind="card", person_id=anna, key="1", due=NOW, now=NOW)
    assert await asked(NOW - HOUR) == pending.Pending(timers=False, outbox=False)
    assert await asked(NOW) == pending.Pending(timers=False, outbox=True)
    assert await asked(NOW + HOUR) == pending.Pending(timers=True, outbox=True)
    async with db.begin() as tx:
        question = await plan(tx, pending._ASK, {"now": NOW})
    assert "ix_timers_pending" in question
    assert "ix_outbox_pending" in question
