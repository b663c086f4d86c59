"""What is wrong with a file that somebody gave us: a row that cannot be used, or the whole file."""

from dataclasses import dataclass

_SHOWN = 80


class Refused(Exception):  # noqa: N818 - it is said to the person who gave the file
    """The file cannot be read for certain; the text says where, why, and what would help."""


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One row that was left out. `line` counts from 1 in the file (the row in a sheet); `column` is its header."""

    file: str
    line: int
    column: str
    value: str
    problem: str
    rows: str  # what the row would have been: deals, clients, products, people


def shown(value: object) -> str:
    """A value for a message: one line, not too long."""
    words = " ".join(str(value).split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
