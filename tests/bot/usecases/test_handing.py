"""Who is owed a card after a change, and which message is the card."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases import handing
from fsm.facts import Move, Press
from storage import agenda, cards, models
from storage.apply import advance
from tests.bot.usecases.conftest import COMPANY, Office
from tests.build import Built


async def let(office: Office, deal: Built, trigger: Any, by: str) -> None:
    async with office.db.begin() as tx:
        done = await advance(tx, deal.run, trigger, office.now, company=COMPANY, actor_id=office.staff[by].id)
        await handing.owe(tx, office.work(by), done)


async def owed(office: Office) -> list[tuple[str, int, bool]]:
    """Whom, which activity, and whether somebody else caused it."""
    names = {one.id: name for name, one in office.staff.items()}
    rows = await office.rows(models.Outbox)
    return [(names[row.person_id], row.data["activity"], row.data.get("foreign", False)) for row in rows]


async def test_whoever_finished_something_gets_what_is_next_of_his_day(office: Office) -> None:
    first, second = await office.deal(), await office.deal(client="Лютик")
    await let(office, first, Press(first.activity, "no_answer"), "anna")
    async with office.db.read() as session:
        work = office.work("anna")
        coming = await agenda.next_of(
            session, owner_id=work.person.id, now=office.now, tomorrow=work.tomorrow
        )
    assert coming is not None
    assert await owed(office) == [("anna", coming.id, False)]
    assert coming.id != first.activity
    assert second.run


async def test_what_is_for_another_day_is_not_pushed(office: Office) -> None:
    deal = await office.deal()
    await let(office, deal, Press(deal.activity, "no_answer"), "anna")
    (task,) = await office.open(deal.run)
    office.later(hours=5)
    await let(office, deal, Press(task.id, "no_answer"), "anna")  # the next attempt is tomorrow's
    assert len(await owed(office)) == 1


async def test_the_owner_is_told_what_somebody_else_opened_for_him(office: Office) -> None:
    deal = await office.deal(product="Сервер")
    async with office.db.begin() as tx:
        await tx.execute(update(models.Deal).values(contact_id=deal.contact))
    await let(office, deal, Move("engaging"), "olga")
    ((name, activity, foreign),) = await owed(office)
    assert (name, foreign) == ("anna", True)
    assert activity in {one.id for one in await office.open(deal.run)}


async def test_the_same_cause_owes_nobody_twice(office: Office) -> None:
    deal = await office.deal()
    async with office.db.begin() as tx:
        done = await advance(
            tx,
            deal.run,
            Press(deal.activity, "no_answer"),
            office.now,
            company=COMPANY,
            actor_id=office.staff["olga"].id,
        )
        for _ in range(2):
            await handing.owe(tx, office.work("olga"), done)
    assert len(await owed(office)) == 1


@pytest.mark.parametrize(("known", "leftover"), [(None, []), (400, [400]), (500, [])])
async def test_a_press_adopts_the_message_that_it_came_from(
    office: Office, known: int | None, leftover: list[int]
) -> None:
    deal = await office.deal()
    anna = office.staff["anna"].id
    place: dict[str, Any] = {"person_id": anna, "kind": handing.TASK, "subject_id": deal.activity}
    work = office.work("anna")
    async with office.db.begin() as tx:
        if known:
            await cards.put(tx, **place, chat_id=1001, message_id=known, revision=9, now=office.now)
        await handing.adopt(tx, work, deal.activity, 500)
    assert work.leftover == leftover
    async with office.db.read() as session:
        card = await cards.get(session, **place)
    assert (card and (card.message_id, card.revision)) == ((500, 9) if known else None)


async def test_a_message_that_shows_something_else_now_is_no_card_of_what_it_showed(office: Office) -> None:
    """Message 500 was the card of the first; «Мой день» was opened in it, and the second one from there."""
    first, second = await office.deal(), await office.deal(client="Лютик")
    anna = office.staff["anna"].id

    async def put() -> None:
        async with office.db.begin() as tx:
            await cards.put(
                tx,
                person_id=anna,
                kind=handing.TASK,
                subject_id=first.activity,
                chat_id=1001,
                message_id=500,
                revision=1,
                now=office.now,
            )

    async def known() -> bool:
        async with office.db.read() as session:
            found = await cards.get(session, person_id=anna, kind=handing.TASK, subject_id=first.activity)
        return found is not None

    await put()
    async with office.db.begin() as tx:
        await handing.adopt(tx, office.work("anna"), second.activity, 501)
    assert await known()
    async with office.db.begin() as tx:
        await handing.adopt(tx, office.work("anna"), second.activity, 500)
    assert not await known()
    await put()
    async with office.db.begin() as tx:
        await handing.take(tx, office.work("olga"), 500)  # a message of hers, with the same number
        assert await known()
        await handing.take(tx, office.work("anna"), 500)
    assert not await known()
