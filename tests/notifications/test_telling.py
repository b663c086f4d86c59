"""Who comes to be owed what, on both databases: never the actor, merged with what waits, capped; channels by team."""

from datetime import datetime, timedelta

import pytest

from notifications import feed, owing
from notifications.delivery import deliver
from notifications.kinds import Card, DeadLetter, Payload
from storage import channels, outbox, people, teams
from storage.apply import Advanced
from storage.company import Away, Company
from storage.db import Database
from tests.notifications.conftest import COMPANY, Hands, Port, put, rows
from tests.storage.rows import NOW, a_person

MORNING = NOW.replace(hour=7)
"""Ten o'clock in Moscow, in working hours."""


@pytest.fixture
async def pair(db: Database) -> tuple[int, int]:
    """Anna, and Boris who stands in for her when she is away."""
    async with db.begin() as tx:
        return (
            await a_person(tx, "Анна", telegram_id=11, joined_at=NOW),
            await a_person(tx, "Борис", telegram_id=12, joined_at=NOW),
        )


async def tell(
    db: Database, to: int, payload: Payload, at: datetime, actor: int | None, **how: Company
) -> bool:
    async with db.begin() as tx:
        company = how.get("company", COMPANY)
        return await owing.tell(tx, to, payload, now=at, company=company, actor_id=actor)


async def test_a_window_opens_with_the_first_event_and_ends_for_all(
    db: Database, pair: tuple[int, int]
) -> None:
    anna, boris = pair
    assert await tell(db, anna, Card(1, 1, foreign=True, run=5), MORNING, boris)
    later = MORNING + timedelta(seconds=90)
    assert await tell(db, anna, Card(2, 2, foreign=True, run=5), later, boris)
    assert await tell(db, anna, Card(3, 3, foreign=True, run=6), later, boris)
    due = {row.data["activity"]: row.due for row in (await rows(db)).values()}
    assert due == {
        1: MORNING + timedelta(minutes=2),
        2: MORNING + timedelta(minutes=2),
        3: later + timedelta(minutes=2),
    }


async def test_the_actor_is_not_told_and_who_stands_in_is(db: Database, pair: tuple[int, int]) -> None:
    anna, boris = pair
    day = NOW.date()
    away = Company({}, away=(Away(anna, "Europe/Moscow", day, day, (boris,)),))
    nobody = Company({}, away=(Away(anna, "Europe/Moscow", day, day),))
    card = Card(1, 1, foreign=True, run=5)
    assert not await tell(db, anna, card, MORNING, anna)
    assert not await tell(db, anna, card, MORNING, boris, company=away), "Boris did it in her stead"
    assert not await tell(db, anna, card, MORNING, None, company=nobody)
    assert await tell(db, anna, card, MORNING, None, company=away)
    assert [row.person_id for row in (await rows(db)).values()] == [boris]


async def test_what_cannot_be_read_is_merged_with_nothing(db: Database, pair: tuple[int, int]) -> None:
    async with db.begin() as tx:
        await outbox.put(tx, kind="telepathy", person_id=pair[0], key="t", due=MORNING, now=MORNING)
    assert await tell(db, pair[0], Card(1, 1, foreign=True, run=5), MORNING, None)


async def test_the_cap_holds_what_can_wait_and_nothing_else(
    db: Database, pair: tuple[int, int], clock: Hands, port: Port
) -> None:
    company = Company({}, hourly=2)
    clock.at = MORNING
    for number in range(5):
        await put(db, pair[0], Card(number, number, foreign=True, run=number + 1), due=clock.at, now=clock.at)
        await deliver(db, port, company, clock)
        clock.move(minutes=1)
    assert len(port.sent) == 2
    await put(db, pair[0], Card(9, 9), due=clock.at, now=clock.at)
    await put(db, pair[0], DeadLetter(1), due=clock.at, now=clock.at)
    await put(db, pair[1], Card(8, 8, foreign=True, run=8), due=clock.at, now=clock.at)
    await deliver(db, port, company, clock)
    assert len(port.sent) == 5, "answers and other people's are no part of it"
    waiting = [row.due for row in (await rows(db)).values() if row.state == "pending"]
    assert waiting == [MORNING.replace(hour=15)] * 3, "for the recap of the evening"
    clock.at = waiting[0]
    await deliver(db, port, company, clock)
    assert len(port.sent) == 6, "all three of them are one list"
    assert {row.state for row in (await rows(db)).values()} == {"sent"}


async def test_what_spoke_for_others_and_failed_takes_them_along(
    db: Database, pair: tuple[int, int], clock: Hands, port: Port
) -> None:
    """A list of three cards that a night holds up loses none of them."""
    clock.at = NOW.replace(hour=20)
    for number in range(3):
        await put(db, pair[0], Card(number, number, foreign=True, run=number + 1), due=clock.at, now=clock.at)
    await deliver(db, port, COMPANY, clock)
    assert port.sent == []
    assert {row.state for row in (await rows(db)).values()} == {"pending"}
    clock.at = (NOW + timedelta(days=1)).replace(hour=6)
    await deliver(db, port, COMPANY, clock)
    assert len(port.sent) == 1
    assert {row.state for row in (await rows(db)).values()} == {"sent"}


async def test_a_channel_hears_of_its_team_and_of_what_it_wants(db: Database) -> None:
    async with db.begin() as tx:
        north = await teams.add(tx, name="Север")
        below = await teams.add(tx, name="Север-2", parent_id=north)
        south = await teams.add(tx, name="Юг")
        anna = await a_person(tx, "Анна", telegram_id=11, joined_at=NOW)
        await people.set_team(tx, anna, below)
        wanted = {}
        for name, team, kinds in (
            ("north", north, ["won", "new"]),
            ("all", None, ["won"]),
            ("south", south, ["won"]),
            ("deaf", north, []),
            ("lost only", north, ["lost"]),
        ):
            wanted[name] = await channels.add(
                tx, chat_id=-1, thread_id=None, title=name, team_id=team, language="ru", by_id=anna, now=NOW
            )
            await channels.change(tx, wanted[name], kinds=kinds)
        won = Advanced(1, 1, anna, "won", final="won", cause_id=7)
        assert await feed.post(tx, won, NOW) == 2
        assert await feed.post(tx, won, NOW) == 0, "once"
        assert await feed.post(tx, Advanced(1, 1, anna, "engaging", moved=True, cause_id=8), NOW) == 0
        assert await feed.post(tx, Advanced(2, 2, anna, "prospecting", begun=True, cause_id=9), NOW) == 1
        await channels.close(tx, [wanted["all"]], now=NOW)
    found = [(row.channel_id, row.data["event"]) for row in (await rows(db)).values()]
    assert found == [(wanted["north"], "won"), (wanted["all"], "won"), (wanted["north"], "new")]
