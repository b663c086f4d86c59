"""Stored before it is confirmed, done in the transaction of its effects, worked in order for each person."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import intake as intakes
from bot.intake import Handle, Intake, Update, sender
from storage import health, heartbeat, inbox
from storage.db import Busy, Database
from tests.storage.rows import is_done

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def tap(number: int, person: int = 1) -> dict[str, Any]:
    return {"update_id": number, "callback_query": {"id": str(number), "from": {"id": person}, "data": "x"}}


class Lost:
    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    async def __call__(self, tx: AsyncSession, number: int, person: int) -> None:
        self.told.append((number, person))


@asynccontextmanager
async def working(db: Database, handle: Handle, lost: Lost | None = None) -> AsyncIterator[Intake]:
    made = Intake(db, handle, lambda: NOW, lost=lost or Lost())
    async with asyncio.TaskGroup() as group:
        task = group.create_task(made.run())
        await asyncio.sleep(0)
        yield made
        await made.drain()
        task.cancel()


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as opened:
        yield opened


async def test_what_is_received_is_stored_before_anything_works_it(db: Database) -> None:
    async def never(number: int, update: Update) -> bool:
        raise AssertionError("nobody runs the workers")

    await Intake(db, never, lambda: NOW, lost=Lost()).receive([tap(1), tap(2)])
    async with db.read() as session:
        assert [row.update_id for row in await inbox.waiting(session, limit=10)] == [1, 2]


async def test_a_read_is_marked_as_done_and_an_effect_marks_itself(db: Database) -> None:
    async def handle(number: int, update: Update) -> bool:
        if number == 1:
            return False
        async with db.begin() as tx:
            return await inbox.done(tx, [number], now=NOW) == 1

    async with working(db, handle) as intake:
        await intake.receive([tap(1), tap(2)])
    async with db.read() as session:
        assert await is_done(session, 1)
        assert await is_done(session, 2)


async def test_one_person_is_worked_in_order_and_others_do_not_wait(db: Database) -> None:
    order: list[int] = []
    gate = asyncio.Event()

    async def handle(number: int, update: Update) -> bool:
        if number == 1:
            await gate.wait()
        order.append(number)
        if number == 3:
            gate.set()
        return False

    async with working(db, handle) as intake:
        await intake.receive([tap(1, 7), tap(2, 7), tap(3, 8)])
    assert order == [3, 1, 2]


async def test_a_second_delivery_is_not_worked_again(db: Database) -> None:
    worked: list[int] = []

    async def handle(number: int, update: Update) -> bool:
        worked.append(number)
        return False

    async with working(db, handle) as intake:
        await intake.receive([tap(1)])
        await intake.receive([tap(1), tap(2)])
    assert worked == [1, 2]


async def test_what_a_crash_left_is_worked_after_the_start(db: Database) -> None:
    async with db.begin() as tx:
        await inbox.receive(tx, [(5, 1, '{"update_id": 5}')], now=NOW)
    worked = asyncio.Event()

    async def handle(number: int, update: Update) -> bool:
        assert number == 5
        worked.set()
        return False

    async with working(db, handle):
        await worked.wait()


async def test_five_failures_are_a_dead_letter_the_person_is_told_and_the_next_goes_on(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "PAUSES", (0, 0, 0, 0))
    attempts: list[int] = []
    lost = Lost()

    async def handle(number: int, update: Update) -> bool:
        attempts.append(number)
        if number == 1:
            raise RuntimeError("broken")
        return False

    async with working(db, handle, lost) as intake:
        await intake.receive([tap(1, 7), tap(2, 7)])
    assert attempts == [1, 1, 1, 1, 1, 2]
    assert lost.told == [(1, 7)]
    async with db.read() as session:
        (letter,) = await health.letters(session, offset=0, limit=9)
    assert letter.id == 1
    assert "broken" in letter.error


async def test_an_update_that_recovers_is_no_dead_letter(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "PAUSES", (0, 0, 0, 0))
    failures = iter([True, True, False])
    lost = Lost()

    async def handle(number: int, update: Update) -> bool:
        if next(failures):
            raise RuntimeError("not yet")
        return False

    async with working(db, handle, lost) as intake:
        await intake.receive([tap(1)])
    assert lost.told == []
    async with db.read() as session:
        assert await is_done(session, 1)


async def test_polling_confirms_only_what_is_committed(db: Database) -> None:
    asked: list[int | None] = []
    said: list[list[Update] | Exception] = [[tap(10), tap(11)], RuntimeError("a connection lost"), []]
    batches = iter(said)
    enough = asyncio.Event()

    async def source(offset: int | None) -> Sequence[Update]:
        asked.append(offset)
        batch = next(batches, None)
        if offset == 12:
            async with db.read() as session:
                known = {row.update_id for row in await inbox.waiting(session, limit=10)}
            assert known == {10, 11}
        if batch is None:
            enough.set()
            await asyncio.Event().wait()
        if isinstance(batch, Exception):
            raise batch
        return batch or []

    async def handle(number: int, update: Update) -> bool:
        return False

    made = Intake(db, handle, lambda: NOW, lost=Lost())
    async with asyncio.TaskGroup() as group:
        task = group.create_task(made.poll(source))
        await enough.wait()
        task.cancel()
    assert asked == [None, 12, 12, 12]
    async with db.read() as session:
        assert await heartbeat.last(session) == NOW


class Trouble:
    """Stands where a database was: nothing can be written while `down`."""

    def __init__(self, db: Database, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        self.down = True
        self.refused = 0
        begin = db.begin

        @asynccontextmanager
        async def failing() -> AsyncIterator[AsyncSession]:
            if self.down:
                self.refused += 1
                raise error
            async with begin() as tx:
                yield tx

        monkeypatch.setattr(db, "begin", failing)
        monkeypatch.setattr(intakes, "AWAY", 0.001)


@pytest.mark.parametrize("error", [Busy(), OSError("connection refused")])
async def test_a_database_that_is_gone_is_waited_for_and_is_no_failure_of_the_update(
    db: Database, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(intakes, "PAUSES", (0, 0, 0, 0))
    lost = Lost()
    trouble = Trouble(db, monkeypatch, error)
    trouble.down = False
    gone = asyncio.Event()

    async def handle(number: int, update: Update) -> bool:
        await gone.wait()  # a worker may be quicker than the trouble
        async with db.begin() as tx:
            return await inbox.done(tx, [number], now=NOW) == 1

    async with working(db, handle, lost) as intake:
        await intake.receive([tap(1)])
        trouble.down = True
        gone.set()
        while trouble.refused < 20:  # noqa: ASYNC110 - what is looked at knows no events
            await asyncio.sleep(0.001)
        trouble.down = False
    assert lost.told == []
    async with db.read() as session:
        assert await is_done(session, 1)
        assert await health.letters(session, offset=0, limit=9) == []


async def test_reads_that_could_not_be_marked_are_marked_later(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "GROUP", 0.001)
    trouble = Trouble(db, monkeypatch, OSError("connection refused"))
    trouble.down = False

    async def handle(number: int, update: Update) -> bool:
        trouble.down = True
        return False

    async with working(db, handle) as intake:
        await intake.receive([tap(1)])
        while trouble.refused < 3:  # noqa: ASYNC110 - what is looked at knows no events
            await asyncio.sleep(0.001)
        trouble.down = False
    async with db.read() as session:
        assert await is_done(session, 1)


async def test_polling_outlives_thousands_of_failures(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intakes, "SLOWEST", 0.0)
    asked = 0

    async def source(offset: int | None) -> Sequence[Update]:
        nonlocal asked
        asked += 1
        if asked > 1100:
            await asyncio.Event().wait()
        raise RuntimeError("Telegram is away")

    async def handle(number: int, update: Update) -> bool:
        return False

    async with asyncio.TaskGroup() as group, asyncio.timeout(10):
        polling = group.create_task(Intake(db, handle, lambda: NOW, lost=Lost()).poll(source))
        while asked <= 1100:  # noqa: ASYNC110 - see above; one that gave up would end the group
            await asyncio.sleep(0.001)
        polling.cancel()


async def test_what_is_owed_for_a_dead_letter_is_in_its_transaction(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "PAUSES", ())
    monkeypatch.setattr(intakes, "AWAY", 0)
    tries: list[int] = []

    class Failing(Lost):
        async def __call__(self, tx: AsyncSession, number: int, person: int) -> None:
            tries.append(number)
            if len(tries) < 3:
                raise RuntimeError("could not be put")
            await super().__call__(tx, number, person)

    async def handle(number: int, update: Update) -> bool:
        raise RuntimeError("broken")

    async with db.begin() as tx:
        await inbox.receive(tx, [(1, 7, '{"update_id": 1}')], now=NOW)
        for _ in range(inbox.TRIES - 1):
            await inbox.failed(tx, 1, error="broken", now=NOW)
    lost = Failing()
    async with working(db, handle, lost) as intake:
        await intake.resumed.wait()
    assert (tries, lost.told) == ([1, 1, 1], [(1, 7)])
    async with db.read() as session:
        assert [letter.id for letter in await health.letters(session, offset=0, limit=9)] == [1]


@pytest.mark.parametrize(
    ("update", "person"),
    [
        (tap(1, 42), 42),
        ({"update_id": 1, "message": {"from": {"id": 9}}}, 9),
        ({"update_id": 1, "channel_post": {"chat": {"id": -100}}}, 0),
        ({"update_id": 1, "message": {"from": {"id": "no number"}}}, 0),
    ],
)
def test_who_caused_an_update(update: Update, person: int) -> None:
    assert sender(update) == person
