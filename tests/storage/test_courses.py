"""How deals went, told from their history: the replay of a rule that is not changed finds what was found in earnest."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm import replay
from fsm.facts import Edit
from fsm.loading import versions
from fsm.replay import Violation
from fsm.rulebook import shipped
from fsm.values import Money
from notifications.timers import fire_due
from storage import courses, models, people, rules
from storage.apply import advance
from storage.company import Company
from storage.db import Database
from storage.rules import Custom
from tests import build
from tests.storage import laws
from tests.storage.rows import DAY, NOW, a_deal, a_person
from tests.storage.walking import Walk

COMPANY = Company(processes=versions(), rules=shipped())


class Slow(Walk):
    """Days pass, so that duties are late."""

    async def _world(self) -> None:
        self.now += timedelta(minutes=self.chance.randrange(14 * 60))
        await fire_due(self.db, self.now, self.company)

    async def _check_stats(self) -> None:
        """Elsewhere."""


@pytest.mark.slow
@pytest.mark.parametrize(("process", "deals", "least"), [("simple", 16, 6), ("corporate", 8, 1)])
async def test_the_rule_as_it_is_finds_what_was_found(
    process: str, deals: int, least: int, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over anything that may happen to deals: changes, hand-overs, leave, requests for another date, undo."""
    for law in ("check", "replay"):
        monkeypatch.setattr(laws, law, _nothing)
    walk = await Slow.prepare(db, seed=20261129, process=process)
    await walk.through(deals)
    await fire_due(walk.db, walk.now, walk.company)
    broken = 0
    for key in ("proposal_5d", "first_answer"):
        recorded = await _recorded(walk.db, key)
        assert await _replayed(walk, key) == recorded
        broken += len(recorded)
    await walk.db.close()
    assert broken >= least


async def _nothing(*_: Any, **__: Any) -> None:
    """Laws are looked for elsewhere."""


async def _recorded(db: Database, key: str) -> dict[int | None, Violation]:
    query = select(models.Obligation).where(
        models.Obligation.rule == key, models.Obligation.state == "breached"
    )
    async with db.read() as session:
        rows = list(await session.scalars(query))
    return {row.run_id: Violation(row.owner_id, row.ended_at) for row in rows if row.ended_at is not None}


async def _replayed(walk: Walk, key: str) -> dict[int | None, Violation]:
    company, rule = walk.company, walk.company.rules[key]
    async with walk.db.read() as session:
        told = await courses.courses(
            session, rule, company, owner_ids=None, since=NOW - DAY, until=walk.now + DAY
        )
        staff = {one.id: one for one in await people.everyone(session)}

    def calendar(person: int) -> Any:
        one = staff[person]
        return company.planning(one.zone, one.work_start, one.work_end, person)

    found: dict[int | None, Violation] = {}
    for one in told:
        for violation in replay.duties(rule, [one], calendar, walk.now):
            found[one.run] = Violation(violation.owner, violation.at)
    return found


async def test_deals_older_than_the_rule_are_told_too(db: Database) -> None:
    """They have no rows of their own: the rule was not there, or off."""
    async with db.begin() as tx:
        anna = await a_person(tx)
        bare = Company(processes=versions())
        built = await build.a_deal(tx, bare, anna, amount=100_000, now=NOW)
        later = Edit({"amount": Money(Decimal(900_000), "RUB")})
        await advance(tx, built.run, later, NOW + 2 * DAY, company=bare, actor_id=anna)
        assert not list(await tx.scalars(select(models.Obligation)))
        (course,) = await courses.courses(
            tx, shipped()["proposal_5d"], bare, owner_ids=[anna], since=NOW, until=NOW + DAY
        )
    assert [(step.at, step.matter.fields["amount"].amount) for step in course.steps] == [
        (NOW, 100_000),
        (NOW + 2 * DAY, 900_000),
    ]


async def test_whose_deals_are_told(db: Database) -> None:
    """One's own, those that once were anybody else's as well; no drafts, none of another time, none from a file."""
    async with db.begin() as tx:
        anna, boris, vera = [await a_person(tx, name) for name in ("Анна", "Борис", "Вера")]
        await a_deal(tx, anna)
        await a_deal(tx, boris)
        await a_deal(tx, anna, draft=True)
        await a_deal(tx, anna, opened_at=NOW - DAY)
        await a_deal(tx, anna, opened_at=NOW + DAY)
        _, imported = await a_deal(tx, anna)
        await _imported(tx, imported)
        _, given = await a_deal(tx, vera)
        entry = {"run_id": given, "revision": 1, "at": NOW, "trigger": {}, "state": "prospecting"}
        await tx.execute(insert(models.History).values(**entry, before={"deal": {"owner_id": anna}}))
        rule = shipped()["proposal_5d"]
        window = {"since": NOW, "until": NOW + DAY}
        mine = await courses.courses(tx, rule, COMPANY, owner_ids=[anna], **window)
        every = await courses.courses(tx, rule, COMPANY, owner_ids=None, **window)
        assert [[step.owner for step in one.steps] for one in mine] == [[anna], [vera]]
        assert len(every) == 3
        assert await courses.imported(tx, owner_ids=[anna], **window) == 1
        assert await courses.imported(tx, owner_ids=[boris], **window) == 0


async def _imported(tx: AsyncSession, run: int) -> None:
    """The deal of this run has come from a file."""
    deal = select(models.Run.subject_id).where(models.Run.id == run).scalar_subquery()
    await tx.execute(update(models.Deal).where(models.Deal.id == deal).values(import_id=1))


async def test_a_rule_that_a_head_has_changed_is_replayed_as_it_would_be(db: Database) -> None:
    """The terms of what runs are what they were; a replay takes the rule that it is given."""
    rule = shipped()["proposal_5d"]
    changed = rules.adapted(rule, Custom(limit=2))
    async with db.begin() as tx:
        anna = await a_person(tx)
        await build.a_deal(tx, COMPANY, anna, amount=100_000, now=NOW)
        told = await courses.courses(tx, rule, COMPANY, owner_ids=None, since=NOW, until=NOW + DAY)
    calendar = COMPANY.calendar("Europe/Moscow", 540, 1080)
    later = NOW + 30 * DAY
    assert replay.duties(changed, told, lambda _: calendar, later)[0].at == NOW + 2 * DAY + timedelta(hours=6)
    assert replay.duties(rule, told, lambda _: calendar, later)[0].at == NOW + 7 * DAY + timedelta(hours=6)
