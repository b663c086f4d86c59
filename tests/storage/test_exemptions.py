"""How many of somebody's deals are complex: asked and not taken back, opened in the window, no drafts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Exempting
from storage import exemptions
from storage.db import Database
from storage.exemptions import Share
from tests.storage.rows import DAY, NOW, a_deal, a_person, an_activity

SINCE = NOW - 90 * DAY
EXEMPT = Exempting(activity="complex", reason="why", words="words", until="until")


async def asked(tx: AsyncSession, owner: int, *, opened: timedelta = timedelta(), **task: Any) -> None:
    """A deal for which another date was asked, with what became of that."""
    _, run = await a_deal(tx, owner, opened_at=NOW - opened)
    await an_activity(tx, run, owner, NOW, key="complex", kind="approval", scope="deal", **task)


async def test_asked_and_not_taken_back_counts_whatever_was_decided(db: Database) -> None:
    async with db.begin() as tx:
        anna, boris, vera = [await a_person(tx, name) for name in ("Анна", "Борис", "Вера")]
        await asked(tx, anna)
        await asked(tx, anna, state="done", outcome="approved")
        await asked(tx, anna, state="done", outcome="rejected")
        await asked(tx, anna, state="cancelled")  # the deal has ended meanwhile
        await asked(tx, anna, state="done", outcome="withdrawn")
        await asked(tx, anna, state="undone")
        await a_deal(tx, anna)
        await asked(tx, boris)
    async with db.read() as session:
        found = await exemptions.share(session, [anna, boris, vera], SINCE)
        alone = await exemptions.share(session, [boris], SINCE)
    assert found == {anna: Share(4, 7), boris: Share(1, 1)}
    assert alone == {boris: Share(1, 1)}


async def test_only_deals_that_were_opened_in_the_window(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        await asked(tx, anna, opened=90 * DAY)
        await asked(tx, anna, opened=90 * DAY + timedelta(seconds=1))
        await asked(tx, anna, opened=30 * DAY)
        await a_deal(tx, anna, draft=True, opened_at=None)
        await a_deal(tx, anna, draft=True)
        await a_deal(tx, anna, opened_at=None)
    async with db.read() as session:
        assert await exemptions.share(session, [anna], SINCE) == {anna: Share(2, 2)}
        before = await exemptions.share(session, [anna], SINCE, until=NOW - 30 * DAY)
    assert before == {anna: Share(1, 1)}


async def test_one_deal_is_one_however_often_it_was_asked(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        _, run = await a_deal(tx, anna)
        for outcome in ("rejected", "withdrawn", "approved"):
            await an_activity(tx, run, anna, NOW, key="complex", state="done", outcome=outcome)
        _, other = await a_deal(tx, anna)
        await an_activity(tx, other, anna, NOW, key="approve_discount", state="done", outcome="approved")
    async with db.read() as session:
        assert await exemptions.share(session, [anna], SINCE) == {anna: Share(1, 2)}
        wider = await exemptions.share(session, [anna], SINCE, activities=["complex", "approve_discount"])
        assert wider == {anna: Share(2, 2)}
        assert await exemptions.share(session, [], SINCE) == {}


@pytest.mark.parametrize(
    ("share", "marked"),
    [
        (Share(2, 5), True),  # exactly 40 % of exactly five
        (Share(4, 4), False),  # too few deals to say so
        (Share(3, 8), False),  # 37.5 %
        (Share(4, 11), False),
        (Share(399, 1000), False),
        (Share(400, 1000), True),
        (Share(), False),
    ],
)
def test_a_large_share_is_marked_from_so_many_deals_on(share: Share, marked: bool) -> None:
    assert share.marked(EXEMPT) is marked


def test_a_share_of_nothing_is_no_number() -> None:
    assert Share().part is None
    assert Share(1, 4).part == 0.25
