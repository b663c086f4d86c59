"""Lines over days, told apart by dash and marker as well as by colour."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.lines import Line2D

from charts import lettering, parts, theme
from charts.canvas import Canvas
from charts.numbers import Numbers

_RIGHT = theme.WIDTH - theme.MARGIN
_SAMPLE = 92
_NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Look:
    color: str
    style: Literal["-", "--"]
    marker: Literal["o", "s"]
    hollow: bool


BEFORE = Look(theme.QUIET, "-", "o", hollow=False)
AFTER = Look(theme.BLUE, "--", "s", hollow=True)


@dataclass(frozen=True, slots=True)
class Curve:
    """None of the values is negative, and one at least is more than nothing."""

    title: str
    values: tuple[float, ...]
    look: Look


def draw(
    sheet: Canvas,
    curves: Sequence[Curve],
    days: Sequence[str],
    numbers: Numbers,
    *,
    top: float,
    bottom: float,
) -> None:
    """All on one scale from nothing at `bottom`; as many of the days are named as there is room for."""
    largest = max(max(curve.values) for curve in curves)
    step = _nice(largest)
    highest = step * math.ceil(largest / step)
    ticks = range(0, highest + 1, step)
    said = [numbers.count(tick) for tick in ticks]
    beside = min(max(theme.width(lettering.clean(text), 24) for text in said), 280.0)
    left = theme.MARGIN + beside + 24
    for tick, text in zip(ticks, said, strict=True):
        y = bottom - (bottom - top) * tick / highest
        sheet.line([(left, y), (_RIGHT, y)], color=theme.RULE if tick else theme.QUIET)
        sheet.text(left - 16, y, text, size=24, room=beside + 2, color=theme.QUIET, align="right", whole=True)
    inset = 22.0
    between = (_RIGHT - left - 2 * inset) / max(len(days) - 1, 1)
    xs = [left + inset + between * place for place in range(len(days))]
    if len(days) == 1:
        xs = [(left + _RIGHT) / 2]
    for curve in curves:
        ys = [bottom - (bottom - top) * value / highest for value in curve.values]
        _line(sheet, xs, ys, curve.look, every=-(-len(days) // 16))
    _names(sheet, xs, days, bottom + 30)


def legend(sheet: Canvas, curves: Sequence[Curve], middle: float) -> None:
    """Samples of the lines with their words, side by side."""
    room = (_RIGHT - theme.MARGIN) / len(curves) - _SAMPLE - 14 - 20
    size = parts.even([curve.title for curve in curves], room, 27)
    x = float(theme.MARGIN)
    for curve in curves:
        _line(sheet, [x + 7, x + _SAMPLE / 2, x + _SAMPLE - 7], [middle] * 3, curve.look, every=1)
        sheet.text(x + _SAMPLE + 14, middle, curve.title, size=size, room=room)
        x += _SAMPLE + 14 + min(theme.width(lettering.clean(curve.title), size), room) + 40


def _nice(largest: float) -> int:
    """The step of a scale with at most six lines above nothing."""
    power = 1
    while True:
        for first in _NICE:
            if largest <= 6 * first * power:
                return first * power
        power *= 10


def _line(sheet: Canvas, xs: Sequence[float], ys: Sequence[float], look: Look, *, every: int) -> None:
    sheet.axes.add_line(
        Line2D(
            xs,
            ys,
            color=look.color,
            lw=3,
            ls=look.style,
            marker=look.marker,
            markersize=9,
            markevery=every,
            markerfacecolor=theme.PAPER if look.hollow else look.color,
            markeredgecolor=look.color,
            markeredgewidth=2.4,
            solid_joinstyle="round",
        )
    )


def _names(sheet: Canvas, xs: Sequence[float], days: Sequence[str], middle: float) -> None:
    size, room = 24, 170.0
    widest = min(max(theme.width(lettering.clean(day), size) for day in days), room)
    fits = max(int((xs[-1] - xs[0]) // (widest + 24)), 1)
    step = max(-(-(len(days) - 1) // fits), 1)
    for place in range(0, len(days), step):
        half = min(theme.width(lettering.clean(days[place]), size), room) / 2
        x = min(xs[place], theme.WIDTH - 8 - half)
        sheet.text(x, middle, days[place], size=size, room=room + 4, color=theme.QUIET, align="center")
