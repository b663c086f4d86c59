"""Performance discipline: what counts as on time, late or missed, on whose day, and what is not counted at all."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from storage import discipline
from storage.db import Database
from storage.discipline import Discipline
from storage.models import Run
from tests.storage.rows import DAY, HOUR, NOW, a_deal, a_person, an_activity

DUE = NOW  # noon of a Monday in Moscow
MIDNIGHT = NOW + 12 * HOUR


@pytest.fixture
async def anna(db: Database) -> int:
    async with db.begin() as tx:
        return await a_person(tx, "Анна")


async def given(db: Database, owner: int, **values: Any) -> None:
    """An activity that was planned a week before it was due."""
    async with db.begin() as tx:
        _, run = await a_deal(tx, owner)
        await an_activity(tx, run, owner, values.pop("due", DUE), **{"opened_at": DUE - 7 * DAY} | values)


async def done(db: Database, owner: int, at: datetime, **values: Any) -> None:
    await given(db, owner, state="done", closed_at=at, **values)


async def found(db: Database, owner: int, **asked: Any) -> Discipline:
    given_ = {"since": DUE - DAY, "until": DUE + 5 * DAY, "now": DUE + 9 * DAY} | asked
    async with db.read() as session:
        return (await discipline.of(session, [owner], **given_)).get(owner, Discipline())


@pytest.mark.parametrize(
    ("closed_at", "on_time", "late"),
    [
        (DUE - 2 * HOUR, 1, 0),
        (DUE, 1, 0),
        (DUE + 5 * HOUR, 1, 0),  # an hour of its day was named, and it was another hour of that day
        (MIDNIGHT, 1, 0),
        (MIDNIGHT + timedelta(microseconds=1), 0, 1),
        (DUE + 3 * DAY, 0, 1),
    ],
)
async def test_until_the_end_of_its_day(
    closed_at: datetime, on_time: int, late: int, db: Database, anna: int
) -> None:
    await done(db, anna, closed_at)
    one = await found(db, anna)
    assert (one.on_time, one.late, one.missed, one.all) == (on_time, late, 0, 1)


async def test_the_day_is_the_owners(db: Database) -> None:
    async with db.begin() as tx:
        far = await a_person(tx, "Вера", zone="Asia/Kamchatka")  # its Monday is over nine hours earlier
    await done(db, far, DUE + 4 * HOUR)
    assert (await found(db, far)).late == 1


async def test_how_late_from_the_moment_it_was_due(db: Database, anna: int) -> None:
    for hours in (13, 20, 72):
        await done(db, anna, DUE + hours * HOUR)
    await done(db, anna, DUE - HOUR)
    one = await found(db, anna)
    assert (one.on_time, one.late, one.median) == (1, 3, 20)
    assert (await found(db, anna, since=DUE + 3 * DAY)).median == 72


async def test_what_was_left_is_missed_once_its_day_is_over(db: Database, anna: int) -> None:
    await given(db, anna)
    assert (await found(db, anna)).missed == 1
    assert (await found(db, anna, now=DUE + HOUR)).missed == 0
    assert (await found(db, anna, until=DUE + HOUR)).missed == 0
    assert (await found(db, anna, since=DUE + HOUR)).missed == 0  # it was due before the period


async def test_what_was_needed_no_more_is_missed_only_after_its_day(db: Database, anna: int) -> None:
    await given(db, anna, state="cancelled", closed_at=DUE + HOUR)
    assert await found(db, anna) == Discipline()
    await given(db, anna, state="cancelled", closed_at=DUE + 2 * DAY)
    assert (await found(db, anna)).missed == 1


async def test_how_often_it_was_put_off(db: Database, anna: int) -> None:
    await done(db, anna, DUE, snoozed=2)
    await given(db, anna, snoozed=1)
    await given(db, anna, due=DUE + 30 * DAY, snoozed=9)
    assert (await found(db, anna)).snoozed == 3


async def test_what_was_never_planned_is_not_counted(db: Database, anna: int) -> None:
    """A call that came in, and a step that waits for somebody else's decision; nor what was taken back."""
    await done(db, anna, DUE, opened_at=DUE)
    await given(db, anna, state="undone", closed_at=DUE + 2 * DAY)
    async with db.begin() as tx:
        _, run = await a_deal(tx, anna)
        waiting = await an_activity(tx, run, anna, DUE, kind="approval", opened_at=DUE - DAY)
        _, request = await a_deal(tx, anna)
        await tx.execute(update(Run).where(Run.id == request).values(kind="request", activity_id=waiting))
    assert await found(db, anna) == Discipline()


async def test_of_whom(db: Database, anna: int) -> None:
    async with db.begin() as tx:
        boris = await a_person(tx, "Борис")
    await done(db, anna, DUE)
    await done(db, boris, DUE)
    async with db.read() as session:
        given_: dict[str, Any] = {"since": None, "until": None, "now": DUE + DAY}
        assert set(await discipline.of(session, None, **given_)) == {anna, boris}
        assert set(await discipline.of(session, [boris], **given_)) == {boris}
        assert await discipline.of(session, [], **given_) == {}
