"""Duties as rows: laid on whoever opens a deal, kept in step with whatever changes it, taken back with it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text, update

from fsm.facts import Assign, Delegate, Edit, Log, Move, Park, Plan, Reopen, Snooze
from fsm.obligations import Obligation, State
from fsm.questions import REASON, WHEN
from fsm.values import Value
from notifications.timers import BATCH, fire_due
from storage import activities, duties, handover, health, models, people, timers
from storage.apply import Advanced, advance
from storage.db import Database
from storage.openings import NewDeal, open_deal
from tests.fsm.dutiful import moscow
from tests.storage.demanded import LARGE, SMALL, Story, rubles
from tests.storage.rows import DAY, HOUR, NOW, a_product

DUE = moscow(11, 30, 18)
"""Of what is opened at NOW by somebody who lives in Moscow."""
TOMORROW = moscow(11, 24, 9)


@pytest.fixture
async def story(db: Database) -> Story:
    return await Story(db).begin()


def told(duty: Obligation) -> list[int]:
    """The places of `told`."""
    return [place for place in range(62) if duty.told >> place & 1]


# --- they begin -----------------------------------------------------------------------------------------------


async def test_a_deal_lays_them_on_whoever_has_it(story: Story) -> None:
    begun = await story.deal(by=story.olga)
    found = await story.kept()
    assert (found.kind, found.subject_id, found.run_id, found.owner_id) == (
        "deal", begun.deal_id, begun.run_id, story.anna,
    )  # fmt: skip
    assert found.standing
    assert found.terms is not None
    assert (found.terms.limit.days, found.terms.border) == (5, Decimal(500_000))
    assert found.obligation == Obligation(State.RUNNING, NOW, DUE, wake_at=NOW)
    assert (await story.duty("first_answer")).due_at == moscow(11, 24, 11)


async def test_whoever_opens_it_himself_is_told_nothing_at_once(story: Story) -> None:
    await story.deal()
    duty = await story.duty()
    assert (told(duty), duty.wake_at) == ([0], TOMORROW)
    await story.until(moscow(11, 24, 8))
    assert await story.owed() == []


async def test_the_chain_of_one_that_somebody_else_has_opened(story: Story) -> None:
    await story.deal(by=story.olga)
    await story.until(DUE + DAY)
    assert await story.told() == [("duty", 0), ("duty", 1), ("duty", 2), ("broken", None)]
    assert {person for person, *_ in await story.owed()} == {story.anna}
    found = await story.kept()
    assert (found.obligation.state, found.obligation.ended_at, found.standing) == (State.BREACHED, DUE, True)


async def test_an_amount_that_is_not_known_lets_it_sleep(story: Story) -> None:
    await story.deal(None)
    assert (await story.duty()).state is State.SLEEPING
    await story.until(moscow(12, 2, 12))
    assert ("duty", 0) not in await story.told()
    await story.do(Edit({"amount": rubles(SMALL)}))
    duty = await story.duty()
    assert (duty.state, duty.due_at, duty.woken_at) == (State.RUNNING, moscow(12, 3, 18), story.now)


async def test_a_draft_has_none_until_it_is_confirmed(story: Story) -> None:
    await story.deal(process="corporate")
    assert await story.rows() == []
    await story.do(Edit({"amount": rubles(SMALL)}))
    assert await story.rows() == []
    story.now += DAY
    confirmed = await story.do(Move("needs"))
    assert confirmed.confirmed
    assert (await story.duty()).started_at == NOW + DAY
    assert (await story.duty()).due_at == moscow(12, 1, 18)
    await story.undo(confirmed)
    assert await story.rows() == []


async def test_a_draft_that_comes_to_nothing_has_none(story: Story) -> None:
    await story.deal(process="corporate")
    await story.do(Move("lost", {"close_reason": "price", "next_contact": None}))
    assert await story.rows() == []


async def test_care_for_a_client_is_no_sale(story: Story) -> None:
    await story.deal(process="care")
    await story.press("keep_contact", "no_answer")
    await story.until(NOW + 3 * DAY)
    assert await story.rows() == []


# --- they are kept in step ------------------------------------------------------------------------------------


async def test_a_sum_that_is_large_lets_it_sleep_and_one_that_is_small_again_wakes_it(story: Story) -> None:
    await story.deal()
    await story.do(Edit({"amount": rubles(LARGE)}))
    duty = await story.duty()
    assert (duty.state, duty.due_at, duty.wake_at) == (State.SLEEPING, None, None)
    story.now += DAY
    await story.do(Edit({"amount": rubles(SMALL - 1)}))
    assert (await story.duty()).due_at == DUE


async def test_another_owner_has_his_own_days(story: Story) -> None:
    await story.deal()
    await story.do(Assign(story.boris), by=story.olga)
    found = await story.kept()
    assert (found.owner_id, found.obligation.due_at) == (story.boris, DUE - 9 * HOUR)
    await story.until(DUE)
    assert {person for person, kind, _ in await story.owed() if kind == "duty"} == {story.boris}


async def test_what_is_no_ones_business_of_a_rule_changes_nothing(story: Story) -> None:
    await story.deal()
    await story.press("first_call", "no_answer")
    before = [row for row in await story.rows() if row.get("rule") == "proposal_5d"]
    async with story.db.read() as session:
        task = (await activities.open_of(session, story.run))[0].id
    await story.do(Delegate(task, story.boris))
    await story.do(Snooze(task, {WHEN: NOW + DAY}))
    await story.do(Park({WHEN: date(2026, 12, 20), REASON: "ждут бюджета"}))
    async with story.db.begin() as tx:
        product = await a_product(tx)
    await story.do(Edit({"product": product}))
    assert [row for row in await story.rows() if row.get("rule") == "proposal_5d"] == before


async def test_any_act_is_the_first_answer_and_looking_is_none(story: Story) -> None:
    await story.deal()
    await story.do(Assign(story.boris), by=story.olga)
    assert (await story.duty("first_answer")).state is State.RUNNING
    await story.press("first_call", "no_answer", by=story.boris)
    assert (await story.duty("first_answer")).state is State.FULFILLED


async def test_sent_in_time(story: Story) -> None:
    await story.deal()
    story.now = moscow(11, 26, 12)
    await story.do(Edit({"proposal_sent": date(2026, 11, 25)}))
    found = await story.kept()
    assert (found.obligation.state, found.obligation.ended_at) == (State.FULFILLED, moscow(11, 25, 18))
    assert not found.standing


async def test_an_activity_is_done_in_a_stage_that_is_left_by_it(story: Story) -> None:
    await story.deal(process="corporate")
    await story.do(Move("proposal_present"))
    await story.press("prepare_materials", "done")
    await story.press("choose_tactics", "saved", tactics="Держаться цены", proposal_at=NOW + DAY)
    done = await story.press("present_proposal", "done", exit="move.negotiation")
    assert done.state == "negotiation"
    assert (await story.duty()).state is State.FULFILLED
    await story.undo(done)
    assert (await story.duty()).state is State.RUNNING


async def test_closed_they_are_needed_no_more_and_stay_so_when_it_is_opened_again(story: Story) -> None:
    await story.deal()
    await story.do(Move("lost", {"lost_reason": "price"}), by=story.olga)
    duty = await story.duty()
    assert (duty.state, duty.ended_at, duty.wake_at) == (State.STOPPED, NOW, None)
    await story.do(Reopen("prospecting", {REASON: "передумали"}), by=story.olga)
    assert (await story.duty()).state is State.STOPPED


async def test_a_breach_of_a_closed_deal_is_nothing_to_be_put_right(story: Story) -> None:
    await story.deal()
    await story.until(DUE)
    closed = await story.do(Move("lost", {"lost_reason": "price"}))
    assert not (await story.kept()).standing
    await story.undo(closed)
    assert (await story.kept()).standing
    await story.do(Move("lost", {"lost_reason": "price"}))
    await story.do(Reopen("prospecting", {REASON: "передумали"}))
    found = await story.kept()
    assert (found.standing, found.obligation.state) == (True, State.BREACHED)


async def test_done_late_it_is_put_right(story: Story) -> None:
    await story.deal()
    await story.until(DUE + DAY)
    sent = await story.do(Edit({"proposal_sent": date(2026, 12, 1)}))
    found = await story.kept()
    assert (found.obligation.state, found.obligation.right_at) == (State.BREACHED, DUE + DAY)
    assert not found.standing
    await story.undo(sent)
    found = await story.kept()
    assert (found.obligation.state, found.obligation.right_at, found.standing) == (State.BREACHED, None, True)


async def test_whose_it_was_when_it_was_broken_stays_so(story: Story) -> None:
    await story.deal()
    await story.until(DUE + HOUR)
    await story.do(Assign(story.boris), by=story.olga)
    assert (await story.kept()).owner_id == story.anna
    late = await story.deal()
    story.now = moscow(12, 8, 12)  # it was due the day before, and nobody was there to see it
    await story.do(Assign(story.boris), by=story.olga)
    assert (await story.kept(run=late.run_id)).owner_id == story.anna


async def test_a_deal_that_goes_on_elsewhere_has_new_ones_there(story: Story) -> None:
    await story.deal(process="corporate")
    await story.do(Move("needs"))
    left = await story.do(Move("transferred", {"target_process": "simple", "transfer_note": "Просто купить"}))
    (new,) = [one for one in left.caused if one.kind == "deal"]
    assert (await story.duty()).state is State.STOPPED
    assert (await story.kept(run=new.run_id)).obligation.state is State.RUNNING
    await story.undo(left)
    assert (await story.duty()).state is State.RUNNING
    async with story.db.read() as session:
        runs = set(await session.scalars(select(models.Obligation.run_id)))
    assert runs == {story.run}, "the other deal is no more, nor is what was demanded there"


# --- another date ---------------------------------------------------------------------------------------------


async def test_asked_for_and_agreed(story: Story) -> None:
    await story.deal()
    await story.ask()
    assert (await story.duty()).state is State.SUSPENDED
    assert (await story.duty("first_answer")).state is State.RUNNING, "there is no way out of that one"
    story.now = moscow(11, 25, 12)
    await story.decide("approve")
    duty = await story.duty()
    assert (duty.state, duty.due_at, duty.extended) == (State.EXTENDED, moscow(12, 9, 18), True)
    async with story.db.read() as session:
        deal = await session.scalar(select(models.Deal.extra))
    assert deal is not None
    assert deal["complex_ok"] == "yes"
    await story.until(moscow(12, 9, 19))
    places = [place for kind, place in await story.told() if kind == "duty"]
    assert places == [16, 17]
    assert (await story.duty()).state is State.BREACHED


async def test_another_day_than_the_wanted_one(story: Story) -> None:
    await story.deal()
    await story.ask()
    await story.decide("other_date", {"complex_until": date(2026, 12, 4)})
    assert (await story.duty()).due_at == moscow(12, 4, 18)


async def test_rejected_with_a_working_day_at_least(story: Story) -> None:
    await story.deal()
    await story.until(moscow(11, 30, 12))
    await story.ask()
    await story.decide("reject", {"reject_reason": "usual"})
    duty = await story.duty()
    assert (duty.state, duty.due_at) == (State.RUNNING, moscow(12, 1, 18))


async def test_withdrawn_as_it_stood(story: Story) -> None:
    await story.deal()
    await story.until(moscow(11, 30, 12))
    await story.ask()
    await story.do(Move("withdrawn"), run=(await story.request()).run_id)
    assert (await story.duty()).due_at == DUE


async def test_whoever_has_nobody_above_chooses_himself(story: Story) -> None:
    await story.deal(owner=story.vera)
    await story.do(
        Plan("complex", {"complex_reason": "supplier", "complex_until": date(2026, 12, 9)}), by=story.vera
    )
    assert (await story.duty()).state is State.EXTENDED


async def test_escalated_it_stands_still_all_the_same(story: Story) -> None:
    await story.deal()
    await story.ask()
    await story.until(moscow(12, 7, 12))
    assert (await story.request()).holder == "Вера"
    assert (await story.duty()).state is State.SUSPENDED
    assert [kind for kind, _ in await story.told()] == []
    await story.decide("approve", by=story.vera)
    assert (await story.duty()).state is State.EXTENDED


async def test_closed_while_it_is_being_decided(story: Story) -> None:
    await story.deal()
    await story.ask()
    closed = await story.do(Move("lost", {"lost_reason": "price"}))
    assert (await story.duty()).state is State.STOPPED
    assert (await story.request()).state == "withdrawn"
    await story.undo(closed)
    assert (await story.duty()).state is State.SUSPENDED
    assert (await story.request()).open


async def test_done_while_it_is_being_decided(story: Story) -> None:
    await story.deal()
    await story.ask()
    sent = await story.do(Edit({"proposal_sent": date(2026, 11, 23)}))
    assert (await story.duty()).state is State.FULFILLED
    assert (await story.request()).state == "withdrawn", "nobody has to decide about it any more"
    await story.undo(sent)
    assert (await story.duty()).state is State.SUSPENDED
    assert (await story.request()).open


# --- taken back -----------------------------------------------------------------------------------------------

Act = Callable[[Story], Awaitable[Advanced]]
ACTS: dict[str, Act] = {
    "a sum too large": lambda story: story.do(Edit({"amount": rubles(LARGE)})),
    "another small sum": lambda story: story.do(Edit({"amount": rubles(SMALL - 1)})),
    "another owner": lambda story: story.do(Assign(story.boris)),
    "sent": lambda story: story.do(Edit({"proposal_sent": date(2026, 11, 23)})),
    "closed": lambda story: story.do(Move("lost", {"lost_reason": "price"})),
    "asked": lambda story: story.ask(),
    "touched": lambda story: story.press("first_call", "no_answer"),
    "logged": lambda story: story.do(Log("follow_up", "no_answer")),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("moment", [NOW, moscow(11, 30, 17), moscow(12, 1, 12)])
async def test_taken_back_everything_stands_as_it_did(story: Story, act: str, moment: datetime) -> None:
    await story.deal()
    await story.until(moment)
    before = await story.rows()
    done = await ACTS[act](story)
    await story.undo(done)
    assert await story.rows() == before
    again = await ACTS[act](story)
    assert again.cause_id != done.cause_id


@pytest.mark.parametrize("outcome", ["approve", "reject", "other_date"])
async def test_a_decision_that_is_taken_back(story: Story, outcome: str) -> None:
    await story.deal()
    await story.ask()
    before = await story.rows()
    answers: dict[str, dict[str, Value]] = {
        "other_date": {"complex_until": date(2026, 12, 4)},
        "reject": {"reject_reason": "usual"},
    }
    decided = await story.decide(outcome, answers.get(outcome, {}))
    assert await story.rows() != before
    await story.undo(decided, by=story.olga)
    assert await story.rows() == before


async def test_a_working_day_is_not_won_by_taking_something_back(story: Story) -> None:
    await story.deal()
    await story.until(moscow(11, 30, 12))
    large = await story.do(Edit({"amount": rubles(LARGE)}))
    story.now += HOUR
    await story.undo(large)
    assert (await story.duty()).due_at == DUE


async def test_what_was_told_meanwhile_is_not_told_again(story: Story) -> None:
    await story.deal()
    await story.until(moscow(11, 23, 20))
    given = await story.do(Assign(story.boris), by=story.olga)
    await story.until(moscow(11, 24, 8))
    assert await story.told() == [("duty", 1)]
    await story.undo(given, by=story.olga)
    await story.until(moscow(11, 27, 12))
    assert await story.told() == [("duty", 1), ("duty", 2)]


async def test_what_was_broken_by_a_mistake_is_not_broken(story: Story) -> None:
    """A sum that was typed wrongly wakes the duty, nobody does it, and then the sum is put right."""
    await story.deal(LARGE)
    await story.until(moscow(12, 2, 12))
    wrong = await story.do(Edit({"amount": rubles(SMALL)}))
    story.now = moscow(12, 3, 11)
    async with story.db.begin() as tx:  # the day ends earlier than that it could not be taken back any more
        await tx.execute(update(models.Obligation).values(due_at=story.now))
    await story.undo(wrong)
    assert (await story.duty()).state is State.SLEEPING


async def test_what_was_broken_before_is_broken_whatever_is_taken_back(story: Story) -> None:
    """It was due while nobody was there, and the first change that was made afterwards is taken back."""
    await story.deal()
    story.now = moscow(12, 1, 12)
    large = await story.do(Edit({"amount": rubles(LARGE)}))
    assert (await story.duty()).state is State.BREACHED
    await story.undo(large)
    assert (await story.duty()).state is State.BREACHED
    await story.until(moscow(12, 1, 13))
    assert await story.told() == [("broken", None)]
    assert (await story.duty()).wake_at is None


async def test_taken_back_after_it_was_due(story: Story) -> None:
    await story.deal()
    await story.until(moscow(11, 30, 17))
    sent = await story.do(Edit({"proposal_sent": date(2026, 11, 30)}))
    story.now = moscow(12, 1, 9)
    await story.undo(sent)
    assert (await story.duty()).ended_at == DUE
    await story.until(moscow(12, 1, 10))
    assert (await story.told())[-1] == ("broken", None)


# --- a rule is switched off -----------------------------------------------------------------------------------


async def test_switched_off_nobody_is_told_any_more(story: Story) -> None:
    first = await story.deal()
    await story.deal(None)
    async with story.db.begin() as tx:
        assert await duties.stop(tx, "proposal_5d", NOW) == 2
    await story.lawful()
    assert (await story.duty()).state is State.STOPPED
    await story.do(Edit({"amount": rubles(SMALL)}))
    await story.until(DUE + DAY)
    assert [one for one in await story.told() if one[0] == "duty"] == []
    answer = (await story.kept("first_answer", run=first.run_id)).obligation
    assert answer.state is State.BREACHED, "the other rule works"


async def test_what_was_broken_by_it_stays_so(story: Story) -> None:
    await story.deal()
    await story.until(DUE)
    async with story.db.begin() as tx:
        assert await duties.stop(tx, "proposal_5d", story.now) == 0
    assert (await story.duty()).state is State.BREACHED


async def test_nothing_comes_back_to_a_rule_that_was_switched_off(story: Story) -> None:
    await story.deal()
    sent = await story.do(Edit({"proposal_sent": date(2026, 11, 23)}))
    _switched_off(story)
    async with story.db.begin() as tx:
        await duties.stop(tx, "proposal_5d", story.now)
    await story.undo(sent)
    assert (await story.duty()).state is State.STOPPED


async def test_one_that_slipped_through_while_it_was_switched_off_ends_when_it_is_woken(story: Story) -> None:
    await story.deal()
    _switched_off(story)
    await story.until(TOMORROW)
    assert (await story.duty()).state is State.STOPPED
    assert [one for one in await story.told() if one[0] == "duty"] == []


async def test_nobody_is_told_of_a_breach_by_a_rule_that_was_switched_off(story: Story) -> None:
    await story.deal()
    story.now = moscow(12, 1, 12)
    await story.do(Edit({"amount": rubles(SMALL - 1)}))  # seen to be broken, and not told yet
    _switched_off(story)
    async with story.db.begin() as tx:
        await duties.stop(tx, "proposal_5d", story.now)
    await story.lawful()
    await story.until(moscow(12, 1, 13))
    assert await story.owed("duty", "broken") == []
    assert (await story.duty()).wake_at is None


def _switched_off(story: Story) -> None:
    off = story.company.rules["proposal_5d"].model_copy(update={"on": False})
    story.company = replace(story.company, rules={**story.company.rules, "proposal_5d": off})


# --- many, and rivals -----------------------------------------------------------------------------------------


async def test_all_work_of_somebody_is_handed_over(story: Story) -> None:
    for _ in range(3):
        await story.deal()
    async with story.db.begin() as tx:
        await handover.piece(tx, story.anna, [story.boris], NOW, company=story.company, actor_id=story.olga)
    await story.lawful()
    async with story.db.read() as session:
        owners = set(await session.scalars(select(models.Obligation.owner_id)))
        dues = set(
            await session.scalars(
                select(models.Obligation.due_at).where(models.Obligation.rule == "proposal_5d")
            )
        )
    assert owners == {story.boris}
    assert dues == {DUE - 9 * HOUR}


async def many(story: Story, count: int) -> list[int]:
    """So many deals that somebody else has opened; their runs."""
    runs = []
    async with story.db.begin() as tx:
        for _ in range(count):
            new = NewDeal(story.anna, story.client, amount=SMALL, currency="RUB")
            begun = await open_deal(
                tx, new, NOW, company=story.company, process="simple", actor_id=story.olga
            )
            runs.append(begun.run_id)
    return runs


async def test_200_are_due_at_once_and_a_broken_one_stops_nobody(story: Story) -> None:
    runs = await many(story, 4 * BATCH)
    async with story.db.begin() as tx:
        bad = await tx.scalar(
            select(models.Obligation.id).where(
                models.Obligation.run_id == runs[7], models.Obligation.rule == "proposal_5d"
            )
        )
        await tx.execute(
            update(models.Obligation).where(models.Obligation.id == bad).values(terms={"days": -1})
        )
    assert await fire_due(story.db, NOW, story.company) == 4 * BATCH - 1
    assert len(await story.owed("duty")) == 4 * BATCH - 1
    async with story.db.read() as session:
        (stuck,) = await health.stuck(session, offset=0, limit=9)
        assert (stuck.kind, "greater than or equal to 0" in stuck.error) == ("duty", True)
        assert (await health.vitals(session, now=NOW)).broken == 1
    async with story.db.begin() as tx:
        terms = {"days": 5, "calendar": "working", "border": "500000"}
        await tx.execute(update(models.Obligation).where(models.Obligation.id == bad).values(terms=terms))
        assert await timers.again(tx, stuck.id)
    assert await fire_due(story.db, NOW, story.company) == 1
    assert len(await story.owed("duty")) == 4 * BATCH
    await story.lawful()


async def test_after_three_days_down_each_owes_one_message(story: Story) -> None:
    await many(story, 12)
    story.now = NOW + 3 * DAY
    await story.until(story.now)
    owed = await story.owed()
    assert [kind for _, kind, _ in owed].count("duty") == 12
    assert {data["reminder"] for _, kind, data in owed if kind == "duty"} == {1}
    await story.until(story.now + HOUR)
    assert await story.owed() == owed


async def test_two_that_fire_at_once_tell_it_once(story: Story) -> None:
    await many(story, 30)
    other = Database(story.db.url.render_as_string(hide_password=False))
    async with other:
        await asyncio.gather(*(fire_due(one, NOW, story.company) for one in (story.db, other) * 2))
    owed = await story.owed("duty")
    assert len(owed) == len({data["obligation"] for _, _, data in owed}) == 30
    await story.lawful()


async def test_one_that_is_fired_while_its_deal_changes_is_told_once_and_of_what_is(story: Story) -> None:
    """Whoever is second finds what the first has left, whichever of the two it is."""
    await story.deal(by=story.olga)

    async def sent() -> None:
        async with story.db.begin() as tx:
            await advance(
                tx,
                story.run,
                Edit({"proposal_sent": date(2026, 11, 23)}),
                NOW,
                company=story.company,
                actor_id=story.anna,
            )

    await asyncio.gather(fire_due(story.db, NOW, story.company), sent())
    await story.lawful()
    assert (await story.duty()).state is State.FULFILLED
    await story.until(DUE + DAY)
    assert len(await story.owed("duty", "broken")) <= 1


async def test_one_that_is_fired_while_its_rule_is_switched_off(story: Story) -> None:
    await many(story, 20)

    async def off() -> None:
        async with story.db.begin() as tx:
            await duties.stop(tx, "proposal_5d", NOW)

    await asyncio.gather(fire_due(story.db, NOW, story.company), off())
    await story.lawful()
    async with story.db.read() as session:
        states = set(
            await session.scalars(
                select(models.Obligation.state).where(models.Obligation.rule == "proposal_5d")
            )
        )
    assert states == {"stopped"}


# --- who is told ----------------------------------------------------------------------------------------------


async def test_a_large_deal_is_told_of_above_at_once(story: Story) -> None:
    """The first answer to a deal over a million."""
    await story.deal(Decimal(2_000_000))
    await story.until(moscow(11, 24, 11))
    assert [(person, kind) for person, kind, _ in await story.owed()] == [(story.olga, "urgent")]
    async with story.db.read() as session:
        urgent = await session.scalar(select(models.Outbox.urgent).where(models.Outbox.kind == "urgent"))
    assert urgent


async def test_a_small_one_waits_for_the_digest(story: Story) -> None:
    await story.deal()
    await story.until(moscow(11, 24, 11))
    assert (await story.duty("first_answer")).state is State.BREACHED
    assert [kind for _, kind, _ in await story.owed("urgent", "broken")] == []


async def test_the_reason_is_asked_unless_it_was_given_when_another_date_was_asked_for(story: Story) -> None:
    await story.deal()
    await story.ask(reason="expert")
    await story.decide("reject", {"reject_reason": "usual"})
    await story.until(moscow(12, 10, 12))
    found = await story.kept()
    assert (found.obligation.state, found.reason) == (State.BREACHED, "expert")
    assert await story.owed("broken") == []


async def test_somebody_who_is_gone_is_told_nothing(story: Story) -> None:
    await story.deal(by=story.olga)
    async with story.db.begin() as tx:
        await people.leave(tx, story.anna, now=NOW)
    await story.until(DUE + DAY)
    await story.lawful()
    async with story.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(models.Timer).where(models.Timer.state == "broken")) == 0  # fmt: skip


async def test_whatever_writes_them_one_of_each_rule_stands(story: Story) -> None:
    await story.deal()
    copying = "INSERT INTO obligations ({0}) SELECT {0} FROM obligations WHERE rule = 'proposal_5d'"
    columns = "rule, kind, subject_id, owner_id, terms, state, standing, since, created_at"
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with story.db.begin() as tx:
            await tx.execute(text(copying.format(columns)))
