from decimal import Decimal

import pytest

from storage import clients, contacts, names, products
from storage.db import Database
from tests.storage.rows import NOW, a_client, a_contact, a_deal, a_person, a_product


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ООО «Ромашка»", "ооо ромашка"),
        ("  Берёзка -- Плюс ", "березка плюс"),
        ("GTX_Pro", "gtx pro"),
        ("«»", ""),
        ("Straße", "strasse"),
    ],
)
def test_names_fold_to_keys(name: str, key: str) -> None:
    assert names.fold(name) == key


def test_digits_of_a_typed_phone() -> None:
    assert names.digits("+7 (916) 123-45-67 доб. ٣") == "79161234567"


async def test_a_client_is_what_was_added(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        added = await clients.add(tx, name="ООО «Ёлка»", owner_id=anna, now=NOW, details={"sector": "retail"})
        assert await clients.by_name(tx, "ооо елка") == clients.Client(
            added, "ООО «Ёлка»", "ооо елка", anna, {"sector": "retail"}, NOW
        )
        assert await clients.by_name(tx, "ёлка") is None


async def test_contacts_of_a_client(db: Database) -> None:
    async with db.begin() as tx:
        client = await a_client(tx)
        first = await a_contact(tx, client, "Пётр", phone="+79161234567", email="p@example.com")
        second = await a_contact(tx, client, "Мария")
        peter = contacts.Contact(first, client, "Пётр", "+79161234567", "p@example.com")
        assert await contacts.get(tx, first) == peter
        assert await contacts.of_client(tx, client) == [
            contacts.Contact(second, client, "Мария", None, None),
            peter,
        ]
        await contacts.set_phone(tx, second, "+79990000000")
        assert await contacts.get(tx, second) == contacts.Contact(
            second, client, "Мария", "+79990000000", None
        )
        assert await contacts.get(tx, 404) is None


async def test_products_are_found_and_suggested(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        client, other = await a_client(tx), await a_client(tx, "Другой")
        basic = await products.add(tx, name="GTX Basic", series="GTX", price=Decimal(550))
        plus = await a_product(tx, "GTX Plus")
        mg = await a_product(tx, "MG Special")
        for product, about in ((mg, client), (plus, client), (mg, client), (basic, other)):
            await a_deal(tx, anna, client_id=about, product_id=product)

        assert await products.get(tx, basic) == products.Product(
            basic, "GTX Basic", "gtx basic", "GTX", Decimal("550.00")
        )
        assert await products.get(tx, 404) is None
        assert [one.id for one in await products.find(tx, "gtx")] == [basic, plus]
        assert await products.find(tx, "%") == []
        assert [one.id for one in await products.suggested(tx, client_id=client)] == [mg, plus, basic]
        assert [one.id for one in await products.suggested(tx, client_id=client, limit=2)] == [mg, plus]
        assert [one.id for one in await products.suggested(tx, client_id=None)] == [basic, plus, mg]
