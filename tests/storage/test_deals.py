from datetime import date
from decimal import Decimal

from storage import deals
from storage.db import Database
from tests.storage.rows import (
    DAY,
    HOUR,
    NOW,
    a_client,
    a_contact,
    a_deal,
    a_person,
    a_product,
    an_activity,
)


async def test_the_card_names_all_that_a_deal_is_about(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        client = await a_client(tx, "<b>Ромашка</b> 🌼")
        contact = await a_contact(tx, client, "Пётр", phone="+79161234567", email="p@example.com")
        product = await a_product(tx)
        deal, run = await a_deal(
            tx,
            anna,
            number="A-1",
            client_id=client,
            contact_id=contact,
            product_id=product,
            amount=Decimal("1234567890123.45"),
            currency="RUB",
            close_date=date(2026, 12, 1),
            extra={"lost_reason": "price"},
            unknown=["contact"],
            outcome="lost",
            stage="lost",
            closed_at=NOW + DAY,
        )
    async with db.read() as session:
        card = await deals.card(session, deal)
        assert card == deals.Card(
            deal_id=deal,
            run_id=run,
            number="A-1",
            process="simple",
            version=1,
            stage_run=1,
            revision=1,
            stage="lost",
            furthest="prospecting",
            outcome="lost",
            amount=Decimal("1234567890123.45"),
            currency="RUB",
            close_date=date(2026, 12, 1),
            extra={"lost_reason": "price"},
            unknown=["contact"],
            opened_at=NOW,
            closed_at=NOW + DAY,
            owner_id=anna,
            owner="Анна Белова",
            client_id=client,
            client="<b>Ромашка</b> 🌼",
            contact_id=contact,
            contact="Пётр",
            phone="+79161234567",
            email="p@example.com",
            product_id=product,
            product="GTX Pro",
        )
        assert await deals.card_of_run(session, run) == card


async def test_a_deal_of_which_nothing_is_known_has_a_card_too(db: Database) -> None:
    async with db.begin() as tx:
        deal, run = await a_deal(tx, await a_person(tx), opened_at=None)
        card = await deals.card(tx, deal)
        assert card is not None
        assert (card.client, card.contact, card.product, card.amount, card.opened_at) == (None,) * 5
        assert await deals.card(tx, 404) is None
        assert await deals.card_of_run(tx, run + 1) is None


async def test_a_page_begins_with_the_earliest_next_step(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        client = await a_client(tx)
        late, late_run = await a_deal(tx, anna, client_id=client, amount=Decimal(100))
        soon, soon_run = await a_deal(tx, anna, stage="engaging", furthest="engaging")
        none, _ = await a_deal(tx, anna)
        lost, _ = await a_deal(tx, anna, stage="lost", outcome="lost", client_id=client)
        other, _ = await a_deal(tx, oleg)
        await an_activity(tx, late_run, anna, NOW + DAY)
        await an_activity(tx, late_run, anna, NOW - DAY, state="done")
        await an_activity(tx, soon_run, anna, NOW + 2 * HOUR, key="follow_up", timed=False)
        first = await an_activity(tx, soon_run, anna, NOW + HOUR)

        lines = await deals.page(tx, owner_ids=[anna])
        assert [line.deal_id for line in lines] == [soon, late, none]
        assert lines[0] == deals.Line(
            soon, soon_run, None, "simple", 1, "engaging", None, None, None, anna, "Анна", None, None,
            first, "first_call", NOW + HOUR, True, opened_at=NOW,
        )  # fmt: skip
        assert (lines[1].client, lines[1].amount) == ("Ромашка", Decimal("100.00"))
        assert (lines[2].next_id, lines[2].next_due, lines[2].next_timed) == (None, None, None)

        async def page(**values: object) -> list[int]:
            found = await deals.page(tx, **({"owner_ids": [anna]} | values))  # type: ignore[arg-type]  # by name
            return [line.deal_id for line in found]

        assert await page(offset=1, limit=1) == [late]
        assert await page(stage="engaging") == [soon]
        assert await page(client_id=client) == [late]
        assert await page(client_id=client, open_=False) == [late, lost]
        assert await page(owner_ids=[]) == []
        assert sorted(await page(owner_ids=None)) == sorted([late, soon, none, other])
        assert sorted(await page(owner_ids={anna, oleg})) == sorted([late, soon, none, other])


async def test_totals_are_exact(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg, idle = await a_person(tx, "А"), await a_person(tx, "О"), await a_person(tx, "Н")
        client = await a_client(tx)
        for amount in ("0.10", "0.20"):
            await a_deal(tx, anna, amount=Decimal(amount), client_id=client)
        await a_deal(tx, anna, stage="engaging")
        await a_deal(tx, anna, stage="won", outcome="won", amount=Decimal(9))
        await a_deal(tx, oleg, amount=Decimal("1e9"))

        assert await deals.by_owner(tx, owner_ids=[anna, oleg, idle]) == {
            anna: deals.Total(3, Decimal("0.30")),
            oleg: deals.Total(1, Decimal(1_000_000_000)),
        }
        assert await deals.by_owner(tx, owner_ids=None) == await deals.by_owner(tx, owner_ids=[anna, oleg])


async def test_money_has_two_decimals_wherever_it_lies(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        deal, _ = await a_deal(tx, anna, amount=Decimal("2.675"))
        other, _ = await a_deal(tx, anna, amount=Decimal("-0.005"))
        cards = [await deals.card(tx, deal), await deals.card(tx, other)]
    assert [str(card.amount) for card in cards if card] == ["2.68", "-0.01"]
