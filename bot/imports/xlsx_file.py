"""XLSX of unknown origin: refused by the sizes that it declares before anything is unpacked, then read row by row."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.imports.csv_file import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from bot.imports.problems import N_, Refused
from bot.imports.tables import Cell, Row, Table

MOST_UNPACKED = 64 * 1024 * 1024
MOST_ENTRIES = 2_000
_PROLOGUE = 2_048


def read(name: str, content: bytes) -> list[Table]:
    """A table for each sheet that is seen and has a row; formulas give the values last computed. Raises Refused."""
    _check(name, content)
    from openpyxl import load_workbook  # half a second, and most files are CSV

    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that it leaves out; values are all that is wanted.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
                tables = [_table(_called(name, sheet.title, len(sheets)), sheet) for sheet in sheets]
            finally:
                book.close()
        except Refused:
            raise
        except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a broken file makes it stumble over
            raise Refused(
                N_(
                    "{file}: a broken XLSX file ({error})",
                    file=name,
                    error=f"{type(error).__name__}: {error}",
                )
            ) from None
    found = [table for table in tables if table is not None]
    if not found:
        raise Refused(N_("{file}: the file is empty", file=name))
    return found


def _check(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            # zipfile never unpacks more of an entry than this declared size.
            size = sum(entry.file_size for entry in entries)
            if size > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
                raise Refused(
                    N_(
                        "{file}: it would unpack to {size} MB in {parts} parts; at most {most} MB are read: save the sheet as CSV",
                        file=name,
                        size=size // 2**20,
                        parts=len(entries),
                        most=MOST_UNPACKED // 2**20,
                    )
                )
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused(N_("{file}: it is protected by a password; save it without", file=name))
            if "xl/workbook.xml" not in archive.namelist():
                raise Refused(N_("{file}: not an XLSX file", file=name))
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(_PROLOGUE).upper():
                            raise Refused(
                                N_(
                                    "{file}: it defines entities of its own, which no spreadsheet does",
                                    file=name,
                                )
                            )
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Refused(N_("{file}: not an XLSX file ({error})", file=name, error=error)) from None


def _called(name: str, title: str, sheets: int) -> str:
    return name if sheets == 1 else f"{name}/{title}"


def _table(name: str, sheet: Any) -> Table | None:
    sheet.reset_dimensions()  # what a file says about its size is not believed
    rows = _rows(name, sheet)
    header = next(rows, None)
    if header is None:
        return None
    titles = [str(cell).strip() if cell is not None else "" for cell in header.cells]
    while titles and not titles[-1]:
        titles.pop()
    width = len(titles)
    return Table(name, tuple(titles), tuple(Row(row.line, _padded(row.cells, width)) for row in rows))


def _rows(name: str, sheet: Any) -> Iterator[Row]:
    last = MOST_ROWS + 2
    for line, cells in enumerate(
        islice(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), last), 1
    ):
        if line == last:
            raise Refused(N_("{file}: more than {most} rows; split the file", file=name, most=MOST_ROWS))
        if all(cell is None or cell == "" for cell in cells):
            continue
        if len(cells) > MOST_COLUMNS and cells[MOST_COLUMNS] is not None:
            raise Refused(
                N_("{file}:{line}: more than {most} columns", file=name, line=line, most=MOST_COLUMNS)
            )
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
            raise Refused(
                N_(
                    "{file}:{line}: a cell is longer than {most} characters",
                    file=name,
                    line=line,
                    most=LONGEST_CELL,
                )
            )
        yield Row(line, tuple(cells))


def _padded(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """As wide as the header: a sheet has no cell where nothing was written, and empty ones where something was."""
    while len(cells) > width and cells[-1] in {None, ""}:
        cells = cells[:-1]
    return cells + (None,) * (width - len(cells))
