"""Claim, send, settle, on both databases; the port is a value that remembers."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from notifications.delivery import Delivery, deliver
from notifications.kinds import Card, DeadLetter, Ring, Unreachable
from notifications.policy import ATTEMPTS
from notifications.port import Later, Never, Shown
from storage import cards, models, outbox, people, teams
from storage.db import Database
from storage.outbox import LEASE, Owed
from tests.notifications.conftest import COMPANY, Hands, Port, put, rows, until
from tests.storage.rows import NOW, a_person

NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, telegram_id=2**40 + 1, joined_at=NOW)


@pytest.fixture
async def boris(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, "Борис", telegram_id=1002, joined_at=NOW)


async def test_what_is_owed_is_sent_once_and_settled(
    db: Database, port: Port, clock: Hands, anna: int, boris: int
) -> None:
    await put(db, anna, DeadLetter(1))
    await put(db, boris, DeadLetter(2))
    await put(db, anna, DeadLetter(3), due=NOW + timedelta(seconds=1))
    assert await deliver(db, port, COMPANY, clock) == 2
    assert sorted(port.sent) == [(anna, "dead_letter:1"), (boris, "dead_letter:2")]
    found = await rows(db)
    first = found["dead_letter:1"]
    assert (first.state, first.sent_at, first.message_id) == ("sent", NOW, 1000 + first.id)
    assert found["dead_letter:3"].state == "pending"
    assert await deliver(db, port, COMPANY, clock) == 0
    assert sorted(port.afterwards) == ["dead_letter:1", "dead_letter:2"]


async def test_one_person_is_written_to_in_order_and_many_at_once(
    db: Database, port: Port, clock: Hands, anna: int, boris: int
) -> None:
    for number in range(1, 7):
        await put(db, anna if number % 2 else boris, DeadLetter(number))
    both: list[int] = []

    def watch(owed: Owed) -> Exception | None:
        both.append(len(port.busy))
        return None

    port.pause, port.fails = 0.02, watch
    await deliver(db, port, COMPANY, clock)
    assert [key for person, key in port.sent if person == anna] == [f"dead_letter:{n}" for n in (1, 3, 5)]
    assert [key for person, key in port.sent if person == boris] == [f"dead_letter:{n}" for n in (2, 4, 6)]
    assert max(both) == 1, "while one is sent, the other is too"


async def test_a_message_is_settled_before_the_next_to_the_same_person_goes_out(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    """So that a kill between them repeats one message at most."""
    for number in (1, 2, 3):
        await put(db, anna, DeadLetter(number))
    states: list[list[str]] = []
    send = port.send

    async def look(owed: Owed, payload: DeadLetter, now: datetime) -> object:
        found = await rows(db)
        states.append([found[f"dead_letter:{number}"].state for number in (1, 2, 3)])
        return await send(owed, payload, now)

    port.send = look  # type: ignore[method-assign, assignment]  # the fake is watched from inside
    await deliver(db, port, COMPANY, clock)
    assert states == [
        ["pending", "pending", "pending"],
        ["sent", "pending", "pending"],
        ["sent", "sent", "pending"],
    ]


async def test_more_than_is_claimed_at_once(db: Database, port: Port, clock: Hands, anna: int) -> None:
    for number in range(25):
        await put(db, anna, DeadLetter(number))
    assert await deliver(db, port, COMPANY, clock, most=4) == 25
    assert port.keys == [f"dead_letter:{number}" for number in range(25)]


async def test_what_is_urgent_goes_first(db: Database, port: Port, clock: Hands, anna: int) -> None:
    await put(db, anna, DeadLetter(1))
    await put(db, anna, Ring(5, 1), urgent=True)
    await deliver(db, port, COMPANY, clock)
    assert port.keys == ["ring:5:1", "dead_letter:1"]


async def test_nothing_to_say_any_more_is_settled_too(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    async def silent(owed: Owed, payload: DeadLetter, now: datetime) -> None:
        return None

    port.send = silent  # type: ignore[method-assign, assignment]  # a port with nothing to say
    await put(db, anna, DeadLetter(1))
    assert await deliver(db, port, COMPANY, clock) == 1
    row = (await rows(db))["dead_letter:1"]
    assert (row.state, row.message_id) == ("sent", None)


async def test_later_is_tried_again_with_growing_pauses_and_in_order(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    await put(db, anna, DeadLetter(2))
    port.fails = lambda owed: Later(None, "Bad Gateway")
    await deliver(db, port, COMPANY, clock)
    assert port.tried == ["dead_letter:1"], "the second would overtake the first"
    found = await rows(db)
    first, second = found["dead_letter:1"], found["dead_letter:2"]
    assert (first.due, first.attempts, first.error) == (NOW + timedelta(seconds=2), 1, "Bad Gateway")
    assert (second.due, second.attempts, second.error) == (NOW + timedelta(seconds=2), 0, None)
    clock.move(seconds=2)
    await deliver(db, port, COMPANY, clock)
    assert (await rows(db))["dead_letter:1"].due == clock() + timedelta(seconds=4)
    port.fails = lambda owed: None
    clock.move(seconds=4)
    assert await deliver(db, port, COMPANY, clock) == 2
    assert port.keys == ["dead_letter:1", "dead_letter:2"]


async def test_being_told_to_wait_is_no_failure(db: Database, port: Port, clock: Hands, anna: int) -> None:
    await put(db, anna, DeadLetter(1))
    port.fails = lambda owed: Later(17.0, "too many messages", attempt=False)
    await deliver(db, port, COMPANY, clock)
    row = (await rows(db))["dead_letter:1"]
    assert (row.due, row.attempts, row.error) == (NOW + timedelta(seconds=17), 0, None)


async def test_after_a_day_of_failures_a_message_is_dead(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    port.fails = lambda owed: Later(None, "no network")
    clock.move(hours=23)
    await deliver(db, port, COMPANY, clock)
    assert (await rows(db))["dead_letter:1"].state == "pending"
    clock.move(hours=1)
    await deliver(db, port, COMPANY, clock)
    row = (await rows(db))["dead_letter:1"]
    assert (row.state, row.error, row.attempts) == ("dead", "no network", 2)


async def test_never_is_dead_at_once_and_the_next_one_goes_out(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    await put(db, anna, DeadLetter(2))
    port.fails = lambda owed: Never("message is too long") if owed.key.endswith(":1") else None
    await deliver(db, port, COMPANY, clock)
    found = await rows(db)
    assert (found["dead_letter:1"].state, found["dead_letter:1"].error) == ("dead", "message is too long")
    assert found["dead_letter:2"].state == "sent"


async def test_a_fault_of_our_own_holds_up_nobody_and_is_given_up_soon(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    await put(db, anna, DeadLetter(2))
    port.fails = lambda owed: ZeroDivisionError("drawn wrong") if owed.key.endswith(":1") else None
    for _ in range(ATTEMPTS):
        await deliver(db, port, COMPANY, clock)
        clock.move(minutes=1)
    found = await rows(db)
    assert found["dead_letter:2"].sent_at == NOW
    row = found["dead_letter:1"]
    assert (row.state, row.attempts, row.error) == ("dead", ATTEMPTS, "ZeroDivisionError: drawn wrong")


async def test_a_row_that_nobody_can_read_is_dead_and_stops_nobody(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    async with db.begin() as tx:
        await outbox.put(tx, kind="telepathy", person_id=anna, key="t", due=NOW, now=NOW)
    await put(db, anna, DeadLetter(2))
    assert await deliver(db, port, COMPANY, clock) == 2
    found = await rows(db)
    assert (found["t"].state, found["t"].error) == ("dead", "unknown kind 'telepathy'")
    assert port.keys == ["dead_letter:2"]


async def test_a_person_who_blocked_the_bot(
    db: Database, port: Port, clock: Hands, anna: int, boris: int
) -> None:
    """Nothing more is tried, and whoever answers for the team is told, once, in working hours."""
    async with db.begin() as tx:
        north = await teams.add(tx, name="Север")
        head = await a_person(tx, "Вера", roles=["head"], team_id=north, telegram_id=7, joined_at=NOW)
        await people.set_team(tx, anna, north)
    for number in (1, 2, 3):
        await put(db, anna, DeadLetter(number))
    await put(db, anna, DeadLetter(4), due=NOW + timedelta(days=2))
    await put(db, boris, DeadLetter(5))
    port.fails = lambda owed: Never("blocked by the user", blocked=True) if owed.person_id == anna else None
    clock.at = NIGHT
    await deliver(db, port, COMPANY, clock)
    assert port.tried.count("dead_letter:1") == 1
    assert port.keys == ["dead_letter:5"]
    found = await rows(db)
    assert [found[f"dead_letter:{n}"].state for n in (1, 2, 3, 4)] == ["dead"] * 4
    async with db.read() as session:
        person = await people.get(session, anna)
    assert person is not None
    assert person.blocked_at == NIGHT
    told = found[Unreachable(anna, date(2026, 11, 23)).key(head)]
    assert (told.state, told.attempts) == ("pending", 0)
    clock.at = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    await deliver(db, port, COMPANY, clock)
    assert port.sent[-1] == (head, told.key)


async def test_what_others_caused_waits_for_the_morning_and_holds_up_nothing(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    clock.at = NIGHT
    await put(db, anna, Card(5, 1, foreign=True))
    await put(db, anna, Card(6, 2))
    await deliver(db, port, COMPANY, clock)
    assert port.keys == [f"card:{anna}:6:2"]
    row = (await rows(db))[f"card:{anna}:5:1"]
    assert (row.due, row.attempts) == (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), 0)


async def test_several_cards_of_one_activity_are_one_message(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    for cause in (1, 2, 3):
        await put(db, anna, Card(5, cause))
    assert await deliver(db, port, COMPANY, clock) == 3
    assert port.keys == [f"card:{anna}:5:3"]
    assert {row.state for row in (await rows(db)).values()} == {"sent"}


async def test_settling_stores_the_card(db: Database, port: Port, clock: Hands, anna: int) -> None:
    port.shows = lambda owed: Shown("task", 5, revision=3)
    await put(db, anna, Card(5, 1))
    await deliver(db, port, COMPANY, clock)
    async with db.read() as session:
        card = await cards.get(session, person_id=anna, kind="task", subject_id=5)
    assert card is not None
    row = (await rows(db))[f"card:{anna}:5:1"]
    assert (card.chat_id, card.message_id, card.revision, card.shown_at) == (
        anna * 100,
        row.message_id,
        3,
        NOW,
    )


async def test_whoever_dies_leaves_nothing_that_must_be_repaired(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    port.pause = 60.0
    dying = Delivery(db, port, lambda: COMPANY, clock)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(dying.run())
        await until(lambda: bool(port.busy))
        task.cancel()
    heir = Port()
    assert await deliver(db, heir, COMPANY, clock) == 0, "it belongs to the dead one until its lease ends"
    clock.at += LEASE
    assert await deliver(db, heir, COMPANY, clock) == 1


@pytest.mark.parametrize("sends", [1, 4, 9, 17, 29])
async def test_a_death_at_any_moment_loses_nothing_and_repeats_one_message_of_a_chat_at_most(
    db: Database, port: Port, clock: Hands, sends: int
) -> None:
    async with db.begin() as tx:
        everybody = [
            await a_person(tx, f"Человек {n}", telegram_id=2000 + n, joined_at=NOW) for n in range(5)
        ]
    for number in range(30):
        await put(db, everybody[number % 5], DeadLetter(number))
    port.pause = 0.001
    async with asyncio.TaskGroup() as group:
        task = group.create_task(Delivery(db, port, lambda: COMPANY, clock).run())
        await until(lambda: len(port.sent) >= sends)
        task.cancel()
    heir = Port()
    clock.at += LEASE
    await deliver(db, heir, COMPANY, clock)
    for person in everybody:
        keys = [key for one, key in port.sent + heir.sent if one == person]
        assert len(keys) - len(set(keys)) <= 1
        assert set(keys) == {f"dead_letter:{n}" for n in range(30) if everybody[n % 5] == person}


async def test_two_processes_do_not_send_the_same(db: Database, clock: Hands, anna: int, boris: int) -> None:
    for number in range(20):
        await put(db, anna if number % 2 else boris, DeadLetter(number))
    ports = [Port(pause=0.001), Port(pause=0.001)]
    async with asyncio.TaskGroup() as group:
        for one in ports:
            group.create_task(deliver(db, one, COMPANY, clock, most=4))
    keys = [*ports[0].keys, *ports[1].keys]
    assert sorted(keys) == sorted(f"dead_letter:{number}" for number in range(20))


async def test_stopping_finishes_what_is_on_its_way_and_gives_the_rest_back(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    for number in (1, 2, 3):
        await put(db, anna, DeadLetter(number))
    port.pause = 0.05
    delivery = Delivery(db, port, lambda: COMPANY, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(delivery.run())
        await until(lambda: bool(port.busy))
        delivery.stop()
    assert port.keys == ["dead_letter:1"]
    found = await rows(db)
    assert [found[f"dead_letter:{n}"].state for n in (1, 2, 3)] == ["sent", "pending", "pending"]
    assert await deliver(db, port, COMPANY, clock) == 2, "they are due at once, not when a lease ends"


async def test_a_poke_brings_in_what_was_put_meanwhile(
    db: Database, port: Port, clock: Hands, anna: int, boris: int
) -> None:
    await put(db, anna, DeadLetter(1))
    port.pause = 0.2
    delivery = Delivery(db, port, lambda: COMPANY, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(delivery.run())
        await until(lambda: bool(port.busy))
        await put(db, boris, Ring(5, 1), urgent=True)
        delivery.poke()
        await until(lambda: boris in port.busy)
        assert anna in port.busy
    assert set(port.keys) == {"dead_letter:1", "ring:5:1"}


async def test_the_claim_of_a_message_on_its_way_is_renewed_by_whoever_jumps_the_clock(
    db: Database, port: Port, clock: Hands, anna: int
) -> None:
    await put(db, anna, DeadLetter(1))
    port.pause = 0.2
    delivery = Delivery(db, port, lambda: COMPANY, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(delivery.run())
        await until(lambda: bool(port.busy))
        clock.move(days=1)
        delivery.poke()
    assert port.keys == ["dead_letter:1"]
    assert (await rows(db))["dead_letter:1"].state == "sent"


async def test_a_busy_database_breaks_nothing_off(sqlite_url: str, clock: Hands) -> None:
    async with Database.connect(sqlite_url) as db, Database.connect(sqlite_url, patience=0.05) as impatient:
        async with db.begin() as tx:
            anna = await a_person(tx, telegram_id=1, joined_at=NOW)
        await put(db, anna, DeadLetter(1))
        port = Port()

        async def hold_while(started: Callable[[], Awaitable[object]]) -> None:
            async with db.begin() as tx:
                await tx.execute(update(models.Person).values(name="Анна"))
                await started()

        await hold_while(lambda: outside(deliver(impatient, port, COMPANY, clock)))
        assert port.tried == []
        assert await deliver(impatient, port, COMPANY, clock) == 1


async def outside(work: Awaitable[object]) -> None:
    """Run it as another task, which is in no transaction of ours."""

    async def run() -> None:
        from storage.db import inside

        inside.set(False)
        await work

    async with asyncio.TaskGroup() as group:
        group.create_task(run())
