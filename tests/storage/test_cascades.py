"""What one run causes in others, and what counts no more: drafts, requests, processes that start others, alarms."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Elapse, Move, Organisation, Plan, Press, Snooze
from fsm.loading import load, versions
from fsm.questions import EXIT, WHEN
from fsm.table import Reason, Refused
from notifications import alarms
from storage import activities, models, stats, timers, undo
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.openings import NewDeal, open_deal
from tests.storage import rows
from tests.storage.rows import DAY, HOUR, NOW

ASKING = """
process: asking
version: 1
language: 2
title: {ru: Поручение, en: Errand}
start: work
next_step: write
by_hand: [ask_head]
fields:
  share: {type: number, title: {ru: Скидка, en: Discount}, question: {ru: Какая скидка?, en: Which discount?}}
activities:
  write:
    kind: task
    scope: deal
    title: {ru: Написать, en: Write}
    due: {working_days: 1}
    outcomes:
      done: {title: {ru: Готово, en: Done}}
      again: {title: {ru: Заново, en: Again}, completes: false, redo: [check]}
  check:
    kind: check
    title: {ru: Проверить, en: Check}
    due: {working_days: 1}
    outcomes: {done: {title: {ru: Готово, en: Done}}}
  send:
    kind: task
    title: {ru: Отправить, en: Send}
    after: [check, write]
    due: {working_days: 1}
    outcomes: {done: {title: {ru: Готово, en: Done}, to: won}}
  ask_head:
    kind: approval
    scope: deal
    title: {ru: Согласовать, en: Ask}
    due: {working_days: 2}
    runs: consent
    ask: [share]
    outcomes:
      agreed: {title: {ru: Согласовано, en: Agreed}}
      refused: {title: {ru: Отказано, en: Refused}, completes: false}
      withdrawn: {title: {ru: Отозвано, en: Withdrawn}, completes: false}
stages:
  work: {title: {ru: Работа, en: Work}, opens: [write, check, send], moves: [won, lost]}
  won: {title: {ru: Успех, en: Won}, final: won}
  lost: {title: {ru: Отказ, en: Lost}, final: lost}
"""
CONSENT = """
process: consent
version: 1
language: 2
subject: request
title: {ru: Согласование, en: Consent}
start: asked
next_step: decide
withdrawn: withdrawn
jumps: {end: anybody}
fields:
  share: {type: number, title: {ru: Скидка, en: Discount}, question: {ru: Какая скидка?, en: Which discount?}}
activities:
  decide:
    kind: approval
    title: {ru: Решить, en: Decide}
    owner: [head, owner]
    due: {working_hours: 8}
    timers: [{opened: {working_hours: 4}, remind: true}, {overdue: {working_hours: 1}, outcome: late}]
    outcomes:
      agree: {title: {ru: Согласен, en: Agree}, to: agreed}
      refuse: {title: {ru: Против, en: Refuse}, to: refused}
      late: {title: {ru: Срок вышел, en: Late}, reserved: true, again: {working_hours: 8}, passes_to: [above, same]}
stages:
  asked: {title: {ru: Ждёт, en: Waits}, opens: [decide], moves: [agreed, refused]}
  agreed: {title: {ru: Согласовано, en: Agreed}, final: won}
  refused: {title: {ru: Отказано, en: Refused}, final: lost}
  withdrawn: {title: {ru: Отозвано, en: Withdrawn}, final: lost}
"""
PROCESSES = {
    **versions(),
    ("asking", 1): load(ASKING, name="asking.yaml"),
    ("consent", 1): load(CONSENT, name="consent.yaml"),
}


class Desk:
    """Anna's deal; Boris is her head and Vera is his."""

    def __init__(self, tx: AsyncSession) -> None:
        self.tx = tx
        self.now = NOW
        self.run = self.anna = self.boris = self.vera = 0
        self.company = Company(processes=PROCESSES)

    async def begin(self, process: str, **deal: Any) -> Advanced:
        self.anna = await rows.a_person(self.tx)
        self.boris = await rows.a_person(self.tx, "Борис")
        self.vera = await rows.a_person(self.tx, "Вера")
        heads = {self.anna: self.boris, self.boris: self.vera}
        self.company = replace(self.company, organisation=Organisation(heads))
        new = NewDeal(owner_id=self.anna, **deal)
        begun = await open_deal(
            self.tx, new, self.now, company=self.company, process=process, actor_id=self.anna
        )
        self.run = begun.run_id
        return begun

    async def let(self, trigger: Any, *, run: int | None = None, by: int | None = None) -> Advanced:
        return await advance(
            self.tx, run or self.run, trigger, self.now, company=self.company, actor_id=by or self.anna
        )

    async def press(
        self, key: str, outcome: str, *, run: int | None = None, by: int | None = None, **answers: Any
    ) -> Advanced:
        (task,) = [one for one in await activities.open_of(self.tx, run or self.run) if one.key == key]
        return await self.let(Press(task.id, outcome, answers), run=run, by=by)

    async def open(self, run: int | None = None) -> set[str]:
        return {one.key for one in await activities.open_of(self.tx, run or self.run)}

    async def runs(self) -> list[models.Run]:
        found = await self.tx.scalars(
            select(models.Run).order_by(models.Run.id).execution_options(populate_existing=True)
        )
        return list(found)

    async def deals(self) -> list[models.Deal]:
        found = await self.tx.scalars(
            select(models.Deal).order_by(models.Deal.id).execution_options(populate_existing=True)
        )
        return list(found)

    async def back(self, done: Advanced, by: int | None = None) -> undo.Undone:
        assert done.cause_id is not None
        return await undo.undo(
            self.tx, done.run_id, done.cause_id, self.now, company=self.company, actor_id=by or self.anna
        )

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows but history's, and without what an undo may leave: numbers of revisions, rows taken back."""
        await self.tx.flush()
        found: dict[str, list[tuple[Any, ...]]] = {}
        for model in (models.Deal, models.Activity, models.StageRun):
            table: Any = model.__table__
            every = await self.tx.execute(select(table).order_by(*table.primary_key))
            found[model.__tablename__] = [
                tuple(one) for one in every if getattr(one, "state", "") != "undone"
            ]
        runs = await self.tx.execute(
            select(models.Run.id, models.Run.state, models.Run.stage_run, models.Run.data)
            .where(models.Run.state.is_not(None))
            .order_by(models.Run.id)
        )
        found["runs"] = [tuple(one) for one in runs]
        return found


@pytest.fixture
async def desk(db: Database) -> AsyncIterator[Desk]:
    async with db.begin() as tx:
        yield Desk(tx)


async def ask(desk: Desk) -> int:
    """Anna asks her head; the run of the request."""
    asked = await desk.let(Plan("ask_head", {"share": "12"}))
    (request,) = asked.caused
    return request.run_id


# --- requests -----------------------------------------------------------------------------------------------


async def test_a_request_runs_beside_its_deal_and_its_end_closes_what_waited(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    (task,) = await activities.open_of(desk.tx, request)
    assert (task.key, task.owner_id) == ("decide", desk.boris)
    assert "ask_head" in await desk.open()
    decided = await desk.press("decide", "agree", run=request, by=desk.boris)
    (parent,) = decided.caused
    assert (decided.final, parent.run_id, parent.cause_id) == ("won", desk.run, decided.cause_id)
    assert "ask_head" not in await desk.open()
    (deal,) = await desk.deals()
    assert (deal.stage, deal.outcome) == ("work", None)  # the deal stays where it is


async def test_it_takes_what_it_has_in_common_with_the_deal(desk: Desk) -> None:
    await desk.begin("asking")
    await ask(desk)
    assert [one.data for one in await desk.runs()] == [{}, {"share": "12"}]


async def test_a_second_one_is_refused_while_the_first_is_not_answered(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    with pytest.raises(Refused) as refused:
        await desk.let(Plan("ask_head", {"share": "15"}))
    assert refused.value.reason is Reason.RUNNING
    await desk.press("decide", "refuse", run=request, by=desk.boris)
    assert await ask(desk) != request


async def test_nobody_answers_for_the_head_on_the_card_of_the_deal(desk: Desk) -> None:
    await desk.begin("asking")
    await ask(desk)
    with pytest.raises(Refused):
        await desk.press("ask_head", "agreed")


async def test_a_deal_that_ends_withdraws_its_requests(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    lost = await desk.let(Move("lost"))
    assert lost.final == "lost"
    assert [(one.id, one.state) for one in await desk.runs()] == [(desk.run, "lost"), (request, "withdrawn")]
    assert await desk.open(request) == set()


async def test_a_request_leaves_no_trace_in_funnels(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    await desk.press("decide", "agree", run=request, by=desk.boris)
    stays = await desk.tx.scalars(select(models.StageRun.run_id))
    assert set(stays) == {desk.run}
    found = await stats.funnel(desk.tx, PROCESSES["asking", 1])
    assert [stage.reached for stage in found.stages] == [1]


async def test_asking_taken_back_is_as_if_nothing_had_been_asked(desk: Desk) -> None:
    await desk.begin("asking")
    before = await desk.everything()
    asked = await desk.let(Plan("ask_head", {"share": "12"}))
    await desk.back(asked)
    assert await desk.everything() == before


async def test_a_decision_taken_back_is_open_again_on_both_sides(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    before = await desk.everything()
    decided = await desk.press("decide", "agree", run=request, by=desk.boris)
    await desk.back(decided, desk.boris)
    assert await desk.everything() == before


async def test_nobody_takes_back_what_somebody_has_answered(desk: Desk) -> None:
    await desk.begin("asking")
    asked = await desk.let(Plan("ask_head", {"share": "12"}))
    await desk.press("decide", "agree", run=asked.caused[0].run_id, by=desk.boris)
    with pytest.raises(undo.TooLateError):
        await desk.back(asked)


async def test_nothing_goes_back_to_a_leaver_in_another_run(desk: Desk) -> None:
    """The lost deal has withdrawn what Boris was to decide; since then he has left."""
    await desk.begin("asking")
    await ask(desk)
    lost = await desk.let(Move("lost"))
    assert await undo.offered(desk.tx, desk.run, desk.anna, desk.now) == lost.cause_id
    boris = await desk.tx.get_one(models.Person, desk.boris)
    boris.left_at = desk.now
    await desk.tx.flush()
    assert await undo.offered(desk.tx, desk.run, desk.anna, desk.now) is None
    with pytest.raises(undo.TooLateError):
        await desk.back(lost)


# --- alarms -------------------------------------------------------------------------------------------------


async def pending(desk: Desk) -> list[tuple[Any, ...]]:
    found = await desk.tx.execute(
        select(models.Timer.kind, models.Timer.due)
        .where(models.Timer.state == "pending", models.Timer.kind == "alarm")
        .order_by(models.Timer.due)
    )
    return [tuple(one) for one in found]


async def fire(desk: Desk) -> None:
    for due in await timers.claim_due(desk.tx, now=desk.now):
        if due.kind == "alarm":
            await alarms.fire(desk.tx, due, desk.now, desk.company)
            await timers.done(desk.tx, [due.id])


async def owed(desk: Desk) -> list[tuple[Any, ...]]:
    found = await desk.tx.execute(
        select(models.Outbox.person_id, models.Outbox.kind).order_by(models.Outbox.id)
    )
    return [tuple(one) for one in found]


async def test_who_does_not_answer_is_reminded_and_then_his_head_is_asked(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    assert [due for _, due in await pending(desk)] == [NOW + 4 * HOUR, NOW + DAY]
    desk.now = NOW + 5 * HOUR
    await fire(desk)
    assert (desk.boris, "reminder") in await owed(desk)
    desk.now = NOW + DAY + 2 * HOUR
    await fire(desk)
    (task,) = await activities.open_of(desk.tx, request)
    assert (task.key, task.owner_id) == ("decide", desk.vera)
    assert (desk.vera, "card") in await owed(desk)
    desk.now += 3 * DAY
    await fire(desk)
    (task,) = await activities.open_of(desk.tx, request)
    assert task.owner_id == desk.vera  # nobody is above her; and it is never approved by itself
    assert [one.state for one in await desk.runs()] == ["work", "asked"]


async def test_an_answer_stops_the_alarms_and_taking_it_back_sets_them_again(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    before = await pending(desk)
    decided = await desk.press("decide", "refuse", run=request, by=desk.boris)
    assert await pending(desk) == []
    await desk.back(decided, desk.boris)
    assert await pending(desk) == before


async def test_alarms_reckoned_from_the_due_move_with_it(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    (task,) = await activities.open_of(desk.tx, request)
    later = NOW + 7 * DAY
    await desk.let(Snooze(task.id, {WHEN: later}), run=request, by=desk.boris)
    assert [due for _, due in await pending(desk)] == [NOW + 4 * HOUR, later + HOUR]


async def test_an_alarm_of_what_is_closed_does_nothing(desk: Desk) -> None:
    await desk.begin("asking")
    request = await ask(desk)
    (task,) = await activities.open_of(desk.tx, request)
    await desk.press("decide", "agree", run=request, by=desk.boris)
    with pytest.raises(Refused):
        await desk.let(Elapse(task.id, 1), run=request)


# --- what counts no more ------------------------------------------------------------------------------------


async def test_what_is_done_anew_is_waited_for_again(desk: Desk) -> None:
    await desk.begin("asking")
    await desk.press("check", "done")
    assert await desk.open() == {"write"}
    await desk.press("write", "again")
    assert await desk.open() == {"check"}
    await desk.press("check", "done")
    assert await desk.open() == {"write"}  # neither was completed, so nothing is to be sent


async def test_doing_anew_taken_back_counts_again(desk: Desk) -> None:
    await desk.begin("asking")
    await desk.press("check", "done")
    before = await desk.everything()
    again = await desk.press("write", "again")
    await desk.back(again)
    assert await desk.everything() == before
    await desk.press("write", "done")
    assert await desk.open() == {"send"}


# --- drafts and other processes -----------------------------------------------------------------------------


async def corporate(desk: Desk, **deal: Any) -> Advanced:
    client = await rows.a_client(desk.tx)
    return await desk.begin("corporate", client_id=client, **deal)


async def test_a_draft_is_in_no_funnel_until_its_form_is_saved(desk: Desk) -> None:
    begun = await corporate(desk)
    assert begun.draft
    (deal,) = await desk.deals()
    assert (deal.draft, deal.opened_at) == (True, None)
    process = desk.company.newest("corporate")
    assert (await stats.funnel(desk.tx, process)).open == 0
    desk.now = NOW + DAY
    await desk.press("confirm_interest", "interested", presentation_at=NOW + 5 * DAY)
    saved = await desk.press(
        "deal_form", "saved", **dict.fromkeys(("known_facts", "direction", "amount")), route="me"
    )
    assert (saved.confirmed, saved.draft) == (True, False)
    (deal,) = await desk.deals()
    assert (deal.draft, deal.opened_at, deal.stage) == (False, NOW + DAY, "needs")
    assert (await stats.funnel(desk.tx, process)).open == 1
    await desk.back(saved)
    (deal,) = await desk.deals()
    assert (deal.draft, deal.opened_at, deal.stage) == (True, None, "interest")


async def test_the_presentation_that_was_planned_moves_with_its_field(desk: Desk) -> None:
    await corporate(desk)
    first, second = NOW + 5 * DAY, NOW + 7 * DAY
    await desk.press("confirm_interest", "interested", presentation_at=first)
    (planned,) = [
        one for one in await activities.open_of(desk.tx, desk.run) if one.key == "hold_presentation"
    ]
    assert (planned.due, planned.timed) == (first, True)
    moved = await desk.let(Snooze(planned.id, {WHEN: second}))
    (deal,) = await desk.deals()
    assert deal.extra["presentation_at"] == second.isoformat()
    await desk.back(moved)
    (deal,) = await desk.deals()
    assert deal.extra["presentation_at"] == first.isoformat()


async def transfer(desk: Desk) -> Advanced:
    return await desk.let(
        Move("transferred", {"target_process": "simple", "transfer_note": "Нужен быстрый путь"})
    )


async def test_a_transferred_deal_goes_on_in_the_other_process(desk: Desk) -> None:
    await corporate(desk)
    moved = await transfer(desk)
    assert moved.final == "transferred"
    old, new = await desk.deals()
    assert (old.outcome, new.process, new.client_id, new.owner_id) == (
        "transferred", "simple", old.client_id, desk.anna,
    )  # fmt: skip
    (begun,) = moved.caused
    parents = [one.parent_id for one in await desk.runs()]
    assert (begun.begun, parents) == (True, [None, desk.run])
    assert await desk.open(begun.run_id) == {"first_call"}


async def test_a_transfer_taken_back_leaves_no_second_deal(desk: Desk) -> None:
    await corporate(desk)
    before = await desk.everything()
    await desk.back(await transfer(desk))
    assert await desk.everything() == before
    assert len(await desk.runs()) == 1


async def test_a_transfer_taken_back_takes_along_what_the_other_deal_has_asked(desk: Desk) -> None:
    """The other process asks the head at once; all of it is as if it had never been."""
    eager = ASKING.replace("opens: [write, check, send]", "opens: [write, check, send, ask_head]").replace(
        "asking", "eager"
    )
    eager = eager.replace("    ask: [share]\n", "")
    desk.company = replace(
        desk.company, processes={**PROCESSES, ("eager", 1): load(eager, name="eager.yaml")}
    )
    await corporate(desk)
    before = await desk.everything()
    moved = await desk.let(Move("transferred", {"target_process": "eager", "transfer_note": "Иначе"}))
    assert len(await desk.runs()) == 3
    await desk.back(moved)
    assert await desk.everything() == before
    assert len(await desk.runs()) == 1


async def test_the_numbers_of_what_was_taken_back_are_not_given_again(desk: Desk) -> None:
    """Buttons that still stand somewhere name them, and must not lead to another deal."""
    await corporate(desk)
    moved = await transfer(desk)
    (begun,) = moved.caused
    (call,) = begun.opened
    await desk.back(moved)
    again = await desk.let(
        Move("transferred", {"target_process": "simple", "transfer_note": "Всё-таки быстрый путь"})
    )
    (other,) = again.caused
    assert other.run_id > begun.run_id
    assert other.deal_id > begun.deal_id
    assert other.opened[0].id > call.id


async def test_who_is_asked_when_to_come_back_gets_a_draft_for_that_day(desk: Desk) -> None:
    await corporate(desk)
    day = (NOW + timedelta(days=30)).date()
    lost = await desk.let(Move("lost", {"close_reason": "price", "next_contact": day}))
    (begun,) = lost.caused
    (call,) = await activities.open_of(desk.tx, begun.run_id)
    assert (call.key, call.due.date()) == ("confirm_interest", day)
    assert [one.draft for one in await desk.deals()] == [True, True]


async def test_a_presentation_held_early_counts_once(desk: Desk) -> None:
    """Planned three stages earlier and held: the wait passes at once; entered again, the stage waits for another one."""
    await corporate(desk)
    await desk.press("confirm_interest", "interested", presentation_at=NOW + DAY)
    await desk.press(
        "deal_form", "saved", **dict.fromkeys(("known_facts", "direction", "amount")), route="me"
    )
    await desk.press("hold_presentation", "held")
    await desk.let(Move("presentation"))
    assert "hold_presentation" not in await desk.open()
    await desk.press("prepare_presentation", "done")
    assert "record_results" in await desk.open()
    await desk.let(Move("presentation"))
    assert {"prepare_presentation", "hold_presentation"} <= await desk.open()
    assert EXIT not in {one.key for one in (await desk.let(Move("needs"))).questions}
