"""A table as it was read: a header and rows, each with the line where it stands."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | datetime | bool | None
"""CSV has only str; a sheet has the types that somebody gave its cells. Nothing is None or an empty string."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`file` is how messages call it; a sheet is called `book.xlsx/Sheet`. A sheet has no encoding and no delimiter."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str | None = None
    delimiter: str | None = None


def words(cell: Cell) -> str:
    """The cell as text: outer blanks off, inner ones single; a sheet's 123.0 is the number 123."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def folded(text: str) -> str:
    """The form in which names and headers are compared: letter case, blanks and look-alike forms do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").split())
