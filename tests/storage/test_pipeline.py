"""Filters of the list of deals: what the counts promise is what the pages hold."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from sqlalchemy import update

from storage import pipeline
from storage.db import Database
from storage.dialects import table
from storage.models import Deal
from storage.pipeline import Order, Sieve
from tests.storage.rows import NOW, a_deal, a_person

DAY = timedelta(days=1)
SUMS = (None, 5_000, 10_000, 99_999, 100_000, 5_000_000)


async def test_every_combination_counts_what_it_lists(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        for number in range(24):
            stage = "engaging" if number % 3 else "prospecting"
            amount = SUMS[number % len(SUMS)]
            deal, _ = await a_deal(tx, anna, stage=stage, amount=None if amount is None else Decimal(amount))
            await tx.execute(
                update(table(Deal))
                .where(Deal.id == deal)
                .values(
                    opened_at=None if number == 5 else NOW - number * 9 * DAY,
                    touched_at=NOW - number * 2 * DAY if number % 2 else None,
                    parked_until=date(2026, 12, 1) if number % 7 == 0 else None,
                )
            )
        await a_deal(tx, oleg, amount=Decimal(7))
        await a_deal(tx, anna, stage="won", outcome="won", amount=Decimal(7))
        facets = await pipeline.facets(tx, owner_ids={anna}, now=NOW)
        assert facets.total(Sieve()).count == 24
        seen = set()
        for stage, untouched, age, size, parked in product(
            ("", "engaging"), range(4), range(4), range(6), range(3)
        ):
            sieve = Sieve(stage, untouched, age, size, parked)
            listed = await pipeline.page(tx, owner_ids={anna}, sieve=sieve, now=NOW, limit=100)
            total = facets.total(sieve)
            assert total.count == len(listed), sieve
            assert total.amount == sum((line.amount or Decimal(0) for line in listed), Decimal(0)), sieve
            seen.add(total.count)
        assert len(seen) > 5
        assert facets.stages(Sieve(parked=1)).keys() == {"prospecting", "engaging"}
        everybody = await pipeline.facets(tx, owner_ids=None, now=NOW)
        assert everybody.total(Sieve()).count == 25


@pytest.mark.parametrize("order", list(Order))
async def test_orders_are_whole_and_the_unknown_comes_last(db: Database, order: Order) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        made = []
        for number in range(5):
            deal, _ = await a_deal(tx, anna, amount=Decimal(number + 1) if number else None)
            known = NOW - number * DAY if number else None
            values = {"opened_at": known, "touched_at": known}
            await tx.execute(update(table(Deal)).where(Deal.id == deal).values(values))
            made.append(deal)
        pages = [
            line.deal_id
            for offset in (0, 2, 4)
            for line in await pipeline.page(
                tx, owner_ids={anna}, sieve=replace(Sieve(), order=order), now=NOW, offset=offset, limit=2
            )
        ]
        assert sorted(pages) == made
        if order is not Order.STEP:
            assert pages == [*reversed(made[1:]), made[0]]


async def test_processes_and_drafts_are_told_apart(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        await a_deal(tx, anna, amount=Decimal(5))
        await a_deal(tx, anna, process="corporate", stage="needs", furthest="needs")
        draft, _ = await a_deal(tx, anna, process="corporate", stage="interest", draft=True)
        await a_deal(tx, oleg, process="corporate", stage="interest", draft=True)
        facets = await pipeline.facets(tx, owner_ids={anna}, now=NOW)
        counts = {key: one.count for key, one in facets.processes(Sieve(stage="needs")).items()}
        assert counts == {"simple": 1, "corporate": 1}
        assert facets.total(Sieve(process="corporate")).count == 1
        listed = await pipeline.page(tx, owner_ids={anna}, sieve=Sieve(process="corporate"), now=NOW)
        assert [line.stage for line in listed] == ["needs"]
        drafts = await pipeline.page(tx, owner_ids={anna}, sieve=Sieve(drafts=True), now=NOW, drafts=True)
        assert [line.deal_id for line in drafts] == [draft]
        assert await pipeline.drafts(tx, owner_ids={anna}) == 1
        assert await pipeline.drafts(tx, owner_ids=None) == 2
        by_process = await pipeline.by_process(tx, owner_ids={anna})
        assert {key: list(stages) for key, stages in by_process.items()} == {
            "simple": ["prospecting"],
            "corporate": ["needs"],
        }
        assert by_process["simple"]["prospecting"].amount == 5
