"""advance by value, on both databases: what is written for a change, what is refused, what may not be left behind."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Answers, Edit, Move, Press, Start
from fsm.loading import versions
from fsm.questions import NEXT, WHEN
from fsm.table import Reason, Refused
from fsm.values import Money
from storage import activities, models
from storage.apply import Advanced, advance
from storage.change import PostConditionError
from storage.company import Company
from storage.db import Database
from storage.openings import NewDeal, open_deal
from storage.runs import NoRunError, load
from tests.storage import rows
from tests.storage.rows import DAY, HOUR, NOW

COMPANY = Company(processes=versions())


class Desk:
    """A deal of Anna's with all that its gates ask for lying ready."""

    def __init__(self, tx: AsyncSession) -> None:
        self.tx = tx
        self.now = NOW
        self.run = 0
        self.anna = self.client = self.contact = self.product = 0

    async def begin(self, **deal: Any) -> Advanced:
        self.anna = await rows.a_person(self.tx)
        self.client = await rows.a_client(self.tx)
        self.contact = await rows.a_contact(self.tx, self.client, phone="+79161234567")
        self.product = await rows.a_product(self.tx)
        new = NewDeal(owner_id=self.anna, client_id=self.client, **deal)
        begun = await open_deal(self.tx, new, NOW, company=COMPANY, process="simple", actor_id=self.anna)
        self.run = begun.run_id
        return begun

    async def press(self, key: str, outcome: str, **answers: Any) -> Advanced:
        (task,) = [one for one in await activities.open_of(self.tx, self.run) if one.key == key]
        return await self.let(Press(task.id, outcome, answers))

    async def move(self, to: str, **answers: Any) -> Advanced:
        return await self.let(Move(to, answers))

    async def engage(self) -> Advanced:
        return await self.move("engaging", product=self.product, contact=self.contact)

    async def let(self, trigger: Any) -> Advanced:
        return await advance(self.tx, self.run, trigger, self.now, company=COMPANY, actor_id=self.anna)

    async def open(self) -> set[str]:
        return {one.key for one in await activities.open_of(self.tx, self.run)}

    async def rows(self, table: type[models.Row]) -> list[Any]:
        return list((await self.tx.scalars(select(table).order_by(*table.__table__.primary_key))).all())

    async def deal(self) -> models.Deal:
        (deal,) = await self.rows(models.Deal)
        await self.tx.refresh(deal)
        found: models.Deal = deal
        return found


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with Database.connect(database_url) as db, db.begin() as tx:
        yield Desk(tx)


async def test_a_deal_begins_with_its_first_call(desk: Desk) -> None:
    begun = await desk.begin()
    assert (begun.state, begun.moved, begun.final) == ("prospecting", False, None)
    (opened,) = begun.opened
    # Four working hours from noon in Moscow are four in the afternoon.
    assert (opened.key, opened.due, opened.timed, opened.attempt) == ("first_call", NOW + 4 * HOUR, True, 1)
    (stay,) = await desk.rows(models.StageRun)
    assert (stay.number, stay.stage, stay.entered_at, stay.left_at, stay.how) == (
        1,
        "prospecting",
        NOW,
        None,
        "start",
    )
    (history,) = await desk.rows(models.History)
    assert (history.trigger, history.state_before, history.state) == ({"start": True}, None, "prospecting")
    (ring,) = await desk.rows(models.Timer)
    assert (ring.kind, ring.activity_id, ring.due) == (
        "ring",
        opened.id,
        NOW + 4 * HOUR - timedelta(minutes=15),
    )


async def test_an_attempt_climbs_and_its_ring_goes_with_it(desk: Desk) -> None:
    begun = await desk.begin()
    logged = await desk.press("first_call", "no_answer")
    assert logged.closed == (begun.opened[0].id,)
    (again,) = logged.opened
    assert (again.key, again.attempt, again.due) == ("first_call", 2, NOW + 2 * HOUR)
    closed = await desk.tx.get(models.Activity, begun.opened[0].id)
    assert closed is not None
    assert (closed.state, closed.outcome, closed.completed) == ("done", "no_answer", False)
    assert (closed.closed_at, closed.closed_by) == (NOW, desk.anna)
    assert [ring.activity_id for ring in await desk.rows(models.Timer)] == [again.id]


async def test_what_is_missing_is_asked_and_nothing_is_written(desk: Desk) -> None:
    await desk.begin()
    asked = await desk.move("engaging")
    assert [question.key for question in asked.questions] == ["product", "contact"]
    assert asked.opened == ()
    assert len(await desk.rows(models.History)) == 1
    assert (await desk.deal()).stage == "prospecting"


async def test_a_move_and_its_fields_are_one_change(desk: Desk) -> None:
    await desk.begin()
    desk.now = NOW + DAY
    moved = await desk.engage()
    assert (moved.state, moved.moved) == ("engaging", True)
    assert await desk.open() == {"find_need", "prepare_proposal"}
    deal = await desk.deal()
    assert (deal.product_id, deal.contact_id) == (desk.product, desk.contact)
    assert (deal.stage, deal.furthest, deal.outcome) == ("engaging", "engaging", None)
    first, second = await desk.rows(models.StageRun)
    assert (first.left_at, second.entered_at, second.how) == (NOW + DAY, NOW + DAY, "move")
    last = (await desk.rows(models.History))[-1]
    assert last.before["fields"] == {"product": None, "contact": None}
    assert len(last.before["cancelled"]) == 1  # the first call belonged to the stage that was left


async def test_what_waits_for_two_opens_after_the_second(desk: Desk) -> None:
    await desk.begin()
    await desk.engage()
    await desk.press("find_need", "clear")
    assert await desk.open() == {"prepare_proposal"}
    logged = await desk.press("prepare_proposal", "ready")
    assert [one.key for one in logged.opened] == ["send_proposal"]


async def test_a_won_deal_has_nothing_open(desk: Desk) -> None:
    await desk.begin()
    await desk.engage()
    amount, day = Money(Decimal("1200000.50"), "RUB"), date(2026, 11, 23)
    won = await desk.move("won", amount=amount, close_date=day)
    assert (won.final, won.state) == ("won", "won")
    deal = await desk.deal()
    assert (deal.amount, deal.currency, deal.close_date) == (Decimal("1200000.50"), "RUB", day)
    assert (deal.outcome, deal.closed_at, deal.furthest) == ("won", NOW, "engaging")
    assert await desk.open() == set()
    assert await desk.rows(models.Timer) == []


async def test_going_back_keeps_how_far_it_was(desk: Desk) -> None:
    await desk.begin()
    await desk.engage()
    await desk.move("prospecting")
    deal = await desk.deal()
    assert (deal.stage, deal.furthest) == ("prospecting", "engaging")
    assert await desk.open() == {"first_call"}
    assert [stay.number for stay in await desk.rows(models.StageRun)] == [1, 2, 3]


@pytest.mark.parametrize("with_contact", [True, False])
async def test_another_number_is_kept_at_the_contact_or_at_the_deal(desk: Desk, with_contact: bool) -> None:
    await desk.begin()
    if with_contact:
        await desk.let(Edit({"contact": desk.contact}))
    await desk.press("first_call", "wrong_number", phone="+79990000000")
    facts = (await load(desk.tx, desk.run, COMPANY)).facts
    assert facts.fields["phone"] == "+79990000000"
    (contact,) = await desk.rows(models.Contact)
    await desk.tx.refresh(contact)
    assert contact.phone == ("+79990000000" if with_contact else "+79161234567")


async def test_words_and_choices_survive_the_way_through_json(desk: Desk) -> None:
    await desk.begin()
    await desk.press("first_call", "refused", lost_reason="other", lost_words="Сменился <директор>")
    deal = await desk.deal()
    assert deal.extra == {"lost_reason": "other", "lost_words": "Сменился <директор>"}
    assert deal.outcome == "lost"


async def test_a_moment_of_ones_own_rings_before_it(desk: Desk) -> None:
    await desk.begin()
    moment = NOW + 3 * DAY
    answers: Answers = {NEXT: "plan.when", WHEN: moment}
    logged = await desk.press("first_call", "reached", **answers)
    assert [(one.key, one.due) for one in logged.opened] == [("follow_up", moment)]
    assert [ring.due for ring in await desk.rows(models.Timer)] == [moment - timedelta(minutes=15)]


async def test_lead_times_are_the_companys(desk: Desk) -> None:
    await desk.begin()
    (task,) = await activities.open_of(desk.tx, desk.run)
    never = replace(COMPANY, rings={})
    await advance(desk.tx, desk.run, Press(task.id, "no_answer"), NOW, company=never, actor_id=None)
    assert await desk.rows(models.Timer) == []


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [
        (Press(10**9, "reached"), Reason.CLOSED),
        (Move("won"), Reason.NO_WAY),
        (Move("nowhere"), Reason.UNKNOWN),
        (Edit({"nonsense": "x"}), Reason.UNKNOWN),
        (Start(), Reason.STARTED),
    ],
)
async def test_refused_leaves_everything_as_it_was(desk: Desk, trigger: Any, reason: Reason) -> None:
    await desk.begin()
    with pytest.raises(Refused) as refused:
        await desk.let(trigger)
    assert refused.value.reason is reason
    assert len(await desk.rows(models.History)) == 1


async def test_a_closed_deal_moves_no_more(desk: Desk) -> None:
    await desk.begin()
    await desk.press("first_call", "refused", lost_reason="price")
    with pytest.raises(Refused) as refused:
        await desk.move("engaging")
    assert refused.value.reason is Reason.FINAL


async def test_a_run_that_does_not_exist(desk: Desk) -> None:
    with pytest.raises(NoRunError):
        await desk.let(Move("won"))


async def test_a_rival_change_between_load_and_write_is_not_overwritten(desk: Desk) -> None:
    await desk.begin()
    loaded = await load(desk.tx, desk.run, COMPANY)
    await desk.tx.execute(update(models.Run).values(revision=models.Run.revision + 1))
    (task,) = loaded.facts.open
    with pytest.raises(PostConditionError):
        await advance(
            desk.tx, desk.run, Press(task.id, "no_answer"), NOW, company=COMPANY, actor_id=None, loaded=loaded
        )


async def test_history_alone_tells_the_whole_way(desk: Desk) -> None:
    await desk.begin()
    await desk.press("first_call", "busy")
    await desk.engage()
    await desk.press("find_need", "refused", lost_reason="competitor", winner="Другие")
    said = [
        (row.state_before, row.trigger.get("press") or row.trigger.get("move"), row.state)
        for row in await desk.rows(models.History)
    ]
    assert said == [
        (None, None, "prospecting"),
        ("prospecting", "busy", "prospecting"),
        ("prospecting", "engaging", "engaging"),
        ("engaging", "refused", "lost"),
    ]
    assert [row.revision for row in await desk.rows(models.History)] == [1, 2, 3, 4]


def test_the_day_of_the_tests_is_a_working_one() -> None:
    assert COMPANY.calendar("Europe/Moscow", 9 * 60, 18 * 60).is_working_at(NOW)
    assert isinstance(NOW, datetime)
