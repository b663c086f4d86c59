import pytest

from bot.imports import guess, mapping
from bot.imports.mapping import Mapping
from bot.imports.planning import Read
from bot.imports.problems import ErrorRow
from bot.imports.tables import Row, Table
from storage.imports.plan import Contact
from tests.bot.imports.data import SIMPLE, deals, read, table

CLIENTS = "Клиент;Контактное лицо;Моб.;E-mail;ИНН;Отрасль"
DEALS = "Номер;Ответственный;Клиент;Стадия;Контакт;Телефон;Почта;ИНН"


def guessed(*lines: str, header: str = CLIENTS) -> Read:
    found = table("\n".join((header, *lines)) + "\n")
    return read(found, said=guess.mapping([found], SIMPLE))


def error(*lines: str, header: str = CLIENTS) -> ErrorRow:
    (found,) = guessed(*lines, header=header).errors
    return found


def test_a_client_has_its_contact_and_tax_number() -> None:
    found = guessed("Ромашка;Иван Петров;8 (916) 123-45-67;Ivan@romashka.ru;7707 083893;цветы")
    assert found.errors == ()
    (client,) = found.plan.clients
    assert (client.inn, client.details) == ("7707083893", {"Отрасль": "цветы"})
    assert found.plan.contacts == (
        Contact("+79161234567", "Иван Петров", "ромашка", "+79161234567", "Ivan@romashka.ru"),
    )


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("89161234567", "+79161234567"),
        ("79161234567", "+79161234567"),
        ("+49 30 123456", "+4930123456"),
        ("+7 701 123 45 67", "+77011234567"),
    ],
)
def test_numbers_become_one_form_foreign_ones_too(written: str, number: str) -> None:
    (contact,) = guessed(f"Ромашка;Иван;{written};;;").plan.contacts
    assert contact.phone == number


def test_without_a_name_the_mail_or_the_number_stands_for_it() -> None:
    mail, number = guessed("A;;;info@a.ru;;", "B;;89161234567;;;").plan.contacts
    assert (mail.key, mail.name, number.name) == ("info@a.ru", "info@a.ru", "+79161234567")


@pytest.mark.parametrize(
    ("line", "column", "value", "problem"),
    [
        ("A;Иван;звонить Маше;;;", "Моб.", "звонить Маше", "not a phone number"),
        ("A;Иван;12-34;;;", "Моб.", "12-34", "the phone number is too short"),
        ("A;Иван;89161234567, 89161234568;;;", "Моб.", "89161234567, 89161234568",
         "several phone numbers; leave one here"),
        ("A;Иван;;мимо;;", "E-mail", "мимо", "not an e-mail address"),
        ("A;Иван;;;770708389;", "ИНН", "770708389", "an INN has 10 or 12 digits"),
        ("A;Иван;;;77070838931;", "ИНН", "77070838931", "an INN has 10 or 12 digits"),
        ("A;Иван;;;770708389x;", "ИНН", "770708389x", "an INN has 10 or 12 digits"),
        ("A;!!!;;;;", "Контактное лицо", "!!!", "no letter or digit in this name"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error_row(line: str, column: str, value: str, problem: str) -> None:
    found = guessed(line, "B;Пётр;;;;")
    assert found.errors == (ErrorRow("deals.csv", 2, column, value, problem, "clients"),)
    assert [one.name for one in found.plan.contacts] == ["Пётр"]
    assert [one.name for one in found.plan.clients] == ["B"]


def test_one_number_of_a_client_is_one_contact() -> None:
    (contact,) = guessed("A;;89161234567;;;", "A;Иван;+7 916 123-45-67;i@a.ru;;").plan.contacts
    assert contact == Contact("+79161234567", "Иван", "a", "+79161234567", "i@a.ru")


def test_a_client_may_have_several_contacts() -> None:
    found = guessed("A;Иван;89161234567;;;", "A;Пётр;89161234568;;;", "A;Анна;;;;", "A;анна;;;;")
    assert [one.name for one in found.plan.contacts] == ["Иван", "Пётр", "Анна"]
    assert len(found.plan.clients) == 1


def test_one_number_of_two_clients_is_for_the_one_who_sent_the_file() -> None:
    found = error("A;Иван;89161234567;;;", "B;Иван;8 916 123 45 67;;;")
    assert (found.line, found.value) == (3, "+79161234567")
    assert found.problem == "another client has this contact already: A"


def test_a_deal_is_about_its_contact_and_knows_it() -> None:
    found = guessed("1;Анна;Ромашка;Успех;Иван;89161234567;;7707083893", header=DEALS)
    (deal,) = found.plan.deals
    assert deal.contact == "+79161234567"
    assert "contact" not in deal.unknown
    assert found.plan.clients[0].inn == "7707083893"


def test_a_deal_names_a_contact_that_is_known_by_number() -> None:
    found = guessed("1;Анна;Ромашка;Успех;Иван;89161234567;;", "2;Анна;Ромашка;Поиск;иван;;;", header=DEALS)
    assert [deal.contact for deal in found.plan.deals] == ["+79161234567"] * 2
    assert len(found.plan.contacts) == 1


def test_a_lead_without_a_client_has_a_number_all_the_same() -> None:
    found = guessed("1;Анна;;Поиск;Иван;89161234567;;", header=DEALS)
    assert found.plan.deals[0].contact == "+79161234567"
    assert found.plan.contacts[0].client is None
    lost = error("1;Анна;;Поиск;Иван;;;", header=DEALS)
    assert lost.problem == "neither a phone, an e-mail nor a client: nobody can tell who that is"


def test_another_tax_number_of_a_client_is_an_error() -> None:
    lost = error(
        "1;Анна;A;Поиск;;;;7707083893", "2;Анна;A;Поиск;;;;", "3;Анна;A;Поиск;;;;7707083894", header=DEALS
    )
    assert (lost.line, lost.problem) == (4, "this client has another INN above")


def test_a_mapping_in_words() -> None:
    columns = {"name": "org", "contact": "who", "phone": "call", "email": "write", "inn": "tax"}
    said = mapping.Mapping.model_validate(
        {"mapping": 1, "process": "simple", "tables": [{"rows": "clients", "columns": columns}]}
    )
    assert isinstance(said, Mapping)
    found = read(table("org,who,call,write,tax\nA,Ivan,+12025550123,i@a.com,7707083893\n"), said=said)
    assert found.plan.contacts == (Contact("+12025550123", "Ivan", "a", "+12025550123", "i@a.com"),)


def test_files_without_contacts_state_what_they_always_did() -> None:
    found = read(deals("1,M,MG,A,Prospecting,,,"))
    assert found.plan.contacts == ()
    assert "contact" not in found.plan.deals[0].stated()
    assert "inn" not in found.plan.clients[0].stated()


def test_a_sheet_writes_numbers_as_numbers() -> None:
    header = ("Клиент", "Телефон", "ИНН")
    sheet = Table("book.xlsx", header, (Row(2, ("A", 79161234567.0, 7707083893)),))
    found = read(sheet, said=guess.mapping([sheet], SIMPLE))
    assert found.errors == ()
    assert (found.plan.contacts[0].phone, found.plan.clients[0].inn) == ("+79161234567", "7707083893")
