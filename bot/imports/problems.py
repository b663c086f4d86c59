"""What is wrong with a file that somebody gave us: a row that cannot be used, or the whole file."""

from collections.abc import Mapping
from dataclasses import dataclass

_SHOWN = 80


class Told(str):
    """An English sentence that can be said in another language: `template` is its message id, `parts` fill it in."""

    __slots__ = ("parts", "template")
    template: str
    parts: Mapping[str, object]


def N_(template: str, **parts: object) -> Told:  # noqa: N802 - the name by which texts are extracted
    """The sentence that the template makes."""
    told = Told(template.format(**parts) if parts else template)
    told.template, told.parts = template, parts
    return told


class Refused(Exception):  # noqa: N818 - it is said to the person who gave the file
    """The file cannot be read for certain; the text says where, why, and what would help."""

    @property
    def told(self) -> str:
        """The sentence; a Told where it is known in other languages."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


class Ambiguous(Refused):
    """A column can be read in two ways, and nothing in it tells which: whoever knows must say."""

    def __init__(self, told: str, *, file: str, header: str, line: int, example: str) -> None:
        super().__init__(told)
        self.file, self.header, self.line, self.example = file, header, line, example


class AmbiguousDates(Ambiguous):
    """Day first or month first."""


class AmbiguousAmounts(Ambiguous):
    """A decimal point or a decimal comma."""


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
