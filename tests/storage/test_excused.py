"""Exceptions: what was asked, why, who decided what; what was taken back was not asked for."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from fsm.facts import Answer, Move, Plan, Press
from fsm.loading import versions
from fsm.rulebook import shipped
from storage import activities, calendars, excused
from storage.apply import advance
from storage.company import Company
from storage.db import Database
from storage.excused import Excused
from storage.people import Person
from storage.requests import of_deal
from tests import build
from tests.storage.rows import DAY, NOW

RULE = shipped()["proposal_5d"]
EXEMPT = RULE.exempt
WANTED = date(2026, 12, 10)


@dataclass
class Office:
    """Anna sells, Olga answers for her."""

    db: Database
    company: Company = field(init=False)
    anna: Person = field(init=False)
    olga: Person = field(init=False)

    async def begin(self) -> None:
        async with self.db.begin() as tx:
            self.anna = await build.a_user(tx, "Анна", telegram=1, now=NOW)
            self.olga = await build.a_user(tx, "Ольга", roles=("head",), telegram=2, now=NOW)
            self.company = await calendars.company(tx, processes=versions())

    async def ask(self, reason: str = "client", words: str | None = None, **deal: Any) -> int:
        """A deal whose owner asks for another date; its run."""
        answers: dict[str, Answer] = {"complex_reason": reason, "complex_until": WANTED}
        if words is not None:
            answers["complex_words"] = words
        async with self.db.begin() as tx:
            built = await build.a_deal(tx, self.company, self.anna.id, amount=100_000, now=NOW, **deal)
            done = await advance(
                tx,
                built.run,
                Plan("complex", answers),
                NOW + DAY,
                company=self.company,
                actor_id=self.anna.id,
            )
        assert done.questions == ()
        return built.run

    async def decide(self, run: int, outcome: str, **answers: Answer) -> None:
        async with self.db.begin() as tx:
            (request,) = await of_deal(tx, run)
            (task,) = await activities.open_of(tx, request.run_id)
            press = Press(task.id, outcome, answers)
            done = await advance(
                tx, request.run_id, press, NOW + 2 * DAY, company=self.company, actor_id=self.olga.id
            )
        assert done.questions == ()

    async def page(self, **asked: Any) -> list[Excused]:
        assert EXEMPT is not None
        given = {"owner_ids": None, "since": None, "until": None} | asked
        async with self.db.read() as session:
            return await excused.page(session, EXEMPT, **given)


@pytest.fixture
async def office(db: Database) -> Office:
    found = Office(db)
    await found.begin()
    return found


async def test_what_was_decided_and_by_whom(office: Office) -> None:
    run = await office.ask(client="Ромашка")
    await office.decide(run, "other_date", complex_until=date(2026, 12, 15))
    (one,) = await office.page()
    assert replace(one, number=None) == Excused(
        run_id=run, number=None, client="Ромашка", amount=one.amount, currency="RUB", owner="Анна", asker="Анна",
        asked_at=NOW + DAY, decider="Ольга", decided_at=NOW + 2 * DAY, process="complex_deal", version=1,
        state="approved", reason="client", words=None, until="2026-12-15",
    )  # fmt: skip


async def test_a_refusal_and_one_that_waits(office: Office) -> None:
    refused = await office.ask(reason="other", words="Ждём чертежи")
    await office.decide(refused, "reject", reject_reason="usual")
    waits = await office.ask()
    last, first = await office.page()
    assert (last.run_id, last.decider, last.decided_at, last.state) == (waits, None, None, "asked")
    assert (first.state, first.reason, first.words, first.decider) == (
        "rejected",
        "other",
        "Ждём чертежи",
        "Ольга",
    )


async def test_whose_and_when(office: Office) -> None:
    assert EXEMPT is not None
    await office.ask()
    await office.ask(reason="supplier")
    assert len(await office.page(owner_ids=[office.anna.id], since=NOW, until=NOW + 2 * DAY)) == 2
    assert await office.page(owner_ids=[office.olga.id]) == []
    assert await office.page(since=NOW + 2 * DAY) == []
    assert len(await office.page(offset=1, limit=5)) == 1
    everything = {"owner_ids": None, "since": None, "until": None}
    async with office.db.read() as session:
        assert await excused.count(session, EXEMPT, **everything) == 2
        reasons = await excused.reasons(session, EXEMPT, **everything)
    assert reasons == {"client": 1, "supplier": 1}


async def test_what_was_taken_back_is_none(office: Office) -> None:
    run = await office.ask()
    async with office.db.begin() as tx:
        (request,) = await of_deal(tx, run)
        await advance(
            tx,
            request.run_id,
            Move("withdrawn"),
            NOW + 2 * DAY,
            company=office.company,
            actor_id=office.anna.id,
        )
    assert await office.page() == []
