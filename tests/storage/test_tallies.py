"""How a rule does, counted: what began, how it ended, what stands, why it was broken; whose and when."""

from datetime import datetime
from decimal import Decimal

import pytest

from fsm.definition import Threshold
from fsm.obligations import State
from fsm.rulebook import shipped
from storage import tallies
from storage.db import Database
from storage.tallies import Standing
from tests.storage.obliged import an_obligation
from tests.storage.rows import DAY, NOW, a_client, a_deal, a_person

RULE = shipped()["proposal_5d"]
KEY = RULE.rule
WEEK = 7 * DAY


@pytest.fixture
async def anna(db: Database) -> int:
    """Of Anna there is something in every state; one thing of Boris, and one of another rule."""
    async with db.begin() as tx:
        anna, boris = await a_person(tx, "Анна"), await a_person(tx, "Борис")
        for state in (*[State.FULFILLED] * 3, State.EXEMPT, State.STOPPED, State.RUNNING, State.SUSPENDED):
            await an_obligation(tx, anna, state)
        await an_obligation(tx, anna, State.SLEEPING, amount=None)
        await an_obligation(tx, anna, State.SLEEPING, amount=Decimal(900_000))
        await an_obligation(tx, anna, State.BREACHED, reason="forgot")
        await an_obligation(tx, anna, State.BREACHED, right_at=NOW + 4 * DAY)
        await an_obligation(tx, anna, State.BREACHED, reason="forgot", accepted_at=NOW + DAY)
        _, over = await a_deal(tx, anna, outcome="lost")
        await an_obligation(tx, anna, State.BREACHED, run_id=over, subject_id=over, since=NOW - 9 * DAY)
        await an_obligation(tx, boris, State.FULFILLED, ended_at=NOW + WEEK, since=NOW + DAY)
        await an_obligation(tx, anna, State.FULFILLED, rule="first_answer")
    return anna


async def ends(
    db: Database, owners: list[int] | None, since: datetime | None, until: datetime | None
) -> list[State]:
    async with db.read() as session:
        return [one.state for one in await tallies.ends(session, KEY, owners, since, until)]


async def test_what_ended_in_the_period(db: Database, anna: int) -> None:
    found = await ends(db, [anna], NOW, NOW + DAY)
    assert [found.count(one) for one in (State.FULFILLED, State.BREACHED, State.EXEMPT, State.STOPPED)] == [
        3,
        4,
        1,
        1,
    ]
    assert len(found) == 9
    assert await ends(db, [anna], NOW + DAY, None) == []
    assert await ends(db, [anna], None, NOW) == []
    assert await ends(db, None, NOW + DAY, None) == [State.FULFILLED]
    assert len(await ends(db, None, None, None)) == 10


async def test_how_long_it_took_of_what_was_done(db: Database, anna: int) -> None:
    async with db.read() as session:
        found = await tallies.ends(session, KEY, [anna], None, None)
    took: dict[State, set[float | None]] = {one.state: set() for one in found}
    for one in found:
        took[one.state].add(None if one.took is None else round(one.took, 6))
    assert took == {
        State.FULFILLED: {2},
        State.EXEMPT: {2},
        State.STOPPED: {None},
        State.BREACHED: {None, 6},
    }


async def test_how_it_stands_now(db: Database, anna: int) -> None:
    async with db.read() as session:
        found = await tallies.standing(session, KEY, [anna], threshold=RULE.threshold)
        without = await tallies.standing(session, KEY, [anna])
        other = Threshold(field="height", at_least=Decimal(2))
        unheard = await tallies.standing(session, KEY, [anna], threshold=other)
        nobody = await tallies.standing(session, KEY, [], threshold=RULE.threshold)
    assert found == Standing(running=2, sleeping=2, unknown=1, broken=1)
    assert without == Standing(2, 2, 0, 1)
    assert unheard.unknown == 2
    assert nobody == Standing()


async def test_what_is_broken_and_somebody_has_to_see_to(db: Database, anna: int) -> None:
    """Not what a head lets pass, nor a deal that is over; a client has no deal, and stands all the same."""
    async with db.begin() as tx:
        client = await a_client(tx, owner_id=anna)
        silent = {
            "rule": "client_contact",
            "kind": "client",
            "subject_id": client,
            "run_id": None,
            "terms": {},
        }
        await an_obligation(tx, anna, State.BREACHED, **silent)
    async with db.read() as session:
        assert await tallies.broken(session, [anna]) == {KEY: 1, "client_contact": 1}
        assert await tallies.broken(session, None) == {KEY: 1, "client_contact": 1}
        assert await tallies.broken(session, []) == {}


async def test_what_would_stop_with_the_rule(db: Database, anna: int) -> None:
    async with db.read() as session:
        assert await tallies.running(session, KEY) == 4
        assert await tallies.running(session, "client_contact") == 0
    assert anna


async def test_what_began_was_put_right_and_was_accepted(db: Database, anna: int) -> None:
    async with db.read() as session:
        assert await tallies.begun(session, KEY, [anna], NOW - 2 * DAY, NOW) == 12
        assert await tallies.begun(session, KEY, None, None, None) == 14
        assert [round(one, 6) for one in await tallies.righted(session, KEY, [anna], NOW, None)] == [4]
        assert await tallies.righted(session, KEY, [anna], NOW, NOW + DAY) == []
        assert await tallies.accepted(session, KEY, [anna], NOW, NOW + WEEK) == 1
        assert await tallies.accepted(session, KEY, [anna], NOW + 2 * DAY, None) == 0


async def test_reasons_the_most_frequent_first(db: Database, anna: int) -> None:
    async with db.read() as session:
        assert list((await tallies.reasons(session, KEY, [anna], None, None)).items()) == [
            ("forgot", 2),
            (None, 2),
        ]
        assert await tallies.reasons(session, KEY, [anna], NOW + DAY, None) == {}
