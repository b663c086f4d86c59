import json
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text

from storage import backups, health, heartbeat, outbox, people, teams
from storage.db import Database
from storage.models import Inbox, Timer
from tests.storage.rows import DAY, HOUR, NOW, a_person

MINUTE = timedelta(minutes=1)


async def an_update(db: Database, number: int, **values: Any) -> None:
    row = {
        "update_id": number,
        "sender": 7,
        "payload": json.dumps({"update_id": number, "message": {"text": "secret"}}),
        "received_at": NOW - MINUTE,
        "state": "new",
        "attempts": 0,
    } | values
    async with db.begin() as tx:
        await tx.execute(insert(Inbox).values(row))


async def a_message(db: Database, person: int, key: str, due: Any, error: str | None = None) -> int:
    async with db.begin() as tx:
        await outbox.put(tx, kind="card", person_id=person, key=key, due=due, now=NOW - HOUR)
        number: int = (
            await tx.execute(text("SELECT id FROM outbox WHERE key = :key"), {"key": key})
        ).scalar_one()
        if error is not None:
            await outbox.dead(tx, number, error=error)
    return number


async def seen(db: Database, but: int | None = None) -> health.Vitals:
    async with db.read() as session:
        return await health.vitals(session, now=NOW, but=but)


async def test_an_empty_installation_has_nothing_to_complain_about(db: Database) -> None:
    found = await seen(db)
    assert (found.waiting, found.lag, found.owed, found.late, found.dead, found.broken) == (
        0,
        None,
        0,
        0,
        0,
        0,
    )
    assert (found.unreachable, found.backup_at, found.heard_at) == ((), None, None)
    assert found.size > 10_000
    assert found.database == ("sqlite" if db.sqlite else "postgresql")


async def test_what_waits_is_counted_but_not_what_came_just_now_or_asks(db: Database) -> None:
    await an_update(db, 1, received_at=NOW - 3 * MINUTE)
    await an_update(db, 2)
    await an_update(db, 3, received_at=NOW - timedelta(seconds=1))
    await an_update(db, 4, state="done", done_at=NOW)
    found = await seen(db)
    assert (found.waiting, found.lag) == (2, 3 * MINUTE)
    assert (await seen(db, but=1)).lag == MINUTE


async def test_what_was_given_up_is_counted_by_day_and_listed_newest_first(db: Database) -> None:
    async with db.begin() as tx:
        await a_person(tx, "Анна", telegram_id=7, joined_at=NOW)
    await an_update(db, 1, state="dead", done_at=NOW - 2 * DAY, error="x")
    await an_update(db, 2, state="dead", done_at=NOW, error="KeyError('y')", sender=8)
    found = await seen(db)
    assert (found.dead, found.dead_today) == (2, 1)
    async with db.read() as session:
        newest, oldest = await health.letters(session, offset=0, limit=5)
        assert [one.id for one in await health.letters(session, offset=1, limit=5)] == [1]
    assert newest == health.Letter(2, "message", None, NOW - MINUTE, "KeyError('y')")
    assert (oldest.who, oldest.error) == ("Анна", "x")


async def test_messages_that_failed_but_not_to_who_blocked_the_bot(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна", telegram_id=1, joined_at=NOW)
        boris = await a_person(tx, "Борис", telegram_id=2, joined_at=NOW)
        await people.block(tx, boris, now=NOW)
    await a_message(db, anna, "coming", NOW + HOUR)
    await a_message(db, anna, "late", NOW - HOUR)
    await a_message(db, anna, "old", NOW - 2 * DAY, "Bad Request: old")
    new = await a_message(db, anna, "new", NOW, "Bad Request: new")
    await a_message(db, boris, "blocked", NOW, "blocked")
    found = await seen(db)
    assert (found.owed, found.late, found.failed, found.failed_today) == (2, 1, 2, 1)
    assert (found.unreachable, found.unreachable_count) == (("Борис",), 1)
    async with db.read() as session:
        newest, _ = await health.messages(session, offset=0, limit=5)
    assert newest == health.Message(new, "card", "Анна", NOW - HOUR, "Bad Request: new")


async def test_heads_without_a_chat_are_named_and_nobody_else(db: Database) -> None:
    async with db.begin() as tx:
        north = await teams.add(tx, name="Север")
        await a_person(tx, "Ольга", roles=["head"], team_id=north, telegram_id=1, joined_at=NOW)
        await a_person(tx, "Пётр", roles=["rep", "head"], team_id=north)  # known from an import
        await a_person(tx, "Вера", roles=["director"])
        await a_person(tx, "Зоя", roles=["director"], joined_at=NOW)  # let in without a messenger
        await a_person(tx, "Анна", team_id=north)
        await a_person(tx, "Ева", roles=["admin"])
        gone = await a_person(tx, "Глеб", roles=["head"], team_id=north)
        await people.leave(tx, gone, now=NOW)
    found = await seen(db)
    assert (found.mute, found.mute_count) == (("Вера", "Зоя", "Пётр"), 3)
    assert (found.unled, found.unled_count) == ((), 0)


async def test_teams_without_a_head_are_those_of_whose_people_nobody_would_be_asked(db: Database) -> None:
    async with db.begin() as tx:
        lone, empty, led, below, own = [
            await teams.add(tx, name=name) for name in ("Юг", "Пусто", "Север", "Под Севером", "Сам себе")
        ]
        await teams.move(tx, below, led)
        await a_person(tx, "Анна", team_id=lone)
        await a_person(tx, "Ольга", roles=["head"], team_id=led, telegram_id=1, joined_at=NOW)
        await a_person(tx, "Борис", team_id=led)
        await a_person(tx, "Игорь", team_id=below)
        await a_person(tx, "Олег", roles=["head"], team_id=own, telegram_id=2, joined_at=NOW)
        await a_person(tx, "Никто")  # is in no team
        assert empty
    found = await seen(db)
    assert (found.unled, found.unled_count, found.mute) == (("Юг",), 1, ())
    async with db.begin() as tx:
        vera = await a_person(tx, "Вера", roles=["director"], telegram_id=3, joined_at=NOW)
    assert (await seen(db)).unled == ()
    async with db.begin() as tx:
        await people.leave(tx, vera, now=NOW)
        for number in range(12):
            await a_person(tx, f"Рядовой {number}", team_id=await teams.add(tx, name=f"Отдел {number:02}"))
    found = await seen(db)
    assert found.unled == tuple(f"Отдел {number:02}" for number in range(10))
    assert found.unled_count == 13


async def test_broken_timers_are_listed_with_whose_they_are(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна")
        for key, person in (("1", anna), ("2", None)):
            row = {"due": NOW, "kind": "ring", "key": key, "person_id": person, "data": {}, "state": "broken"}
            await tx.execute(insert(Timer).values(row))
    assert (await seen(db)).broken == 2
    async with db.read() as session:
        found = await health.stuck(session, offset=0, limit=5)
    assert [(one.kind, one.who, one.error) for one in found] == [("ring", None, ""), ("ring", "Анна", "")]


async def test_signs_of_life_and_backups_are_remembered(db: Database) -> None:
    async with db.begin() as tx:
        await heartbeat.beat(tx, NOW)
        await backups.remember(tx, NOW - DAY)
        await backups.remember(tx, NOW - HOUR)
    found = await seen(db)
    assert (found.heard_at, found.backup_at) == (NOW, NOW - HOUR)
