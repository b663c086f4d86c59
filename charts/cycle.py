"""Cycle times: how many days deals took until they were won or lost, as one histogram each on a shared scale."""

from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure

from charts import canvas, theme
from charts.canvas import Canvas
from charts.numbers import Numbers

_TOP = 200
_BOTTOM = 110  # height of the scale and its title
_LEFT, _RIGHT = theme.MARGIN, theme.WIDTH - theme.MARGIN
_COLORS = {"won": theme.GREEN, "lost": theme.RED, "closed": theme.BLUE}
_NICE = (1, 2, 5, 7, 10, 14, 20, 30, 50, 60, 90, 100, 180, 200, 365)
_BINS = 36


@dataclass(frozen=True, slots=True)
class Group:
    """`durations` is (whole days, number of deals), each day once; the marks are in days over the same deals."""

    kind: Literal["won", "lost", "closed"]
    title: str
    durations: tuple[tuple[int, int], ...]
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Cycle:
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class CycleLabels:
    title: str
    subtitle: str
    median: str
    p90: str
    axis: str  # what the horizontal scale counts
    no_data: str
    numbers: Numbers


def draw(series: Cycle, labels: CycleLabels) -> Figure:
    """A portrait figure of 1080 by 1350 pixels; within a group the bars are proportional to numbers of deals."""
    sheet = canvas.sheet()
    canvas.heading(sheet, labels.title, labels.subtitle)
    groups = [group for group in series.groups if group.durations]
    if not groups:
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    longest = max(day for group in groups for day, _ in group.durations)
    bin_days = next((days for days in _NICE if (longest + 1) / days <= _BINS), -(-(longest + 1) // _BINS))
    scale = (_RIGHT - _LEFT) / (bin_days * (longest // bin_days + 1))
    panel = min(480.0, (theme.HEIGHT - _TOP - _BOTTOM) / len(groups))
    for number, group in enumerate(groups):
        _panel(sheet, group, labels, top=_TOP + panel * number, height=panel, bin_days=bin_days, scale=scale)
    _scale(sheet, labels, _TOP + panel * len(groups), bin_days, longest, scale)
    return sheet.figure


def histogram(durations: tuple[tuple[int, int], ...], bin_days: int) -> dict[int, int]:
    """Deals per bin; bin 0 holds the days from 0 until `bin_days` (not included)."""
    bins: dict[int, int] = {}
    for day, deals in durations:
        bins[max(day, 0) // bin_days] = bins.get(max(day, 0) // bin_days, 0) + deals
    return bins


def _panel(
    sheet: Canvas,
    group: Group,
    labels: CycleLabels,
    *,
    top: float,
    height: float,
    bin_days: int,
    scale: float,
) -> None:
    color = _COLORS[group.kind]
    deals = labels.numbers.count(sum(number for _, number in group.durations))
    base = top + height - 34
    room = height - 34 - 150
    sheet.text(_LEFT, top + 24, group.title, size=32, room=620, bold=True, color=color)
    sheet.text(_RIGHT, top + 24, deals, size=32, room=320, align="right", bold=True, whole=True)
    bins = histogram(group.durations, bin_days)
    tallest = max(bins.values())
    for number, count in sorted(bins.items()):
        tall = room * count / tallest
        sheet.box(
            _LEFT + number * bin_days * scale + 1,
            base - tall,
            max(bin_days * scale - 2, 1),
            tall,
            color=color,
        )
    sheet.line([(_LEFT, base), (_RIGHT, base)], color=theme.QUIET)
    marks = ((group.median, labels.median, "-", 74), (group.p90, labels.p90, "--", 112))
    for days, words, style, below in marks:
        x = min(max(_LEFT + days * scale, _LEFT), _RIGHT)
        said = f"{words}: {labels.numbers.days(days)}"
        to_right = x < (_LEFT + _RIGHT) / 2
        sheet.line([(x, top + below - 16), (x, base)], color=theme.INK, thick=3, style=style)
        sheet.text(
            x + (12 if to_right else -12),
            top + below,
            said,
            size=27,
            room=(_RIGHT - x if to_right else x - _LEFT) - 12,
            align="left" if to_right else "right",
        )


def _scale(sheet: Canvas, labels: CycleLabels, top: float, bin_days: int, longest: int, scale: float) -> None:
    whole = bin_days * (longest // bin_days + 1)
    step = next((days for days in _NICE if whole / days <= 8), -(-whole // 8))
    for day in range(0, whole + 1, step):
        sheet.text(
            _LEFT + day * scale,
            top - 6,
            labels.numbers.count(day),
            size=24,
            room=step * scale,
            color=theme.QUIET,
            align="center",
            whole=True,
        )
    sheet.text(theme.WIDTH / 2, top + 44, labels.axis, size=27, room=900, color=theme.QUIET, align="center")
