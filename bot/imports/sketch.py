"""A mapping while it is being talked about in the chat: what each column of each table is taken for, perhaps unfinished.

It is kept with the upload as JSON, so that every answer of the person survives a restart.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.imports import guess
from bot.imports.dates import Order
from bot.imports.mapping import CLOSED, FIELDS, NEEDED, Rows, TableMapping
from bot.imports.tables import Table, folded
from fsm.definition import Process

AT = "at."
"""Before a stage: the column says when the deal came there."""
DETAIL = "detail"
NOTHING = ""
_OF_DEALS = {"number", "stage", "amount", "product"}
_ENOUGH = 2
"""So many columns of deals make a table one of deals, although it does not say whose they are."""


class Part(BaseModel):
    """One table. `meanings` has a field, at.<stage>, detail or nothing for each column; `rows` None: not imported.

    `fixed` says of a field that no column has what it is in every row.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    rows: Rows | None = None
    meanings: tuple[str, ...] = ()
    stages: Map[str, str] = Field(default_factory=dict)
    dates: Map[str, Order] = Field(default_factory=dict)
    decimal: Map[str, Literal[".", ","]] = Field(default_factory=dict)
    fixed: Map[str, str] = Field(default_factory=dict)

    def place(self, meaning: str) -> int | None:
        """The column that is taken for this."""
        return self.meanings.index(meaning) if meaning in self.meanings else None

    @property
    def missing(self) -> list[str]:
        """Fields without which the rows cannot be used."""
        if self.rows is None:
            return []
        return [one for one in NEEDED[self.rows] if one not in self.meanings and one not in self.fixed]


class Sketch(BaseModel):
    """All tables of a file, in their order there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    parts: tuple[Part, ...] = ()

    def changed(self, number: int, part: Part) -> "Sketch":
        """The same with another part."""
        return Sketch(parts=(*self.parts[:number], part, *self.parts[number + 1 :]))


def titled(table: Table) -> Table:
    """The table with a title of its own for every column: a second «Sum» is «Sum (2)», one without a title «№ 3»."""
    seen: Counter[str] = Counter()
    header = []
    for number, title in enumerate(table.header, 1):
        name = title or f"№ {number}"
        seen[folded(name)] += 1
        header.append(name if seen[folded(name)] == 1 else f"{name} ({seen[folded(name)]})")
    return replace(table, header=tuple(header))


def doubled(header: Sequence[str]) -> list[str]:
    """Titles that a file has more than once, as it first writes them."""
    counts = Counter(folded(title) for title in header if title)
    first = {folded(title): title for title in reversed(header)}
    return [first[key] for key, number in counts.items() if number > 1]


def begun(tables: Iterable[Table], process: Process) -> Sketch:
    """What the headers suggest. Which of two columns with one title is meant is never guessed."""
    return Sketch(parts=tuple(_part(table, process) for table in tables))


def _part(table: Table, process: Process) -> Part:
    unique = titled(table)
    twice = {folded(title) for title in doubled(table.header)}
    empty = tuple(NOTHING for _ in table.header)
    meaning = guess.meaning(unique, process)
    if meaning is None or meaning.rows != "deals":
        named = guess.columns(unique, "deals")
        if len(named.keys() & _OF_DEALS) >= _ENOUGH:
            return _named(unique, "deals", twice, process)
    if meaning is None:
        return Part(meanings=empty)
    taken = {header: field for field, header in meaning.columns.items()}
    taken |= {header: f"{AT}{stage}" for stage, header in meaning.moments.items()}
    taken |= dict.fromkeys(meaning.details, DETAIL)
    meanings = tuple(
        NOTHING if folded(written) in twice else taken.get(title, NOTHING)
        for written, title in zip(table.header, unique.header, strict=True)
    )
    return Part(rows=meaning.rows, meanings=meanings, stages=dict(meaning.stages))


def _named(table: Table, rows: Rows, twice: Container[str], process: Process) -> Part:
    """What titles alone say of a table whose rows are known, although something needed may be missing."""
    names = {header: field for field, header in guess.columns(table, rows).items()}
    if rows == "deals":
        names |= {header: f"{AT}{stage}" for stage, header in guess.moments(table, process, set(names))}
    meanings = tuple(
        NOTHING if folded(title) in twice else names.get(title, NOTHING) for title in table.header
    )
    part = Part(rows=rows, meanings=meanings)
    stage = part.place("stage")
    if stage is None:
        return part
    there = guess.words_of(table, table.header[stage])
    return part.model_copy(update={"stages": guess.known_stages(there, process)})


def choices(rows: Rows, process: Process) -> list[str]:
    """Everything that a column of such a table may be taken for, nothing aside."""
    if rows == "deals":
        moments = [f"{AT}{stage}" for stage in process.working_stages]
        return [*FIELDS[rows], *moments, f"{AT}{CLOSED}"]
    return [*FIELDS[rows], *((DETAIL,) if rows == "clients" else ())]


def taken_for(part: Part, column: int, meaning: str, table: Table, process: Process) -> Part:
    """The part with a column meant otherwise; another one that was meant so is free again. ValueError for nonsense."""
    if part.rows is None or not 0 <= column < len(part.meanings):
        raise ValueError(column)
    if meaning not in {*choices(part.rows, process), NOTHING}:
        raise ValueError(meaning)
    many = meaning in {DETAIL, NOTHING}
    meanings = [NOTHING if one == meaning and not many else one for one in part.meanings]
    meanings[column] = meaning
    fixed = {field: value for field, value in part.fixed.items() if field != meaning}
    changed = {"meanings": tuple(meanings), "fixed": fixed}
    if meaning == "stage":
        words = guess.words_of(titled(table), titled(table).header[column])
        return part.model_copy(update={**changed, "stages": guess.known_stages(words, process)})
    return part.model_copy(update=changed)


def of_rows(table: Table, rows: Rows | None, process: Process) -> Part:
    """The part of a table of which somebody says what its rows are: what the headers suggest for such rows."""
    if rows is None:
        return Part(meanings=tuple(NOTHING for _ in table.header))
    found = _part(table, process)
    if found.rows == rows:
        return found
    return _named(titled(table), rows, {folded(title) for title in doubled(table.header)}, process)


def meant(table: Table, part: Part) -> TableMapping:
    """The finished meaning of a table (whose titles are its own). ValueError while something is missing."""
    if part.rows is None or part.missing:
        raise ValueError(part.missing)
    header = table.header
    named = list(zip(part.meanings, header, strict=True))
    return TableMapping(
        rows=part.rows,
        columns={meaning: title for meaning, title in named if meaning in FIELDS[part.rows]},
        details=tuple(title for meaning, title in named if meaning == DETAIL),
        moments={meaning.removeprefix(AT): title for meaning, title in named if meaning.startswith(AT)},
        stages={word: stage for word, stage in part.stages.items() if stage and word},
        dates=dict(part.dates) or None,
        decimal=dict(part.decimal) or None,
        fixed=dict(part.fixed),
    )
