from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports import amounts
from bot.imports.problems import Refused
from bot.imports.tables import Cell


def column(*cells: Cell) -> list[tuple[int, Cell]]:
    return list(enumerate(cells, 2))


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1054", "50"], "."),
        (["1054.0"], "."),
        (["1054,5"], ","),
        (["1,054.00"], "."),
        (["1.054,00"], ","),
        (["1 054,00"], ","),
        (["1,234,567", "1,054"], "."),
        (["1.054", "99.5"], "."),
        (["0.125"], "."),
        (["12345,678"], ","),
        ([1054.25, None, ""], "."),
    ],
)
def test_the_mark_of_a_column_is_found_out(cells: list[Cell], mark: str) -> None:
    assert amounts.mark("x", "c", column(*cells)) == mark


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["500", "1,054"], r"1,054 \(line 3\) may have thousands or three decimals"),
        (["1.054"], r"1\.054 \(line 2\)"),
        (["1.5", "2,5"], "a decimal point and 2,5 .* a decimal comma"),
    ],
)
def test_an_ambiguous_or_contradictory_column_is_refused(cells: list[Cell], why: str) -> None:
    with pytest.raises(Refused, match=why):
        amounts.mark("x", "c", column(*cells))


@pytest.mark.parametrize(
    ("cell", "mark", "amount"),
    [
        ("1054", ".", "1054.00"),
        ("1054.0", ".", "1054.00"),
        ("1054.", ".", "1054.00"),
        ("$1,054.50", ".", "1054.50"),
        ("1 054,5 USD", ",", "1054.50"),
        ("1\N{NO-BREAK SPACE}054\N{NO-BREAK SPACE}000,50", ",", "1054000.50"),
        ("1'054", ".", "1054.00"),
        ("1054,5000", ",", "1054.50"),
        (1054, ",", "1054.00"),
        (0.1, ".", "0.10"),
    ],
)
def test_an_amount_is_read(cell: Cell, mark: str, amount: str) -> None:
    found = amounts.parsed(cell, mark, "USD")
    assert str(found) == amount


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("a lot", "not an amount"),
        ("1.054.00", "not an amount"),
        ("1,05", "not an amount"),
        ("1 05", "not an amount"),
        ("12 345 67", "not an amount"),
        ("1e5", "not an amount"),
        ("nan", "not an amount"),
        (float("inf"), "not an amount"),
        (True, "not an amount"),
        ("10%", "not an amount"),
        ("-5", "below zero"),
        ("10.555", "more than two decimals"),
        ("1" + "0" * 14, "too large"),
        ("10 EUR", "in EUR, but the column is in USD"),
        ("10 ₽", "in RUB, but the column is in USD"),
    ],
)
def test_a_wrong_amount_says_why(cell: Cell, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        amounts.parsed(cell, ".", "USD")


FORMS = [("{:.2f}", "."), ("{:,.2f}", "."), ("{:.1f}", "."), ("{:.0f}", "."), ("{:,.0f}", ".")]


@given(st.lists(st.integers(0, 10**9), min_size=1), st.sampled_from(FORMS), st.booleans())
def test_a_column_is_read_rightly_or_refused_never_wrongly(
    numbers: list[int], form: tuple[str, str], swapped: bool
) -> None:
    written = [form[0].format(Decimal(number)) for number in numbers]
    if swapped:
        written = [text.translate(str.maketrans(".,", ",.")) for text in written]
    try:
        mark = amounts.mark("x", "c", column(*written))
    except Refused:
        assert form[0] == "{:,.0f}"
        return
    assert [amounts.parsed(text, mark, None) for text in written] == numbers
