"""A mapping: what the columns of somebody's files mean, as YAML that a person writes (examples/)."""

from collections.abc import Mapping as Map
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from bot.imports.dates import Order
from bot.imports.problems import Refused
from fsm import problems, source
from fsm.definition import Process

Rows = Literal["deals", "clients", "products", "people"]
CLOSED = "closed"
"""The moment at which a deal came into a final stage, whichever it is."""

WHOM = ("contact", "phone", "email", "inn")
"""Whom to call at the client, and its tax number; of rows of clients and of deals."""

FIELDS: Map[Rows, tuple[str, ...]] = {
    "deals": ("number", "owner", "client", "product", "stage", "amount", "close_date", *WHOM),
    "clients": ("name", *WHOM),
    "products": ("name", "series", "price"),
    "people": ("name", "head", "region"),
}
NEEDED: Map[Rows, tuple[str, ...]] = {
    "deals": ("owner", "stage"),
    "clients": ("name",),
    "products": ("name",),
    "people": ("name",),
}
Word = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TableMapping(Model):
    """One sort of table. It is recognised by its columns; `file` (a pattern) decides where several would fit.

    columns  our field -> header in the file
    details  headers kept with a client as they are
    moments  stage, or `closed` -> header of the date on which the deal came there
    stages   word in the file -> stage
    values   our field (or a header of the details) -> word in the file -> the word that is meant
    fixed    our field -> what it is in every row, where the file has no column for it; of a stage, our key
    empty    our field -> words that say that nothing is known
    dates, decimal  order of dates, decimal mark: for all columns, or header -> one; else found out
    """

    rows: Rows
    file: str | None = None
    columns: Map[Word, Word]
    details: tuple[Word, ...] = ()
    moments: Map[Word, Word] = Field(default_factory=dict)
    stages: Map[Word, Word] = Field(default_factory=dict)
    values: Map[Word, Map[Word, Word]] = Field(default_factory=dict)
    fixed: Map[Word, Word] = Field(default_factory=dict)
    empty: Map[Word, tuple[str, ...]] = Field(default_factory=dict)
    dates: Order | Map[Word, Order] | None = None
    decimal: Literal[".", ","] | Map[Word, Literal[".", ","]] | None = None

    @model_validator(mode="after")
    def columns_are_of_these_rows(self) -> Self:
        for field in (*self.columns, *self.empty, *self.fixed):
            if field not in FIELDS[self.rows]:
                raise ValueError(f"`{field}`: {problems.suggestion(field, FIELDS[self.rows])}")
        for field in self.values:
            if field not in (known := (*FIELDS[self.rows], *self.details)):
                raise ValueError(f"`{field}`: {problems.suggestion(field, known)}")
        for field in NEEDED[self.rows]:
            if field not in self.columns and field not in self.fixed:
                raise ValueError(f"rows of {self.rows} need the column `{field}`")
        for field in self.fixed:
            if field in self.columns:
                raise ValueError(f"`{field}` is in a column, and cannot be fixed too")
        if self.details and self.rows != "clients":
            raise ValueError("`details` are of clients")
        if (self.moments or self.stages) and self.rows != "deals":
            raise ValueError("`moments` and `stages` are of deals")
        return self

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that is meant."""
        return (*self.columns.values(), *self.details, *self.moments.values())


class Mapping(Model):
    """A whole mapping; `process` is the key of the process that the deals follow."""

    mapping: Literal[1]
    process: Word
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    encoding: str | None = None
    tables: Annotated[tuple[TableMapping, ...], Field(min_length=1)]


def load(path: Path) -> Mapping:
    """The mapping in a file. Refused with FILE:LINE and the problem; OSError when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path}: not UTF-8") from None
    try:
        read = source.read(text, name=str(path))
    except problems.ProcessError as error:
        raise Refused(str(error)) from None
    if read.problems:
        raise Refused("; ".join(map(str, read.problems)))
    try:
        return Mapping.model_validate(read.data)
    except ValidationError as error:
        said = [
            f"{path}:{read.line(_known(detail['loc']))}: {_place(detail['loc'])}: {_words(detail['msg'])}"
            for detail in error.errors()
        ]
        raise Refused("; ".join(dict.fromkeys(said))) from None


def check(mapping: Mapping, process: Process, *, name: str) -> None:
    """Refused when the mapping names stages that the process does not have."""
    for table in mapping.tables:
        for stage in (*table.stages.values(), *(table.fixed[one] for one in table.fixed if one == "stage")):
            if stage not in process.stages:
                raise Refused(f"{name}: stage `{stage}`: {problems.suggestion(stage, process.stages)}")
        for stage in table.moments:
            if stage not in process.stages and stage != CLOSED:
                known = (*process.stages, CLOSED)
                raise Refused(f"{name}: moment `{stage}`: {problems.suggestion(stage, known)}")


def _known(location: tuple[int | str, ...]) -> problems.Path:
    # pydantic adds the branch of a union to the path; no line is known by that name, and the nearest is right.
    return tuple(step for step in location if step != "[key]")


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in location) or "the mapping"


def _words(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
