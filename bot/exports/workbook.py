"""An XLSX workbook, written row by row; text stays text, whatever it begins with."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.exports.sheets import Sheet, Value, clean, dangerous

_TITLE = 31
_WIDEST = 60.0
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def written(sheets: Sequence[Sheet]) -> bytes:
    """The file. Long work of the processor: for a thread."""
    from openpyxl import Workbook  # half a second, and most processes never write one

    book = Workbook(write_only=True)
    for sheet in sheets:
        _add(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title.translate(_FORBIDDEN)[:_TITLE])
    page.freeze_panes = "A2"
    for number, title in enumerate(sheet.header):
        page.column_dimensions[_letter(number)].width = min(max(len(title) + 4.0, 14.0), _WIDEST)
    page.append([_bold(page, title) for title in sheet.header])
    for row in sheet.rows:
        page.append(list(_cells(page, row)))
    if sheet.header:
        page.auto_filter.ref = f"A1:{_letter(len(sheet.header) - 1)}1"


def _cells(page: Any, row: tuple[Value, ...]) -> Iterator[Any]:
    for value in row:
        match value:
            case str():
                yield _text(page, value)
            case datetime():
                yield _shown(page, value.replace(tzinfo=None, microsecond=0), "yyyy-mm-dd hh:mm")
            case date():
                yield _shown(page, value, "yyyy-mm-dd")
            case Decimal():
                yield _shown(page, value, "#,##0.00")
            case _:
                yield value


def _text(page: Any, value: str) -> Any:
    text = clean(value)
    if not dangerous(text):
        return text or None
    cell = _cell(page, text)
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    cell.quotePrefix = True  # so that it stays text also when somebody edits the cell
    return cell


def _shown(page: Any, value: Value, form: str) -> Any:
    cell = _cell(page, value)
    cell.number_format = form
    return cell


def _bold(page: Any, title: str) -> Any:
    from openpyxl.styles import Font

    cell = _cell(page, clean(title))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    return WriteOnlyCell(page, value=value)


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number + 1))
