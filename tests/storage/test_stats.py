from datetime import timedelta
from decimal import Decimal

import pytest

from fsm.loading import shipped
from storage import stats
from storage.db import Database
from storage.stats import Cycle, Funnel, StageCount
from tests.storage.plans import plan
from tests.storage.rows import DAY, NOW, a_deal, a_person

SIMPLE = shipped()["simple"]
ZERO = Decimal(0)


@pytest.fixture
async def people(db: Database) -> tuple[int, int]:
    """Two reps with deals of every sort; amounts are powers of ten, so that a sum tells what is in it."""
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        await a_deal(tx, anna, amount=Decimal(1))
        await a_deal(tx, anna, amount=None)
        # Back in the first stage, after having been in the second.
        await a_deal(tx, anna, furthest="engaging", amount=Decimal(10))
        await a_deal(
            tx, anna, stage="engaging", furthest="engaging", amount=Decimal(100), opened_at=NOW + DAY
        )
        await a_deal(
            tx, anna, stage="won", furthest="engaging", outcome="won", amount=Decimal(1000),
            closed_at=NOW + 3 * DAY,
        )  # fmt: skip
        await a_deal(
            tx, oleg, stage="won", furthest="prospecting", outcome="won", amount=Decimal(10_000),
            opened_at=None, closed_at=NOW,
        )  # fmt: skip
        await a_deal(tx, oleg, stage="lost", furthest="prospecting", outcome="lost", closed_at=NOW + DAY / 4)
        await a_deal(tx, oleg, stage="lost", furthest="engaging", outcome="lost", closed_at=NOW + 40 * DAY)
        await a_deal(tx, oleg, process="other", amount=Decimal(100_000))
        return anna, oleg


async def test_the_funnel_of_everybody(db: Database, people: tuple[int, int]) -> None:
    async with db.read() as session:
        assert await stats.funnel(session, SIMPLE) == Funnel(
            stages=(
                StageCount("prospecting", reached=8, now=3, sum_now=Decimal(11)),
                # Both won ones count here, also the one that skipped it; one of the lost ones.
                StageCount("engaging", reached=5, now=1, sum_now=Decimal(100)),
            ),
            won=2,
            lost=2,
            open=4,
            won_sum=Decimal(11_000),
            open_sum=Decimal(111),
        )


async def test_the_funnel_of_one(db: Database, people: tuple[int, int]) -> None:
    _, oleg = people
    async with db.read() as session:
        found = await stats.funnel(session, SIMPLE, owner_ids=[oleg])
    assert [(stage.reached, stage.now) for stage in found.stages] == [(3, 0), (2, 0)]
    assert (found.won, found.lost, found.open, found.closed) == (1, 2, 0, 3)


async def test_a_period_has_the_deals_that_were_opened_in_it(db: Database, people: tuple[int, int]) -> None:
    moment = timedelta(microseconds=1)
    async with db.read() as session:

        async def count(**period: object) -> int:
            found = await stats.funnel(session, SIMPLE, **period)  # type: ignore[arg-type]  # by name
            return found.stages[0].reached

        assert await count(since=NOW, until=NOW + DAY) == 6
        assert await count(since=NOW, until=NOW + DAY + moment) == 7
        assert await count(since=NOW + moment) == 1
        assert await count(until=NOW) == 0
        assert await count(until=NOW + 2 * DAY) == 7, "one without a date is in no period"


@pytest.mark.parametrize(
    ("owner_ids", "index"), [(None, "ix_deals_company"), ([1], "ix_deals_funnel"), ([1, 2, 3], "ix_deals_")]
)
async def test_sqlite_counts_within_an_index(
    sqlite_url: str, owner_ids: list[int] | None, index: str
) -> None:
    """A hundred thousand deals are counted in a glance only if neither rows nor a sort are needed."""
    async with Database.connect(sqlite_url) as db, db.read() as session:
        planned = await plan(session, stats._groups("simple", owner_ids, NOW, None), {})
    assert f"COVERING INDEX {index}" in planned


@pytest.mark.parametrize("owner_ids", [[], [404]])
async def test_nothing_is_nothing(db: Database, people: tuple[int, int], owner_ids: list[int]) -> None:
    async with db.read() as session:
        assert await stats.funnel(session, SIMPLE, owner_ids=owner_ids) == Funnel(
            stages=(StageCount("prospecting", 0, 0, ZERO), StageCount("engaging", 0, 0, ZERO)),
            won=0,
            lost=0,
            open=0,
            won_sum=ZERO,
            open_sum=ZERO,
        )
        assert await stats.cycle(session, SIMPLE, owner_ids=owner_ids) == Cycle((), ())


async def test_a_stage_that_is_no_longer_there_counts_as_the_first(db: Database) -> None:
    async with db.begin() as tx:
        await a_deal(tx, await a_person(tx), stage="gone", furthest="gone", amount=Decimal(5))
        found = await stats.funnel(tx, SIMPLE)
    assert found.stages[0] == StageCount("prospecting", 1, 1, Decimal(5))
    assert found.open == 1


async def test_how_long_deals_took(db: Database, people: tuple[int, int]) -> None:
    anna, _ = people
    async with db.read() as session:
        assert await stats.cycle(session, SIMPLE) == Cycle(won=(3.0,), lost=(0.25, 40.0))
        assert await stats.cycle(session, SIMPLE, owner_ids=[anna]) == Cycle(won=(3.0,), lost=())
        assert await stats.cycle(session, SIMPLE, since=NOW + DAY) == Cycle((), ())
