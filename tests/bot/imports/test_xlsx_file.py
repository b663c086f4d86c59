import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from bot.imports import xlsx_file
from bot.imports.files import tables_in
from bot.imports.problems import Refused

DAY = datetime.combine(date(2017, 3, 1), time())


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return content.getvalue()


def test_sheets_are_tables_with_typed_cells() -> None:
    content = workbook(
        deals=[["id", "sum", "day"], [7, 10.5, DAY], [None, None, None], ["08", "1", None]],
        empty=[],
        clients=[["account"], ["Acme"]],
    )
    deals, clients = tables_in("book.xlsx", content)
    assert (deals.file, clients.file) == ("book.xlsx/deals", "book.xlsx/clients")
    assert deals.header == ("id", "sum", "day")
    assert [(row.line, row.cells) for row in deals.rows] == [
        (2, (7, 10.5, DAY)),
        (4, ("08", "1", None)),
    ]


def test_a_single_sheet_is_called_like_its_file_and_a_hidden_one_is_not_read() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["account"])
    book.active.append(["Acme"])
    book.create_sheet("secret").append(["account"])
    book["secret"].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    (table,) = tables_in("book.xlsx", content.getvalue())
    assert (table.file, len(table.rows)) == ("book.xlsx", 1)


def test_a_bomb_is_refused_by_what_it_declares_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive(xl__workbook_xml=b"<w/>", xl__worksheets__sheet1_xml=bytes(70 * 2**20))
    assert len(bomb) < 2**20

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    with pytest.raises(Refused, match=r"it would unpack to 70 MB in 2 parts"):
        tables_in("book.xlsx", bomb)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (archive(readme=b"hello"), "not an XLSX file"),
        (archive(xl__workbook_xml=b"<broken"), "a broken XLSX file"),
        (archive(xl__workbook_xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><w/>'), "entities"),
        (b"PK\x03\x04 and nothing more", "not an XLSX file"),
        (b"account\nAcme\n", "not an XLSX file, whatever its name says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a protected Excel file"),
        (workbook(empty=[]), "the file is empty"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=r"^book\.xlsx: ") as refused:
        tables_in("book.xlsx", content)
    assert why in str(refused.value)


def test_a_workbook_is_known_by_its_bytes_whatever_it_is_called() -> None:
    (table,) = tables_in("export.csv", workbook(deals=[["account"], ["Acme"]]))
    assert table.rows[0].cells == ("Acme",)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    rows: list[list[object]] = [["account"], ["1"], ["2"], ["3"], ["4"]]
    with pytest.raises(Refused, match="more than 3 rows"):
        tables_in("book.xlsx", workbook(deals=rows))
