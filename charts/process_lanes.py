"""Arrows between cards that stand under one another: straight to the next, else past the others along a side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from charts import theme
from charts.canvas import Canvas

LANE = 34
"""From one line at a side to the next, and from the cards to the first."""
_HEAD = 9  # half of the width of an arrow's head


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one card to another; `taken` is a way that has been gone, `alone` one that is made by itself.

    `label` is short, such as ×2. An arrow that names an unknown card is refused with KeyError.
    """

    source: str
    target: str
    label: str = ""
    taken: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands: its row, and its edges in pixels."""

    row: int
    left: float
    right: float
    top: float
    bottom: float


def sides(arrows: Sequence[Arrow], rows: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Lanes by target, left (back) and right (past others); arrows into one card share a lane."""
    far = [one for one in arrows if rows[one.target] - rows[one.source] > 1]
    back = [one for one in arrows if rows[one.target] <= rows[one.source]]
    return _lanes(back, rows), _lanes(far, rows)


def _lanes(arrows: Iterable[Arrow], rows: Mapping[str, int]) -> dict[str, int]:
    """The shortest lie inside; lines that never pass the same row share a lane."""
    spans: dict[str, tuple[int, int]] = {}
    for one in arrows:
        low, high = sorted((rows[one.source], rows[one.target]))
        known = spans.get(one.target, (low, high))
        spans[one.target] = min(known[0], low), max(known[1], high)
    lanes: list[list[tuple[int, int]]] = []
    found: dict[str, int] = {}
    for target, (low, high) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1])):
        number = next(
            (n for n, taken in enumerate(lanes) if all(high < a or low > b for a, b in taken)), len(lanes)
        )
        if number == len(lanes):
            lanes.append([])
        lanes[number].append((low, high))
        found[target] = number
    return found


def draw(
    sheet: Canvas,
    arrows: Sequence[Arrow],
    places: Mapping[str, Place],
    left: Mapping[str, int],
    right: Mapping[str, int],
) -> None:
    """All of them; those that were taken lie on top."""
    for one in sorted(arrows, key=lambda arrow: arrow.taken):
        source, target = places[one.source], places[one.target]
        if target.row == source.row + 1:
            _down(sheet, one, source, target)
        elif target.row > source.row:
            _beside(sheet, one, places, arrows, right[one.target], side=1)
        else:
            _beside(sheet, one, places, arrows, left[one.target], side=-1)


def begin(sheet: Canvas, first: Place) -> None:
    """A dot and an arrow: here it starts."""
    x = (first.left + first.right) / 2
    sheet.box(x - 11, first.top - 56, 22, 22, color=theme.INK, round_by=11)
    _pointed(sheet, [(x, first.top - 36), (x, first.top)], theme.INK, 4, "-")


def _down(sheet: Canvas, one: Arrow, source: Place, target: Place) -> None:
    x = (source.left + source.right) / 2
    _stroke(sheet, one, [(x, source.bottom), (x, target.top)])
    if one.label:
        middle = (source.bottom + target.top) / 2
        sheet.text(x + 22, middle, one.label, size=28, room=300, color=theme.BLUE, bold=True)


def _beside(
    sheet: Canvas, one: Arrow, places: Mapping[str, Place], arrows: Sequence[Arrow], lane: int, *, side: int
) -> None:
    source, target = places[one.source], places[one.target]
    edge = max(place.right for place in places.values()) if side > 0 else min(p.left for p in places.values())
    x = edge + side * LANE * (lane + 0.8)
    start, end = (source.right, target.right) if side > 0 else (source.left, target.left)
    out = [
        other.target
        for other in arrows
        if other.source == one.source
        and (places[other.target].row > source.row) is (side > 0)
        and places[other.target].row != source.row + 1
    ]
    height = source.bottom - source.top
    # Leaves low and arrives high, so that what goes and what comes never lie on one another.
    low = source.bottom - height * 0.38 * (out.index(one.target) + 1) / (len(out) + 1)
    high = target.top + min(46.0, (target.bottom - target.top) * 0.4)
    _stroke(sheet, one, [(start, low), (x, low), (x, high), (end, high)])
    if one.label:
        room = min(LANE * 1.3, (theme.WIDTH - x if side > 0 else x) - 10)
        align: Literal["left", "right"] = "left" if side > 0 else "right"
        middle = (low + high) / 2
        sheet.text(
            x + side * 6,
            middle,
            one.label[:4],
            size=24,
            room=room,
            color=theme.BLUE,
            bold=True,
            align=align,
            whole=True,
        )


def _stroke(sheet: Canvas, one: Arrow, points: Sequence[tuple[float, float]]) -> None:
    color = theme.BLUE if one.taken else theme.QUIET
    _pointed(sheet, points, color, 6 if one.taken else 3, (0, (4, 3)) if one.alone and not one.taken else "-")


def _pointed(
    sheet: Canvas,
    points: Sequence[tuple[float, float]],
    color: str,
    thick: float,
    style: str | tuple[int, tuple[int, ...]],
) -> None:
    """A line whose last piece, upright or level, ends in a head."""
    (x0, y0), (x, y) = points[-2:]
    along = (x > x0) - (x < x0), (y > y0) - (y < y0)
    wide = _HEAD + thick / 2
    back_x, back_y = x - 2 * wide * along[0], y - 2 * wide * along[1]
    sheet.line([*points[:-1], (back_x, back_y)], color=color, thick=thick, style=style)
    across_x, across_y = wide * along[1], wide * along[0]
    sheet.shape(
        [(x, y), (back_x + across_x, back_y + across_y), (back_x - across_x, back_y - across_y)], color=color
    )
