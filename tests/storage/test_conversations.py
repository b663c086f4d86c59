"""Cards, drafts and history: what a person has in front of him."""

from dataclasses import replace

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from storage import cards, drafts, history, models
from storage.db import Database
from tests.storage.plans import plan
from tests.storage.rows import DAY, HOUR, NOW, a_deal, a_person

CHAT, MESSAGE = 7_000_000_001, 6_000_000_000
PRESS = {"press": "reached", "stage_run": 1}


async def test_a_subject_has_one_card_for_a_person(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        about = {"kind": "activity", "subject_id": 5}
        place = {"chat_id": CHAT, "message_id": MESSAGE, "revision": 3, "now": NOW}
        assert await cards.put(tx, person_id=anna, **about, **place)  # type: ignore[arg-type]  # by name
        first = cards.Card(anna, "activity", 5, CHAT, MESSAGE, 3, NOW)
        assert await cards.get(tx, person_id=anna, kind="activity", subject_id=5) == first
        assert await cards.get(tx, person_id=anna, kind="deal", subject_id=5) is None

        assert not await cards.put(tx, person_id=anna, **about, **(place | {"revision": 2}))  # type: ignore[arg-type]  # by name
        assert await cards.put(tx, person_id=anna, **about, **(place | {"now": NOW + HOUR}))  # type: ignore[arg-type]  # by name
        assert await cards.put(tx, person_id=anna, **about, **(place | {"message_id": 9, "revision": 1}))  # type: ignore[arg-type]  # by name
        assert await cards.put(tx, person_id=oleg, **about, **place)  # type: ignore[arg-type]  # by name
        mine = replace(first, message_id=9, revision=1)
        theirs = replace(first, person_id=oleg)
        assert await cards.of_subject(tx, kind="activity", subject_id=5) == [mine, theirs]
        assert await cards.by_message(tx, chat_id=CHAT, message_id=MESSAGE) == [theirs]
        assert await cards.newest(tx, person_id=anna, kind="activity") == [mine]

        await cards.forget(tx, person_id=anna, kind="activity", subject_id=5)
        assert await cards.of_subject(tx, kind="activity", subject_id=5) == [theirs]


async def test_one_question_is_open_and_older_ones_are_parked(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна")
        assert await drafts.open_of(tx, anna) is None
        first = await drafts.start(
            tx,
            person_id=anna,
            trigger=PRESS,
            question="amount",
            now=NOW,
            run_id=1,
            activity_id=2,
            message_id=MESSAGE,
        )
        assert await drafts.open_of(tx, anna) == drafts.Draft(
            first, anna, 1, 2, PRESS, {}, "amount", MESSAGE, "open", NOW, NOW
        )
        second = await drafts.start(
            tx, person_id=anna, trigger={"move": "won"}, question="contact", now=NOW + HOUR, run_id=3
        )
        assert [draft.id for draft in await drafts.parked(tx, anna)] == [first]
        found = await drafts.open_of(tx, anna)
        assert found is not None
        assert (found.id, found.activity_id, found.trigger) == (second, None, {"move": "won"})

        resumed = await drafts.resume(tx, first, now=NOW + DAY)
        assert resumed == await drafts.open_of(tx, anna)
        assert resumed is not None
        assert (resumed.id, resumed.state, resumed.updated_at) == (first, "open", NOW + DAY)
        assert [draft.id for draft in await drafts.parked(tx, anna)] == [second]
        assert await drafts.resume(tx, first, now=NOW) is None
        assert await drafts.resume(tx, 404, now=NOW) is None


async def test_asking_about_the_same_thing_again_leaves_one_conversation(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        ids = [
            await drafts.start(
                tx,
                person_id=person,
                trigger=PRESS,
                question="amount",
                now=NOW,
                run_id=1,
                activity_id=activity,
            )
            for person, activity in ((anna, 2), (oleg, 2), (anna, None), (anna, 2))
        ]
        assert [draft.id for draft in await drafts.parked(tx, anna)] == [ids[2]]
        states = [draft.state for one in ids if (draft := await drafts.get(tx, one))]
    assert states == ["cancelled", "open", "parked", "open"]


async def test_answers_are_kept_until_the_end(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна")
        draft = await drafts.start(
            tx,
            person_id=anna,
            trigger=PRESS,
            question="amount",
            now=NOW,
            answers={"product": 4},
            message_id=1,
        )
        answers = {"product": 4, "amount": ["10.00", "RUB"], "words": "«да»"}
        await drafts.answer(tx, draft, answers=answers, question="close_date", now=NOW + HOUR)
        kept = await drafts.open_of(tx, anna)
        assert kept is not None
        assert (kept.answers, kept.question, kept.message_id, kept.updated_at) == (
            answers,
            "close_date",
            1,
            NOW + HOUR,
        )
        await drafts.answer(tx, draft, answers=answers, question="close_date", now=NOW, message_id=2)
        moved = await drafts.get(tx, draft)
        assert moved is not None
        assert moved.message_id == 2
        await drafts.close(tx, draft, now=NOW + DAY)
        assert await drafts.open_of(tx, anna) is None
        assert not await drafts.park(tx, anna, now=NOW)
        closed = await drafts.get(tx, draft)
        assert closed is not None
        assert (closed.state, closed.updated_at) == ("done", NOW + DAY)
        other = await drafts.start(tx, person_id=anna, trigger=PRESS, question="amount", now=NOW)
        await drafts.close(tx, other, now=NOW, state="cancelled")
        assert await drafts.parked(tx, anna) == []
        assert await drafts.get(tx, 404) is None


async def test_the_database_itself_allows_one_open_question(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна")
        await drafts.start(tx, person_id=anna, trigger=PRESS, question="amount", now=NOW)

    async def second() -> None:
        async with db.begin() as tx:
            row = {"person_id": anna, "trigger": {}, "answers": {}, "question": "x", "state": "open"}
            await tx.execute(insert(models.Draft).values(row | {"created_at": NOW, "updated_at": NOW}))

    with pytest.raises(IntegrityError):
        await second()


async def test_a_history_is_told_from_its_end(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx, "Анна")
        _, run = await a_deal(tx, anna)
        _, other = await a_deal(tx, anna)
        assert await history.last(tx, run) is None
        assert await history.timeline(tx, run) == []
        for number, (about, actor, cause) in enumerate(
            ((run, None, None), (other, anna, None), (run, anna, 2)), 1
        ):
            row = {"id": number, "run_id": about, "cause_id": cause, "revision": number, "actor_id": actor}
            told = {"at": NOW + number * HOUR, "trigger": PRESS, "state": "prospecting", "before": {}}
            await tx.execute(insert(models.History).values(row | told))
        newest = history.Entry(3, 2, 3, NOW + 3 * HOUR, anna, "Анна", PRESS, None, "prospecting")
        oldest = history.Entry(1, 1, 1, NOW + HOUR, None, None, PRESS, None, "prospecting")
        assert await history.timeline(tx, run) == [newest, oldest]
        assert await history.timeline(tx, run, offset=1, limit=1) == [oldest]
        assert await history.last(tx, run) == newest
        assert await history.count(tx, run) == 2


async def test_what_is_asked_at_every_tap_is_found_by_an_index(db: Database) -> None:
    async with db.begin() as tx:
        assert "ix_drafts_open" in await plan(tx, drafts._OPEN_OF, {"person": 1})
        assert "ix_history_run_id_id" in await plan(tx, history._of(1), {})
        shown = await plan(tx, cards._GET, {"person": 1, "kind": "deal", "subject": 1})
    assert "SCAN" not in shown.upper().replace("INDEX SCAN", "")
