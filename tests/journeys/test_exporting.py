"""Files for other programs, from the chat: everything one may see, and the numbers of a picture."""

import csv
import io
import zipfile
from typing import Any

from openpyxl import load_workbook

from tests.journeys.conftest import Company
from tests.world import World


async def document(world: World, person: str) -> tuple[str, bytes]:
    """The newest file: its name and content."""
    found = [one for one in await world.inbox(person) if one["kind"] == "document"][-1]
    return found["document"]["file_name"], await world.sandbox.file(found["document"]["file_id"])


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


async def test_a_rep_takes_his_own_deals_along(world: World, company: Company) -> None:
    await world.deal(company.anna, client='=HYPERLINK("http://x")', product="Сервер", amount=150_000)
    await world.deal(company.boris, client="Лютик")
    await world.say("Анна", "/export")
    await world.press("Анна", "Excel")
    name, content = await document(world, "Анна")
    assert name == "voronka-2026-11-23.xlsx"
    found = sheets(content)
    assert list(found) == ["Сделки", "Клиенты", "Контакты", "Задачи", "Заметки", "Сотрудники"]
    header, row = found["Сделки"]
    deal = dict(zip(header, row, strict=True))
    assert (deal["Клиент"], deal["Сумма"], deal["Стадия"]) == ('=HYPERLINK("http://x")', 150_000, "Поиск")
    cell = load_workbook(io.BytesIO(content))["Сделки"]["B2"]
    assert cell.data_type == "s"  # and no formula
    assert "Сделок: 1" in await world.screen("Анна")
    # The choice is still there, for the other form.
    await world.press("Анна", "CSV")
    name, content = await document(world, "Анна")
    assert name == "voronka-2026-11-23.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("Сделки.csv").decode("utf-8-sig")
    (deal,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert (deal["Клиент"], deal["Сумма"]) == ('\'=HYPERLINK("http://x")', "150000,00")


async def test_what_was_exported_can_be_imported(world: World, company: Company) -> None:
    """The titles of an export are understood by the import, and nothing is lost on the way."""
    await world.deal(company.anna, client="Ромашка", product="Сервер", amount=150_000)
    await world.say("Анна", "/export")
    await world.press("Анна", "Excel")
    _, content = await document(world, "Анна")
    await world.hire("Дина", 1006, roles=("admin",), team=None)
    await world.sandbox.document(1006, "deals.xlsx", content)
    await world.settle()
    seen = await world.screen("Дина")
    for one in ("Номер → номер сделки", "Ответственный → ответственный", "Стадия → стадия", "Сумма → сумма"):
        assert one in seen


async def test_the_numbers_of_the_funnel_as_a_table(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка", amount=100)
    await world.deal(company.boris, client="Лютик")
    await world.say("Ольга", "/funnel")
    await world.press("Ольга", "Борис")
    await world.press("Ольга", "Excel")
    name, content = await document(world, "Ольга")
    assert name == "funnel-2026-11-23.xlsx"
    found = {row[0]: row[1:] for row in sheets(content)["Воронка"]}
    assert found["Поиск"][:2] == (1, 1)
    assert found["Переговоры"][4] == 0  # of the first stage
    assert found["Выиграно от закрытых"][0] is None  # nothing is closed: no data, and not 0 %
    assert found["Чьи"][0] == "Борис"
    # The picture stays where it is, and its buttons go on working.
    await world.press("Ольга", "CSV")
    _, content = await document(world, "Ольга")
    assert content.decode("utf-8-sig").splitlines()[1].startswith("Поиск;1;1;")
    kinds = [one["kind"] for one in await world.inbox("Ольга")]
    assert kinds == ["photo", "document", "document"]


async def test_a_rep_gets_no_numbers_of_others_by_a_forged_button(world: World, company: Company) -> None:
    await world.deal(company.boris, client="Лютик")
    await world.say("Анна", "/funnel")
    await world.forge("Анна", f"axf:all:p{company.boris.id}:xlsx")
    await world.forge("Анна", f"axf:all:t{company.boris.team_id}:xlsx")
    assert not [one for one in await world.inbox("Анна") if one["kind"] == "document"]


async def test_an_administrator_exports_the_people(world: World, company: Company) -> None:
    await world.deal(company.anna, client="Ромашка")
    await world.hire("Дина", 1006, roles=("admin",), team=None)
    await world.say("Дина", "/export")
    assert "Список сотрудников файлом." in await world.screen("Дина")
    await world.press("Дина", "Excel")
    _, content = await document(world, "Дина")
    found = sheets(content)
    assert list(found) == ["Сотрудники"]
    assert [row[0] for row in found["Сотрудники"]][1:] == ["Анна", "Борис", "Дина", "Игорь", "Ольга"]
