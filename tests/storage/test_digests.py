"""What gets into a digest, how it is kept, and how a line is struck out for everybody."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from notifications.digests import grouped
from storage import digests, models, people
from storage.db import Database
from storage.digests import OVERDUE, UNREACHABLE, UNTOUCHED, Finding
from tests.storage.rows import NOW, a_deal, a_person, an_activity

DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
async def staff(db: Database) -> tuple[int, int]:
    async with db.begin() as tx:
        return await a_person(tx, "Анна", joined_at=NOW), await a_person(tx, "Борис", joined_at=NOW)


async def touched(tx: Any, deal: int, **values: Any) -> None:
    await tx.execute(update(models.Deal).where(models.Deal.id == deal).values(**values))


async def test_only_what_is_open_and_late_is_overdue(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        _, other = await a_deal(tx, boris)
        late = await an_activity(tx, run, anna, NOW - DAY)
        later = await an_activity(tx, run, anna, NOW - 2 * DAY)
        await an_activity(tx, run, anna, NOW)
        await an_activity(tx, run, anna, NOW - DAY, state="done")
        await an_activity(tx, other, boris, NOW - DAY)
        found = await digests.overdue(tx, owner_ids=[anna], before=NOW)
    assert [one.activity_id for one in found] == [later, late]
    assert found[0] == Finding(OVERDUE, anna, run, later, NOW - 2 * DAY)


async def test_a_draft_is_in_no_digest(db: Database, staff: tuple[int, int]) -> None:
    """Its call is its owner's business until the deal is confirmed."""
    anna, _ = staff
    async with db.begin() as tx:
        deal, run = await a_deal(tx, anna)
        await an_activity(tx, run, anna, NOW - DAY)
        await touched(tx, deal, draft=True, opened_at=NOW - 30 * DAY)
        assert await digests.overdue(tx, owner_ids=[anna], before=NOW) == []
        assert await digests.untouched(tx, owner_ids=[anna], before=NOW, today=TODAY) == []
        await touched(tx, deal, draft=False)
        assert len(await digests.overdue(tx, owner_ids=[anna], before=NOW)) == 1


async def test_a_deal_is_untouched_unless_it_waits_or_is_over(db: Database, staff: tuple[int, int]) -> None:
    anna, _ = staff
    before = NOW - 14 * DAY
    cases: dict[str, dict[str, Any]] = {
        "forgotten": {"touched_at": NOW - 20 * DAY},
        "touched": {"touched_at": NOW - 2 * DAY},
        "waits": {"touched_at": NOW - 20 * DAY, "parked_until": TODAY + DAY},
        "waited": {"touched_at": NOW - 21 * DAY, "parked_until": TODAY},
        "over": {"touched_at": NOW - 20 * DAY, "outcome": "won"},
        "old": {"touched_at": None, "opened_at": NOW - 30 * DAY},
        "unknown": {"touched_at": None, "opened_at": None},
    }
    runs = {}
    async with db.begin() as tx:
        for name, values in cases.items():
            deal, runs[name] = await a_deal(tx, anna)
            await touched(tx, deal, **values)
        found = await digests.untouched(tx, owner_ids=[anna], before=before, today=TODAY)
    names = {run: name for name, run in runs.items()}
    assert [names[one.run_id or 0] for one in found] == ["old", "waited", "forgotten"]


async def test_an_import_counts_from_the_day_of_the_import(db: Database, staff: tuple[int, int]) -> None:
    anna, _ = staff
    async with db.begin() as tx:
        tx.add(models.Import(id=4, source="x", at=NOW - 2 * DAY, report={}))
        await tx.flush()
        deal, _run = await a_deal(tx, anna)
        await touched(tx, deal, touched_at=None, opened_at=NOW - 900 * DAY, import_id=4)
        assert not await digests.untouched(tx, owner_ids=[anna], before=NOW - 14 * DAY, today=TODAY)
        later = await digests.untouched(tx, owner_ids=[anna], before=NOW - DAY, today=TODAY)
    assert [one.since for one in later] == [NOW - 2 * DAY]


async def test_who_blocked_the_bot_is_a_line_until_he_leaves(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        await people.block(tx, anna, now=NOW)
        await people.block(tx, boris, now=NOW)
        await people.leave(tx, boris, now=NOW)
        found = await digests.unreachable(tx, person_ids=[anna, boris])
    assert found == [Finding(UNREACHABLE, anna, None, None, NOW)]


def test_lines_are_grouped_by_rule_and_by_whose_they_are() -> None:
    def one(kind: str, owner: int, days: int) -> Finding:
        return Finding(kind, owner, 1, None, NOW - days * DAY)

    found = [
        one(UNTOUCHED, 2, 30),
        one(OVERDUE, 2, 9),
        one(OVERDUE, 1, 5),
        one(OVERDUE, 2, 3),
        one(UNTOUCHED, 1, 20),
    ]
    assert grouped(found) == [found[1], found[3], found[2], found[0], found[4]]


async def test_it_is_kept_paged_and_compared(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        findings = [
            Finding(OVERDUE, anna, run, await an_activity(tx, run, anna, NOW - DAY), NOW - DAY)
            for _ in range(10)
        ]
        old = await digests.store(tx, person_id=boris, day=TODAY - DAY, now=NOW - DAY, findings=findings[:3])
        new = await digests.store(tx, person_id=boris, day=TODAY, now=NOW, findings=findings)
        found = await digests.get(tx, new)
        assert found is not None
        page = await digests.page(tx, found, 1, 8)
        assert (await digests.before(tx, person_id=boris, day=TODAY) or found).id == old
        assert await digests.before(tx, person_id=boris, day=date(2020, 1, 1)) is None
    assert found.counts == {OVERDUE: 10}
    assert [line.number for line in page.lines] == [9, 10]
    assert page.was == {OVERDUE: 3}
    assert page.owners == {(OVERDUE, anna): 10}
    assert (page.lines[0].owner, page.lines[0].settled, page.lines[0].to) == ("Анна", False, None)


async def test_what_changed_since_is_settled_or_somebody_elses(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        deal, run = await a_deal(tx, anna)
        tasks = [await an_activity(tx, run, anna, NOW - DAY) for _ in range(4)]
        findings = [Finding(OVERDUE, anna, run, task, NOW - DAY) for task in tasks]
        findings.append(Finding(UNTOUCHED, anna, run, None, NOW - 20 * DAY))
        digest = await digests.store(tx, person_id=boris, day=TODAY, now=NOW, findings=findings)
        task = models.Activity
        await tx.execute(update(task).where(task.id == tasks[1]).values(state="done"))
        await tx.execute(update(task).where(task.id == tasks[2]).values(due=NOW + DAY))
        await tx.execute(update(task).where(task.id == tasks[3]).values(owner_id=boris))
        await touched(tx, deal, touched_at=NOW + timedelta(minutes=1))
        lines = await digests.lines(tx, digest)
    assert [(line.settled, line.to) for line in lines] == [
        (False, None),
        (True, None),
        (True, None),
        (False, "Борис"),
        (True, None),
    ]


async def test_a_line_is_struck_out_for_every_reader_once(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        task = await an_activity(tx, run, anna, NOW - DAY)
        findings = [Finding(OVERDUE, anna, run, task, NOW), Finding(UNTOUCHED, anna, run, None, NOW)]
        mine = await digests.store(tx, person_id=anna, day=TODAY, now=NOW, findings=findings)
        other = await digests.store(tx, person_id=boris, day=TODAY, now=NOW, findings=findings[::-1])
        old = await digests.store(
            tx, person_id=boris, day=TODAY - 5 * DAY, now=NOW - 5 * DAY, findings=findings
        )
        (line,) = await digests.lines(tx, mine, number=1)
        given: dict[str, Any] = {"act": "nudge", "by_id": boris, "now": NOW, "since": NOW - DAY}
        assert await digests.acted(tx, line, **given)
        assert not await digests.acted(tx, line, **given)
        found = {one: [row.actor for row in await digests.lines(tx, one)] for one in (mine, other, old)}
    assert found == {mine: ["Борис", None], other: [None, "Борис"], old: [None, None]}


async def test_lines_of_long_ago_are_swept_and_counts_stay(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        findings = [Finding(UNREACHABLE, anna, None, None, NOW)]
        old = await digests.store(
            tx, person_id=boris, day=TODAY - 40 * DAY, now=NOW - 40 * DAY, findings=findings
        )
        new = await digests.store(tx, person_id=boris, day=TODAY, now=NOW, findings=findings)
        assert await digests.purge(tx, before=NOW - 30 * DAY) == 1
        found = await digests.get(tx, old)
        left = [len(await digests.lines(tx, one)) for one in (old, new)]
    assert left == [0, 1]
    assert found is not None
    assert found.counts == {UNREACHABLE: 1}
