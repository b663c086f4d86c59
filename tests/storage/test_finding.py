"""Finding by whatever is typed, on both databases; nobody finds what is another's."""

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import clients, finding
from storage.db import Database
from storage.dialects import table
from storage.models import Deal, Phone
from tests.storage.rows import NOW, a_client, a_contact, a_deal, a_person


async def names(tx: AsyncSession, text: str, owners: set[int] | None = None) -> list[str]:
    """The names of the clients that are found, in their order."""
    found = await finding.find(tx, text, owner_ids=owners)
    return [hit.name for hit in await finding.client_hits(tx, found.clients)]


async def test_parts_of_names_of_clients_and_of_people(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        camomile = await a_client(tx, "Ромашка", anna)
        big = await a_client(tx, "ООО «Большая Ромашка»", anna)
        fir = await a_client(tx, "Ёлки-палки", anna)
        await a_contact(tx, big, "Пётр Иванов", phone="+79161234567")
        assert await names(tx, "РОМАШ") == ["Ромашка", "ООО «Большая Ромашка»"]
        assert await names(tx, "ромашка большая") == ["ООО «Большая Ромашка»"]
        assert await names(tx, "елки") == ["Ёлки-палки"]
        assert await names(tx, "петр ив") == ["ООО «Большая Ромашка»"]
        assert await names(tx, "пётр ромашка") == []
        hits = await finding.client_hits(tx, [fir, big, camomile, 999])
        assert [(hit.id, hit.contact, hit.open) for hit in hits] == [
            (fir, None, 0),
            (big, "Пётр Иванов", 0),
            (camomile, None, 0),
        ]


@pytest.mark.parametrize("typed", ["8 (916) 123-45-67", "+79161234567", "9161234567", "4567", "123-45-67"])
async def test_phones_in_any_spelling_and_second_ones(db: Database, typed: str) -> None:
    async with db.begin() as tx:
        first, second = await a_client(tx, "Первый"), await a_client(tx, "Второй")
        await a_contact(tx, first, "А", phone="+79161234567")
        contact = await a_contact(tx, second, "Б", phone="+74950000000")
        tx.add(Phone(contact_id=contact, number="+79161234567"))
        await tx.flush()
        assert sorted(await names(tx, typed)) == ["Второй", "Первый"]
        assert await names(tx, "567") == []


async def test_numbers_of_deals_and_tax_numbers(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        client = await clients.add(tx, name="С номером", owner_id=anna, now=NOW, inn="7707083893")
        deal, _ = await a_deal(tx, anna, client_id=client, number="Z063OYW0")
        assert await names(tx, "7707083893") == ["С номером"]
        assert (await finding.find(tx, "z063oyw0", owner_ids={anna})).deals == (deal,)
        assert (await finding.find(tx, f"#{deal}", owner_ids={anna})).deals == (deal,)
        assert (await finding.find(tx, f"№ {deal}", owner_ids=None)).deals == (deal,)
        assert (await finding.find(tx, "Z063OYW0", owner_ids={anna + 1})).count == 0
        assert (await finding.find(tx, "#99999999999", owner_ids=None)).count == 0


async def test_a_contact_without_a_client_leads_to_its_deal(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        contact = await a_contact(tx, None, "Глеб", phone="+79035556677")
        deal, run = await a_deal(tx, anna, contact_id=contact)
        for typed in ("глеб", "6677"):
            assert (await finding.find(tx, typed, owner_ids={anna})).deals == (deal,)
        (hit,) = await finding.deal_hits(tx, [deal])
        assert (hit.run_id, hit.client, hit.contact) == (run, None, "Глеб")


async def test_a_number_that_only_the_deal_has(db: Database) -> None:
    async with db.begin() as tx:
        anna = await a_person(tx)
        deal, _ = await a_deal(tx, anna)
        await tx.execute(update(table(Deal)).where(Deal.id == deal).values(extra={"phone": "+79035556677"}))
        assert (await finding.find(tx, "5556677", owner_ids={anna})).deals == (deal,)


@pytest.mark.parametrize("typed", ["рамашка", "ромшака", "ромашк", "ромашкаа", "роамшка"])
async def test_slips_are_forgiven_when_nothing_is_called_so(db: Database, typed: str) -> None:
    async with db.begin() as tx:
        await a_client(tx, "Ромашка")
        await a_client(tx, "Розетка")
        found = await finding.find(tx, typed, owner_ids=None)
        assert [hit.name for hit in await finding.client_hits(tx, found.clients)] == ["Ромашка"]
        assert found.guessed == (typed != "ромашк")


async def test_only_what_one_owns_or_has_deals_with(db: Database) -> None:
    async with db.begin() as tx:
        anna, oleg = await a_person(tx, "Анна"), await a_person(tx, "Олег")
        await a_client(tx, "Ромашка", anna)
        shared = await a_client(tx, "Ромашковый луг", oleg)
        await a_client(tx, "Ромашкино", oleg)
        await a_deal(tx, anna, client_id=shared)
        assert await names(tx, "ромашк", {anna}) == ["Ромашка", "Ромашковый луг"]
        assert await names(tx, "ромашк", {oleg}) == ["Ромашкино", "Ромашковый луг"]
        assert len(await names(tx, "ромашк")) == 3
        assert await names(tx, "рамашка", {oleg}) == []
        assert await names(tx, "ромашк", set()) == []


@pytest.mark.parametrize("typed", ["%", "___", "  ", "", "'; DROP TABLE clients; --", "%%%%%", "👍", "\\"])
async def test_signs_are_no_patterns(db: Database, typed: str) -> None:
    async with db.begin() as tx:
        await a_client(tx, "100% хлопок")
        assert await names(tx, typed) == []
        assert await names(tx, "100%") == ["100% хлопок"]
