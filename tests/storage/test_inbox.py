from sqlalchemy import select

from storage import health, inbox
from storage.db import Database
from storage.models import Inbox
from tests.storage.plans import plan
from tests.storage.rows import DAY, NOW, is_done

ANNA, OLEG = 7_000_000_001, 8_000_000_002  # past 2**31, as Telegram's ids are
FIRST = 5_000_000_000


async def received(db: Database, *rows: tuple[int, int]) -> None:
    async with db.begin() as tx:
        await inbox.receive(tx, [(number, sender, f'{{"n":{number}}}') for number, sender in rows], now=NOW)


async def test_updates_wait_in_order(db: Database) -> None:
    await received(db, (FIRST + 2, ANNA), (FIRST + 1, OLEG))
    async with db.read() as session:
        assert await inbox.waiting(session, limit=10) == [
            inbox.Waiting(FIRST + 1, OLEG, f'{{"n":{FIRST + 1}}}', 0),
            inbox.Waiting(FIRST + 2, ANNA, f'{{"n":{FIRST + 2}}}', 0),
        ]
        assert [one.update_id for one in await inbox.waiting(session, limit=1)] == [FIRST + 1]


async def test_an_update_that_comes_again_changes_nothing(db: Database) -> None:
    await received(db, (FIRST, ANNA))
    async with db.begin() as tx:
        assert await inbox.done(tx, [FIRST], now=NOW) == 1
    async with db.begin() as tx:
        await inbox.receive(tx, [(FIRST, ANNA, "other"), (FIRST + 1, ANNA, "{}")], now=NOW + DAY)
    async with db.read() as session:
        assert [one.update_id for one in await inbox.waiting(session, limit=10)] == [FIRST + 1]
        assert (
            await session.scalar(select(Inbox.payload).where(Inbox.update_id == FIRST)) == f'{{"n":{FIRST}}}'
        )


async def test_receiving_nothing_is_nothing(db: Database) -> None:
    await received(db)
    async with db.read() as session:
        assert await inbox.waiting(session, limit=10) == []


async def test_what_is_done_is_done_once(db: Database) -> None:
    await received(db, (1, ANNA), (2, ANNA))
    async with db.begin() as tx:
        assert not await is_done(tx, 1)
        assert await inbox.done(tx, [1, 2], now=NOW) == 2
        assert await inbox.done(tx, [1], now=NOW) == 0
        assert await is_done(tx, 1)


async def test_the_fifth_failure_is_the_last(db: Database) -> None:
    await received(db, (1, ANNA), (2, ANNA))
    async with db.begin() as tx:
        for attempt in range(1, inbox.TRIES):
            assert not await inbox.failed(tx, 1, error=f"failure {attempt}", now=NOW)
        assert (await inbox.waiting(tx, limit=1))[0].attempts == inbox.TRIES - 1
        assert await health.letters(tx, offset=0, limit=9) == []
        assert await inbox.failed(tx, 1, error="failure 5", now=NOW)
    async with db.read() as session:
        assert await health.letters(session, offset=0, limit=9) == [
            health.Letter(1, "", None, NOW, "failure 5")
        ]
        assert [one.update_id for one in await inbox.waiting(session, limit=10)] == [2]
        assert await is_done(session, 1)


async def test_only_what_was_done_long_ago_is_purged(db: Database) -> None:
    await received(db, (1, ANNA), (2, ANNA), (3, ANNA), (4, ANNA))
    async with db.begin() as tx:
        await inbox.done(tx, [1], now=NOW - DAY)
        await inbox.done(tx, [2], now=NOW)
        for _ in range(inbox.TRIES):
            await inbox.failed(tx, 3, error="no", now=NOW - DAY)
        assert await inbox.purge(tx, before=NOW) == 1
        left = await tx.scalars(select(Inbox.update_id).order_by(Inbox.update_id))
        assert left.all() == [2, 3, 4]


async def test_waiting_updates_are_found_by_their_index(db: Database) -> None:
    async with db.begin() as tx:
        assert "ix_inbox_new" in await plan(tx, inbox._WAITING, {"most": 10})
