"""Parts of a bar, told apart by pattern and lightness as well as by colour, their numbers, and what they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.patches import Rectangle

from charts import lettering, theme
from charts.canvas import Canvas

SMALLEST = 20
"""Pixels: letters below this cannot be read on a phone."""
_LEAST = 4  # what is there at all is seen
_SWATCH = 34


@dataclass(frozen=True, slots=True)
class Fill:
    """`edge` is the colour of the pattern and of the outline, `ink` of what is written on it."""

    color: str
    ink: str = theme.PAPER
    hatch: str = ""
    edge: str = theme.PAPER
    outlined: bool = False


GOOD = Fill(theme.BLUE)
BAD = Fill(theme.RED, hatch="//")
BETWEEN = Fill("#F0C05A", ink=theme.INK)
OUTSIDE = Fill(theme.TINTS[theme.QUIET], ink=theme.INK, edge=theme.QUIET, outlined=True)
BEFORE = Fill(theme.QUIET)
AFTER = Fill(theme.BLUE, hatch="//")


def box(sheet: Canvas, x: float, y: float, width: float, height: float, fill: Fill) -> None:
    """A rectangle whose upper left corner is (x, y)."""
    patch = Rectangle(
        (x, y),
        width,
        height,
        facecolor=fill.color,
        edgecolor=fill.edge,
        lw=1.4 if fill.outlined else 0,
        hatch=fill.hatch or None,
    )
    patch.set_hatch_linewidth(1.6)
    sheet.axes.add_patch(patch)


def lengths(counts: Sequence[int], scale: float) -> list[float]:
    """Pixels of the parts of one bar: proportional, but nothing that is there gets too small to be seen."""
    return [max(count * scale, _LEAST) if count > 0 else 0.0 for count in counts]


def number(
    sheet: Canvas, text: str, x: float, y: float, fill: Fill, *, size: float, width: float, height: float
) -> None:
    """A number in the middle of a part of this width and height; none where it could not be read."""
    needed = theme.width(lettering.clean(text), size, bold=True)
    if needed > width - 4:
        size *= (width - 4) / needed
    if size < SMALLEST or height < size * 1.2:
        return
    if fill.hatch:  # no digit is read on stripes
        plate = min(theme.width(lettering.clean(text), size, bold=True) + 12, width)
        sheet.box(x - plate / 2, y - size * 0.6, plate, size * 1.2, color=fill.color, round_by=5)
    sheet.text(x, y, text, size=size, room=width, color=fill.ink, bold=True, align="center", whole=True)


def swatch(sheet: Canvas, x: float, middle: float, fill: Fill) -> float:
    """A sample of the fill; the x where its words begin."""
    box(sheet, x, middle - _SWATCH / 2, _SWATCH, _SWATCH, fill)
    return x + _SWATCH + 14


def legend(sheet: Canvas, middle: float, entries: Sequence[tuple[Fill, str]]) -> None:
    """Samples with their words in one line, from the left margin to the right one."""
    widest = (theme.WIDTH - 2 * theme.MARGIN) / len(entries)
    room = widest - _SWATCH - 14 - 20
    size = even([words for _, words in entries], room, 27)
    x = float(theme.MARGIN)
    for fill, words in entries:
        left = swatch(sheet, x, middle, fill)
        sheet.text(left, middle, words, size=size, room=room)
        x = left + min(theme.width(lettering.clean(words), size), room) + 40


def even(texts: Iterable[str], room: float, size: float, *, bold: bool = False) -> float:
    """One size for all of them in which the widest fits, `size` at most and readable at least."""
    widest = max((theme.width(lettering.clean(text), size, bold=bold) for text in texts), default=0)
    return size if widest <= room else max(SMALLEST, size * room / widest * 0.99)
