"""Notes, numbers and what is late: what a deal's rows say after each of them, on both databases."""

from decimal import Decimal

import pytest

from fsm.facts import Edit
from fsm.values import Money
from storage import activities, contacts, history, notes, runs, undo
from storage.apply import advance
from storage.db import Database
from storage.notes import Content
from tests.storage import rows
from tests.storage.rows import DAY, HOUR, NOW
from tests.storage.test_apply import COMPANY

VOICE = Content("voice", None, "file-1", None, 1200)


async def test_a_note_is_told_in_the_history_and_changes_nothing(db: Database) -> None:
    async with db.begin() as tx:
        anna = await rows.a_person(tx)
        _, run = await rows.a_deal(tx, anna)
        task = await rows.an_activity(tx, run, anna, NOW + HOUR)
        before = (await runs.load(tx, run, COMPANY)).row["revision"]
        number = await notes.add(tx, run_id=run, activity_id=task, person_id=anna, content=VOICE, now=NOW)
        after = (await runs.load(tx, run, COMPANY)).row["revision"]
        entry = await history.last(tx, run)
        found = await notes.get(tx, number)
    assert after == before
    assert entry is not None
    assert (entry.trigger, entry.actor, entry.state) == (
        {"note": number, "kind": "voice"},
        "Анна Белова",
        "prospecting",
    )
    assert found is not None
    assert (found.content, found.by, found.activity_id, found.at) == (VOICE, "Анна Белова", task, NOW)


async def test_the_last_notes_come_first_and_only_those_asked_for(db: Database) -> None:
    async with db.begin() as tx:
        anna = await rows.a_person(tx)
        _, run = await rows.a_deal(tx, anna)
        _, other = await rows.a_deal(tx, anna)
        ids = [
            await notes.add(
                tx, run_id=one, activity_id=None, person_id=anna, content=Content("text", said), now=NOW
            )
            for one, said in ((run, "a"), (other, "b"), (run, "c"), (run, "d"))
        ]
        last = await notes.last(tx, run, limit=2)
        some = await notes.of_ids(tx, ids[:2])
        none = await notes.of_ids(tx, [])
        missing = await notes.get(tx, 10_000)
    assert [one.content.words for one in last] == ["d", "c"]
    assert {number: one.content.words for number, one in some.items()} == {ids[0]: "a", ids[1]: "b"}
    assert (none, missing) == ({}, None)


async def test_an_album_is_found_by_its_own_person_only(db: Database) -> None:
    part = Content("photo", None, "file-2", None, 10, album="1234567890")
    async with db.begin() as tx:
        anna, boris = await rows.a_person(tx), await rows.a_person(tx, "Борис")
        _, run = await rows.a_deal(tx, anna)
        await notes.add(tx, run_id=run, activity_id=None, person_id=anna, content=part, now=NOW)
        await notes.add(tx, run_id=run, activity_id=None, person_id=anna, content=VOICE, now=NOW)
        mine = await notes.of_album(tx, anna, "1234567890")
        others = await notes.of_album(tx, boris, "1234567890")
        another = await notes.of_album(tx, anna, "999")
    assert mine is not None
    assert mine.content == part
    assert (others, another) == (None, None)


async def test_numbers_of_a_contact_are_kept_once(db: Database) -> None:
    async with db.begin() as tx:
        client = await rows.a_client(tx)
        peter = await rows.a_contact(tx, client, phone=None)
        added = [
            await contacts.add_phone(tx, peter, number)
            for number in ("+74951234567", "+74951234567", "+79161112233", "+79161112233", "+79164445566")
        ]
        (found,) = await contacts.with_phones(tx, client)
        nobody = await contacts.add_phone(tx, 10_000, "+79161112233")
    assert added == [True, False, True, False, True]
    assert found.phones == ("+74951234567", "+79161112233", "+79164445566")
    assert nobody is False


async def test_what_is_late_is_ones_own_open_and_the_oldest_first(db: Database) -> None:
    async with db.begin() as tx:
        anna, boris = await rows.a_person(tx), await rows.a_person(tx, "Борис")
        _, run = await rows.a_deal(tx, anna)
        second = await rows.an_activity(tx, run, anna, NOW - HOUR)
        first = await rows.an_activity(tx, run, anna, NOW - DAY, snoozed=2)
        await rows.an_activity(tx, run, anna, NOW + HOUR)
        await rows.an_activity(tx, run, boris, NOW - DAY)
        await rows.an_activity(tx, run, anna, NOW - DAY, state="done")
        found = await activities.overdue(tx, [anna], NOW)
        limited = await activities.overdue(tx, [anna], NOW, limit=1)
    assert [(one.id, one.snoozed) for one in found] == [(first, 2), (second, 0)]
    assert [one.id for one in limited] == [first]


@pytest.mark.parametrize("own", [True, False])
async def test_ones_own_note_hinders_no_undo_and_anothers_does(db: Database, own: bool) -> None:
    async with db.begin() as tx:
        anna, boris = await rows.a_person(tx), await rows.a_person(tx, "Борис")
        _, run = await rows.a_deal(tx, anna)
        await rows.an_activity(tx, run, anna, NOW + HOUR)
        done = await advance(
            tx, run, Edit({"amount": Money(Decimal(100), "RUB")}), NOW, company=COMPANY, actor_id=anna
        )
        await notes.add(
            tx, run_id=run, activity_id=None, person_id=anna if own else boris, content=VOICE, now=NOW
        )
        offered = await undo.offered(tx, run, anna, NOW)
    assert offered == (done.cause_id if own else None)
