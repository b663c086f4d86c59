"""A table on its way out: a title, a header and typed rows; and what guards whoever opens it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | int | float | Decimal | date | datetime | None
"""An instant is a local time of the reader without its zone, as spreadsheets have them."""

LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are as wide as the header; they may be drawn only once."""

    title: str
    header: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]


def clean(text: str) -> str:
    """Text that a file may hold: without control characters, not longer than a cell."""
    return _CONTROLS.sub("", text)[:LONGEST]


def dangerous(text: str) -> bool:
    """Whether a spreadsheet might run it as a formula."""
    return _FORMULA.match(text) is not None
