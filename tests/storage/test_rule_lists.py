"""The lists of a rule: who was in time, who was not, what stands broken, what is not known; page by page."""

from decimal import Decimal
from typing import Any

import pytest

from fsm.obligations import State
from fsm.rulebook import shipped
from storage import rule_lists
from storage.db import Database
from storage.rule_lists import Group, Line
from tests.storage.obliged import an_obligation
from tests.storage.rows import DAY, NOW, a_client, a_deal, a_person

RULE = shipped()["proposal_5d"]


async def page(db: Database, group: Group, owners: list[int] | None, **asked: Any) -> list[Line]:
    given: dict[str, Any] = {"since": NOW - DAY, "until": NOW + DAY, "rule": RULE} | asked
    async with db.read() as session:
        return await rule_lists.page(session, given.pop("rule"), group, owner_ids=owners, **given)


@pytest.fixture
async def anna(db: Database) -> int:
    """Five in time, one a day later than another; two late; one without a sum; one of Boris."""
    async with db.begin() as tx:
        anna, boris = await a_person(tx, "Анна"), await a_person(tx, "Борис")
        client = await a_client(tx, "Ромашка", anna)
        for number in range(5):
            deal, run = await a_deal(
                tx, anna, client_id=client, number=f"A{number}", amount=Decimal(number), currency="RUB"
            )
            await an_obligation(
                tx, anna, State.FULFILLED, run_id=run, subject_id=deal, ended_at=NOW + number * DAY / 8
            )
        await an_obligation(tx, anna, State.BREACHED)
        await an_obligation(tx, anna, State.BREACHED, right_at=NOW + DAY, reason="other", words="Забыл")
        await an_obligation(tx, anna, State.SLEEPING, amount=None)
        await an_obligation(tx, anna, State.SLEEPING)
        await an_obligation(tx, boris, State.FULFILLED)
        await an_obligation(tx, anna, State.FULFILLED, ended_at=NOW + 9 * DAY)
    return anna


async def test_in_time_the_last_first(db: Database, anna: int) -> None:
    found = await page(db, Group.IN_TIME, [anna])
    assert [one.number for one in found] == ["A4", "A3", "A2", "A1", "A0"]
    first = found[0]
    assert (first.owner, first.client, first.amount, first.currency) == ("Анна", "Ромашка", Decimal(4), "RUB")
    assert (first.kept.obligation.state, first.kept.run_id is not None) == (State.FULFILLED, True)


async def test_a_page_of_it(db: Database, anna: int) -> None:
    assert [one.number for one in await page(db, Group.IN_TIME, [anna], offset=1, limit=2)] == ["A3", "A2"]
    async with db.read() as session:
        given = {"since": NOW - DAY, "until": NOW + DAY}
        assert await rule_lists.count(session, RULE, Group.IN_TIME, owner_ids=[anna], **given) == 5
        assert await rule_lists.count(session, RULE, Group.IN_TIME, owner_ids=None, **given) == 6
        assert await rule_lists.count(session, RULE, Group.IN_TIME, owner_ids=[], **given) == 0


async def test_not_in_time_stands_or_was_done_late(db: Database, anna: int) -> None:
    late = await page(db, Group.LATE, [anna])
    assert [(one.kept.reason, one.kept.words, one.kept.standing) for one in late] == [
        ("other", "Забыл", False),
        (None, None, True),
    ]
    broken = await page(db, Group.BROKEN, [anna], since=NOW + 99 * DAY)
    assert [one.kept.id for one in broken] == [late[1].kept.id]


async def test_what_is_not_known(db: Database, anna: int) -> None:
    (line,) = await page(db, Group.UNKNOWN, [anna])
    assert (line.amount, line.kept.obligation.state) == (None, State.SLEEPING)
    bare = RULE.model_copy(update={"threshold": None})
    assert await page(db, Group.UNKNOWN, [anna], rule=bare) == []


async def test_a_client_who_is_left_alone(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        client = await a_client(tx, "Лютик", anna)
        values = {
            "rule": "client_contact",
            "kind": "client",
            "subject_id": client,
            "run_id": None,
            "terms": {},
        }
        await an_obligation(tx, anna, State.BREACHED, **values)
    (line,) = await page(db, Group.BROKEN, [anna], rule=shipped()["client_contact"])
    assert (line.client, line.client_id, line.number, line.kept.run_id) == ("Лютик", client, None, None)
    assert line.kept.terms is None
