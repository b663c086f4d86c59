"""What is late gets a new day: whose it is, reasons, rivals, and the way back in all deals at once."""

from sqlalchemy import insert, update

from bot.usecases import postponing, undoing
from bot.usecases.postponing import Moved, Overdue, To
from bot.usecases.undoing import TakenBack, TooLate
from storage import models
from tests.bot.usecases.conftest import CARD, Office


async def late(office: Office, count: int = 3) -> list[int]:
    """So many deals of Anna's whose first call was due yesterday; their runs."""
    runs = [(await office.deal(client=f"Клиент {number}")).run for number in range(count)]
    await office.deal("boris")
    office.later(days=1)
    return runs


async def dues(office: Office) -> list[str]:
    return sorted(str(one.due.date()) for one in await office.rows(models.Activity) if one.state == "open")


async def test_only_ones_own_is_moved_and_one_tap_takes_all_back(office: Office) -> None:
    await late(office)
    assert await postponing.overdue(office.work("anna")) == Overdue(3, 0)
    before = await dues(office)
    found = await postponing.postpone(office.work("anna"), To.TOMORROW, "", message=CARD)
    assert isinstance(found, Moved)
    assert found.count == 3
    assert await dues(office) == ["2026-11-23", *["2026-11-25"] * 3]
    back = await undoing.take_back(office.work("anna"), found.run, found.cause, message=CARD)
    assert back == TakenBack(found.run, None, many=True)
    assert await dues(office) == before
    assert {one.snoozed for one in await office.rows(models.Activity)} == {0}
    again = await undoing.take_back(office.work("anna"), found.run + 1, found.cause, message=CARD)
    assert isinstance(again, TooLate)


async def test_one_reason_is_for_those_that_need_one(office: Office) -> None:
    runs = await late(office)
    async with office.db.begin() as tx:
        await tx.execute(update(models.Activity).where(models.Activity.run_id == runs[0]).values(snoozed=2))
    for unfit in ("", "r.nonsense"):
        asked = await postponing.postpone(office.work("anna"), To.TODAY, unfit, message=CARD)
        assert asked == Overdue(3, 1)
    found = await postponing.postpone(office.work("anna"), To.TODAY, "r.busy", message=CARD)
    assert isinstance(found, Moved)
    told = {
        one.run_id: one.trigger["answers"]
        for one in await office.rows(models.History)
        if "snooze" in one.trigger
    }
    assert {run: answers.get("own.reason") for run, answers in told.items()} == {
        runs[0]: "r.busy",
        runs[1]: None,
        runs[2]: None,
    }


async def test_where_nothing_is_late_nothing_happens(office: Office) -> None:
    await office.deal()
    assert await postponing.postpone(office.work("anna"), To.WEEK, "", message=CARD) == Overdue(0, 0)


async def test_once_somebody_has_reacted_in_one_deal_none_is_taken_back(office: Office) -> None:
    runs = await late(office)
    found = await postponing.postpone(office.work("anna"), To.TOMORROW, "", message=CARD)
    assert isinstance(found, Moved)
    async with office.db.begin() as tx:
        await tx.execute(
            insert(models.History).values(
                run_id=runs[1],
                revision=9,
                at=office.now,
                actor_id=office.staff["olga"].id,
                trigger={"edit": {}},
                state_before="prospecting",
                state="prospecting",
                before={},
            )
        )
    moved = await dues(office)
    answer = await undoing.take_back(office.work("anna"), found.run, found.cause, message=CARD)
    assert isinstance(answer, TooLate)
    assert await dues(office) == moved
