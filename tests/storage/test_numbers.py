"""What somebody did in a period, and whether it was in time."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import update

from storage import numbers
from storage.db import Database
from storage.dialects import table
from storage.models import Activity, Deal
from storage.numbers import Acts, Deals
from tests.storage.rows import NOW, a_deal, a_person, an_activity

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_acts_belong_to_who_did_them_and_when(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        _, run = await a_deal(tx, anna)
        cases = [
            (anna, NOW, timedelta(minutes=59), True),
            (anna, NOW, timedelta(minutes=61), True),
            (anna, NOW, -DAY, False),
            (anna, NOW, timedelta(minutes=1), False),
            (anna, NOW - 9 * DAY, timedelta(), True),
            (oleg, NOW, timedelta(), True),
        ]
        for by, closed, late, timed in cases:
            number = await an_activity(tx, run, anna, closed - late, state="done", timed=timed)
            values = {"closed_at": closed, "closed_by": by, "outcome": "reached"}
            await tx.execute(update(table(Activity)).where(Activity.id == number).values(values))
        undone = await an_activity(tx, run, anna, NOW, state="undone")
        await tx.execute(
            update(table(Activity)).where(Activity.id == undone).values(closed_at=NOW, closed_by=anna)
        )
        found = await numbers.acts(tx, person_id=anna, since=NOW - DAY, until=NOW + DAY)
        assert found == [Acts("simple", 1, "first_call", "call", "reached", 4, 2)]
        assert await numbers.acts(tx, person_id=anna, since=NOW + DAY, until=NOW + 2 * DAY) == []


async def test_deals_are_new_where_they_were_opened_and_won_where_they_were_closed(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        for owner, outcome, opened, closed, amount in (
            (anna, None, NOW, None, 5),
            (anna, "won", NOW - 40 * DAY, NOW, 100),
            (anna, "won", NOW, NOW, 11),
            (anna, "lost", NOW - 40 * DAY, NOW, 7),
            (anna, "won", NOW - 40 * DAY, NOW - 30 * DAY, 1000),
            (oleg, "won", NOW, NOW, 10_000),
        ):
            deal, _ = await a_deal(tx, owner, outcome=outcome, amount=Decimal(amount))
            values = {"opened_at": opened, "closed_at": closed}
            await tx.execute(update(table(Deal)).where(Deal.id == deal).values(values))
        found = await numbers.deals(tx, owner_id=anna, since=NOW - DAY, until=NOW + DAY)
        assert found == Deals(new=2, won=2, lost=1, won_sum=Decimal("111.00"))
        empty = await numbers.deals(tx, owner_id=anna, since=NOW + DAY, until=NOW + 2 * DAY)
        assert empty == Deals(0, 0, 0, Decimal(0))
