"""Rows of one table as typed values: knows where each column stands and in which form it writes dates and amounts."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bot.imports import amounts, dates
from bot.imports.mapping import TableMapping
from bot.imports.problems import N_, ErrorRow, Told, shown
from bot.imports.tables import Cell, Row, Table, folded, words
from storage.names import fold


class WrongCell(Exception):  # noqa: N818 - a reason, turned into an error row
    """One cell makes its row unusable."""

    def __init__(self, column: str, value: object, problem: str) -> None:
        super().__init__(problem)
        self.column, self.value, self.problem = column, value, problem


class Reader:
    """Reads one table by its meaning. Refused at once when a column's dates or amounts are ambiguous."""

    def __init__(self, table: Table, meaning: TableMapping, currency: str) -> None:
        self.table, self.meaning, self.currency = table, meaning, currency
        self._places = {folded(title): place for place, title in enumerate(table.header) if title}
        self._orders = {header: self._order(header) for header in self._date_headers()}
        self._marks = {header: self._mark(header) for header in self._amount_headers()}
        self._values = {
            field: {folded(word): meant for word, meant in words_.items()}
            for field, words_ in meaning.values.items()
        }
        self._stages = {folded(word): stage for word, stage in meaning.stages.items()}

    def rows(self, errors: list[ErrorRow]) -> Iterator[Row]:
        """The rows that have as many cells as the header."""
        width = len(self.table.header)
        for row in self.table.rows:
            cells = row.cells
            while len(cells) > width and words(cells[-1]) == "":
                cells = cells[:-1]
            if len(cells) != width:
                told = N_("{cells} cells where the header has {width}", cells=len(cells), width=width)
                wrong = WrongCell("", "", told)
                errors.append(self.error(row, wrong))
            else:
                yield Row(row.line, cells)

    def error(self, row: Row, wrong: WrongCell) -> ErrorRow:
        return ErrorRow(
            self.table.file, row.line, wrong.column, shown(wrong.value), wrong.problem, self.meaning.rows
        )

    def header(self, field: str) -> str:
        """What the column of a field is called in the file."""
        return self.meaning.columns.get(field, field)

    def text(self, row: Row, field: str, *, longest: int) -> str | None:
        """The text of a field, as it is meant; None for nothing."""
        fixed = self.meaning.fixed.get(field)
        text = fixed or words(self._cell(row, self.meaning.columns.get(field)))
        if not text or text in self.meaning.empty.get(field, ()):
            return None
        text = self._values.get(field, {}).get(folded(text), text)
        if len(text) > longest or len(folded(text)) > longest:
            raise WrongCell(self.header(field), text, N_("longer than {longest} characters", longest=longest))
        return text

    def needed(self, row: Row, field: str, *, longest: int) -> str:
        text = self.text(row, field, longest=longest)
        if text is None:
            raise WrongCell(self.header(field), "", N_("nothing there"))
        return text

    def name(self, row: Row, field: str, *, longest: int) -> tuple[str, str]:
        """The key and the name of what must be named here."""
        name = self.needed(row, field, longest=longest)
        return self.key(field, name), name

    def named(self, row: Row, field: str, *, longest: int) -> tuple[str | None, str | None]:
        """The key and the name of what may be named here."""
        name = self.text(row, field, longest=longest)
        return (None, None) if name is None else (self.key(field, name), name)

    def key(self, field: str, name: str) -> str:
        """By which the same name is found when it is written differently."""
        key = fold(name)
        if not key:
            raise WrongCell(self.header(field), name, N_("no letter or digit in this name"))
        return key

    def amount(self, row: Row, field: str) -> Decimal | None:
        header = self.meaning.columns.get(field)
        if header is None or header not in self._marks:
            return None
        cell = self._cell(row, header)
        empty = self.meaning.empty.get(field, ())
        if words(cell) in empty:
            return None
        try:
            amount = amounts.parsed(cell, self._marks[header], self.currency)
        except (ValueError, ArithmeticError) as error:
            raise WrongCell(header, cell, _told(error)) from None
        return None if amount is not None and any(_same(word, amount) for word in empty) else amount

    def day(self, row: Row, header: str) -> date | None:
        """The date in the column of this header; None for nothing, also where there is no such column."""
        if header not in self._orders:
            return None
        cell = self._cell(row, header)
        try:
            return dates.parsed(cell, self._orders[header])
        except ValueError as error:
            raise WrongCell(header, cell, _told(error)) from None

    def stage(self, row: Row) -> str:
        if "stage" in self.meaning.fixed:
            return self.meaning.fixed["stage"]
        header = self.meaning.columns["stage"]
        word = words(self._cell(row, header))
        try:
            return self._stages[folded(word)]
        except KeyError:
            known = ", ".join(self.meaning.stages)
            problem = N_("no such stage; the mapping knows {stages}", stages=known)
            raise WrongCell(header, word, problem if word else N_("nothing there")) from None

    def details(self, row: Row) -> dict[str, str]:
        found = {}
        for header in self.meaning.details:
            text = words(self._cell(row, header))
            text = self._values.get(header, {}).get(folded(text), text)
            if text:
                found[header] = text
        return found

    def _cell(self, row: Row, header: str | None) -> Cell:
        place = self._places.get(folded(header)) if header is not None else None
        return None if place is None else row.cells[place]

    def _column(self, header: str) -> Iterator[tuple[int, Cell]]:
        place = self._places[folded(header)]
        return ((row.line, row.cells[place]) for row in self.table.rows if place < len(row.cells))

    def _date_headers(self) -> list[str]:
        headers = [*self.meaning.moments.values()]
        if "close_date" in self.meaning.columns:
            headers.append(self.meaning.columns["close_date"])
        return [header for header in headers if folded(header) in self._places]

    def _amount_headers(self) -> list[str]:
        headers = [self.meaning.columns.get(field) for field in ("amount", "price")]
        return [header for header in headers if header is not None and folded(header) in self._places]

    def _order(self, header: str) -> dates.Order:
        said = self.meaning.dates
        if isinstance(said, dates.Order):
            return said
        if said is not None and header in said:
            return said[header]
        return dates.order(self.table.file, header, self._column(header))

    def _mark(self, header: str) -> str:
        said = self.meaning.decimal
        if isinstance(said, str):
            return said
        if said is not None and header in said:
            return said[header]
        return amounts.mark(self.table.file, header, self._column(header))


def _told(error: Exception) -> str:
    """The sentence of ours that an error carries; arithmetic's own errors carry none."""
    said = error.args[0] if error.args else None
    return said if isinstance(said, Told) else N_("not an amount")


def _same(word: str, amount: Decimal) -> bool:
    try:
        return Decimal(word) == amount
    except ArithmeticError:
        return False
