from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports import dates
from bot.imports.dates import Order
from bot.imports.problems import Refused
from bot.imports.tables import Cell

DAY = date(2017, 3, 1)


def column(*cells: Cell) -> list[tuple[int, Cell]]:
    return list(enumerate(cells, 2))


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["3/1/2017", "12/25/2017"], Order.MONTH_FIRST),
        (["1/3/2017", "25/12/2017"], Order.DAY_FIRST),
        (["01-03-2017", "31-12-2017"], Order.DAY_FIRST),
        (["01.03.2017"], Order.DAY_FIRST),
        (["05/05/2017", "", None], Order.DAY_FIRST),
        (["2017-03-01", datetime.combine(DAY, time())], Order.DAY_FIRST),
        (["nonsense", "45/45/2017"], Order.DAY_FIRST),
    ],
)
def test_the_order_of_a_column_is_found_out(cells: list[Cell], order: Order) -> None:
    assert dates.order("x", "c", column(*cells)) is order


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["2017-03-01", "3/1/2017"], r"3/1/2017 \(line 3\) may be day or month first"),
        (["12/25/2017", "25/12/2017"], r"25/12/2017 \(line 3\) and 12/25/2017 \(line 2\)"),
    ],
)
def test_an_ambiguous_or_contradictory_column_is_refused(cells: list[Cell], why: str) -> None:
    with pytest.raises(Refused, match=why):
        dates.order("x", "c", column(*cells))


@pytest.mark.parametrize(
    ("cell", "by"),
    [
        ("2017-03-01", Order.MONTH_FIRST),
        ("2017/3/1", Order.DAY_FIRST),
        ("2017-03-01T10:00:00Z", Order.DAY_FIRST),
        ("2017-03-01 00:00:00", Order.DAY_FIRST),
        ("1.3.2017", Order.DAY_FIRST),
        (" 01/03/2017 12:30 ", Order.DAY_FIRST),
        ("3/1/2017 1:05:00 PM", Order.MONTH_FIRST),
        (datetime.combine(DAY, time(23, 59)), Order.DAY_FIRST),
        (DAY, Order.DAY_FIRST),
    ],
)
def test_a_date_is_read(cell: Cell, by: Order) -> None:
    assert dates.parsed(cell, by) == DAY


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("2017-02-30", "there is no such day"),
        ("13/13/2017", "there is no such day"),
        ("0017-03-01", "the year 17 is not between 1900 and 2100"),
        ("3/1/17", "a year of two digits"),
        ("yesterday", "not a date"),
        ("42795", "not a date"),
        (42795, "not a date"),
        ("2017-03-01; DROP", "not a date"),
    ],
)
def test_a_wrong_date_says_why(cell: Cell, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        dates.parsed(cell, Order.DAY_FIRST)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(Order))
def test_what_is_written_is_read_back(day: date, by: Order) -> None:
    written = f"{day:%d/%m/%Y}" if by is Order.DAY_FIRST else f"{day:%m/%d/%Y}"
    assert dates.parsed(written, by) == day


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 12, 31)), min_size=1), st.sampled_from(Order))
def test_a_column_is_read_rightly_or_refused_never_wrongly(days: list[date], by: Order) -> None:
    pattern = "%d/%m/%Y" if by is Order.DAY_FIRST else "%m/%d/%Y"
    written = [day.strftime(pattern).zfill(10) for day in days]
    try:
        found = dates.order("x", "c", column(*written))
    except Refused:
        assert all(day.day <= 12 for day in days)
    else:
        assert [dates.parsed(text, found) for text in written] == days
