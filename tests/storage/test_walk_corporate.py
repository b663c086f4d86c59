"""Deals of corporate sales from their start to an end, pressed at random, on both databases."""

from decimal import Decimal

from sqlalchemy import select

from fsm.facts import Move, Plan
from fsm.loading import versions
from storage import models, undo
from storage.apply import advance
from storage.company import Company
from storage.db import Database
from storage.openings import NewDeal, open_deal
from storage.runs import REQUEST, load
from tests.storage.rows import DAY, NOW, a_client, a_person
from tests.storage.walking import Walk

DEALS = 14


async def test_deals_come_to_an_end_and_break_no_law(db: Database) -> None:
    walk = await Walk.prepare(db, seed=20261122)
    await walk.through(DEALS)
    await walk.db.close()
    assert sum(walk.ended.values()) >= DEALS
    assert walk.counts["taken back"] > 3
    assert walk.counts["refused: closed"] > 3
    assert walk.counts["started anew"] > 0
    assert len(walk.visited) > 6


async def test_a_stage_that_is_passed_through_is_left_when_it_is_entered(db: Database) -> None:
    company = Company(processes=versions())
    async with db.begin() as tx:
        owner = await a_person(tx)
        new = NewDeal(owner, await a_client(tx))
        begun = await open_deal(tx, new, NOW, company=company, process="corporate", actor_id=owner)
        moved = await advance(tx, begun.run_id, Move("potential"), NOW + DAY, company=company, actor_id=owner)
    assert moved.state == "needs"
    stay = models.StageRun
    async with db.read() as session:
        rows = await session.execute(select(stay.stage, stay.entered_at, stay.left_at).order_by(stay.number))
        assert [tuple(row) for row in rows] == [
            ("interest", NOW, NOW + DAY),
            ("potential", NOW + DAY, NOW + DAY),
            ("needs", NOW + DAY, None),
        ]


async def test_asking_where_nobody_is_above_is_taken_back_as_a_whole(db: Database) -> None:
    company = Company(processes=versions())
    async with db.begin() as tx:
        owner = await a_person(tx)
        begun = await open_deal(
            tx, NewDeal(owner, await a_client(tx)), NOW, company=company, process="corporate", actor_id=owner
        )
        before = (await load(tx, begun.run_id, company)).facts
        asking = Plan("approve_discount", {"discount": Decimal(5), "amount": None, "approval_note": None})
        asked = await advance(tx, begun.run_id, asking, NOW, company=company, actor_id=owner)
        assert [one.kind for one in asked.caused] == [REQUEST], "it ends at once, unneeded"
        cause = await undo.offered(tx, begun.run_id, owner, NOW)
        assert cause is not None
        await undo.undo(tx, begun.run_id, cause, NOW, company=company, actor_id=owner)
        assert (await load(tx, begun.run_id, company)).facts == before
