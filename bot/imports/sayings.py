"""What a person says of a file by a button: which column is what, which day is meant, which stage a word is."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.imports import asking, sketch
from bot.imports.dates import Order
from bot.imports.mapping import FIELDS
from bot.imports.sketch import Part, Sketch
from bot.imports.tables import Table
from fsm.definition import Process


@dataclass(frozen=True, slots=True)
class Saying:
    """Something said of a file: `what` is set, date, sum, word, rows, stage or owner; `choice` is a key of it.

    For an owner it is the name of a person.
    """

    what: str
    part: int
    column: int
    choice: str

    def applied(self, tables: Sequence[Table], said: Sketch, process: Process) -> Sketch:
        """The sketch with it. ValueError or IndexError for nonsense, which a forged button may say."""
        table, part = tables[self.part], said.parts[self.part]
        return said.changed(self.part, self._changed(table, part, process))

    def _changed(self, table: Table, part: Part, process: Process) -> Part:
        header = table.header[self.column]
        match self.what:
            case "set":
                return sketch.taken_for(part, self.column, self.choice, table, process)
            case "date":
                return part.model_copy(update={"dates": {**part.dates, header: Order(self.choice)}})
            case "sum":
                mark = {"dot": ".", "comma": ","}.get(self.choice)
                if mark is None:
                    raise ValueError(self.choice)
                return part.model_copy(update={"decimal": {**part.decimal, header: mark}})
            case "rows":
                if self.choice and self.choice not in FIELDS:
                    raise ValueError(self.choice)
                rows = next((one for one in FIELDS if one == self.choice), None)
                return sketch.of_rows(table, rows, process)
            case "stage" | "owner":
                return self._fixed(part, process)
            case _:
                return self._worded(table, part, process)

    def _fixed(self, part: Part, process: Process) -> Part:
        """The same stage, or the same person, for all rows."""
        known = self.what != "stage" or self.choice in process.working_stages
        if part.rows != "deals" or self.what in part.meanings or not self.choice or not known:
            raise ValueError(self.choice)
        return part.model_copy(update={"fixed": {**part.fixed, self.what: self.choice}})

    def _worded(self, table: Table, part: Part, process: Process) -> Part:
        """`column` is the place of a word among those of the column of stages."""
        stage = part.place("stage")
        if self.what != "word" or stage is None or (self.choice and self.choice not in process.stages):
            raise ValueError(self.what)
        word = asking.stage_words(table, stage)[self.column]
        return part.model_copy(update={"stages": {**part.stages, word: self.choice}})
