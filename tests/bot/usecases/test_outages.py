"""After an outage everybody who had cards in hand is told, gets them again, and nobody is told twice."""

from datetime import timedelta

from sqlalchemy import update

from bot.usecases import outages
from bot.usecases.handing import TASK
from storage import cards, heartbeat, models, people
from tests.bot.usecases.conftest import Office
from tests.build import Built


async def in_hand(office: Office, name: str, deal: Built, message: int) -> None:
    async with office.db.begin() as tx:
        await cards.put(
            tx,
            person_id=office.staff[name].id,
            kind=TASK,
            subject_id=deal.activity,
            chat_id=1001,
            message_id=message,
            revision=1,
            now=office.now + timedelta(seconds=message),
        )


async def away(office: Office, **span: float) -> bool:
    async with office.db.begin() as tx:
        await heartbeat.beat(tx, office.now)
    office.later(**span)
    return await outages.make_good(office.db, office.now)


async def owed(office: Office) -> list[tuple[int, str]]:
    return [(row.person_id, row.kind) for row in await office.rows(models.Outbox)]


async def test_the_first_start_and_a_short_absence_are_none(office: Office) -> None:
    await in_hand(office, "anna", await office.deal(), 1)
    assert not await outages.make_good(office.db, office.now)
    assert not await away(office, seconds=150)
    assert await owed(office) == []


async def test_the_last_cards_come_again_and_only_once(office: Office) -> None:
    deals = [await office.deal(client=f"Клиент {number}") for number in range(5)]
    for number, deal in enumerate(deals, 1):
        await in_hand(office, "anna", deal, number)
    assert await away(office, minutes=10)
    anna = office.staff["anna"].id
    assert await owed(office) == [(anna, "outage"), *[(anna, "card")] * outages.CARDS]
    again = [row.data["activity"] for row in await office.rows(models.Outbox) if row.kind == "card"]
    assert again == [deal.activity for deal in reversed(deals[-3:])]
    assert await outages.make_good(office.db, office.now)  # a crash before the next sign of life
    assert len(await owed(office)) == 1 + outages.CARDS


async def test_who_has_nothing_in_hand_or_cannot_be_reached_is_left_alone(office: Office) -> None:
    closed = await office.deal()
    await in_hand(office, "anna", closed, 1)
    async with office.db.begin() as tx:
        await tx.execute(update(models.Activity).values(state="done"))
    await in_hand(office, "boris", await office.deal("boris"), 2)
    async with office.db.begin() as tx:
        await people.block(tx, office.staff["boris"].id, now=office.now)
    await in_hand(office, "igor", await office.deal("igor"), 3)
    await office.left("igor")
    await in_hand(office, "olga", await office.deal("boris", client="Лютик"), 4)  # looked at, not hers
    assert await away(office, hours=1)
    assert await owed(office) == []
