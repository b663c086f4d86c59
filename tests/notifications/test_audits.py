"""The daily audit by its timers: for everybody who works here, in pieces, one card where there is something to say."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from fsm import rulebook
from notifications import audits as auditing
from notifications import daily, sweeping
from notifications import timers as firing
from notifications.kinds import AuditReady
from notifications.timers import fire_due
from storage import audits, clients, models, people, timers
from storage.company import Away, Company
from storage.db import Database
from storage.dialects import table
from tests.notifications.conftest import rows
from tests.notifications.test_timers import at
from tests.storage.rows import NOW, a_deal, a_person, an_activity

RULES = rulebook.shipped()
COMPANY = Company(processes={}, rules=RULES)
TUESDAY = date(2026, 11, 24)
AT = at(24, 7, 30)
"""When everybody's is due on Tuesday."""


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, telegram_id=2**40 + 1, joined_at=NOW)


async def some(db: Database, owner: int | None, count: int = 1) -> list[int]:
    async with db.begin() as tx:
        return [await clients.add(tx, name=f"Клиент {n}", owner_id=owner, now=NOW) for n in range(count)]


async def ensure(db: Database, now: datetime = NOW, company: Company = COMPANY) -> None:
    async with db.begin() as tx:
        await daily.ensure(tx, now, company)


async def fire(db: Database, now: datetime, company: Company = COMPANY) -> None:
    """As the clockwork does: what fires may have planted what is due already."""
    while await fire_due(db, now, company):
        pass


async def standing(db: Database) -> list[tuple[str, int, int, bool]]:
    """Rule, subject, owner, and whether it was named."""
    row = models.Obligation
    async with db.read() as session:
        query = select(row.rule, row.subject_id, row.owner_id, row.shown_at).where(row.standing)
        return [(*one[:3], one[3] is not None) for one in await session.execute(query.order_by(row.id))]


async def pending(db: Database, kind: str = daily.AUDIT) -> list[tuple[int | None, datetime]]:
    row = models.Timer
    async with db.read() as session:
        query = select(row.person_id, row.due).where(row.kind == kind, row.state == "pending")
        return [(person, due) for person, due in await session.execute(query.order_by(row.id))]


async def owed(db: Database) -> list[str]:
    return [key for key, row in (await rows(db)).items() if row.kind == "audit"]


async def test_it_finds_owes_one_card_and_comes_again_tomorrow(db: Database, anna: int) -> None:
    numbers = await some(db, anna, 12)
    await ensure(db)
    assert await pending(db) == [(anna, AT)]
    await fire(db, AT)
    found = await standing(db)
    assert [(rule, subject, owner) for rule, subject, owner, _ in found] == [
        ("client_cover", number, anna) for number in numbers
    ]
    assert sum(named for *_, named in found) == 10
    assert await owed(db) == [AuditReady(TUESDAY).key(anna)]
    assert await pending(db) == [(anna, at(25, 7, 30))]
    await fire(db, AT)
    assert len(await rows(db)) == 1


async def test_nothing_found_is_nothing_said(db: Database, anna: int) -> None:
    await ensure(db)
    await fire(db, AT)
    assert await owed(db) == []
    assert await pending(db) == [(anna, at(25, 7, 30))]


async def test_what_is_only_overdue_is_in_the_plan_of_the_day(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        deal, run = await a_deal(tx, anna, touched_at=NOW)
        task = await an_activity(tx, run, anna, at(20, 12))
    await ensure(db)
    await fire(db, AT)
    assert await standing(db) == [("step_overdue", task, anna, False)]
    assert await owed(db) == []
    assert deal


async def test_everybody_has_it_on_his_own_clock_at_the_company_s_hour(db: Database) -> None:
    async with db.begin() as tx:
        far = await a_person(tx, "Глеб", telegram_id=5, joined_at=NOW, zone="Asia/Vladivostok")
        unseen = await a_person(tx, "Ещё не здесь")
        blocked = await a_person(tx, "Закрылась", telegram_id=6, joined_at=NOW)
        await people.block(tx, blocked, now=NOW)
        await a_person(tx, "Админ", telegram_id=7, joined_at=NOW, roles=["admin"])
        gone = await a_person(tx, "Ушёл", telegram_id=8, joined_at=NOW)
        await people.leave(tx, gone, now=NOW)
    late = Company(processes={}, rules=RULES, audit=10 * 60)
    await ensure(db, company=late)
    moscow = at(24, 10)
    assert await pending(db) == [
        (far, datetime(2026, 11, 24, 0, 0, tzinfo=UTC)), (unseen, moscow), (blocked, moscow),
    ]  # fmt: skip
    for owner in (unseen, blocked):
        await some(db, owner)
    await fire(db, moscow, late)
    assert len(await standing(db)) == 2, "heads see what is his"
    assert await owed(db) == [], "nobody is written to who cannot be reached"


async def test_days_off_are_kept_and_missed_ones_are_not_caught_up(db: Database, anna: int) -> None:
    await some(db, anna)
    await ensure(db, at(27, 12))
    assert await pending(db) == [(anna, at(30, 7, 30))], "Friday's is over, and the weekend is free"
    for _ in range(3):
        await fire_due(db, at(30, 7, 30) + timedelta(days=3, hours=2), COMPANY)
    assert await owed(db) == [AuditReady(date(2026, 12, 3)).key(anna)]
    assert await pending(db) == [(anna, at(30, 7, 30) + timedelta(days=4))]


async def test_leave_hides_nothing_and_disturbs_nobody(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        boris = await a_person(tx, "Борис", telegram_id=9, joined_at=NOW)
    await some(db, anna, 2)
    alone = Company(processes={}, rules=RULES, away=(Away(anna, "Europe/Moscow", TUESDAY, TUESDAY),))
    await ensure(db, company=alone)
    await fire(db, AT, alone)
    assert [named for *_, named in await standing(db)] == [False, False], (
        "nobody is told, so nothing was named"
    )
    assert await owed(db) == []
    covered = (Away(anna, "Europe/Moscow", date(2026, 11, 25), date(2026, 11, 27), (boris,)),)
    company = Company(processes={}, rules=RULES, away=covered)
    await fire(db, at(25, 7, 30), company)
    assert [named for *_, named in await standing(db)] == [True, True]
    assert await owed(db) == [AuditReady(date(2026, 11, 25)).key(boris)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
async def test_in_pieces_of_any_size_it_finds_the_same(
    db: Database, anna: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "PIECE", size)
    numbers = await some(db, anna, 5)
    tasks = []
    async with db.begin() as tx:
        for _ in range(3):
            _, run = await a_deal(tx, anna, touched_at=NOW)
            tasks.append(await an_activity(tx, run, anna, at(20, 12)))
    await ensure(db)
    await fire(db, AT)
    assert {(rule, subject) for rule, subject, *_ in await standing(db)} == {
        *(("client_cover", number) for number in numbers),
        *(("step_overdue", task) for task in tasks),
    }
    assert await owed(db) == [AuditReady(TUESDAY).key(anna)]
    assert await pending(db, auditing.KIND) == []


async def test_a_piece_of_yesterday_is_left_alone(db: Database, anna: int) -> None:
    await some(db, anna, 2)
    data = {"day": "2026-11-23", "kind": "client", "after": 0}
    async with db.begin() as tx:
        await timers.put(tx, kind=auditing.KIND, key="x", due=NOW, person_id=anna, data=data)
        await timers.put(tx, kind=auditing.KIND, key="y", due=NOW, person_id=10**9, data=data)
    assert await fire_due(db, AT, COMPANY) == 2
    assert await standing(db) == []


async def test_it_goes_on_after_a_kill_between_two_pieces(
    db: Database, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "PIECE", 2)
    numbers = await some(db, anna, 5)
    await ensure(db)
    async with db.begin() as tx:
        (timer,) = [one for one in await timers.claim_due(tx, now=AT) if one.kind == daily.AUDIT]
        await auditing.fire(tx, timer, AT, COMPANY)
        await timers.done(tx, [timer.id])
    assert len(await standing(db)) == 2
    await fire(db, AT)
    assert [subject for _, subject, *_ in await standing(db)] == numbers


async def test_a_rule_that_is_off_tells_nothing(db: Database, anna: int) -> None:
    await some(db, anna)
    off = {key: rule.model_copy(update={"on": key != "client_cover"}) for key, rule in RULES.items()}
    company = Company(processes={}, rules=off)
    await ensure(db)
    await fire(db, AT, company)
    assert await owed(db) == []
    assert (auditing.covering(company), auditing.covering(COMPANY)) == ((), ("client_cover",))
    assert "step_overdue" not in auditing.standing(COMPANY)


async def test_what_a_head_let_pass_is_told_no_more(db: Database, anna: int) -> None:
    await some(db, anna)
    await ensure(db)
    await fire(db, AT)
    async with db.begin() as tx:
        await tx.execute(update(table(models.Obligation)).values(accepted_at=NOW, accepted_by=anna))
    await fire(db, at(25, 7, 30))
    assert len(await owed(db)) == 1
    async with db.read() as session:
        assert await audits.counts(session, [anna], ["client_cover"]) == {}


async def test_it_disturbs_nobody_at_its_own_hour(db: Database, anna: int) -> None:
    """What waits for a better moment does not come along with it."""
    async with db.read() as session:
        person = await people.get(session, anna)
    assert person is not None
    assert daily.just_came(person, AT, COMPANY) is None
    assert daily.upcoming(person, at(24, 7), COMPANY) == at(24, 9)
    assert daily.just_came(person, at(24, 9, 1), COMPANY) == at(24, 9)


async def test_whom_an_import_has_brought_is_looked_at_from_the_next_night_on(
    db: Database, anna: int
) -> None:
    async with db.begin() as tx:
        await sweeping.ensure(tx, NOW)
        imported = await a_person(tx, "Ещё не здесь")
    await fire(db, at(24, 3, 10))
    assert (imported, AT) in await pending(db)


# --- other people's presses meanwhile -------------------------------------------------------------------


async def test_a_transaction_ends_when_it_has_held_the_database_for_long(
    db: Database, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of these takes longer than the budget: so each is a transaction of its own, and all are fired."""
    begun: list[int] = []
    fired: list[str] = []

    async def slow(tx: Any, timer: timers.Due, now: datetime, company: Company) -> None:
        fired.append(timer.key)
        await asyncio.sleep(firing.BUDGET * 1.5)

    claim = timers.claim_due

    async def claimed(tx: Any, *, now: datetime, limit: int = 50) -> list[timers.Due]:
        found = await claim(tx, now=now, limit=limit)
        begun.append(len(found))
        return found

    monkeypatch.setattr(firing, "FIRES", {"slow": slow})
    monkeypatch.setattr(timers, "claim_due", claimed)
    async with db.begin() as tx:
        for number in range(3):
            await timers.put(tx, kind="slow", key=f"slow:{number}", due=NOW + timedelta(seconds=number))
    assert await fire_due(db, NOW + timedelta(minutes=1), COMPANY) == 3
    assert fired == ["slow:0", "slow:1", "slow:2"]
    assert begun[:3] == [3, 2, 1]


async def test_whoever_waits_for_the_database_comes_between_two_pieces(
    db: Database, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firing, "BUDGET", 0.0)
    order: list[str] = []
    first = asyncio.Event()

    async def piece(tx: Any, timer: timers.Due, now: datetime, company: Company) -> None:
        order.append("piece")
        first.set()
        await tx.execute(select(models.Person.id))
        await asyncio.sleep(0.02)

    async def press() -> None:
        await first.wait()
        async with db.begin() as tx:
            await people.set_language(tx, anna, "en")
        order.append("press")

    monkeypatch.setattr(firing, "FIRES", {"piece": piece})
    async with db.begin() as tx:
        for number in range(6):
            await timers.put(tx, kind="piece", key=f"piece:{number}", due=NOW)
    async with asyncio.TaskGroup() as group:
        group.create_task(press())
        group.create_task(fire_due(db, NOW, COMPANY))
    assert order.count("piece") == 6
    assert order.index("press") < len(order) - 1, order
