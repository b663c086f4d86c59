import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports import csv_file
from bot.imports.files import LARGEST, tables_in
from bot.imports.problems import Refused


def cells(content: bytes) -> list[tuple[object, ...]]:
    read = csv_file.read("deals.csv", content)
    return [read.header, *(row.cells for row in read.rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str, end: str) -> None:
    text = end.join(
        delimiter.join(row) for row in [("Клиент", "Сумма"), ("ООО «Ромашка»", "1"), ("Ёлка", "2")]
    )
    assert cells(text.encode(encoding)) == [("Клиент", "Сумма"), ("ООО «Ромашка»", "1"), ("Ёлка", "2")]


def test_commas_inside_quotes_and_decimal_commas_do_not_split() -> None:
    content = b'name;sum\n"a, b";1,5\n"c; d";2,5\n'
    assert cells(content) == [("name", "sum"), ("a, b", "1,5"), ("c; d", "2,5")]


def test_lines_are_those_of_the_file_also_after_a_cell_of_two_lines_and_empty_ones() -> None:
    read = csv_file.read("deals.csv", b'a,b\n"x\ny",1\n\n,\nz,2\n')
    assert [(row.line, row.cells) for row in read.rows] == [(2, ("x\ny", "1")), (6, ("z", "2"))]


def test_a_single_column_is_a_table() -> None:
    assert cells(b"account\nAcme\nBeta\n") == [("account",), ("Acme",), ("Beta",)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\n \n", "the file is empty"),
        (b"a,b\n1,\x002\n", "deals.csv:2: a NUL character"),
        (b"a,b\n\xff\x98,2\n", "deals.csv:2: neither UTF-8 nor Windows-1251"),
        ("name\nCafé Münchën façade\n".encode("latin-1"), "read as Windows-1251 it makes no words"),
        (b"\xef\xbb\xbfa\n\xff\n", "deals.csv:2: not utf-8-sig"),
        (b"a," * 300 + b"\n", "more than 200 columns"),
        (b"a\n" + b"x" * 40_000 + b"\n", "not CSV: field larger"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=r"^deals\.csv") as refused:
        csv_file.read("deals.csv", content)
    assert why in str(refused.value)


def test_too_many_rows_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="40 MB; at most 32 MB"):
        tables_in("deals.csv", bytes(40 * 2**20))
    assert LARGEST == 32 * 2**20
    monkeypatch.setattr(csv_file, "MOST_ROWS", 3)
    assert len(csv_file.read("deals.csv", b"a\n1\n2\n3\n").rows) == 3
    with pytest.raises(Refused, match="more than 3 rows"):
        csv_file.read("deals.csv", b"a\n1\n2\n3\n4\n")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        read = tables_in("x.csv", content)
    except Refused:
        return
    assert all(row.cells for table in read for row in table.rows)
