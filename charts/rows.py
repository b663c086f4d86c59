"""Rows of people: a name at the left, bars in the middle; the first of many, the rest as one."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from charts import lettering, parts, theme
from charts.canvas import Canvas

PEOPLE = 12
"""So many people are shown one by one."""
LEFT = theme.MARGIN + 320
"""Where bars begin beside a name."""
RIGHT = theme.WIDTH - theme.MARGIN

_Row = TypeVar("_Row")


def first(rows: Sequence[_Row], most: int, rest: Callable[[Sequence[_Row]], _Row]) -> list[_Row]:
    """The first `most` in their order, and what `rest` makes of all others, if there are any."""
    shown = list(rows[:most])
    return [*shown, rest(rows[most:])] if rows[most:] else shown


def name(sheet: Canvas, text: str, middle: float, *, size: float = 27) -> None:
    """In two lines at most, their middle at `middle`."""
    room = LEFT - theme.MARGIN - 24
    lines = lettering.wrap(text, room, size, lines=2)
    for number, line in enumerate(lines):
        y = middle + size * 1.2 * (number - (len(lines) - 1) / 2)
        # A little more than was measured, so that nothing is cut a second time.
        sheet.text(theme.MARGIN, y, line, size=size, room=room + 8)


def title(sheet: Canvas, text: str, middle: float, *, total: str = "") -> None:
    """What the rows below are, and perhaps at the right how much they come to."""
    beside = min(theme.width(lettering.clean(total), 32, bold=True), (RIGHT - theme.MARGIN) * 0.6)
    room = RIGHT - theme.MARGIN - (beside + 24 if total else 0)
    sheet.text(theme.MARGIN, middle, text, size=parts.even([text], room, 32, bold=True), room=room, bold=True)
    if total:
        sheet.text(RIGHT, middle, total, size=32, room=beside + 2, bold=True, align="right", whole=True)
