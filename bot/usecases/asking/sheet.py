"""A list that is being put together: its rows so far, and what is looked at or asked now. It stands in the draft.

Buttons carry a stamp of how the list stood when they were drawn, so that a second tap, or one on an older message,
draws the list and changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

from bot.usecases.asked import PAGE, Suggestion
from bot.usecases.asking.inquiry import Inquiry, Part, Unfinished
from fsm.definition import FieldType
from fsm.values import Competitor, Line, Participant, Plain, plain, valued
from storage.contacts import Contact
from storage.notes import Note
from storage.products import Product

BEGUN = "rows"
"""In the part of a question: the rows of a list so far."""

Row = Participant | Competitor | Line | int | str


@dataclass(frozen=True, slots=True)
class Sheet:
    """`at` is the row that is looked at (None: the whole list), `part` what is asked about it (empty: its own screen).

    With `onward` the next part is asked after this one. `page` and `sought` are of what may be chosen; pages count from 0.
    """

    rows: tuple[Any, ...] = ()
    at: int | None = None
    part: str = ""
    onward: bool = False
    page: int = 0
    sought: str = ""

    @property
    def stamp(self) -> str:
        """Five signs that are others as soon as anything has changed."""
        said = json.dumps(self.written(), sort_keys=True, ensure_ascii=True)
        return f"{crc32(said.encode()) & 0xFFFFF:05x}"

    def written(self) -> dict[str, Any]:
        """JSON for the draft."""
        return {
            BEGUN: plain(self.rows),
            "at": self.at,
            "part": self.part,
            "onward": self.onward,
            "page": self.page,
            "looked": self.sought,
        }

    def listed(self) -> "Sheet":
        """The whole list with these rows, on the page of the one that was looked at."""
        return Sheet(self.rows, page=0 if self.at is None else self.at // PAGE)

    def without(self, at: int) -> "Sheet":
        """The whole list without this row."""
        return Sheet((*self.rows[:at], *self.rows[at + 1 :]), page=max(0, at - 1) // PAGE)

    def with_row(self, at: int, row: Row) -> "Sheet":
        """With this row there; at the end where there was none."""
        return replace(self, rows=(*self.rows[:at], row, *self.rows[at + 1 :]))


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet with all that its view needs. `offers` answer what is asked; `more` tells of another page of them.

    `demanded` are the parts that every row has to have, `lacking` the rows that have not. `old` is how many rows
    the deal had before; `currency` is the deal's.
    """

    kind: FieldType
    sheet: Sheet
    demanded: tuple[str, ...] = ()
    lacking: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    offers: tuple[Suggestion, ...] = ()
    more: bool = False
    full: bool = False
    old: int = 0
    contacts: Mapping[int, Contact] = field(default_factory=dict)
    products: Mapping[int, Product] = field(default_factory=dict)
    notes: Mapping[int, Note] = field(default_factory=dict)
    currency: str = ""

    @property
    def skippable(self) -> bool:
        """Whether nothing that was said would be lost by passing the question over, nor is it answered already."""
        rows = self.sheet.rows
        return not rows or (bool(self.lacking) and len(rows) == self.old)


def sheet_of(inquiry: Inquiry, first: str = "") -> Sheet:
    """As it stands in the draft; at the beginning what is known already, else the `first` part of a first row is asked."""
    part = inquiry.part
    kind = inquiry.definition.type
    if BEGUN not in part:
        known = known_rows(inquiry)
        return Sheet(known) if known or not first else Sheet(at=0, part=first, onward=True)
    rows = valued(kind, part[BEGUN])
    assert isinstance(rows, tuple)
    return Sheet(rows, part["at"], part["part"], part["onward"], part["page"], part["looked"])


def again(kind: FieldType, written: Plain) -> Part:
    """A list that was answered already, to be gone on with; `written` is its JSON."""
    rows = valued(kind, written)
    return Sheet(rows).written() if isinstance(rows, tuple) else {}


def known_rows(inquiry: Inquiry) -> tuple[Any, ...]:
    """What the deal knows of the list, or was just said of it."""
    known = inquiry.known
    return known if isinstance(known, tuple) else ()


def kept(sheet: Sheet) -> Unfinished:
    """The question stands, and so does the list."""
    return Unfinished(sheet.written())


def currency_of(inquiry: Inquiry) -> str:
    """The deal's, else the company's."""
    return inquiry.loaded.row["currency"] or inquiry.loaded.currency
