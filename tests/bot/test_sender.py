"""From the outbox to a phone in the sandbox: kinds are drawn, faults become retries, nothing is lost or doubled."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from sqlalchemy import update

from bot import letters, sender
from bot.sender import Sender
from bot.usecases.handing import TASK
from fsm.loading import versions
from notifications import redraws
from notifications.delivery import deliver
from notifications.kinds import Card, DeadLetter, HandedOver, Morning, Ring, Unreachable
from notifications.port import Later
from storage import cards, drafts, models, people
from storage.company import Company
from storage.db import Database, inside
from tests.bot.messenger import ANNA, Room, messenger
from tests.notifications.conftest import Hands, put, rows
from tests.storage.rows import NOW, a_client, a_contact, a_deal, a_person, an_activity

COMPANY = Company(versions())


@dataclass
class Post:
    """The product's post office: a database, a messenger, and Anna in both."""

    db: Database
    room: Room
    port: Sender
    anna: int
    clock: Hands

    async def deliver(self) -> int:
        return await deliver(self.db, self.port, COMPANY, self.clock)

    async def put(self, payload: Any, **values: Any) -> None:
        await put(self.db, self.anna, payload, **values)

    async def row(self, payload: Any) -> Any:
        return (await rows(self.db))[payload.key(self.anna)]

    async def a_call(self, **values: Any) -> int:
        """An open call of Anna's in an hour."""
        async with self.db.begin() as tx:
            client = await a_client(tx, values.pop("client", "Ромашка"))
            contact = await a_contact(tx, client, phone="+74951234567")
            _, run = await a_deal(tx, self.anna, client_id=client, contact_id=contact, **values)
            return await an_activity(tx, run, self.anna, NOW + timedelta(minutes=15), key="call")


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with Database.connect(sqlite_url) as db, messenger(patience=0.5) as room:
        async with db.begin() as tx:
            anna = await a_person(tx, "Анна", telegram_id=ANNA, joined_at=NOW)
        yield Post(db, room, Sender(db, room.showing, letters.drawing(lambda: COMPANY)), anna, Hands())


async def test_a_ring_is_a_card_with_sound_and_says_why(post: Post) -> None:
    ring = Ring(await post.a_call(), 1)
    await post.put(ring, urgent=True)
    await post.deliver()
    (shown,) = await post.room.people.messages(ANNA)
    assert shown["silent"] is False
    assert "15" in shown["text"].splitlines()[0]
    assert "Ромашка" in shown["text"]
    assert shown["buttons"]
    assert (await post.row(ring)).message_id == shown["message_id"]


async def test_a_card_comes_silently_and_the_one_before_becomes_a_stub(post: Post) -> None:
    task = await post.a_call()
    for cause in (1, 2):
        await post.put(Card(task, cause))
        await post.deliver()
    old, new = await post.room.people.messages(ANNA)
    assert new["silent"] is True
    assert "495" in new["text"]
    assert "495" not in old["text"], "an old card shows no phone"
    assert "Ромашка" in old["text"]
    assert not any(button.get("data", "").startswith("ao") for row in old["buttons"] for button in row)
    async with post.db.read() as session:
        card = await cards.get(session, person_id=post.anna, kind=TASK, subject_id=task)
    assert card is not None
    assert (card.chat_id, card.message_id) == (ANNA, new["message_id"])


async def redraw(post: Post, task: int, but: int | None = None) -> int:
    """Everybody's card of a task is to be put right; how many were delivered."""
    post.clock.move(seconds=1)
    async with post.db.begin() as tx:
        await redraws.owe(tx, kind=TASK, subject_id=task, now=post.clock(), but=but)
    return await post.deliver()


async def test_a_card_that_is_no_longer_open_is_edited_and_nothing_comes(post: Post) -> None:
    task = await post.a_call()
    await post.put(Card(task, 1))
    await post.deliver()
    async with post.db.begin() as tx:
        await tx.execute(
            update(models.Activity).where(models.Activity.id == task).values(state="done", outcome="reached")
        )
    assert await redraw(post, task, but=post.anna) == 0
    assert await redraw(post, task) == 1
    (shown,) = await post.room.people.messages(ANNA)
    assert shown["text"].startswith("✓")
    assert "495" not in shown["text"]
    assert len(await post.room.people.log("sendMessage")) == 1


async def test_a_card_of_somebody_elses_task_by_now_says_whose(post: Post) -> None:
    task = await post.a_call()
    await post.put(Card(task, 1))
    await post.deliver()
    async with post.db.begin() as tx:
        boris = await a_person(tx, "Борис")
        await tx.execute(update(models.Activity).where(models.Activity.id == task).values(owner_id=boris))
        await tx.execute(update(models.Deal).values(owner_id=boris))
    await redraw(post, task)
    (shown,) = await post.room.texts()
    assert "Борис" in shown
    assert "495" not in shown


async def test_who_left_keeps_nothing_personal(post: Post) -> None:
    task = await post.a_call()
    await post.put(Card(task, 1))
    await post.deliver()
    async with post.db.begin() as tx:
        await people.leave(tx, post.anna, now=NOW)
        assert await redraws.owe_all(tx, post.anna, NOW) == 1
    await post.deliver()
    (shown,) = await post.room.texts()
    assert "Ромашка" not in shown
    assert "495" not in shown


async def test_a_message_that_asks_something_is_left_alone(post: Post) -> None:
    task = await post.a_call()
    await post.put(Card(task, 1))
    await post.deliver()
    async with post.db.begin() as tx:
        await drafts.start(tx, person_id=post.anna, trigger={}, question="when", now=NOW, activity_id=task)
    await redraw(post, task)
    assert await post.room.people.log("editMessageText") == []


async def test_a_card_that_was_deleted_is_not_sent_anew(post: Post) -> None:
    task = await post.a_call()
    await post.put(Card(task, 1))
    await post.deliver()
    refusal = "Bad Request: message to edit not found"
    await post.room.people.fault("editMessageText", code=400, description=refusal)
    assert await redraw(post, task) == 1
    assert len(await post.room.people.log("sendMessage")) == 1
    assert {row.state for row in (await rows(post.db)).values()} == {"sent"}


async def test_deals_that_were_handed_over_are_one_message(post: Post) -> None:
    async with post.db.begin() as tx:
        olga = await a_person(tx, "Ольга")
    await post.put(HandedOver(12, olga, 5))
    await post.deliver()
    (said,) = await post.room.texts()
    assert "12" in said
    assert "Ольга" in said


async def test_markup_in_a_name_is_a_name(post: Post) -> None:
    await post.put(Card(await post.a_call(client="<b>ООО</b> & [x](y)"), 1))
    await post.deliver()
    assert "<b>ООО</b> & [x](y)" in (await post.room.texts())[0]


async def test_what_is_done_meanwhile_is_not_told(post: Post) -> None:
    async with post.db.begin() as tx:
        boris = await a_person(tx, "Борис")
        _, run = await a_deal(tx, boris)
        done = await an_activity(tx, run, post.anna, NOW, state="done")
        passed_on = await an_activity(tx, run, boris, NOW)
    for gone in (Card(done, 1), Card(passed_on, 1), Ring(9999, 1)):
        await post.put(gone)
    assert await post.deliver() == 3
    assert await post.room.texts() == []
    assert {row.state for row in (await rows(post.db)).values()} == {"sent"}


async def test_the_plan_of_the_day_comes_on_its_day_only(post: Post) -> None:
    await post.a_call()
    await post.put(Morning(date(2026, 11, 20)))
    await post.put(Morning(date(2026, 11, 23)))
    await post.deliver()
    (plan,) = await post.room.texts()
    assert "Анна" in plan
    assert "Ромашка" in plan


async def test_other_notices_in_the_readers_language(post: Post) -> None:
    async with post.db.begin() as tx:
        await people.set_language(tx, post.anna, "en")
        boris = await a_person(tx, "Борис")
    await post.put(DeadLetter(5))
    await post.put(Unreachable(boris, date(2026, 11, 23)))
    await post.deliver()
    lost, blocked = await post.room.texts()
    assert lost.startswith("I could not do what you asked")
    assert "Борис has blocked me" in blocked


@pytest.mark.parametrize(
    "fault",
    [
        {"code": 500},
        {"code": 502, "description": "Bad Gateway"},
        {"kind": "reset"},
        {"kind": "delay", "delay_ms": 3000},
    ],
    ids=["500", "502", "reset", "timeout"],
)
async def test_a_fault_before_the_work_is_a_retry_and_one_message(post: Post, fault: dict[str, Any]) -> None:
    letter = DeadLetter(1)
    await post.put(letter)
    await post.room.people.fault("sendMessage", **fault)
    await post.deliver()
    row = await post.row(letter)
    assert (row.state, row.attempts, row.due) == ("pending", 1, NOW + timedelta(seconds=2))
    post.clock.move(seconds=2)
    assert await post.deliver() == 1
    assert len(await post.room.texts()) == 1
    assert (await post.row(letter)).state == "sent"


async def test_an_answer_lost_after_the_work_repeats_one_message(post: Post) -> None:
    await post.put(DeadLetter(1))
    await post.put(DeadLetter(2))
    await post.room.people.fault("sendMessage", kind="lost")
    await post.deliver()
    post.clock.move(seconds=2)
    await post.deliver()
    assert len(await post.room.texts()) == 3
    assert {row.state for row in (await rows(post.db)).values()} == {"sent"}


async def test_429_is_waited_for_as_long_as_told(post: Post) -> None:
    letter = DeadLetter(1)
    await post.put(letter)
    await post.room.people.fault("sendMessage", retry_after=33)
    await post.deliver()
    row = await post.row(letter)
    assert (row.state, row.attempts, row.due) == ("pending", 0, NOW + timedelta(seconds=33))


async def test_who_blocked_the_bot_is_noted_and_left_alone(post: Post) -> None:
    await post.room.people.block(ANNA)
    await post.put(DeadLetter(1))
    await post.put(DeadLetter(2))
    await post.deliver()
    assert {row.state for row in (await rows(post.db)).values()} == {"dead"}
    async with post.db.read() as session:
        person = await people.get(session, post.anna)
    assert person is not None
    assert person.blocked_at == NOW
    assert len(await post.room.people.log("sendMessage")) == 1


async def test_a_chat_that_never_was_counts_as_blocked(post: Post) -> None:
    async with post.db.begin() as tx:
        boris = await a_person(tx, "Борис", telegram_id=5_000_000_000, joined_at=NOW)
    await put(post.db, boris, DeadLetter(1))
    await post.deliver()
    row = (await rows(post.db))["dead_letter:1"]
    assert (row.state, row.error) == ("dead", "Bad Request: chat not found")


async def test_who_left_gets_nothing(post: Post) -> None:
    await post.put(DeadLetter(1))
    async with post.db.begin() as tx:
        await people.leave(tx, post.anna, now=NOW)
    await post.deliver()
    assert (await post.row(DeadLetter(1))).state == "dead"
    assert await post.room.texts() == []


async def test_a_message_that_telegram_refuses_is_dead_at_once(post: Post) -> None:
    await post.put(DeadLetter(1))
    await post.put(DeadLetter(2))
    refusal = "Bad Request: message is too long"
    await post.room.people.fault("sendMessage", code=400, description=refusal)
    await post.deliver()
    row = await post.row(DeadLetter(1))
    assert (row.state, row.error) == ("dead", refusal)
    assert (await post.row(DeadLetter(2))).state == "sent"


async def test_a_stub_that_cannot_be_made_hurts_nobody(post: Post) -> None:
    task = await post.a_call()
    await post.put(Card(task, 1))
    await post.deliver()
    await post.room.people.fault("editMessageText", code=500)
    await post.put(Card(task, 2))
    assert await post.deliver() == 1
    assert (await post.row(Card(task, 2))).state == "sent"


async def test_it_does_not_send_inside_a_transaction(post: Post) -> None:
    async with post.db.begin() as tx:
        await people.set_language(tx, post.anna, "en")
        with pytest.raises(AssertionError):
            await post.port.send(None, DeadLetter(1), NOW)  # type: ignore[arg-type]  # it does not get that far
    assert not inside.get()


def test_a_network_that_is_away_is_a_matter_of_time() -> None:
    found = sender.verdict(TelegramNetworkError(method=GetMe(), message="ClientConnectorError"))
    assert isinstance(found, Later)
    assert found.seconds is None


async def test_many_people_at_once(post: Post) -> None:
    """Forty people, three messages each: everybody gets his own, in order."""
    for number in range(40):
        await post.room.people.user(f"Человек {number}", id=3000 + number, started=True)
        async with post.db.begin() as tx:
            person = await a_person(tx, f"Человек {number}", telegram_id=3000 + number, joined_at=NOW)
        for letter in range(3):
            await put(post.db, person, DeadLetter(number * 10 + letter))
    assert await post.deliver() == 120
    async with asyncio.TaskGroup() as group:
        chats = [group.create_task(post.room.texts(3000 + number)) for number in range(40)]
    assert [len(chat.result()) for chat in chats] == [3] * 40
