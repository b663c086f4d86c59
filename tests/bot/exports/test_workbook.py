import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.exports import workbook
from bot.exports.sheets import LONGEST, Sheet, Value

HALF_PAST_NINE = datetime.fromisoformat("2026-03-13T09:30")
FORMULAS = ["=1+1", "+7 495", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0"]


def cells(*rows: tuple[Value, ...], title: str = "Сделки") -> list[list[Any]]:
    """What a spreadsheet finds: the cells below the header."""
    content = workbook.written([Sheet(title, ("a", "b", "c"), rows)])
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return [list(row) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_is_text(text: str) -> None:
    ((cell, *_),) = cells((text, None, None))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert str(cell.value).strip() == text.strip()


def test_values_keep_their_types() -> None:
    ((amount, day, moment), (number, negative, nothing)) = cells(
        (Decimal("1054.50"), date(2026, 3, 13), HALF_PAST_NINE), (7, Decimal(-3), None)
    )
    assert (amount.value, amount.number_format) == (1054.5, "#,##0.00")
    assert (day.value, day.number_format) == (datetime.fromisoformat("2026-03-13"), "yyyy-mm-dd")
    assert (moment.value, moment.is_date) == (HALF_PAST_NINE, True)
    assert (number.value, negative.value, nothing.value) == (7, -3, None)


@given(st.lists(st.text(max_size=50), min_size=1, max_size=5))
def test_any_text_makes_a_workbook_without_a_formula(texts: list[str]) -> None:
    for row in cells(*((text, None, None) for text in texts)):
        assert all(cell.data_type != "f" for cell in row)


def test_what_a_file_cannot_hold_is_cut_or_left_out() -> None:
    ((cell, *_),) = cells(("a\x00\x0b" + "x" * 40_000, None, None), title="a/b[c]: " + "д" * 40)
    assert len(cell.value) == LONGEST
    assert cell.value.startswith("ax")
