"""What must still be asked about a file before it can be imported for certain, and what looks odd in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bot.imports import amounts, dates
from bot.imports.dates import Order
from bot.imports.mapping import CLOSED
from bot.imports.problems import AmbiguousAmounts, AmbiguousDates
from bot.imports.sketch import AT, Part, Sketch
from bot.imports.tables import Cell, Table, folded, words

MOST_WORDS = 30
"""A column with more words that are no stage is no column of stages."""
_SAMPLE = 200
_MOSTLY = 0.8


class Doubt(StrEnum):
    """What is asked."""

    ROWS = "rows"  # what the rows of a table are
    COLUMN = "column"  # which column a needed field is in
    WORDS = "words"  # which column the stage is in: this one has too many different words
    STAGE = "stage"  # which stage a word means
    DATES = "dates"  # day or month first
    AMOUNTS = "amounts"  # decimal point or comma


@dataclass(frozen=True, slots=True)
class Ask:
    """One question about one table. `number` is the place of `word` among the words of its column."""

    doubt: Doubt
    part: int
    column: int = 0
    field: str = ""
    word: str = ""
    number: int = 0
    rows: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Odd:
    """A column that is taken for amounts and holds dates (`looks_like` date), or the other way round (amount)."""

    part: int
    column: int
    looks_like: str


def asks(tables: Sequence[Table], sketch: Sketch) -> list[Ask]:
    """The open questions, in the order in which they are best asked."""
    if all(part.rows is None for part in sketch.parts):
        return [Ask(Doubt.ROWS, 0)]
    found: list[Ask] = []
    for number, (table, part) in enumerate(zip(tables, sketch.parts, strict=True)):
        if part.rows is not None:
            found += _of(number, table, part)
    return found


def stage_words(table: Table, column: int) -> list[str]:
    """The different words of a column, in a fixed order."""
    return sorted(_counted(table, column))


def odd(tables: Sequence[Table], sketch: Sketch) -> list[Odd]:
    """Columns whose cells are mostly what another column should have: swapped, more likely than not."""
    found = []
    for number, (table, part) in enumerate(zip(tables, sketch.parts, strict=True)):
        for column, meaning in enumerate(part.meanings):
            dated, priced = _dated(meaning), meaning in {"amount", "price"}
            if not dated and not priced:
                continue
            cells = list(islice(_filled(table, column), _SAMPLE))
            as_dates, as_amounts = sum(map(_is_date, cells)), sum(map(_is_amount, cells))
            most = _MOSTLY * len(cells)
            if dated and as_amounts > most and as_dates < len(cells) - most:
                found.append(Odd(number, column, "amount"))
            if priced and as_dates > most and as_amounts < len(cells) - most:
                found.append(Odd(number, column, "date"))
    return found


def _of(number: int, table: Table, part: Part) -> Iterator[Ask]:
    for field in part.missing:
        yield Ask(Doubt.COLUMN, number, field=field)
    stage = part.place("stage")
    if stage is not None:
        yield from _stages(number, table, part, stage)
    for column, meaning in enumerate(part.meanings):
        header = table.header[column]
        cells = [(row.line, row.cells[column]) for row in table.rows if column < len(row.cells)]
        if _dated(meaning) and header not in part.dates:
            try:
                dates.order(table.file, header, cells)
            except AmbiguousDates as told:
                yield Ask(Doubt.DATES, number, column, word=told.example, line=told.line)
        elif meaning in {"amount", "price"} and header not in part.decimal:
            try:
                amounts.mark(table.file, header, cells)
            except AmbiguousAmounts as told:
                yield Ask(Doubt.AMOUNTS, number, column, word=told.example, line=told.line)


def _stages(number: int, table: Table, part: Part, column: int) -> Iterator[Ask]:
    counted = _counted(table, column)
    known = {folded(word) for word in part.stages}
    unknown = [word for word in sorted(counted) if word and folded(word) not in known]
    if len(unknown) > MOST_WORDS:
        yield Ask(Doubt.WORDS, number, column, field="stage", rows=len(unknown))
        return
    places = {word: place for place, word in enumerate(stage_words(table, column))}
    for word in unknown:
        yield Ask(Doubt.STAGE, number, column, word=word, number=places[word], rows=counted[word])


def _counted(table: Table, column: int) -> Counter[str]:
    return Counter(words(row.cells[column]) for row in table.rows if column < len(row.cells))


def _dated(meaning: str) -> bool:
    return meaning.startswith(AT) or meaning in {"close_date", CLOSED}


def _filled(table: Table, column: int) -> Iterator[Cell]:
    return (row.cells[column] for row in table.rows if column < len(row.cells) and words(row.cells[column]))


def _is_date(cell: Cell) -> bool:
    for order in Order:
        try:
            return dates.parsed(cell, order) is not None
        except ValueError:
            continue
    return False


def _is_amount(cell: Cell) -> bool:
    for mark in (".", ","):
        try:
            return amounts.parsed(cell, mark, None) is not None
        except (ValueError, ArithmeticError):
            continue
    return False
