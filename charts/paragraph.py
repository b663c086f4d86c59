"""Words set in lines under one another: measured first, so that what holds them can be made as high as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charts import lettering, theme
from charts.canvas import Canvas

LEADING = 1.36


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `indent` and `above` (the gap before it) in pixels."""

    text: str
    size: float
    color: str = theme.INK
    bold: bool = False
    indent: float = 0
    above: float = 0


def lines(
    text: str,
    room: float,
    size: float,
    *,
    most: int = 3,
    color: str = theme.INK,
    bold: bool = False,
    sign: str = "",
    indent: float = 0,
    above: float = 0,
) -> list[Line]:
    """`text` in at most so many lines; a `sign` stands before the first, and the others are as far in as its words."""
    beside = theme.width(f"{sign} ", size, bold=bold) if sign else 0
    found = lettering.wrap(text, room - indent - beside, size, lines=most, bold=bold)
    set_ = [
        Line(words, size, color, bold, indent + beside, above if number == 0 else 0)
        for number, words in enumerate(found)
    ]
    if set_ and sign:
        set_[0] = Line(f"{sign} {set_[0].text}", size, color, bold, indent, above)
    return set_


def height(set_: Iterable[Line]) -> float:
    return sum(line.above + line.size * LEADING for line in set_)


def draw(
    sheet: Canvas, set_: Sequence[Line], left: float, top: float, room: float, *, color: str | None = None
) -> float:
    """Draws them, perhaps all in one colour; the y below the last."""
    y = top
    for line in set_:
        y += line.above
        middle = y + line.size * LEADING / 2
        # Half a pixel more than was measured, so that nothing is cut a second time.
        sheet.text(
            left + line.indent,
            middle,
            line.text,
            size=line.size,
            room=room - line.indent + 8,
            color=color or line.color,
            bold=line.bold,
        )
        y += line.size * LEADING
    return y
