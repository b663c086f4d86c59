"""Whether somebody new is known already."""

import pytest

from storage import clients, leads
from storage.db import Database
from storage.leads import Why
from tests.storage.rows import NOW, a_client, a_contact, a_deal, a_person


@pytest.mark.parametrize(
    ("name", "core"),
    [("ООО «Ромашка»", "ромашка"), ("Ромашка, ООО", "ромашка"), ("ИП Ёлкин", "елкин"), ("ООО", "ооо")],
)
def test_the_form_of_a_company_is_no_part_of_its_name(name: str, core: str) -> None:
    assert leads.core(name) == core


async def test_by_phone_by_tax_number_and_by_name_the_surest_first(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        by_name = await a_client(tx, "Ромашка, ООО", anna)
        by_inn = await clients.add(tx, name="Другая", owner_id=oleg, now=NOW, inn="7707083893")
        by_phone = await a_client(tx, "Третья", anna)
        await a_contact(tx, by_phone, "Пётр", phone="+79161234567")
        await a_deal(tx, anna, client_id=by_phone)
        found = await leads.doubles(
            tx, name="«Ромашка»", phone="+79161234567", inn="7707083893", owner_ids={anna}
        )
        assert [(one.client_id, one.why, one.seen, one.open) for one in found] == [
            (by_phone, Why.PHONE, True, 1),
            (by_inn, Why.INN, False, 0),
            (by_name, Why.NAME, True, 0),
        ]
        assert [one.owner for one in found] == ["Анна", "Олег", "Анна"]


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Рамашка", True),
        ("ромашка", True),
        ("ЗАО Ромашка", True),
        ("Ромашковый луг", False),
        ("Ромашка-Юг", False),
        ("Розетка", False),
        ("Ром", False),
    ],
)
async def test_what_a_similar_name_is(db: Database, name: str, same: bool) -> None:
    async with db.begin() as tx:
        client = await a_client(tx, "ООО «Ромашка»")
        found = await leads.doubles(tx, name=name, phone=None, inn=None, owner_ids=None)
        assert [one.client_id for one in found] == ([client] if same else [])


async def test_three_at_most_and_nobody_for_nothing(db: Database) -> None:
    async with db.begin() as tx:
        for _ in range(5):
            await a_client(tx, "Ромашка")
        assert (
            len(await leads.doubles(tx, name="Ромашка", phone=None, inn=None, owner_ids=None)) == leads.MOST
        )
        assert await leads.doubles(tx, name=None, phone=None, inn=None, owner_ids=None) == []
