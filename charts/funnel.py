"""The funnel: how many deals reached each stage, how many stand there now, and how the rest ended."""

from dataclasses import dataclass
from decimal import Decimal

from matplotlib.figure import Figure

from charts import canvas, lettering, theme
from charts.canvas import Canvas
from charts.numbers import Numbers

_TOP = 176
_CARDS = 210  # height of the strip of outcomes
_LOWEST_ROW = 128  # below this the words are too small for a phone
_WIDEST = theme.WIDTH - 2 * theme.MARGIN


@dataclass(frozen=True, slots=True)
class Stage:
    """`of_previous` is a share of the deals that reached the stage before; None where there is no such stage."""

    title: str
    reached: int
    now: int
    sum_now: Decimal
    of_previous: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """Counts of deals; `win_rate` is the share of won among closed ones, None if nothing is closed."""

    stages: tuple[Stage, ...]
    won: int
    lost: int
    open: int
    won_sum: Decimal
    win_rate: float | None


@dataclass(frozen=True, slots=True)
class FunnelLabels:
    title: str
    subtitle: str
    now: str  # "now"
    of_previous: str  # "of the stage before"
    won: str
    lost: str
    open: str
    win_rate: str  # "win rate"
    of_closed: str  # "of those closed"
    no_data: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    beside: str
    reached: int
    share: str
    color: str


def draw(series: Funnel, labels: FunnelLabels) -> Figure:
    """A portrait figure, 1080 pixels wide and at least 1350 high; bars are proportional to `reached`,
    the last one to `won`.
    """
    height = max(theme.HEIGHT, _TOP + _LOWEST_ROW * (len(series.stages) + 1) + _CARDS + theme.MARGIN)
    sheet = canvas.sheet(height=height)
    canvas.heading(sheet, labels.title, labels.subtitle)
    if not (series.won or series.lost or series.open or any(stage.reached for stage in series.stages)):
        canvas.nothing(sheet, labels.no_data)
        return sheet.figure
    rows = _rows(series, labels)
    strip = height - _CARDS - theme.MARGIN
    step = (strip - _TOP) / len(rows)
    largest = max(row.reached for row in rows) or 1
    for number, row in enumerate(rows):
        _draw_row(sheet, row, labels, top=_TOP + step * number, step=step, share=row.reached / largest)
    _outcomes(sheet, series, labels, strip)
    return sheet.figure


def _rows(series: Funnel, labels: FunnelLabels) -> list[_Row]:
    numbers = labels.numbers
    rows = []
    for stage in series.stages:
        beside = f"{labels.now}: {numbers.count(stage.now)}"
        if stage.sum_now:
            beside += f" · {numbers.money(stage.sum_now)}"
        share = (
            "" if stage.of_previous is None else f"{numbers.percent(stage.of_previous)} {labels.of_previous}"
        )
        rows.append(_Row(stage.title, beside, stage.reached, share, theme.BLUE))
    share = "" if series.win_rate is None else f"{numbers.percent(series.win_rate)} {labels.of_closed}"
    return [*rows, _Row(labels.won, numbers.money(series.won_sum), series.won, share, theme.GREEN)]


def _draw_row(
    sheet: Canvas, row: _Row, labels: FunnelLabels, *, top: float, step: float, share: float
) -> None:
    middle = theme.WIDTH / 2
    size = min(32, max(25, step * 0.17))
    title_y = top + max(size * 1.9, step * 0.29)
    bar_top = title_y + size * 0.8
    bar_height = top + step - bar_top
    if row.share:
        sheet.text(
            middle,
            top + (title_y - size * 0.65 - top) / 2,
            f"↓ {row.share}",
            size=size * 0.85,
            room=_WIDEST,
            color=theme.QUIET,
            align="center",
        )
    beside_room = min(theme.width(lettering.clean(row.beside), size * 0.85) + 1, _WIDEST * 0.55)
    sheet.text(theme.MARGIN, title_y, row.title, size=size, room=_WIDEST - beside_room - 24, bold=True)
    sheet.text(
        theme.WIDTH - theme.MARGIN,
        title_y,
        row.beside,
        size=size * 0.85,
        room=beside_room,
        color=theme.QUIET,
        align="right",
        whole=True,
    )
    # The pale track is the whole, so that a stage nobody reached is still seen as one.
    sheet.box(theme.MARGIN, bar_top, _WIDEST, bar_height, color=theme.TINTS[row.color])
    width = _WIDEST * share
    sheet.box(middle - width / 2, bar_top, width, bar_height, color=row.color)
    count, count_size = labels.numbers.count(row.reached), min(46, bar_height * 0.55)
    needed = theme.width(lettering.clean(count), count_size, bold=True) + 32
    inside = needed <= width
    sheet.text(
        middle if inside else middle + width / 2 + 16,
        bar_top + bar_height / 2,
        count,
        size=count_size,
        room=_WIDEST / (1 if inside else 2.2),
        whole=True,
        color=theme.PAPER if inside else theme.INK,
        bold=True,
        align="center" if inside else "left",
    )


def _outcomes(sheet: Canvas, series: Funnel, labels: FunnelLabels, top: float) -> None:
    numbers = labels.numbers
    rate = "—" if series.win_rate is None else numbers.percent(series.win_rate)
    cards = (
        (labels.win_rate, rate, theme.GREEN),
        (labels.lost, numbers.count(series.lost), theme.RED),
        (labels.open, numbers.count(series.open), theme.BLUE),
    )
    gap = 24
    width = (_WIDEST - gap * (len(cards) - 1)) / len(cards)
    card_top = top + 48
    for number, (title, value, color) in enumerate(cards):
        left = theme.MARGIN + number * (width + gap)
        sheet.box(left, card_top, width, _CARDS - 48, color=theme.TINTS[color], round_by=16)
        sheet.text(left + 28, card_top + 52, title, size=27, room=width - 56, color=theme.INK)
        sheet.text(
            left + 28, card_top + 106, value, size=48, room=width - 56, color=color, bold=True, whole=True
        )
