"""Lists of rows with parts: one is added by saying or choosing its first part, and the others are asked one by one."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from bot.usecases.asked import Act, Suggestion, Trouble
from bot.usecases.asking.inquiry import Inquiry, Manner, NotUnderstoodError, Offered, Unfinished
from bot.usecases.asking.refusals import trouble
from bot.usecases.asking.sheet import Row, Sheet, Shown, kept, known_rows, sheet_of
from bot.words.refusals import NotUnderstood
from bot.words.text import free_text, one_line
from fsm.definition import FieldType
from fsm.facts import Answer

T = TypeVar("T")

WORDS = 300
"""Characters of what is said about a row."""
NAME = 100


@dataclass(frozen=True, slots=True)
class Chips:
    """One-tap answers to a part; `more` tells that there is another page of them."""

    offers: tuple[Suggestion, ...] = ()
    more: bool = False


class Columns(Protocol):
    """What a sort of rows consists of: its first part makes a row, `parts` are said of it.

    `chosen` and `said` give the value of a part; both raise NotUnderstoodError.
    """

    first: str
    parts: tuple[str, ...]
    most: int

    @abstractmethod
    async def chips(self, inquiry: Inquiry, sheet: Sheet) -> Chips: ...

    @abstractmethod
    async def chosen(self, inquiry: Inquiry, sheet: Sheet, choice: str) -> object: ...

    @abstractmethod
    async def said(self, inquiry: Inquiry, sheet: Sheet, text: str) -> object: ...

    @abstractmethod
    async def row(self, inquiry: Inquiry, value: Any) -> Row: ...

    @abstractmethod
    async def shown(self, inquiry: Inquiry, shown: Shown) -> Shown: ...

    @abstractmethod
    def has(self, row: Row, part: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that fit several: these are shown to be chosen from."""

    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """How a list of such rows is asked for."""

    columns: Columns

    @property
    def manner(self) -> Manner:
        return Manner(self.offer, self.pressed, self.said)

    async def offer(self, inquiry: Inquiry) -> Offered:
        sheet = sheet_of(inquiry, self.columns.first)
        chips = await self.columns.chips(inquiry, sheet) if sheet.part else Chips()
        shown = Shown(
            inquiry.definition.type,
            sheet,
            demanded=inquiry.question.parts,
            lacking=self._lacking(inquiry, sheet.rows),
            offers=chips.offers,
            more=chips.more,
            full=len(sheet.rows) >= self.columns.most,
            old=len(known_rows(inquiry)),
        )
        return Offered(shown=await self.columns.shown(inquiry, shown))

    async def pressed(self, inquiry: Inquiry, choice: str) -> Answer | Unfinished:
        """The choices of a sheet, `<stamp>.<act>…`: add, row, part, set, skip, end, cut, list, page, done."""
        sheet = sheet_of(inquiry, self.columns.first)
        stamp, _, rest = choice.partition(".")
        if stamp != sheet.stamp:
            return kept(sheet)
        match rest.split("."):
            case ["done"]:
                return self._done(inquiry, sheet)
            case ["set", value] if sheet.part:
                return await self._set(inquiry, sheet, await self.columns.chosen(inquiry, sheet, value))
            case said:
                return kept(self._turned(inquiry, sheet, said[0], said[1:]))

    def _turned(self, inquiry: Inquiry, sheet: Sheet, act: str, where: Sequence[str]) -> Sheet:
        """Another place of the list; only `cut` changes a row."""
        match act, where:
            case "list", []:
                return sheet.listed()
            case "add", []:
                return self._adding(sheet)
            case "skip", [] if sheet.part and sheet.part not in inquiry.question.parts:
                return self._next(inquiry, sheet)
            case "end", [] if sheet.part and not self._lacks(inquiry, sheet):
                return sheet.listed()
            case "page", [page] if page.isdecimal():
                return replace(sheet, page=int(page[:4]))
            case "row", [at] if self._there(sheet, at):
                return replace(sheet.listed(), at=int(at))
            case "cut", [at] if self._there(sheet, at):
                return sheet.without(int(at))
            case "part", [at, part] if self._there(sheet, at) and part in self.columns.parts:
                return replace(sheet.listed(), at=int(at), part=part)
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)

    async def said(self, inquiry: Inquiry, text: str) -> Answer | Unfinished:
        """Words are what is asked; where the whole list stands, they begin one more row."""
        sheet = sheet_of(inquiry, self.columns.first)
        if sheet.at is None:
            sheet = self._adding(sheet)
        elif not sheet.part:
            raise NotUnderstoodError(Trouble.NOT_A_CHOICE)
        return await self._set(inquiry, sheet, await self.columns.said(inquiry, sheet, text))

    async def _set(self, inquiry: Inquiry, sheet: Sheet, value: object) -> Unfinished:
        assert sheet.at is not None
        if isinstance(value, Sought):
            return Unfinished(replace(sheet, sought=value.words, page=0).written(), Trouble.SEVERAL_FOUND)
        if sheet.part != self.columns.first:
            row = replace(sheet.rows[sheet.at], **{sheet.part: value})
            changed = sheet.with_row(sheet.at, row)
            if not sheet.onward and self._lacks(inquiry, sheet):
                return kept(self._completed(inquiry, changed))
            return kept(self._next(inquiry, changed))
        row = await self.columns.row(inquiry, value)
        double = self._double(sheet, row)
        if double is not None:
            return kept(replace(sheet.listed(), at=double))
        return kept(self._next(inquiry, sheet.with_row(len(sheet.rows), row)))

    def _double(self, sheet: Sheet, row: Row) -> int | None:
        """Where somebody stands already who is added once more."""
        names = [_name(one, self.columns.first) for one in sheet.rows]
        name = _name(row, self.columns.first)
        return names.index(name) if self.columns.first != "product" and name in names else None

    def _adding(self, sheet: Sheet) -> Sheet:
        if len(sheet.rows) >= self.columns.most:
            raise NotUnderstoodError(Trouble.TOO_MANY_ROWS)
        return Sheet(sheet.rows, at=len(sheet.rows), part=self.columns.first, onward=True)

    def _next(self, inquiry: Inquiry, sheet: Sheet) -> Sheet:
        """The next part of a row that is being added; else the row."""
        sheet = replace(sheet, page=0, sought="")
        if not sheet.onward:
            return replace(sheet, part="")
        order = (self.columns.first, *self._asked(inquiry))
        left = order[order.index(sheet.part) + 1 :] if sheet.part in order else ()
        return replace(sheet, part=left[0]) if left else sheet.listed()

    def _completed(self, inquiry: Inquiry, sheet: Sheet) -> Sheet:
        """What the row lacks still is asked next; then the list."""
        left = self._lacking(inquiry, sheet.rows).get(sheet.at or 0)
        return replace(sheet, part=left[0], page=0, sought="") if left else sheet.listed()

    def _done(self, inquiry: Inquiry, sheet: Sheet) -> Answer | Unfinished:
        """The rows; what one of them lacks is asked first."""
        lacking = self._lacking(inquiry, sheet.rows)
        if lacking:
            at, parts = next(iter(lacking.items()))
            return Unfinished(replace(sheet.listed(), at=at, part=parts[0]).written(), Trouble.LACKING_PART)
        if not sheet.rows and (inquiry.target is None or inquiry.target.act is not Act.AMEND):
            raise NotUnderstoodError(Trouble.NO_ROWS)
        return sheet.rows

    def _asked(self, inquiry: Inquiry) -> tuple[str, ...]:
        """What is asked of a new row: what is demanded, or where that is nothing, all that can be said."""
        demanded = inquiry.question.parts
        return tuple(one for one in self.columns.parts if one in demanded) or self.columns.parts

    def _lacking(self, inquiry: Inquiry, rows: Sequence[Row]) -> Mapping[int, tuple[str, ...]]:
        demanded = inquiry.question.parts
        lacking = {
            at: tuple(part for part in demanded if not self.columns.has(row, part))
            for at, row in enumerate(rows)
        }
        return {at: parts for at, parts in lacking.items() if parts}

    def _lacks(self, inquiry: Inquiry, sheet: Sheet) -> bool:
        return sheet.at in self._lacking(inquiry, sheet.rows)

    def _there(self, sheet: Sheet, at: str) -> bool:
        return at.isdecimal() and len(at) < 4 and int(at) < len(sheet.rows)


def _name(row: Row, first: str) -> object:
    found = getattr(row, first)
    return found.casefold() if isinstance(found, str) else found


async def heard(hearing: Awaitable[T], kind: FieldType) -> T:
    """What the ear has understood as a field of this type. Raises NotUnderstoodError."""
    try:
        return await hearing
    except NotUnderstood as error:
        raise NotUnderstoodError(trouble(error.reason, kind), error.readings) from None


def words(text: str) -> str:
    """What is said about a row. Raises NotUnderstoodError."""
    return plainly(lambda: free_text(text, WORDS), FieldType.TEXT)


def name(text: str) -> str:
    """What a row is called. Raises NotUnderstoodError."""
    return plainly(lambda: one_line(text, NAME), FieldType.TEXT)


def plainly(hearing: Callable[[], T], kind: FieldType) -> T:
    """The same for an ear that waits for nobody."""
    try:
        return hearing()
    except NotUnderstood as error:
        raise NotUnderstoodError(trouble(error.reason, kind), error.readings) from None
