"""The last change is taken back, and everything stands as it did before it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from fsm.facts import (
    Amend,
    Assign,
    Delegate,
    Edit,
    Log,
    Move,
    Park,
    Plan,
    Press,
    Reopen,
    Snooze,
    Trigger,
    Wake,
)
from fsm.questions import ATTEMPTS, GO_ON, NEXT, REASON, TITLE, WHEN, Question
from fsm.table import Refused
from fsm.values import Money
from storage import activities, models, outbox, people, timers, undo
from storage.apply import Advanced, advance
from storage.db import Database
from storage.dialects import table
from storage.undo import TooLateError, Undone
from tests.storage import rows
from tests.storage.rows import DAY, HOUR, NOW
from tests.storage.test_apply import COMPANY, Desk

TOMORROW = NOW + DAY
LEFT_OUT = {"revision"}
"""What counts changes is not put back."""


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with Database.connect(database_url) as db, db.begin() as tx:
        yield Desk(tx)


async def state(desk: Desk) -> dict[str, Any]:
    """Everything that people could notice: the deal, its run, its stays, what is open, what will ring."""
    found: dict[str, Any] = {}
    for model in (models.Deal, models.Run, models.StageRun, models.Contact):
        rows_ = (await desk.tx.execute(select(table(model)).order_by(*table(model).primary_key))).mappings()
        found[model.__tablename__] = [
            {key: value for key, value in row.items() if key not in LEFT_OUT}
            for row in rows_
            # A request whose asking was taken back is nowhere to be seen.
            if "state" not in row or row["state"] is not None
        ]
    task = table(models.Activity)
    shown = (
        await desk.tx.execute(select(task).where(task.c.state != "undone").order_by(task.c.id))
    ).mappings()
    found["activities"] = [dict(row) for row in shown]
    timer = table(models.Timer)
    rings = await desk.tx.execute(
        select(timer.c.activity_id, timer.c.due, timer.c.person_id)
        .where(timer.c.state == "pending")
        .order_by(timer.c.activity_id)
    )
    found["rings"] = [tuple(row) for row in rings]
    return found


async def passes(desk: Desk, hours: int) -> None:
    """Time passes, and what was to ring has rung."""
    desk.now += hours * HOUR
    due = [one.id for one in await timers.claim_due(desk.tx, now=desk.now)]
    await timers.done(desk.tx, due)


async def take_back(desk: Desk, done: Advanced, by: int | None = None) -> Undone:
    assert done.cause_id is not None, done.questions
    actor = desk.anna if by is None else by
    return await undo.undo(desk.tx, desk.run, done.cause_id, desk.now, company=COMPANY, actor_id=actor)


async def task(desk: Desk, key: str) -> int:
    return next(one.id for one in await activities.open_of(desk.tx, desk.run) if one.key == key)


async def acts(desk: Desk) -> dict[str, Trigger]:
    """One of each kind, on a deal whose first call is open."""
    call, boris = await task(desk, "first_call"), await rows.a_person(desk.tx, "Борис")
    return {
        "log": Press(call, "no_answer"),
        "put off": Snooze(call, {WHEN: TOMORROW}),
        "lose": Press(call, "refused", {"lost_reason": "other", "lost_words": "так"}),
        "wrong number": Press(call, "wrong_number", {"phone": "+79160000001"}),
        "move": Move("engaging", {"product": desk.product, "contact": desk.contact}),
        "plan": Plan("meeting", {WHEN: TOMORROW}),
        "unplanned": Log("follow_up", "reached", {NEXT: "plan.1"}, incoming=True),
        "park": Park({WHEN: date(2026, 12, 7), REASON: "ждут"}),
        "assign": Assign(boris),
        "delegate": Delegate(call, boris),
        "change": Amend(("amount",), {"amount": Money(Decimal("10.50"), "RUB")}),
        "edit": Edit({"winner": "никто", "close_date": date(2026, 11, 20)}),
    }


@pytest.mark.parametrize(
    "name",
    [
        "log",
        "put off",
        "lose",
        "wrong number",
        "move",
        "plan",
        "unplanned",
        "park",
        "assign",
        "delegate",
        "change",
        "edit",
    ],
)
async def test_whatever_was_done_is_as_if_it_had_not_been(desk: Desk, name: str) -> None:
    await desk.begin()
    one = (await acts(desk))[name]
    before = await state(desk)
    desk.now += HOUR
    done = await desk.let(one)
    assert await state(desk) != before
    await take_back(desk, done)
    assert await state(desk) == before


async def test_the_parked_and_the_lost_deal_too(desk: Desk) -> None:
    await desk.begin()
    await desk.let(Park({WHEN: date(2026, 12, 7), REASON: "ждут"}))
    before = await state(desk)
    await take_back(desk, await desk.let(Wake()))
    assert await state(desk) == before
    await desk.press("first_call", "refused", lost_reason="price")
    before = await state(desk)
    await take_back(desk, await desk.let(Reopen("prospecting", {REASON: "вернулись"})))
    assert await state(desk) == before


async def test_what_was_opened_is_gone_and_what_was_closed_is_open(desk: Desk) -> None:
    begun = await desk.begin()
    done = await desk.press("first_call", "no_answer")
    undone = await take_back(desk, done)
    assert undone.activities == (begun.opened[0].id,)
    assert undone.withdrawn == (done.opened[0].id,)
    card = await activities.card(desk.tx, done.opened[0].id)
    assert card is not None
    assert card.state == "undone"


async def test_history_tells_both_and_reports_one(desk: Desk) -> None:
    await desk.begin()
    done = await desk.press("first_call", "no_answer")
    await take_back(desk, done)
    *_, act, taken = await desk.rows(models.History)
    await desk.tx.refresh(act)
    assert (act.undone_id, taken.trigger["undo"], taken.trigger["of"]["press"]) == (
        taken.id,
        act.id,
        "no_answer",
    )
    assert await activities.touches(desk.tx, desk.run) == []


async def test_a_message_about_it_that_has_not_gone_out_stays_in(desk: Desk) -> None:
    await desk.begin()
    done = await desk.press("first_call", "no_answer")
    await outbox.put(
        desk.tx, kind="card", person_id=desk.anna, key="k", due=NOW, now=NOW, cause_id=done.cause_id
    )
    await take_back(desk, done)
    assert await outbox.pending_of(desk.tx, desk.anna) == []


@pytest.mark.parametrize("reaction", ["another", "by somebody else", "a day", "twice"])
async def test_it_is_too_late(desk: Desk, reaction: str) -> None:
    await desk.begin()
    boris = await rows.a_person(desk.tx, "Борис")
    done = await desk.press("first_call", "no_answer")
    match reaction:
        case "another":
            await desk.press("first_call", "busy")
        case "a day":
            desk.now += DAY + timedelta(seconds=1)
        case "twice":
            await take_back(desk, done)
        case _:
            assert reaction == "by somebody else"
    before = await state(desk)
    with pytest.raises(TooLateError):
        await take_back(desk, done, by=boris if reaction == "by somebody else" else None)
    assert await state(desk) == before


async def test_the_beginning_of_a_deal_is_not_taken_back(desk: Desk) -> None:
    begun = await desk.begin()
    assert await undo.offered(desk.tx, desk.run, desk.anna, NOW) is None
    with pytest.raises(TooLateError):
        await take_back(desk, begun)


async def test_what_was_done_to_one_deal_leaves_others_alone(desk: Desk) -> None:
    await desk.begin()
    _, run = await rows.a_deal(desk.tx, desk.anna)
    activity = await rows.an_activity(desk.tx, run, desk.anna, NOW)
    await take_back(desk, await desk.press("first_call", "no_answer"))
    found = {one.id: one.state for one in await desk.rows(models.Activity)}
    assert found[activity] == "open"


@pytest.mark.parametrize("seed", range(5))
async def test_a_long_walk_can_be_taken_back_at_every_step(desk: Desk, seed: int) -> None:
    """Random acts; each is done, taken back, and done again: nothing is lost and nothing stands twice."""
    random = Random(seed)
    await desk.begin()
    others = [desk.anna, await rows.a_person(desk.tx, "Борис")]
    taken = 0
    for _ in range(25):
        await passes(desk, random.choice((0, 1, 5, 30)))
        trigger = await anything(desk, random, others)
        if trigger is None:
            break
        before = await state(desk)
        done = await answered(desk, trigger)
        if done is None:
            continue
        await take_back(desk, done)
        assert await state(desk) == before, trigger
        taken += 1
        if await answered(desk, trigger) is None:
            raise AssertionError(f"{trigger} cannot be done again")
        assert (await people.get(desk.tx, desk.anna)) is not None
    assert taken


async def anything(desk: Desk, random: Random, others: list[int]) -> Trigger | None:
    tasks = await activities.open_of(desk.tx, desk.run)
    deal = await desk.deal()
    if not tasks:
        return Reopen(random.choice(("prospecting", "engaging")))
    one = random.choice(tasks)
    process = COMPANY.newest("simple")
    return random.choice(
        (
            Press(one.id, random.choice(list(process.activities[one.key].outcomes))),
            Press(one.id, random.choice(list(process.activities[one.key].outcomes))),
            Move(random.choice(process.stages[deal.stage].moves)),
            Snooze(one.id),
            Plan(random.choice(process.by_hand)),
            Log("follow_up", random.choice(("reached", "no_answer", "call_back"))),
            Park(),
            Amend((random.choice(("amount", "winner", "close_date", "phone")),)),
            Assign(next(other for other in others if other != deal.owner_id)),
            Delegate(one.id, next(other for other in others if other != one.owner_id)),
        )
    )


async def answered(desk: Desk, trigger: Trigger) -> Advanced | None:
    """Does it, answering what is asked; None when it is refused."""
    given: dict[str, Any] = {}
    asking: Any = trigger  # whatever asks has answers
    for _ in range(8):
        again = replace(asking, answers=dict(given)) if given else trigger
        try:
            done = await advance(desk.tx, desk.run, again, desk.now, company=COMPANY, actor_id=desk.anna)
        except Refused:
            return None
        if not done.questions:
            return done
        given |= {question.key: reply(desk, question) for question in done.questions}
    raise AssertionError(trigger)


def reply(desk: Desk, question: Question) -> Any:
    known: dict[str, Any] = {
        WHEN: desk.now + DAY,
        NEXT: "plan.1",
        ATTEMPTS: GO_ON,
        TITLE: "Отвезти образец",
        REASON: "так надо",
        "product": desk.product,
        "contact": desk.contact,
        "client": desk.client,
        "amount": Money(Decimal(1000), "RUB"),
        "close_date": date(2026, 11, 20),
        "phone": "+79160000002",
        "lost_reason": "competitor",
        "winner": "Лютик",
        "lost_words": "не сложилось",
        "complex_reason": "supplier",
        "complex_until": date(2026, 12, 20),
    }
    return known[question.key]
