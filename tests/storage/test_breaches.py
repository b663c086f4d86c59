"""What needs a head: which broken rules are told, whose they are, what waits for his decision, and what he lets pass."""

from typing import Any

import pytest
from sqlalchemy import insert, update

from storage import breaches, clients, models, people
from storage.breaches import DECIDE, UNREACHABLE, Finding
from storage.db import Database
from tests.storage.breaches import a_breach
from tests.storage.rows import DAY, NOW, a_deal, a_person, an_activity

RULES = ["info_old", "step_overdue", "proposal_5d"]


@pytest.fixture
async def staff(db: Database) -> tuple[int, int]:
    async with db.begin() as tx:
        return await a_person(tx, "Анна", joined_at=NOW), await a_person(tx, "Борис", joined_at=NOW)


async def change(tx: Any, model: Any, number: int, **values: Any) -> None:
    await tx.execute(update(model).where(model.id == number).values(**values))


async def test_what_stands_broken_is_told_the_oldest_first(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    cases: dict[str, dict[str, Any]] = {
        "late": {"since": NOW - 4 * DAY},
        "later": {"since": NOW - DAY},
        "latest": {"since": NOW - 9 * DAY},
        "put right": {"standing": False},
        "running": {"state": "running", "ended_at": None},
        "accepted": {"accepted_at": NOW},
        "another's": {"owner_id": boris},
        "of a rule that is off": {"rule": "stage_norm"},
    }
    names = {}
    async with db.begin() as tx:
        for name, values in cases.items():
            owner = values.pop("owner_id", anna)
            _, run = await a_deal(tx, owner)
            names[await a_breach(tx, owner, run, **values)] = name
        found = await breaches.broken(tx, owner_ids=[anna], rules=RULES)
        old = await breaches.broken(tx, owner_ids=[anna], rules=RULES, before=NOW - 3 * DAY)
    assert [names[one.obligation_id or 0] for one in found] == ["latest", "late", "later"]
    assert old == [], "all were broken two days ago"
    assert {one.broken_at for one in found} == {NOW - 2 * DAY}


async def test_a_duty_counts_from_when_it_was_due(db: Database, staff: tuple[int, int]) -> None:
    anna, _ = staff
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        terms, due = {"days": 5, "calendar": "working", "border": None}, NOW - 2 * DAY
        number = await a_breach(tx, anna, run, "proposal_5d", since=NOW - 9 * DAY, due_at=due, terms=terms)
        found = await breaches.broken(tx, owner_ids=[anna], rules=RULES)
    assert found == [Finding("proposal_5d", anna, run, None, due, number, None, due)]


async def test_it_is_told_of_whose_it_is_now(db: Database, staff: tuple[int, int]) -> None:
    """Who broke it is what reports ask; the head asks who puts it right."""
    anna, boris = staff
    async with db.begin() as tx:
        deal, run = await a_deal(tx, anna)
        await a_breach(tx, anna, run)
        await change(tx, models.Deal, deal, owner_id=boris)
        of_anna = await breaches.broken(tx, owner_ids=[anna], rules=RULES)
        of_boris = await breaches.broken(tx, owner_ids=[boris], rules=RULES)
        of_both = await breaches.broken(tx, owner_ids=[anna, boris], rules=RULES)
    assert of_anna == []
    assert [one.owner_id for one in of_boris] == [boris]
    assert of_both == of_boris


async def test_a_step_is_whoever_has_the_step(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        _, run = await a_deal(tx, boris)
        task = await an_activity(tx, run, anna, NOW - DAY)
        await a_breach(tx, anna, run, "step_overdue", kind="task", subject_id=task, activity_id=task)
        found = await breaches.broken(tx, owner_ids=[anna, boris], rules=RULES)
    assert [(one.owner_id, one.activity_id) for one in found] == [(anna, task)]


async def test_a_deal_that_is_over_asks_for_nothing(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        for outcome, owner in (("won", anna), ("lost", anna), ("lost", boris)):
            deal, run = await a_deal(tx, owner)
            await a_breach(tx, anna, run)
            await change(tx, models.Deal, deal, outcome=outcome)
        assert await breaches.broken(tx, owner_ids=[anna, boris], rules=RULES) == []


async def test_clients_are_counted_and_may_be_lines(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        owners = (anna, anna, boris)
        found = [await clients.add(tx, name="Ромашка", owner_id=owner, now=NOW) for owner in owners]
        for owner, client in zip(owners, found, strict=True):
            await a_breach(tx, owner, None, "client_cover", kind="client", subject_id=client)
        await a_breach(tx, anna, None, "client_cover", kind="client", subject_id=99, accepted_at=NOW)
        rules = ["client_cover", "client_contact"]
        counted = await breaches.counted(tx, owner_ids=[anna], rules=rules)
        lines = await breaches.broken(tx, owner_ids=[boris], rules=rules)
    assert counted == {"client_cover": 2}
    assert [(one.client_id, one.run_id) for one in lines] == [(found[-1], None)]


async def a_request(tx: Any, deal: int, parent: int, waiting: int) -> int:
    row = {
        "kind": "request", "subject_id": deal, "process": "discount_approval", "version": 1, "state": "asked",
        "stage_run": 1, "revision": 1, "signals": [], "parent_id": parent, "activity_id": waiting,
    }  # fmt: skip
    return int((await tx.execute(insert(models.Run).values(row).returning(models.Run.id))).scalar_one())


async def test_what_waits_for_a_decision_is_whose_deal_it_is_about(
    db: Database, staff: tuple[int, int]
) -> None:
    anna, olga = staff
    async with db.begin() as tx:
        deal, run = await a_deal(tx, anna)
        waiting = await an_activity(tx, run, anna, NOW, key="approve_discount", kind="approval")
        request = await a_request(tx, deal, run, waiting)
        step = await an_activity(tx, request, olga, NOW, key="decide", kind="approval")
        await an_activity(tx, request, olga, NOW, key="decide", kind="approval", state="done")
        found = await breaches.decisions(tx, person_ids=[olga])
        assert await breaches.decisions(tx, person_ids=[anna]) == []
    assert found == [Finding(DECIDE, anna, request, step, NOW)]


async def test_who_blocked_the_bot_is_a_line_until_he_leaves(db: Database, staff: tuple[int, int]) -> None:
    anna, boris = staff
    async with db.begin() as tx:
        await people.block(tx, anna, now=NOW)
        await people.block(tx, boris, now=NOW)
        await people.leave(tx, boris, now=NOW)
        found = await breaches.unreachable(tx, person_ids=[anna, boris])
    assert found == [Finding(UNREACHABLE, anna, None, None, NOW)]


async def test_only_what_stands_broken_is_let_pass_and_only_once(
    db: Database, staff: tuple[int, int]
) -> None:
    anna, olga = staff
    given: dict[str, Any] = {"by_id": olga, "reason": "client", "now": NOW}
    async with db.begin() as tx:
        runs = [(await a_deal(tx, anna))[1] for _ in range(3)]
        stands = await a_breach(tx, anna, runs[0])
        right = await a_breach(tx, anna, runs[1], standing=False)
        running = await a_breach(tx, anna, runs[2], state="running", ended_at=None)
        assert [await breaches.accept(tx, one, **given) for one in (stands, stands, right, running)] == [
            True,
            False,
            False,
            False,
        ]
        assert await breaches.broken(tx, owner_ids=[anna], rules=RULES) == []
