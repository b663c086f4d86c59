"""Breaches as rows: put down once, kept while they stand, put right when they are found no more; whatever happens."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from fsm import rulebook
from fsm.calendar import Calendar
from fsm.definition import Rule
from storage import audits, dialects, heirs, models, people, teams, watches
from storage.db import Database
from storage.models import Activity, Client, Deal, Obligation
from storage.portions import choose, quota
from storage.watches import KIND, Part
from tests.storage.rows import DAY, NOW, a_client, a_deal, a_person, an_activity

MOSCOW = Calendar()
RULES = [rule for rule in rulebook.shipped().values() if rule.watch is not None]
COVER = [rule for rule in RULES if rule.rule == "client_cover"]


async def sweep(
    db: Database, owner: int, *, rules: list[Rule] = RULES, now: datetime = NOW, **how: Any
) -> None:
    async with db.begin() as tx:
        await audits.reconcile(tx, rules, owner, now, MOSCOW, **how)


async def rows(db: Database, **where: Any) -> list[Obligation]:
    async with db.read() as session:
        query = select(Obligation).filter_by(**where).order_by(Obligation.id)
        return list(await session.scalars(query))


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, "Анна", joined_at=NOW)


@pytest.fixture
async def boris(db: Database, anna: int) -> int:
    async with db.begin() as tx:
        return await a_person(tx, "Борис", joined_at=NOW)


async def clients(db: Database, owner: int | None, count: int) -> list[int]:
    async with db.begin() as tx:
        return [await a_client(tx, f"Клиент {number}", owner) for number in range(count)]


async def change(db: Database, model: type[models.Row], number: int, **values: Any) -> None:
    async with db.begin() as tx:
        there = dialects.table(model)
        await tx.execute(update(there).where(there.c.id == number).values(**values))


# --- one sweep after another ----------------------------------------------------------------------------


async def test_a_breach_is_put_down_once_and_put_right_once(db: Database, anna: int) -> None:
    (client,) = await clients(db, anna, 1)
    await sweep(db, anna, rules=COVER)
    await sweep(db, anna, rules=COVER, now=NOW + DAY)
    (row,) = await rows(db)
    assert (row.rule, row.kind, row.subject_id, row.owner_id) == ("client_cover", "client", client, anna)
    assert (row.state, row.standing, row.terms) == ("breached", True, {})
    assert (row.since, row.ended_at, row.created_at, row.right_at) == (NOW, NOW, NOW, None)
    await change(db, Client, client, wake_on=NOW.date() + 9 * DAY)
    for later in (2, 3):
        await sweep(db, anna, rules=COVER, now=NOW + later * DAY)
    (row,) = await rows(db)
    assert (row.state, row.standing, row.right_at) == ("breached", False, NOW + 2 * DAY)
    await sweep(db, anna, rules=COVER, now=NOW + 20 * DAY)
    again = (await rows(db, standing=True))[0]
    assert (again.id != row.id, again.created_at) == (True, NOW + 20 * DAY)


async def test_all_that_is_wrong_with_one_deal_are_rows_of_their_own(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        deal, run = await a_deal(tx, anna, touched_at=NOW - 40 * DAY, parked_until=NOW.date() - DAY)
        task = await an_activity(tx, run, anna, NOW - 3 * DAY, snoozed=5)
    await sweep(db, anna)
    found = {row.rule: (row.kind, row.subject_id, row.run_id, row.activity_id) for row in await rows(db)}
    assert found == {
        "step_overdue": ("task", task, run, task),
        "snoozed_often": ("task", task, run, task),
        "info_old": ("deal", deal, run, None),
        "parked_over": ("deal", deal, run, None),
    }


async def test_a_rule_that_is_off_has_no_rows(db: Database, anna: int) -> None:
    await clients(db, anna, 2)
    off = [COVER[0].model_copy(update={"on": False})]
    await sweep(db, anna, rules=off)
    assert await rows(db) == []
    await sweep(db, anna, rules=COVER)
    await sweep(db, anna, rules=off)
    assert {(row.state, row.standing, row.right_at) for row in await rows(db)} == {("stopped", False, None)}
    await sweep(db, anna, rules=COVER)
    async with db.begin() as tx:
        assert await audits.stop(tx, "client_cover") == 2
        assert await audits.stop(tx, "client_cover") == 0
    assert await rows(db, standing=True) == []


async def test_what_changes_hands_keeps_its_row(db: Database, anna: int, boris: int) -> None:
    """Whoever is swept first."""
    first, second = await clients(db, anna, 2)
    await sweep(db, anna)
    before = {row.subject_id: row.id for row in await rows(db)}
    await change(db, Client, first, owner_id=boris)
    await sweep(db, anna, now=NOW + DAY)
    await sweep(db, boris, now=NOW + DAY)
    await change(db, Client, second, owner_id=boris)
    await sweep(db, boris, now=NOW + 2 * DAY)
    await sweep(db, anna, now=NOW + 2 * DAY)
    found = await rows(db)
    assert {row.subject_id: row.id for row in found} == before
    assert {(row.owner_id, row.standing) for row in found} == {(boris, True)}


async def test_what_is_covered_in_other_hands_is_put_right(db: Database, anna: int, boris: int) -> None:
    async with db.begin() as tx:
        deal, run = await a_deal(tx, anna, touched_at=NOW - 40 * DAY)
        await an_activity(tx, run, anna, NOW + DAY)
    await sweep(db, anna)
    await change(db, Deal, deal, owner_id=boris, touched_at=NOW)
    await sweep(db, anna, now=NOW + DAY)
    (row,) = await rows(db)
    assert (row.owner_id, row.standing) == (boris, True), "his own audit says how it is"
    await sweep(db, boris, now=NOW + DAY)
    assert not (await rows(db))[0].standing


async def test_a_sweep_in_parts_finds_the_same(db: Database, anna: int) -> None:
    numbers = await clients(db, anna, 7)
    await sweep(db, anna, kinds=["client"], part=Part(0, numbers[2]))
    assert [row.subject_id for row in await rows(db)] == numbers[:3]
    await change(db, Client, numbers[0], wake_on=NOW.date() + DAY)
    await sweep(db, anna, kinds=["client"], part=Part(numbers[2]))
    assert [row.subject_id for row in await rows(db, standing=True)] == numbers
    await sweep(db, anna, kinds=["deal", "task"])
    assert len(await rows(db, standing=True)) == 7, "of other kinds nothing is known"
    await sweep(db, anna)
    assert [row.subject_id for row in await rows(db, standing=True)] == numbers[1:]


async def test_two_sweeps_at_once_give_way(db: Database, anna: int, boris: int) -> None:
    """Both have looked before either wrote: the second one finds the row there."""
    (client,) = await clients(db, boris, 1)
    await sweep(db, boris, rules=COVER)
    await change(db, Client, client, owner_id=anna)
    await sweep(db, anna, rules=COVER)
    (row,) = await rows(db)
    assert row.owner_id == anna


# --- clients of nobody ----------------------------------------------------------------------------------


async def test_who_answers_for_clients_of_nobody(db: Database) -> None:
    async with db.begin() as tx:
        top = await teams.add(tx, name="Все")
        below = await teams.add(tx, name="Север", parent_id=top)
        assert await heirs.heir(tx) is None
        await a_person(tx, "Ниже", roles=["head"], team_id=below, joined_at=NOW)
        await a_person(tx, "Ещё не здесь", roles=["director"])
        assert await heirs.heir(tx) is None
        head = await a_person(tx, "Глава", roles=["head", "rep"], team_id=top, joined_at=NOW)
        assert await heirs.heir(tx) == head
        director = await a_person(tx, "Директор", roles=["director"], joined_at=NOW)
        await a_person(tx, "Второй", roles=["director"], joined_at=NOW)
        assert await heirs.heir(tx) == director
        await people.leave(tx, director, now=NOW)
        assert await heirs.heir(tx) != director


async def test_clients_of_nobody_and_of_leavers_are_the_director_s(
    db: Database, anna: int, boris: int
) -> None:
    async with db.begin() as tx:
        director = await a_person(tx, "Вера", roles=["director"], joined_at=NOW)
    await clients(db, None, 1)
    (left_behind,) = await clients(db, boris, 1)
    for owner in (anna, boris, director):
        await sweep(db, owner)
    assert [row.owner_id for row in await rows(db)] == [boris, director]
    async with db.begin() as tx:
        await people.leave(tx, boris, now=NOW)
    await sweep(db, director, now=NOW + DAY)
    assert [row.owner_id for row in await rows(db)] == [director, director]
    await change(db, Client, left_behind, wake_on=NOW.date() + 9 * DAY)
    await sweep(db, director, now=NOW + 2 * DAY)
    assert [row.standing for row in await rows(db)] == [False, True]


async def test_rows_of_a_leaver_do_not_stand_for_ever(db: Database, anna: int, boris: int) -> None:
    async with db.begin() as tx:
        director = await a_person(tx, "Вера", roles=["director"], joined_at=NOW)
        deal, run = await a_deal(tx, boris, touched_at=NOW - 40 * DAY)
        await an_activity(tx, run, boris, NOW + DAY)
    await sweep(db, boris)
    await change(db, Deal, deal, owner_id=anna, touched_at=NOW)
    async with db.begin() as tx:
        await people.leave(tx, boris, now=NOW)
    for owner in (director, anna):
        await sweep(db, owner, now=NOW + DAY)
    assert [(row.owner_id, row.standing) for row in await rows(db)] == [(anna, False)]


async def test_counts_leave_out_what_was_accepted(db: Database, anna: int, boris: int) -> None:
    await clients(db, anna, 3)
    await clients(db, boris, 1)
    for owner in (anna, boris):
        await sweep(db, owner, rules=COVER)
    await change(db, Obligation, 1, accepted_at=NOW, accepted_by=boris)
    async with db.read() as session:
        every = [anna, boris, 10**9]
        assert await audits.counts(session, every, ["client_cover"]) == {
            (anna, "client_cover"): 2,
            (boris, "client_cover"): 1,
        }
        assert await audits.uncovered(session, every, ["client_cover", "client_contact"]) == {
            anna: 2,
            boris: 1,
        }
        assert await audits.uncovered(session, [boris], ["client_contact"]) == {}


# --- whatever happens -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_history_what_stands_is_what_is_found(db: Database, seed: int) -> None:
    chance = random.Random(seed)
    async with db.begin() as tx:
        staff = [await a_person(tx, f"Человек {number}", joined_at=NOW) for number in range(3)]
        staff.append(await a_person(tx, "Вера", roles=["director"], joined_at=NOW))
        customers = [await a_client(tx, f"Клиент {n}", chance.choice([*staff, None])) for n in range(6)]
        deals = []
        for _ in range(8):
            owner = chance.choice(staff)
            deal, run = await a_deal(tx, owner, client_id=chance.choice(customers), opened_at=NOW - 30 * DAY)
            deals.append(deal)
            for _ in range(chance.randrange(3)):
                await an_activity(tx, run, owner, NOW + chance.randrange(-9, 50) * DAY)
    now, gone = NOW, set[int]()
    for step in range(8):
        now += timedelta(days=chance.randrange(0, 12), hours=chance.randrange(24))
        async with db.begin() as tx:
            for _ in range(4):
                await _something(tx, chance, now, staff, customers, deals)
            if step == 4:
                gone.add(staff[0])
                await people.leave(tx, staff[0], now=now)
        here = [one for one in staff if one not in gone]
        for _ in range(2):  # the second time round nobody waits for anybody
            for owner in chance.sample(here, len(here)):
                await sweep(db, owner, now=now)
        await _agree(db, here, now)
    assert len({row.rule for row in await rows(db)}) > 3, "something has happened"


async def _something(
    tx: Any, chance: random.Random, now: datetime, staff: list[int], customers: list[int], deals: list[int]
) -> None:
    deal, client = chance.choice(deals), chance.choice(customers)
    task = await tx.scalar(
        select(Activity.id).order_by(func.abs(Activity.id * 7 - chance.randrange(99))).limit(1)
    )
    model, number, values = chance.choice(_changes(chance, now, staff, deal, client, task))
    if number is not None:
        there = dialects.table(model)
        await tx.execute(update(there).where(there.c.id == number).values(**values))


def _changes(
    chance: random.Random, now: datetime, staff: list[int], deal: int, client: int, task: int | None
) -> list[tuple[type[models.Row], int | None, dict[str, Any]]]:
    day = now.date() + chance.randrange(-3, 9) * DAY
    opened = {"state": "open", "closed_at": None, "due": now + DAY, "snoozed": chance.randrange(5)}
    return [
        (Deal, deal, {"parked_until": day}),
        (Deal, deal, {"parked_until": None, "touched_at": now}),
        (Deal, deal, {"outcome": chance.choice(["won", None, None]), "draft": chance.random() < 0.2}),
        (Deal, deal, {"owner_id": chance.choice(staff)}),
        (Client, client, {"owner_id": chance.choice([*staff, None])}),
        (Client, client, {"wake_on": day}),
        (Client, client, {"segment": chance.choice(["key", "low", None])}),
        (Activity, task, {"state": "done", "completed": True, "closed_at": now}),
        (Activity, task, opened),
        (Activity, task, {"owner_id": chance.choice(staff)}),
    ]


async def _agree(db: Database, here: list[int], now: datetime) -> None:
    stands = {
        (row.rule, row.kind, row.subject_id): (row.owner_id, row.since)
        for row in await rows(db, standing=True)
    }
    found = {}
    async with db.read() as session:
        heir = await heirs.heir(session)
        for rule in RULES:
            for owner in here:
                for one in await watches.found(
                    session, rule, owner, now=now, calendar=MOSCOW, heir=owner == heir
                ):
                    found[rule.rule, one.kind, one.subject_id] = owner
    assert {key: owner for key, (owner, _) in stands.items()} == found
    assert {KIND[rule.watch] for rule in RULES if rule.watch} >= {kind for _, kind, _ in stands}
    assert all(row.right_at is not None for row in await rows(db, standing=False))


# --- which of them are named ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "least", "named"),
    [
        ({}, 10, 0),
        ({5: 3}, 10, 3),
        ({5: 60}, 10, 12),
        ({5: 61}, 10, 13),
        ({4: 48}, 10, 12),
        ({1: 7, 5: 60}, 10, 14),
        ({-3: 40, 5: 1}, 10, 40),
        ({5: 60}, 25, 25),
    ],
)
def test_how_many_are_named_today(left: dict[int, int], least: int, named: int) -> None:
    assert quota(left, least) == named


async def name(db: Database, owner: int, day: int, least: int = 10) -> list[int]:
    """The clients that are named on the working day `day` from Monday on."""
    now = NOW + (day + 2 * (day // 5)) * DAY
    async with db.begin() as tx:
        await choose(tx, owner, ["client_cover"], now, MOSCOW, least=least)
    return [row.subject_id for row in await rows(db, shown_at=now)]


async def test_each_is_named_within_five_days_whatever_is_done_about_them(db: Database, anna: int) -> None:
    """Twelve of sixty a day, and not a fifth of those that are left."""
    numbers = await clients(db, anna, 60)
    await sweep(db, anna, rules=COVER)
    seen: list[int] = []
    for day in range(5):
        today = await name(db, anna, day)
        seen += today
        for client in today[::2]:
            await change(db, Client, client, wake_on=NOW.date() + 90 * DAY)
        await sweep(db, anna, rules=COVER, now=NOW + day * DAY)
        assert len(today) == 12
    assert sorted(seen) == numbers
    assert set(await name(db, anna, 5)) <= set(seen[1::2]), "then those about whom nothing was done"


async def test_those_named_longest_ago_come_first_again(db: Database, anna: int) -> None:
    numbers = await clients(db, anna, 30)
    await sweep(db, anna, rules=COVER)
    days = [await name(db, anna, day) for day in range(6)]
    assert [len(day) for day in days] == [10, 10, 10, 10, 10, 10]
    assert days[0] + days[1] + days[2] == numbers
    assert days[3:] == days[:3]


async def test_new_ones_do_not_push_back_the_old_ones(db: Database, anna: int) -> None:
    old = await clients(db, anna, 60)
    await sweep(db, anna, rules=COVER)
    seen = set(await name(db, anna, 0))
    for day in range(1, 5):
        fresh = await clients(db, anna, 40)
        for client in fresh:  # uncovered for longer than any of the others, and only known now
            await change(db, Client, client, created_at=NOW - 99 * DAY)
        await sweep(db, anna, rules=COVER, now=NOW + day * DAY)
        seen |= set(await name(db, anna, day))
    assert seen >= set(old)
