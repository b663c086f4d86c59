"""The sample as it is, and as other people save it anew: read to the same deals, or refused with the reason."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from openpyxl import Workbook

from bot.imports.files import tables, tables_in
from bot.imports.planning import Read
from bot.imports.problems import Refused
from storage.imports.plan import Deal
from tests.bot.imports.data import MAVEN, needs_maven, read

pytestmark = needs_maven

Rows = list[list[str]]
DATES, VALUE, NUMBER = (5, 6), 7, 0


@cache
def whole() -> Read:
    return read(*tables(MAVEN))


def pipeline() -> Rows:
    with (MAVEN / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def saved(rows: Sequence[Sequence[object]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def again(content: bytes, name: str = "again.csv") -> list[Deal]:
    """The deals of the file alone; the tables around it are the same."""
    found = read(*tables_in(name, content))
    assert found.errors == ()
    return list(found.plan.deals)


def changed(columns: Sequence[int], change: Callable[[str], str]) -> Rows:
    header, *rows = pipeline()
    for row in rows:
        for column in columns:
            row[column] = change(row[column]) if row[column] else ""
    return [header, *rows]


def test_everything_is_there_and_nothing_else() -> None:
    plan, errors = whole().plan, whole().errors
    assert errors == ()
    assert (len(plan.deals), len(plan.clients), len(plan.products), len(plan.people)) == (8800, 85, 7, 41)
    assert Counter(deal.stage for deal in plan.deals) == {
        "won": 4238,
        "lost": 2473,
        "engaging": 1589,
        "prospecting": 500,
    }
    assert sum(deal.client is None for deal in plan.deals) == 1425
    assert all(deal.outcome is None for deal in plan.deals if deal.client is None)
    assert sum(deal.opened_at is None for deal in plan.deals) == 500
    assert sum(person.leads for person in plan.people) == 6
    named = [row.mentioned for rows in (plan.people, plan.clients, plan.products) for row in rows]
    assert not any(named)
    assert whole().skipped == ("data_dictionary.csv",)


@pytest.mark.parametrize(
    "pattern", ["%m/%d/%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%Y-%m-%d 00:00:00"]
)
def test_dates_of_any_order(pattern: str) -> None:
    rows = changed(DATES, lambda day: date.fromisoformat(day).strftime(pattern))
    assert again(saved(rows)) == list(whole().plan.deals)


@pytest.mark.parametrize("form", ["{:.1f}", "{:.2f}", "{:,.2f}", "${:,.2f}", "{:.0f} USD"])
def test_money_of_any_form(form: str) -> None:
    rows = changed([VALUE], lambda value: form.format(int(value)))
    assert again(saved(rows)) == list(whole().plan.deals)


def test_decimal_commas_with_semicolons_in_windows_1251() -> None:
    rows = changed([VALUE], lambda value: f"{int(value):,}".replace(",", " ") + ",00")
    assert again(saved(rows, delimiter=";", encoding="cp1251")) == list(whole().plan.deals)


def test_bare_thousands_are_refused_because_they_may_be_decimals() -> None:
    rows = changed([VALUE], lambda value: f"{int(value):,}")
    with pytest.raises(Refused, match=r"column `close_value`: .* may have thousands or three decimals"):
        again(saved(rows))


def test_columns_in_another_order_and_with_a_byte_order_mark() -> None:
    rows = [row[::-1] for row in pipeline()]
    assert again(saved(rows, encoding="utf-8-sig")) == list(whole().plan.deals)


def test_without_the_id_column() -> None:
    rows = [row[1:] for row in pipeline()]
    assert again(saved(rows)) == [replace(deal, number=None) for deal in whole().plan.deals]


@pytest.mark.slow
def test_as_a_workbook_with_real_dates_and_numbers() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("pipeline")
    header, *rows = pipeline()
    sheet.append(header)
    for row in rows:
        days = [date.fromisoformat(row[column]) if row[column] else None for column in DATES]
        sheet.append([*row[:5], *days, float(row[VALUE]) if row[VALUE] else None])
    content = io.BytesIO()
    book.save(content)
    assert again(content.getvalue(), "again.xlsx") == list(whole().plan.deals)
