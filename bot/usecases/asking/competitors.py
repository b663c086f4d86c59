"""Who else wants a deal, with strengths and weaknesses."""

from typing import Any

from bot.usecases.asked import Trouble
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError
from bot.usecases.asking.rows import Chips, Table, name, words
from bot.usecases.asking.sheet import Row, Sheet, Shown
from fsm.definition import PARTS, FieldType
from fsm.values import Competitor


class Competitors:
    """Columns of the table of competitors; all of it is typed."""

    first: str = "name"
    parts: tuple[str, ...] = PARTS[FieldType.COMPETITORS]
    most: int = 20

    async def chips(self, inquiry: Inquiry, sheet: Sheet) -> Chips:
        return Chips()

    async def chosen(self, inquiry: Inquiry, sheet: Sheet, choice: str) -> object:
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)

    async def said(self, inquiry: Inquiry, sheet: Sheet, text: str) -> object:
        return name(text) if sheet.part == self.first else words(text)

    async def row(self, inquiry: Inquiry, value: Any) -> Row:
        return Competitor(str(value))

    async def shown(self, inquiry: Inquiry, shown: Shown) -> Shown:
        return shown

    def has(self, row: Row, part: str) -> bool:
        return bool(getattr(row, part))


MANNER = Table(Competitors()).manner
