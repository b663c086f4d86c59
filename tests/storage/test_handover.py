"""All work of one person goes to others: in pieces, nothing lost, nothing twice, clients whole."""

from collections import Counter

from sqlalchemy import func, select

from fsm.facts import Delegate
from storage import handover, models, people
from storage.apply import advance
from storage.db import Database
from tests import build
from tests.storage.rows import NOW
from tests.storage.test_apply import COMPANY


async def owners(db: Database) -> Counter[int]:
    async with db.read() as session:
        rows = await session.execute(
            select(models.Deal.owner_id, func.count()).group_by(models.Deal.owner_id)
        )
        return Counter({owner: count for owner, count in rows.all()})  # noqa: C416 - rows are no pairs


async def staff(db: Database) -> tuple[int, int, int]:
    async with db.begin() as tx:
        found = [await build.a_user(tx, name, telegram=number) for number, name in enumerate("абв", 1)]
    return found[0].id, found[1].id, found[2].id


async def test_pieces_go_on_until_nothing_is_left(db: Database) -> None:
    anna, boris, vera = await staff(db)
    async with db.begin() as tx:
        for number in range(11):
            await build.a_deal(tx, COMPANY, anna, client=f"Клиент {number}")
    left, pieces, given = True, 0, Counter[int]()
    while left:
        async with db.begin() as tx:
            piece = await handover.piece(
                tx, anna, [boris, vera], NOW, company=COMPANY, actor_id=vera, limit=4
            )
        left = piece.left
        pieces += 1
        given += piece.deals
    assert pieces == 3
    assert await owners(db) == given
    assert sorted(given.values()) == [5, 6]
    async with db.read() as session:
        assert (await handover.estate(session, anna)).empty
        # Every run tells it, by whom.
        told = await session.scalar(
            select(func.count()).select_from(models.History).where(models.History.actor_id == vera)
        )
        tasks = set(await session.scalars(select(models.Activity.owner_id)))
    assert told == 11
    assert tasks == {boris, vera}


async def test_all_deals_of_a_client_go_to_one_person_also_in_a_later_piece(db: Database) -> None:
    anna, boris, vera = await staff(db)
    async with db.begin() as tx:
        built = [await build.a_deal(tx, COMPANY, anna, client=f"Клиент {number}") for number in range(6)]
        for one in built:
            one_deal = await tx.get_one(models.Deal, one.deal)
            one_deal.client_id = built[0].client
    for limit in (2, 10):
        async with db.begin() as tx:
            await handover.piece(tx, anna, [boris, vera], NOW, company=COMPANY, actor_id=None, limit=limit)
    assert sorted((await owners(db)).values()) == [6]


async def test_tasks_on_other_peoples_deals_and_idle_clients_go_too(db: Database) -> None:
    anna, boris, vera = await staff(db)
    async with db.begin() as tx:
        foreign = await build.a_deal(tx, COMPANY, vera)
        await advance(tx, foreign.run, Delegate(foreign.activity, anna), NOW, company=COMPANY, actor_id=vera)
        closed = await build.a_deal(tx, COMPANY, anna, client="Закрытые")
        (await tx.get_one(models.Deal, closed.deal)).outcome = "won"
        await tx.flush()
        before = await handover.estate(tx, anna)
    assert (before.deals, before.tasks, before.clients) == (0, 1, 1)
    async with db.begin() as tx:
        piece = await handover.piece(tx, anna, [boris], NOW, company=COMPANY, actor_id=None)
        assert piece.tasks == Counter({boris: 1})
        assert (await handover.estate(tx, anna)).empty
        # What was won stays whose it was: the numbers of the past do not move.
        assert (await tx.get_one(models.Deal, closed.deal)).owner_id == anna
        assert (await tx.get_one(models.Deal, foreign.deal)).owner_id == vera


async def test_nothing_to_hand_over_is_no_error(db: Database) -> None:
    anna, boris, _ = await staff(db)
    async with db.begin() as tx:
        piece = await handover.piece(tx, anna, [boris], NOW, company=COMPANY, actor_id=None)
        assert (piece.deals, piece.tasks, piece.left) == (Counter(), Counter(), False)
        assert await people.get(tx, anna) is not None
