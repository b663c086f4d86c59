"""Contacts that come with a file, on both databases: a number to dial, nothing twice, what people entered kept."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.imports import guess
from bot.imports.tables import Table
from bot.usecases import imports
from bot.usecases.imports import Counts, Report
from storage import clients, contacts, dialects
from storage.db import Database
from storage.imports import taking_back
from storage.imports.taking_back import TakenBack
from storage.models import Client, Contact, Deal, Imported
from tests.bot.imports.data import SIMPLE, read, table

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
CLIENTS = "Клиент;Контакт;Телефон;Почта;ИНН"
DEALS = "Номер;Ответственный;Клиент;Стадия;Контакт;Телефон;ИНН"
IVAN, OLGA = "+79161234567", "+79161234568"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database.connect(database_url) as database:
        yield database


def of_clients(*lines: str) -> Table:
    return table("\n".join((CLIENTS, *lines)) + "\n", "clients.csv")


def of_deals(*lines: str, header: str = DEALS) -> Table:
    return table("\n".join((header, *lines)) + "\n", "deals.csv")


async def carry_out(db: Database, *found: Table, now: datetime = NOW) -> Report:
    how: dict[str, Any] = {"source": "crm", "zone": "Europe/Moscow", "language": "ru"}
    plan = read(*found, said=guess.mapping(found, SIMPLE), today=now.date())
    return await imports.carry_out(db, plan, process=SIMPLE, now=now, **how)


async def back(db: Database, report: Report) -> TakenBack:
    assert report.import_id is not None
    async with db.begin() as tx:
        return await taking_back.take_back(tx, report.import_id, now=LATER, by_id=None)


async def people(db: Database) -> list[tuple[Any, ...]]:
    query = select(Contact.name, Contact.phone, Contact.email, Client.name)
    query = query.outerjoin(Client, Client.id == Contact.client_id).order_by(Contact.id)
    async with db.read() as session:
        return [tuple(row) for row in await session.execute(query)]


async def dialled(db: Database, number: str) -> tuple[str | None, list[Any]]:
    """The phone on the card of a deal, and what the deal does not know."""
    query = select(Contact.phone, Deal.unknown).select_from(Deal)
    query = query.outerjoin(Contact, Contact.id == Deal.contact_id).where(Deal.number == number)
    async with db.read() as session:
        phone, unknown = (await session.execute(query)).one()
    return phone, unknown


async def inns(db: Database) -> dict[str, str | None]:
    async with db.read() as session:
        return {row.name: row.inn for row in await session.execute(select(Client.name, Client.inn))}


async def by_hand(db: Database, client: str, name: str, phone: str | None = None) -> int:
    async with db.begin() as tx:
        whose = await clients.add(tx, name=client, owner_id=None, now=NOW)
        return await contacts.add(tx, client_id=whose, name=name, phone=phone)


async def test_a_client_and_a_deal_have_somebody_to_call_and_again_nothing_changes(db: Database) -> None:
    files = (
        of_clients("Ромашка;Иван;8 916 123-45-67;i@r.ru;7707083893", "Лютик;Ольга;;o@l.ru;"),
        of_deals("1;Анна;Астра;Выиграна;Ольга;89161234568;770708389312", "2;Анна;Ромашка;Поиск;;;"),
    )
    report = await carry_out(db, *files)
    assert report.counts["contacts"] == Counts(3, 0, 0, 0)
    assert await people(db) == [
        ("Иван", IVAN, "i@r.ru", "Ромашка"),
        ("Ольга", None, "o@l.ru", "Лютик"),
        ("Ольга", OLGA, None, "Астра"),
    ]
    assert await inns(db) == {"Ромашка": "7707083893", "Лютик": None, "Астра": "770708389312"}
    phone, unknown = await dialled(db, "1")
    assert phone == OLGA
    assert "contact" not in unknown
    # The file does not say whom deal 2 is about, but the client has one contact only.
    assert (await dialled(db, "2"))[0] == IVAN
    again = await carry_out(db, *files, now=LATER)
    assert again.import_id is None
    assert again.counts["contacts"] == Counts(0, 0, 3, 0)


async def test_of_several_contacts_none_is_guessed(db: Database) -> None:
    await carry_out(
        db, of_clients("A;Иван;89161234567;;", "A;Ольга;89161234568;;"), of_deals("1;Анна;A;Поиск;;;")
    )
    assert (await dialled(db, "1"))[0] is None


async def test_taken_back_nothing_of_them_is_left(db: Database) -> None:
    report = await carry_out(db, of_deals("1;Анна;A;Поиск;Иван;89161234567;7707083893"))
    done = await back(db, report)
    assert done.kept == ()
    assert (done.removed["contacts"], done.removed["clients"], done.removed["deals"]) == (1, 1, 1)
    assert await people(db) == []
    async with db.read() as session:
        assert list(await session.scalars(select(Imported.key))) == []


async def test_somebody_whom_the_rep_entered_gets_what_was_missing_and_no_double(db: Database) -> None:
    known = await by_hand(db, "Ромашка", "Иван Петров")
    report = await carry_out(db, of_clients("Ромашка;Иван  Петров;89161234567;i@r.ru;7707083893"))
    assert report.counts["contacts"] == Counts(0, 1, 0, 0)
    assert await people(db) == [("Иван Петров", IVAN, "i@r.ru", "Ромашка")]
    await back(db, report)
    assert await people(db) == [("Иван Петров", None, None, "Ромашка")]
    assert await inns(db) == {"Ромашка": None}
    async with db.read() as session:
        assert (await contacts.get(session, known)) is not None


@pytest.mark.parametrize("second", [False, True])
async def test_a_number_that_is_known_is_the_same_person(db: Database, second: bool) -> None:
    known = await by_hand(db, "Ромашка", "Ваня", OLGA if second else IVAN)
    if second:
        async with db.begin() as tx:
            assert await contacts.add_phone(tx, known, IVAN)
    first = of_deals("1;Анна;Ромашка;Поиск;Иван;89161234567;")
    await carry_out(db, first)
    assert [row[:2] for row in await people(db)] == [("Ваня", OLGA if second else IVAN)]
    assert (await carry_out(db, first, now=LATER)).import_id is None


async def test_two_numbers_of_one_person_in_the_file_are_told_apart_only_once(db: Database) -> None:
    known = await by_hand(db, "A", "Иван", IVAN)
    async with db.begin() as tx:
        await contacts.add_phone(tx, known, OLGA)
    files = of_clients("A;Иван;89161234567;;", "A;Иван;89161234568;;")
    assert (await carry_out(db, files)).counts["contacts"] == Counts(0, 1, 1, 0)
    assert (await carry_out(db, files, now=LATER)).import_id is None
    assert len(await people(db)) == 1


async def test_what_was_mended_here_stays_what_the_file_corrects_is_corrected(db: Database) -> None:
    await carry_out(db, of_clients("A;Иван;89161234567;i@a.ru;7707083893"))
    async with db.begin() as tx:
        await tx.execute(update(dialects.table(Contact)).values(name="Иван Петрович"))
    report = await carry_out(db, of_clients("A;Иван;89161234567;new@a.ru;7707083894"), now=LATER)
    assert report.counts["contacts"] == Counts(0, 1, 0, 0)
    assert await people(db) == [("Иван Петрович", IVAN, "new@a.ru", "A")]
    assert await inns(db) == {"A": "7707083894"}
    await back(db, report)
    assert await people(db) == [("Иван Петрович", IVAN, "i@a.ru", "A")]
    assert await inns(db) == {"A": "7707083893"}


async def test_a_file_that_learned_to_tell_contacts_fills_old_deals(db: Database) -> None:
    plain = "Номер;Ответственный;Клиент;Стадия"
    await carry_out(db, of_deals("1;Анна;A;Выиграна", header=plain))
    assert "contact" in (await dialled(db, "1"))[1]
    report = await carry_out(db, of_deals("1;Анна;A;Выиграна;Иван;89161234567;7707083893"), now=LATER)
    phone, unknown = await dialled(db, "1")
    assert phone == IVAN
    assert "contact" not in unknown
    assert await inns(db) == {"A": "7707083893"}
    # A file that says nothing of contacts takes none away.
    await carry_out(db, of_deals("1;Анна;A;Выиграна", header=plain), now=LATER)
    assert (await dialled(db, "1"))[0] == IVAN
    assert report.counts["contacts"] == Counts(1, 0, 0, 0)


async def test_whom_the_rep_talks_to_is_not_replaced(db: Database) -> None:
    plain = "Номер;Ответственный;Клиент;Стадия"
    await carry_out(db, of_deals("1;Анна;A;Поиск", header=plain))
    async with db.begin() as tx:
        hers = await contacts.add(tx, client_id=None, name="Ольга", phone=OLGA)
        await tx.execute(update(dialects.table(Deal)).values(contact_id=hers))
    await carry_out(db, of_deals("1;Анна;A;Поиск;Иван;89161234567;"), now=LATER)
    assert (await dialled(db, "1"))[0] == OLGA


async def test_deals_without_numbers_are_not_doubled_by_a_new_column(db: Database) -> None:
    await carry_out(db, of_deals("Анна;A;Поиск", header="Ответственный;Клиент;Стадия"))
    later = of_deals("Анна;A;Поиск;Иван", header="Ответственный;Клиент;Стадия;Контакт")
    report = await carry_out(db, later, now=LATER)
    assert report.counts["deals"] == Counts(0, 0, 1, 0)
    assert report.counts["contacts"] == Counts(1, 0, 0, 0)
