"""Dates of a whole column: its order is found out from days over 12, and never guessed."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from bot.imports.problems import N_, AmbiguousDates, shown
from bot.imports.tables import Cell, words

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_LOCAL = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_SHORT = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}")
_YEARS = range(1900, 2101)


class Order(StrEnum):
    """How a date that does not begin with its year is written."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def order(file: str, header: str, cells: Iterable[tuple[int, Cell]]) -> Order:
    """The order of a column, given as (line, cell). AmbiguousDates when it is or contradicts itself.

    A dot means day first, as everywhere where dates have dots, unless a day over 12 says otherwise.
    """
    seen: dict[Order, tuple[int, str]] = {}
    unclear: tuple[int, str] | None = None
    for line, cell in cells:
        if not isinstance(cell, str) or not (found := _LOCAL.fullmatch(text := words(cell))):
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            seen.setdefault(Order.DAY_FIRST, (line, text))
        elif second > 12 >= first:
            seen.setdefault(Order.MONTH_FIRST, (line, text))
        elif first != second and found[2] != ".":
            unclear = unclear or (line, text)
    if len(seen) == 2:
        (day_line, day), (month_line, month) = seen[Order.DAY_FIRST], seen[Order.MONTH_FIRST]
        told = N_(
            "{file}, column `{column}`: dates of two orders, {first} (line {first_line}) and {second}"
            " (line {second_line}); say `dates: day_first` or `dates: month_first` in the mapping",
            file=file,
            column=header,
            first=day,
            first_line=day_line,
            second=month,
            second_line=month_line,
        )
        raise AmbiguousDates(told, file=file, header=header, line=day_line, example=day)
    if seen:
        return next(iter(seen))
    if unclear:
        line, text = unclear
        told = N_(
            "{file}, column `{column}`: {value} (line {line}) may be day or month first, and no date of the column"
            " tells; say `dates: day_first` or `dates: month_first` in the mapping",
            file=file,
            column=header,
            value=text,
            line=line,
        )
        raise AmbiguousDates(told, file=file, header=header, line=line, example=text)
    return Order.DAY_FIRST


def parsed(cell: Cell, by: Order) -> date | None:
    """The date, None for nothing; the time of day is left out. ValueError with the problem in words."""
    if isinstance(cell, datetime):
        return _checked(cell.date())
    if isinstance(cell, date):
        return _checked(cell)
    text = words(cell)
    if not text:
        return None
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _LOCAL.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        return _day(year, second, first) if by is Order.DAY_FIRST else _day(year, first, second)
    if _SHORT.fullmatch(text):
        raise ValueError(N_("a year of two digits; write four"))
    raise ValueError(N_("not a date"))


def _day(year: int, month: int, day: int) -> date:
    try:
        there = date(year, month, day)
    except ValueError:
        raise ValueError(N_("there is no such day")) from None
    return _checked(there)


def _checked(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError(N_("the year {year} is not between 1900 and 2100", year=shown(day.year)))
    return day
