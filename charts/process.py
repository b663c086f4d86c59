"""A process as a diagram: stages from top to bottom, moves as arrows, ends in the last row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from charts import canvas, lettering, theme
from charts.canvas import Canvas
from charts.layers import Edge, Node, layers

_TOP = 190
_BOX = 110  # height of a box
_ROW = 214  # from one row of boxes to the next
_LANE = 26  # between two parallel arrows at the sides
_GAP = 40  # between two boxes of one row
_COLORS = {"stage": theme.BLUE, "final_good": theme.GREEN, "final_bad": theme.RED, "final": theme.QUIET}


@dataclass(frozen=True, slots=True)
class Diagram:
    """Every edge names nodes that are there; the first node is the start."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class DiagramLabels:
    title: str
    subtitle: str
    no_data: str


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    row: int
    x: float  # the middle
    y: float  # the top
    width: float


def draw(diagram: Diagram, labels: DiagramLabels) -> Figure:
    """A figure 1080 pixels wide, as high as the process is long."""
    rows = layers(diagram.nodes, diagram.edges)
    height = max(theme.WIDTH, _TOP + _ROW * len(rows) + theme.MARGIN)
    sheet = canvas.sheet(height=height)
    canvas.heading(sheet, labels.title, labels.subtitle)
    if not rows:
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    row_of = {node.id: number for number, row in enumerate(rows) for node in row}
    near = [edge for edge in diagram.edges if row_of[edge.target] - row_of[edge.source] == 1]
    far = [edge for edge in diagram.edges if row_of[edge.target] - row_of[edge.source] > 1]
    back = [edge for edge in diagram.edges if row_of[edge.target] <= row_of[edge.source]]
    left, right = _lanes(back), _lanes(far)
    boxes = _boxes(rows, theme.MARGIN + _LANE * len(left), theme.WIDTH - theme.MARGIN - _LANE * len(right))
    for edge in near:
        _straight(sheet, edge, boxes, near)
    for edge in far:
        _around(
            sheet,
            edge,
            boxes,
            theme.WIDTH - theme.MARGIN - _LANE * right.index(edge.target),
            side=1,
            others=far,
        )
    for edge in back:
        _around(sheet, edge, boxes, theme.MARGIN + _LANE * left.index(edge.target), side=-1, others=back)
    for box in boxes.values():
        _draw_box(sheet, box, is_start=box.node == diagram.nodes[0])
    return sheet.figure


def _lanes(edges: Iterable[Edge]) -> list[str]:
    """One lane for all arrows into the same stage, so that nine ways to lose are one line."""
    return list(dict.fromkeys(edge.target for edge in edges))


def _boxes(rows: Sequence[Sequence[Node]], left: float, right: float) -> dict[str, _Box]:
    boxes = {}
    for number, row in enumerate(rows):
        room = (right - left - 2 * _GAP) / len(row)
        width = min(520.0, room - _GAP / 2)
        for place, node in enumerate(row):
            x = left + _GAP + room * (place + 0.5)
            boxes[node.id] = _Box(node, number, x, _TOP + _ROW * number, width)
    return boxes


def _draw_box(sheet: Canvas, box: _Box, *, is_start: bool) -> None:
    color = _COLORS[box.node.kind]
    left = box.x - box.width / 2
    sheet.box(left, box.y, box.width, _BOX, color=color, round_by=20)
    if not is_start:
        sheet.box(left + 4, box.y + 4, box.width - 8, _BOX - 8, color=theme.TINTS[color], round_by=17)
    size = 29
    lines = lettering.wrap(box.node.title, box.width - 32, size, lines=2, bold=True)
    for number, line in enumerate(lines):
        sheet.text(
            box.x,
            box.y + _BOX / 2 + (number - (len(lines) - 1) / 2) * size * 1.3,
            line,
            size=size,
            room=box.width - 24,
            bold=True,
            align="center",
            color=theme.PAPER if is_start else theme.INK,
        )


def _arrow(sheet: Canvas, points: Sequence[tuple[float, float]]) -> None:
    """A line whose last piece ends in a head; the last piece is upright or level."""
    (x0, y0), (x, y) = points[-2:]
    along = (x > x0) - (x < x0), (y > y0) - (y < y0)
    if abs(x - x0) > 1 and abs(y - y0) > 1:
        along = (0, along[1])
    back_x, back_y = x - 18 * along[0], y - 18 * along[1]
    sheet.line([*points[:-1], (back_x, back_y)], color=theme.QUIET, thick=3)
    across_x, across_y = 9 * along[1], 9 * along[0]
    sheet.shape(
        [(x, y), (back_x + across_x, back_y + across_y), (back_x - across_x, back_y - across_y)],
        color=theme.QUIET,
    )


def _straight(sheet: Canvas, edge: Edge, boxes: dict[str, _Box], near: Sequence[Edge]) -> None:
    source, target = boxes[edge.source], boxes[edge.target]
    out = [other for other in near if other.source == edge.source]
    into = [other for other in near if other.target == edge.target]
    x0 = source.x + source.width * ((out.index(edge) + 1) / (len(out) + 1) - 0.5)
    x1 = target.x + target.width * ((into.index(edge) + 1) / (len(into) + 1) - 0.5)
    y0, y1 = source.y + _BOX, target.y
    bend = y0 + (y1 - y0) * (0.35 + 0.3 * (out.index(edge) + 1) / (len(out) + 1))
    _arrow(sheet, [(x0, y0), (x0, bend), (x1, bend), (x1, y1)] if abs(x0 - x1) > 1 else [(x0, y0), (x1, y1)])
    sheet.text(x1 + 14, y1 - 30, edge.label, size=23, room=300, color=theme.QUIET)


def _around(
    sheet: Canvas, edge: Edge, boxes: dict[str, _Box], lane: float, *, side: int, others: Sequence[Edge]
) -> None:
    """An arrow that goes past other rows, along the side; `others` are the edges of that side."""
    source, target = boxes[edge.source], boxes[edge.target]
    beside = [other for other in others if other.source == edge.source]
    apart = min(32, _BOX * 0.8 / len(beside))  # each line has its label above it
    low = source.y + _BOX * 0.63 + apart * (beside.index(edge) - (len(beside) - 1) / 2)
    start, end = source.x + side * source.width / 2, target.x + side * target.width / 2
    in_between = any(box.row == target.row and (box.x - target.x) * side > 0 for box in boxes.values())
    if in_between:  # from below, where no neighbour of the target is crossed
        under = (
            target.y + _BOX + 30 + abs(lane - (theme.WIDTH - theme.MARGIN if side > 0 else theme.MARGIN)) / 2
        )
        x = target.x + side * target.width / 4
        path = [(start, low), (lane, low), (lane, under), (x, under), (x, target.y + _BOX)]
    else:
        high = target.y + _BOX * 0.2
        path = [(start, low), (lane, low), (lane, high), (end, high)]
    _arrow(sheet, path)
    sheet.text(
        start + side * 14,
        low - 16,
        edge.label,
        size=22,
        room=abs(lane - start) - 30,
        color=theme.QUIET,
        align="left" if side > 0 else "right",
    )
