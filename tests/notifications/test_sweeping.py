"""The night's sweep: what is over for a month goes, everything else stays, and the next night is planned."""

from datetime import datetime, timedelta

from sqlalchemy import select

from notifications import sweeping
from notifications.kinds import Morning, to_data
from notifications.sweeping import KEPT
from notifications.timers import fire_due
from storage import inbox, models, outbox, timers
from storage.db import Database
from tests.notifications.conftest import COMPANY
from tests.storage.rows import DAY, NOW, a_person

OLD, RECENT = NOW - KEPT - timedelta(minutes=1), NOW - KEPT + timedelta(minutes=1)


async def planned(db: Database) -> list[datetime]:
    async with db.read() as session:
        found = await session.scalars(
            select(models.Timer.due).where(
                models.Timer.kind == sweeping.KIND, models.Timer.state == "pending"
            )
        )
        return list(found)


async def sweep(db: Database, now: datetime = NOW) -> None:
    async with db.begin() as tx:
        await timers.put(tx, kind=sweeping.KIND, key="sweep:test", due=now)
    assert await fire_due(db, now, COMPANY) == 1


async def test_it_is_planned_once_however_often_one_starts(db: Database) -> None:
    for _ in range(3):
        async with db.begin() as tx:
            await sweeping.ensure(tx, NOW)
    (due,) = await planned(db)
    assert due == datetime(2026, 11, 24, 0, 10, tzinfo=NOW.tzinfo)


async def test_each_night_plans_the_next_also_after_a_long_silence(db: Database) -> None:
    async with db.begin() as tx:
        await sweeping.ensure(tx, NOW)
    later = NOW + 10 * DAY
    assert await fire_due(db, later, COMPANY) == 1
    assert await planned(db) == [datetime(2026, 12, 4, 0, 10, tzinfo=NOW.tzinfo)]


async def test_updates_that_were_worked_long_ago_go(db: Database) -> None:
    async with db.begin() as tx:
        await inbox.receive(tx, [(number, 1, "{}") for number in (1, 2, 3, 4)], now=OLD)
        await inbox.done(tx, [1], now=OLD)
        await inbox.done(tx, [2], now=RECENT)
        for _ in range(inbox.TRIES):
            await inbox.failed(tx, 3, error="broken", now=OLD)
    await sweep(db)
    async with db.read() as session:
        left = await session.execute(select(models.Inbox.update_id, models.Inbox.state).order_by("update_id"))
        assert [tuple(row) for row in left] == [(2, "done"), (3, "dead"), (4, "new")]


async def test_messages_that_were_sent_long_ago_go(db: Database) -> None:
    async with db.begin() as tx:
        person = await a_person(tx)
        for number, sent in enumerate((OLD, RECENT, None)):
            letter = Morning((NOW + number * DAY).date())
            await outbox.put(
                tx,
                kind=letter.kind,
                person_id=person,
                key=letter.key(person),
                data=to_data(letter),
                due=OLD,
                now=OLD,
            )
            if sent is not None:
                (row,) = [one.id for one in await outbox.claim(tx, now=OLD, limit=10)]
                await outbox.sent(tx, [(row, 5)], now=sent)
    await sweep(db)
    async with db.read() as session:
        left = await session.scalars(select(models.Outbox.state).order_by(models.Outbox.id))
        assert list(left) == ["sent", "pending"]


async def test_timers_that_were_fired_long_ago_go(db: Database) -> None:
    async with db.begin() as tx:
        for key, due in (("old", OLD), ("recent", RECENT), ("broken", OLD)):
            await timers.put(tx, kind="ring", key=key, due=due)
        claimed = {timer.key: timer.id for timer in await timers.claim_due(tx, now=NOW)}
        await timers.done(tx, [claimed["old"], claimed["recent"]])
        await timers.broken(tx, claimed["broken"], error="broken")
        await timers.put(tx, kind="ring", key="far", due=NOW + DAY)
    await sweep(db)
    async with db.read() as session:
        left = set(await session.scalars(select(models.Timer.key)))
    assert left == {"recent", "broken", "far", "sweep:test", "sweep:2026-11-24"}
