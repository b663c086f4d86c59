"""Another date for a duty, as rows: the agreed one comes back to the deal, and what is done meanwhile needs no decision."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from fsm import rulebook
from fsm.facts import Amend, Answer, Organisation, Plan, Press
from fsm.loading import versions
from fsm.obligations import State
from storage import activities, deals, obligations, requests, undo
from storage.apply import Advanced, advance
from storage.company import Company
from storage.db import Database
from storage.openings import NewDeal, open_deal
from tests.storage.rows import NOW, a_client, a_person

FROM, UNTIL, OTHER = date(2026, 11, 30), date(2026, 12, 15), date(2026, 12, 4)


def closing(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


class Story:
    """Anna's small deal; Olga is her head."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.company = Company({})
        self.anna = self.olga = self.run = 0

    async def begin(self) -> "Story":
        async with self.db.begin() as tx:
            self.anna, self.olga = await a_person(tx, "Анна"), await a_person(tx, "Ольга")
            self.company = Company(
                versions(),
                organisation=Organisation(heads={self.anna: self.olga}),
                rules=rulebook.shipped(),
            )
            new = NewDeal(self.anna, client_id=await a_client(tx), amount=Decimal(100_000), currency="RUB")
            begun = await open_deal(tx, new, NOW, company=self.company, process="simple", actor_id=self.anna)
            self.run = begun.run_id
        return self

    async def do(self, run: int, trigger: Any, actor: int) -> Advanced:
        async with self.db.begin() as tx:
            return await advance(tx, run, trigger, NOW, company=self.company, actor_id=actor)

    async def ask(self, until: date = UNTIL) -> Advanced:
        answers: dict[str, Answer] = {"complex_reason": "supplier", "complex_until": until}
        return await self.do(self.run, Plan("complex", answers), self.anna)

    async def decide(self, outcome: str, **answers: Answer) -> Advanced:
        request = await self.request()
        assert request.task is not None
        return await self.do(request.run_id, Press(request.task, outcome, answers), self.olga)

    async def request(self) -> requests.Request:
        async with self.db.read() as session:
            return (await requests.of_deal(session, self.run))[0]

    async def duty(self) -> obligations.Kept:
        async with self.db.read() as session:
            found = await obligations.of_run(session, self.run)
        return next(one for one in found if one.rule == "proposal_5d")

    async def extra(self) -> dict[str, Any]:
        async with self.db.read() as session:
            card = await deals.card_of_run(session, self.run)
        assert card is not None
        return dict(card.extra)


async def test_the_agreed_date_is_the_deals_own_from_then_on(db: Database) -> None:
    story = await Story(db).begin()
    await story.ask()
    assert (await story.duty()).obligation.state is State.SUSPENDED
    await story.decide("other_date", complex_until=OTHER)
    found = (await story.duty()).obligation
    assert (found.state, found.due_at) == (State.EXTENDED, closing(OTHER))
    extra = await story.extra()
    assert (extra["complex_until"], extra["complex_ok"]) == (OTHER.isoformat(), "yes")


async def test_as_it_was_asked(db: Database) -> None:
    story = await Story(db).begin()
    await story.ask()
    await story.decide("approve")
    assert (await story.duty()).obligation.due_at == closing(UNTIL)
    assert (await story.extra())["complex_until"] == UNTIL.isoformat()


async def test_a_rejection_brings_nothing_back_but_that(db: Database) -> None:
    story = await Story(db).begin()
    await story.ask()
    await story.decide("reject", reject_reason="usual")
    extra = await story.extra()
    assert extra["complex_ok"] == "no"
    assert "reject_reason" not in extra
    assert extra["complex_until"] == UNTIL.isoformat()
    assert (await story.duty()).obligation.due_at == closing(FROM)


async def test_what_is_done_meanwhile_takes_the_request_back_and_undo_brings_it_again(db: Database) -> None:
    story = await Story(db).begin()
    await story.ask()
    done = await story.do(story.run, Amend(("proposal_sent",), {"proposal_sent": NOW.date()}), story.anna)
    assert [one.state for one in done.caused] == ["withdrawn"]
    assert (await story.request()).state == "withdrawn"
    assert (await story.duty()).obligation.state is State.FULFILLED
    async with db.read() as session:
        assert [one.key for one in await activities.open_of(session, story.run)] == ["first_call"]
    assert done.cause_id is not None
    async with db.begin() as tx:
        await undo.undo(tx, story.run, done.cause_id, NOW, company=story.company, actor_id=story.anna)
    request = await story.request()
    assert (request.state, request.open) == ("asked", True)
    assert (await story.duty()).obligation.state is State.SUSPENDED
    assert "proposal_sent" not in await story.extra()
    await story.decide("approve")
    assert (await story.duty()).obligation.due_at == closing(UNTIL)
