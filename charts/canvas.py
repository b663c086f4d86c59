"""A sheet measured in pixels from its upper left corner, on which every picture is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle

from charts import lettering, theme

_DPI = 100


@dataclass(frozen=True, slots=True)
class Canvas:
    figure: Figure
    axes: Axes

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        room: float,
        color: str = theme.INK,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
        whole: bool = False,
    ) -> None:
        """One line, its middle at `y`; `size` and `room` (the widest it may be) in pixels.

        Too long a text is cut; a `whole` one (a number cut short would be another number) is set smaller.
        """
        if whole and (width := theme.width(lettering.clean(text), size, bold=bold)) > room:
            size *= room / width * 0.99
        self.axes.text(
            x,
            y,
            lettering.fit(text, room, size, bold=bold),
            fontproperties=theme.font(bold=bold),
            fontsize=size * 72 / _DPI,
            color=color,
            ha=align,
            va="center_baseline",
            parse_math=False,
            usetex=False,
        )

    def box(
        self, x: float, y: float, width: float, height: float, *, color: str, round_by: float = 0
    ) -> None:
        """A filled rectangle whose upper left corner is (x, y); a rounded one keeps its outer size."""
        if round_by:
            self.axes.add_patch(
                FancyBboxPatch(
                    (x, y), width, height, boxstyle=f"round,pad=0,rounding_size={round_by}", color=color, lw=0
                )
            )
        else:
            self.axes.add_patch(Rectangle((x, y), width, height, color=color, lw=0))

    def shape(self, corners: Sequence[tuple[float, float]], *, color: str) -> None:
        self.axes.add_patch(Polygon(list(corners), closed=True, color=color, lw=0))

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        color: str = theme.RULE,
        thick: float = 2,
        style: str | tuple[int, tuple[int, ...]] = "-",
    ) -> None:
        self.axes.add_line(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                color=color,
                lw=thick * 72 / _DPI,
                ls=style,
                solid_joinstyle="round",
            )
        )


def sheet(width: int = theme.WIDTH, height: int = theme.HEIGHT) -> Canvas:
    """An empty sheet of so many pixels."""
    figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=theme.PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return Canvas(figure, axes)


def heading(canvas: Canvas, title: str, subtitle: str) -> None:
    """Title and subtitle, in the first 150 pixels; a long title is set smaller before it is cut."""
    room = theme.WIDTH - 2 * theme.MARGIN
    size = 46.0
    if (width := theme.width(lettering.clean(title), size, bold=True)) > room:
        size = max(34.0, size * room / width * 0.99)
    canvas.text(theme.MARGIN, 72, title, size=size, room=room, bold=True)
    for number, line in enumerate(lettering.wrap(subtitle, room, 27, lines=2)):
        canvas.text(theme.MARGIN, 122 + 34 * number, line, size=27, room=room, color=theme.QUIET)


def nothing(canvas: Canvas, words: str) -> None:
    """What stands where a picture would be if there was anything to show."""
    middle = theme.WIDTH / 2
    for number, share in enumerate((1.0, 0.72, 0.44)):
        half = 230 * share
        canvas.box(
            middle - half, 470 + 74 * number, 2 * half, 54, color=theme.TINTS[theme.QUIET], round_by=10
        )
    canvas.text(
        middle, 770, words, size=34, room=theme.WIDTH - 2 * theme.MARGIN, color=theme.QUIET, align="center"
    )
