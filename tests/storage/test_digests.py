"""How a digest is kept, paged and compared, which of its lines are over, and how one is struck out for everybody."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from notifications.digests import grouped
from storage import breaches, digest_lines, digests, models, people
from storage.breaches import DECIDE, UNREACHABLE, Finding
from storage.db import Database
from storage.digest_lines import Line
from tests.storage.breaches import a_breach
from tests.storage.rows import NOW, a_deal, a_person, an_activity
from tests.storage.test_breaches import a_request

DAY = timedelta(days=1)
TODAY = NOW.date()
STEP, INFO, STAGE, PROPOSAL = "step_overdue", "info_old", "stage_norm", "proposal_5d"


@pytest.fixture
async def staff(db: Database) -> tuple[int, int]:
    async with db.begin() as tx:
        return await a_person(tx, "Анна", joined_at=NOW), await a_person(tx, "Борис", joined_at=NOW)


async def change(tx: Any, model: Any, number: int, **values: Any) -> None:
    await tx.execute(update(model).where(model.id == number).values(**values))


async def a_line(tx: Any, owner: int, rule: str = INFO, **values: Any) -> Finding:
    """A broken rule about a deal of its own, as it gets into a digest; a step has its task."""
    _, run = await a_deal(tx, owner)
    task = await an_activity(tx, run, owner, NOW - DAY) if rule == STEP else None
    about: dict[str, Any] = (
        {"kind": "task", "subject_id": task, "activity_id": task} if task is not None else {}
    )
    number = await a_breach(tx, owner, run, rule, **about, **values)
    return Finding(rule, owner, run, task, NOW - DAY, number, None, NOW - 2 * DAY)


async def kept(tx: Any, reader: int, *findings: Finding, days: int = 0, counted: Any = None) -> int:
    """A digest of so many days ago."""
    at = NOW - days * DAY
    return await digests.store(
        tx, person_id=reader, day=at.date(), now=at, findings=findings, counted=counted
    )


def test_lines_are_grouped_by_rule_and_by_whose_they_are() -> None:
    def one(kind: str, owner: int, days: int) -> Finding:
        return Finding(kind, owner, 1, None, NOW - days * DAY)

    found = [
        one(INFO, 2, 30), one(STEP, 2, 9), one(STEP, 1, 5), one(STEP, 2, 3), one(INFO, 1, 20), one(DECIDE, 1, 1),
    ]  # fmt: skip
    ordered = [found[5], found[1], found[3], found[2], found[0], found[4]]
    assert grouped(found, (DECIDE, STEP, INFO)) == ordered


async def test_it_is_kept_paged_and_compared(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        findings = [await a_line(tx, anna, STEP) for _ in range(10)]
        old = await kept(tx, boris, *findings[:3], days=1, counted={"client_cover": 7})
        new = await kept(tx, boris, *findings, counted={"client_cover": 5, "client_contact": 0})
        found = await digests.get(tx, new)
        assert found is not None
        page, last = [await digests.page(tx, found, number, 8) for number in (1, 99)]
        assert (await digests.before(tx, person_id=boris, day=TODAY) or found).id == old
        assert await digests.before(tx, person_id=boris, day=date(2020, 1, 1)) is None
    assert found.counts == {STEP: 10, "client_cover": 5}
    assert [line.number for line in page.lines] == [9, 10]
    assert last == page, "there is no page after the last one"
    assert page.was == {STEP: 3, "client_cover": 7}
    assert (page.owners, page.total, page.waiting) == ({(STEP, anna): 10}, 10, 10)
    line = page.lines[0]
    assert (line.owner, line.over, line.open, line.to) == ("Анна", False, True, None)
    assert (line.client, line.key, line.stage, line.broken_at) == (
        None,
        "first_call",
        "prospecting",
        NOW - 2 * DAY,
    )


async def the_line(tx: Any, digest: int, **given: Any) -> Line:
    (line,) = await digest_lines.lines(tx, digest, **given)
    return line


async def test_what_is_put_right_is_settled(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        findings = [await a_line(tx, anna, rule) for rule in (STAGE, STAGE, STEP, STEP, INFO, INFO, STAGE)]
        stands, right, done, moved, touched, parked, over = findings
        digest = await kept(tx, boris, *findings)
        await change(tx, models.Obligation, right.obligation_id or 0, standing=False)
        await change(tx, models.Activity, done.activity_id or 0, state="done")
        await change(tx, models.Activity, moved.activity_id or 0, due=NOW + DAY)
        runs = {one.run_id: deal for one, deal in zip(findings, range(1, 8), strict=True)}
        await change(tx, models.Deal, runs[touched.run_id], touched_at=NOW + timedelta(minutes=1))
        await change(tx, models.Deal, runs[parked.run_id], parked_until=TODAY + DAY)
        await change(tx, models.Deal, runs[over.run_id], outcome="lost")
        lines = await digest_lines.lines(tx, digest)
        waiting = await digest_lines.waiting(tx, digest)
    assert [line.settled for line in lines] == [False, True, True, True, True, True, True]
    assert waiting == {anna: [1]}
    assert stands.obligation_id


async def test_a_breach_that_is_no_more_is_settled(db: Database, staff: tuple[int, int]) -> None:
    """A deal that is taken back takes its duties along."""
    anna, boris = staff
    async with db.begin() as tx:
        digest = await kept(tx, boris, Finding(PROPOSAL, anna, None, None, NOW, 999))
        assert (await the_line(tx, digest)).settled


async def test_lines_of_before_there_were_rules_are_drawn(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        tasks = [await an_activity(tx, run, anna, NOW - DAY) for _ in range(2)]
        old = [Finding(STEP, anna, run, task, NOW - DAY) for task in tasks]
        digest = await kept(tx, boris, *old, Finding("long gone", anna, run, None, None))
        await change(tx, models.Activity, tasks[1], state="done")
        lines = await digest_lines.lines(tx, digest)
    assert [(line.kind, line.settled) for line in lines] == [
        (STEP, False),
        (STEP, True),
        ("long gone", False),
    ]


async def test_what_is_somebody_elses_by_now_says_whose(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        findings = [await a_line(tx, anna, rule) for rule in (STEP, INFO)]
        digest = await kept(tx, boris, *findings)
        await change(tx, models.Activity, findings[0].activity_id or 0, owner_id=boris)
        await change(tx, models.Deal, 2, owner_id=boris)
        lines = await digest_lines.lines(tx, digest)
        assert await digest_lines.waiting(tx, digest) == {}
    assert [(line.to, line.over, line.open) for line in lines] == [("Борис", True, False)] * 2


async def test_a_request_is_settled_once_decided_and_elsewhere_once_handed_on(
    db: Database, staff: tuple[int, int]
) -> None:
    anna, olga = staff
    async with db.begin() as tx:
        vera, pavel = await a_person(tx, "Вера"), await a_person(tx, "Павел")
        deal, run = await a_deal(tx, anna)
        waiting = await an_activity(tx, run, anna, NOW, key="approve_discount", kind="approval")
        request = await a_request(tx, deal, run, waiting)
        step = await an_activity(tx, request, olga, NOW, key="decide", kind="approval")
        found = Finding(DECIDE, anna, request, step, NOW)
        digest, stand_in = await kept(tx, olga, found), await kept(tx, pavel, found)
        line = await the_line(tx, digest)
        assert (line.to, line.settled, line.process, line.key) == (None, False, "discount_approval", "decide")
        assert (await the_line(tx, stand_in)).to == "Борис"
        assert (await the_line(tx, stand_in, mine=[olga])).to is None, "who stands in decides for her"
        assert await digest_lines.waiting(tx, digest) == {}, "nobody can be asked for one's own decision"
        await change(tx, models.Activity, step, owner_id=vera)
        assert (await the_line(tx, digest)).to == "Вера"
        await change(tx, models.Activity, step, owner_id=olga, state="done")
        assert (await the_line(tx, digest)).settled


async def test_what_a_head_accepts_is_struck_out_for_every_reader(
    db: Database, staff: tuple[int, int]
) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        found = await a_line(tx, anna)
        read = [await kept(tx, reader, found) for reader in (anna, boris)]
        await breaches.accept(tx, found.obligation_id or 0, by_id=boris, reason="Ждём", now=NOW)
        lines = [await the_line(tx, one) for one in read]
        assert [await digest_lines.waiting(tx, one) for one in read] == [{}, {}]
    for line in lines:
        assert (line.acceptor, line.accepted_reason, line.over, line.open) == ("Борис", "Ждём", True, False)


async def test_a_line_is_struck_out_for_every_reader_once(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        findings = [await a_line(tx, anna, STEP), await a_line(tx, anna)]
        mine, other = await kept(tx, anna, *findings), await kept(tx, boris, *findings[::-1])
        old = await kept(tx, boris, *findings, days=5)
        line = await the_line(tx, mine, number=1)
        given: dict[str, Any] = {"act": "nudge", "by_id": boris, "now": NOW, "since": NOW - DAY}
        assert await digests.acted(tx, line, **given)
        assert not await digests.acted(tx, line, **given)
        found = {one: [row.actor for row in await digest_lines.lines(tx, one)] for one in (mine, other, old)}
    assert found == {mine: ["Борис", None], other: [None, "Борис"], old: [None, None]}


async def test_several_lines_are_struck_out_at_once(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        findings = [await a_line(tx, owner) for owner in (anna, anna, boris)]
        _, run = await a_deal(tx, anna)
        bare = Finding(INFO, anna, run, None, NOW)
        mine, other = await kept(tx, anna, *findings, bare), await kept(tx, boris, *findings[::-1])
        waiting = await digest_lines.waiting(tx, mine)
        given: dict[str, Any] = {"act": "nudge", "by_id": boris, "now": NOW, "since": NOW - DAY}
        await digests.acted_all(tx, mine, waiting[anna], **given)
        found = {one: [row.act for row in await digest_lines.lines(tx, one)] for one in (mine, other)}
        left = await digest_lines.waiting(tx, mine)
    assert waiting == {anna: [1, 2, 4], boris: [3]}
    assert found == {mine: ["nudge", "nudge", None, "nudge"], other: [None, "nudge", "nudge"]}
    assert left == {boris: [3]}


async def test_only_some_peoples_lines(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        digest = await kept(tx, boris, *[await a_line(tx, owner) for owner in (anna, boris, anna)])
        found = await digest_lines.lines(tx, digest, owner_ids=[anna])
    assert [line.number for line in found] == [1, 3]


async def test_lines_of_long_ago_are_swept_and_counts_stay(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        findings = Finding(UNREACHABLE, anna, None, None, NOW)
        old, new = await kept(tx, boris, findings, days=40), await kept(tx, boris, findings)
        assert await digests.purge(tx, before=NOW - 30 * DAY) == 1
        found = await digests.get(tx, old)
        left = [len(await digest_lines.lines(tx, one)) for one in (old, new)]
    assert left == [0, 1]
    assert found is not None
    assert found.counts == {UNREACHABLE: 1}


async def test_who_can_be_reached_again_is_settled(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        await people.block(tx, anna, now=NOW)
        digest = await kept(tx, boris, Finding(UNREACHABLE, anna, None, None, NOW))
        assert not (await the_line(tx, digest)).settled
        await people.unblock(tx, anna)
        assert (await the_line(tx, digest)).settled
