"""Months later, by the calendar and not by thirty days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.attended import MONTHS, later


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 11, 29), 6, date(2027, 5, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 15), 1, date(2026, 12, 15)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_the_same_day_of_another_month(day: date, months: int, found: date) -> None:
    assert later(day, months) == found


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.sampled_from(MONTHS))
def test_it_is_that_many_months_away(day: date, months: int) -> None:
    found = later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day <= day.day
