"""CSV as the reader's Excel opens it by a double click: UTF-8 with its mark, the delimiter and decimals of the language."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from bot.exports.sheets import Sheet, Value, clean, dangerous

_MARK = "\ufeff"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def written(sheet: Sheet, language: str) -> bytes:
    """The file: with `;` and decimal commas in Russian, with `,` and points otherwise. For a thread, if it is long."""
    russian = language == "ru"
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if russian else ",", lineterminator="\r\n")
    writer.writerow([_said(title, russian=russian) for title in sheet.header])
    for row in sheet.rows:
        writer.writerow([_said(value, russian=russian) for value in row])
    return (_MARK + text.getvalue()).encode()


def zipped(sheets: Sequence[Sheet], language: str) -> bytes:
    """One archive with a file for each sheet; the same sheets make the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            entry = zipfile.ZipInfo(f"{sheet.title}.csv", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, written(sheet, language))
    return content.getvalue()


def _said(value: Value, *, russian: bool) -> str:
    match value:
        case None:
            return ""
        case str():
            text = clean(value)
            return f"'{text}" if dangerous(text) else text
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case Decimal() | float():
            return str(value).replace(".", ",") if russian else str(value)
        case _:
            return str(value)
