"""Requests beside deals as rows: begun, asked for, told in the history, handed over, and counted in no report."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from fsm.definition import Process
from fsm.facts import Answer, Move, Organisation, Plan, Press
from fsm.loading import shipped
from fsm.table import Reason, Refused
from storage import activities, agenda, deals, exports, handover, history, models, requests, stats, undo
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.openings import NewDeal, open_deal
from tests.storage.rows import DAY, NOW, a_client, a_person

NAMES = ("corporate", "discount_approval", "proposal_approval", "contract_approval")


class Story:
    """Anna's deal in the making of a proposal; Olga is her head, Vera is Olga's."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.company = Company({})
        self.run = self.anna = self.olga = self.vera = 0

    async def begin(self) -> "Story":
        async with self.db.begin() as tx:
            self.anna, self.olga, self.vera = [await a_person(tx, name) for name in ("Анна", "Ольга", "Вера")]
            heads = {self.anna: self.olga, self.olga: self.vera}
            self.company = Company(
                {(one, 1): shipped()[one] for one in NAMES}, organisation=Organisation(heads=heads)
            )
            new = NewDeal(self.anna, client_id=await a_client(tx), amount=Decimal(900), currency="RUB")
            begun = await open_deal(
                tx, new, NOW, company=self.company, process="corporate", actor_id=self.anna
            )
            self.run = begun.run_id
        await self.do(self.run, Move("proposal_prep"), self.anna)
        return self

    async def do(self, run: int, trigger: object, actor: int) -> Advanced:
        async with self.db.begin() as tx:
            return await advance(tx, run, trigger, NOW, company=self.company, actor_id=actor)  # type: ignore[arg-type]  # any trigger

    async def ask(self, percent: int = 12) -> Advanced:
        answers: dict[str, Answer] = {"discount": Decimal(percent), "approval_note": "Очень просят"}
        return await self.do(self.run, Plan("approve_discount", answers), self.anna)

    async def request(self) -> requests.Request:
        async with self.db.read() as session:
            (found,) = await requests.of_deal(session, self.run)
            whole = await requests.of_run(session, found.run_id)
        assert whole is not None
        return whole

    async def press(self, outcome: str, actor: int, **answers: str) -> Advanced:
        found = await self.request()
        assert found.task is not None
        return await self.do(found.run_id, Press(found.task, outcome, answers), actor)

    @property
    def process(self) -> Process:
        return shipped()["corporate"]


@pytest.fixture
async def story(db: Database) -> Story:
    return await Story(db).begin()


async def test_what_is_asked_of_whom_since_when(story: Story) -> None:
    await story.ask()
    found = await story.request()
    assert (found.process, found.state, found.key, found.deal_run) == (
        "discount_approval",
        "first",
        "approve_discount",
        story.run,
    )
    assert found.data == {"discount": "12", "approval_note": "Очень просят", "amount": ["900.00", "RUB"]}
    assert (found.asker, found.holder, found.since, found.open) == ("Анна", "Ольга", NOW, True)
    assert found.steps == []
    async with story.db.read() as session:
        running = await requests.running(session, story.run, "approve_discount")
        assert running is not None
        assert running.run_id == found.run_id
        assert await requests.running(session, story.run, "approve_contract") is None
        card = await activities.card(session, found.task or 0)
        waiting = await activities.card(session, found.waiting)
    assert card is not None
    assert waiting is not None
    assert (card.is_step, card.deal_run, card.request) == (True, story.run, found)
    assert (waiting.is_step, waiting.deal_run, waiting.request) == (False, story.run, found)


async def test_a_second_one_is_refused_while_the_first_is_being_decided(story: Story) -> None:
    await story.ask()
    with pytest.raises(Refused) as refused:
        await story.ask()
    assert refused.value.reason is Reason.RUNNING
    await story.press("approve", story.olga)
    await story.ask()


async def test_its_end_is_the_outcome_of_what_has_waited(story: Story) -> None:
    await story.ask(20)
    first = await story.press("approve", story.olga)
    assert (first.state, first.final, first.caused) == ("second", None, ())
    last = await story.press("rework", story.vera, approval_comment="Дорого")
    assert (last.state, last.final) == ("rework", "lost")
    (back,) = last.caused
    assert (back.run_id, back.state, back.cause_id) == (story.run, "proposal_prep", last.cause_id)
    found = await story.request()
    assert (found.open, found.closer, found.ended_at) == (False, "Вера", NOW)
    assert [(one.key, one.outcome, one.by) for one in found.steps] == [
        ("decide", "approve", "Ольга"),
        ("decide_above", "rework", "Вера"),
    ]


async def test_the_deal_goes_on_without_it(story: Story) -> None:
    await story.ask()
    await story.do(story.run, Move("lost", {"close_reason": "price", "next_contact": None}), story.anna)
    found = await story.request()
    assert (found.state, found.task) == ("withdrawn", None)
    async with story.db.read() as session:
        open_ = select(models.Activity.id).where(models.Activity.state == "open")
        assert list(await session.scalars(open_)) == []


async def test_taken_back_it_is_as_if_it_had_never_been_asked(story: Story) -> None:
    asked = await story.ask()
    assert asked.cause_id is not None
    async with story.db.begin() as tx:
        await undo.undo(tx, story.run, asked.cause_id, NOW, company=story.company, actor_id=story.anna)
    async with story.db.read() as session:
        assert await requests.of_deal(session, story.run) == []
    await story.ask()
    assert (await story.request()).open


async def test_history_tells_each_thing_once(story: Story) -> None:
    await story.ask(20)
    await story.press("approve", story.olga)
    await story.press("reject", story.vera, reject_reason="margin")
    async with story.db.read() as session:
        entries = await history.timeline(session, story.run)
        assert await history.count(session, story.run) == len(entries)
    told = [(one.actor, next(iter(one.trigger)), one.request is not None) for one in entries]
    assert told == [
        ("Вера", "press", True),
        ("Ольга", "press", True),
        ("Анна", "plan", False),
        ("Анна", "move", False),
        ("Анна", "start", False),
    ]


async def test_it_is_a_task_of_the_day_and_no_deal_anywhere(story: Story) -> None:
    await story.ask()
    await story.press("approve", story.olga)
    await story.ask(20)
    everybody = [story.anna, story.olga, story.vera]
    async with story.db.read() as session:
        day = await agenda.of(session, owner_id=story.olga, now=NOW, tomorrow=NOW + DAY)
        assert [(one.key, one.process, one.client) for one in day.tasks] == [
            ("decide", "discount_approval", "Ромашка")
        ]
        assert len(await deals.page(session, owner_ids=everybody)) == 1
        rows = await exports.activities(session, None)
        assert [one.key for one in rows].count("approve_discount") == 2
        assert "decide" not in {one.key for one in rows}
        funnel = await stats.funnel(session, story.process, owner_ids=None)
        stays = await session.scalars(select(models.StageRun.run_id))
    assert sum(one.now for one in funnel.stages) == 1
    assert set(stays) == {story.run}


async def test_what_a_leaver_had_to_decide_goes_to_whoever_is_above(story: Story) -> None:
    boris = 0
    async with story.db.begin() as tx:
        boris = await a_person(tx, "Борис")
    await story.ask()
    async with story.db.begin() as tx:
        assert (await handover.estate(tx, story.olga)).tasks == 1
        done = await handover.piece(
            tx, story.olga, [story.anna, boris], NOW, company=story.company, actor_id=None
        )
    assert dict(done.tasks) == {story.vera: 1}
    assert (await story.request()).holder == "Вера"
