import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.exports import text_file
from bot.exports.sheets import Sheet

ROW = (
    "ООО «Ромашка; и Ко»",
    Decimal("1054.50"),
    date(2026, 3, 13),
    datetime.fromisoformat("2026-03-13T09:30"),
    None,
    7,
)
HEADER = ("a", "b", "c", "d", "e", "f")


def test_russian_excel_opens_it_by_a_double_click() -> None:
    content = text_file.written(Sheet("Сделки", HEADER, [ROW]), "ru")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == (
        'a;b;c;d;e;f\r\n"ООО «Ромашка; и Ко»";1054,50;2026-03-13;2026-03-13 09:30;;7\r\n'
    )


def test_others_get_commas_and_points() -> None:
    text = text_file.written(Sheet("Deals", HEADER, [ROW]), "en").decode("utf-8-sig")
    assert text.splitlines()[1].endswith(",1054.50,2026-03-13,2026-03-13 09:30,,7")


@pytest.mark.parametrize(
    "text", ["=1+1", "+74951234567", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
)
def test_text_that_begins_like_a_formula_is_quoted(text: str) -> None:
    content = text_file.written(Sheet("x", ("=a",), [(text,)]), "ru").decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert header == ["'=a"]
    assert row[0].startswith("'")


def test_many_sheets_are_one_archive_and_the_same_ones_the_same_bytes() -> None:
    sheets = [Sheet("Сделки", ("a",), [("x",)]), Sheet("Клиенты", ("b",), [("y",)])]
    content = text_file.zipped(sheets, "ru")
    assert content == text_file.zipped(sheets, "ru")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["Сделки.csv", "Клиенты.csv"]
        assert archive.read("Клиенты.csv").decode("utf-8-sig") == "b\r\ny\r\n"
