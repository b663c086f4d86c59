import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import dialects, health, outbox
from storage.db import Database
from storage.models import Outbox
from tests.storage.plans import plan
from tests.storage.rows import DAY, HOUR, NOW, a_person

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx)


async def put(db: Database, person_id: int, key: str, **values: Any) -> bool:
    given: dict[str, Any] = {"kind": "card", "due": NOW, "now": NOW} | values
    async with db.begin() as tx:
        return await outbox.put(tx, person_id=person_id, key=key, **given)


async def claimed(db: Database, limit: int = 10, now: Any = NOW) -> list[str]:
    async with db.begin() as tx:
        return [owed.key for owed in await outbox.claim(tx, now=now, limit=limit)]


async def state(db: Database, key: str) -> Any:
    columns = Outbox.state, Outbox.attempts, Outbox.error, Outbox.message_id, Outbox.due
    async with db.read() as session:
        return tuple((await session.execute(select(*columns).where(Outbox.key == key))).one())


async def test_a_key_is_put_once(db: Database, anna: int) -> None:
    assert await put(db, anna, "card:1", data={"activity": 5_000_000_000}, urgent=True, cause_id=9)
    assert not await put(db, anna, "card:1", data={"activity": 2})
    async with db.begin() as tx:
        (owed,) = await outbox.claim(tx, now=NOW, limit=10)
    assert replace(owed, id=1) == outbox.Owed(
        1, "card", anna, "card:1", {"activity": 5_000_000_000}, True, 0, NOW, 9
    )


async def test_claims_take_what_is_due_urgent_ones_first(db: Database, anna: int) -> None:
    await put(db, anna, "first")
    await put(db, anna, "later", due=NOW + MINUTE)
    await put(db, anna, "second", due=NOW - MINUTE)
    await put(db, anna, "urgent", urgent=True)
    assert await claimed(db, limit=2) == ["second", "urgent"][::-1]
    assert await claimed(db) == ["first"]
    assert await claimed(db) == []


async def test_what_nobody_settled_is_free_again_after_the_lease(db: Database, anna: int) -> None:
    await put(db, anna, "card:1")
    assert await claimed(db) == ["card:1"]
    assert await claimed(db, now=NOW + outbox.LEASE - MINUTE) == []
    assert await claimed(db, now=NOW + outbox.LEASE) == ["card:1"]


async def test_two_claimers_share_nothing(db: Database, database_url: str, anna: int) -> None:
    for number in range(40):
        await put(db, anna, f"card:{number}")

    async def claim_all(database: Database) -> list[str]:
        found: list[str] = []
        while got := await claimed(database, limit=3):
            found += got
        return found

    async with Database.connect(database_url) as other:
        mine, theirs = await asyncio.gather(claim_all(db), claim_all(other))
    assert sorted(mine + theirs) == sorted(f"card:{number}" for number in range(40))


async def test_a_claim_that_is_rolled_back_took_nothing(db: Database, anna: int) -> None:
    await put(db, anna, "card:1")

    async def fail() -> None:
        async with db.begin() as tx:
            assert len(await outbox.claim(tx, now=NOW, limit=1)) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await claimed(db) == ["card:1"]


async def test_many_are_settled_at_once(db: Database, anna: int) -> None:
    for key in ("a", "b", "c"):
        await put(db, anna, key)
    async with db.begin() as tx:
        first, second, _ = await outbox.claim(tx, now=NOW, limit=10)
        await outbox.sent(tx, [(first.id, 6_000_000_000), (second.id, None)], now=NOW)
        await outbox.sent(tx, [], now=NOW)
    assert await state(db, "a") == ("sent", 0, None, 6_000_000_000, NOW + outbox.LEASE)
    assert (await state(db, "b"))[:1] == ("sent",)
    assert await claimed(db, now=NOW + DAY) == ["c"]
    assert not await put(db, anna, "a"), "what was sent is not owed again"


async def test_postponing_counts_failures_only(db: Database, anna: int) -> None:
    await put(db, anna, "card:1")
    async with db.begin() as tx:
        (owed,) = await outbox.claim(tx, now=NOW, limit=1)
        await outbox.later(tx, owed.id, due=NOW + HOUR, attempt=False)
        await outbox.later(tx, owed.id, due=NOW + HOUR, error="flood")
    assert await state(db, "card:1") == ("pending", 1, "flood", None, NOW + HOUR)
    assert await claimed(db, now=NOW + HOUR) == ["card:1"]


async def test_what_was_given_up_can_be_owed_again(db: Database, anna: int) -> None:
    await put(db, anna, "card:1")
    async with db.begin() as tx:
        (owed,) = await outbox.claim(tx, now=NOW, limit=1)
        assert not await outbox.again(tx, owed.id, now=NOW)
        await outbox.dead(tx, owed.id, error="chat not found")
        assert await health.messages(tx, offset=0, limit=9) == [
            health.Message(owed.id, "card", "Анна Белова", NOW, "chat not found")
        ]
        assert await outbox.again(tx, owed.id, now=NOW + HOUR)
        assert await health.messages(tx, offset=0, limit=9) == []
    assert await state(db, "card:1") == ("pending", 0, None, None, NOW + HOUR)


async def test_who_cannot_be_reached_is_owed_nothing(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        oleg = await a_person(tx, "Олег")
    await put(db, anna, "card:1")
    await put(db, oleg, "card:2")
    async with db.begin() as tx:
        assert await outbox.dead_of(tx, anna, error="blocked") == 1
    assert await claimed(db) == ["card:2"]


async def test_an_undo_takes_back_what_nobody_got(db: Database, anna: int) -> None:
    await put(db, anna, "sent", cause_id=7)
    async with db.begin() as tx:
        (owed,) = await outbox.claim(tx, now=NOW, limit=1)
        await outbox.sent(tx, [(owed.id, 1)], now=NOW)
    await put(db, anna, "unsent", cause_id=7)
    await put(db, anna, "other", cause_id=8)
    async with db.begin() as tx:
        assert await outbox.drop_unsent(tx, cause_id=7) == 1
    assert (await state(db, "sent"))[0] == "sent"
    assert await claimed(db) == ["other"]


async def test_only_what_was_sent_long_ago_is_purged(db: Database, anna: int) -> None:
    for key in ("old", "new"):
        await put(db, anna, key)
    async with db.begin() as tx:
        old, new = await outbox.claim(tx, now=NOW, limit=2)
        await outbox.sent(tx, [(old.id, 1)], now=NOW - DAY)
        await outbox.sent(tx, [(new.id, 2)], now=NOW)
    await put(db, anna, "unsent")
    async with db.begin() as tx:
        assert await outbox.purge(tx, before=NOW) == 1
        left = await tx.scalars(select(Outbox.key).order_by(Outbox.key))
        assert left.all() == ["new", "unsent"]


async def test_claims_use_the_index_of_what_is_pending(db: Database) -> None:
    async with db.begin() as tx:
        statement = outbox._CLAIM[dialects.name(tx)]
        given = {"now": NOW, "most": 10, "until": NOW + HOUR}
        assert "ix_outbox_pending" in await plan(tx, statement, given)
