"""Words and numbers as a caller would give them, and what can be read off a figure."""

from collections.abc import Iterator
from decimal import Decimal

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from charts.numbers import Numbers

NUMBERS = Numbers(
    count=lambda number: f"{number:,}".replace(",", "\N{NO-BREAK SPACE}"),
    money=lambda sum_: f"{sum_:,.0f}\N{NO-BREAK SPACE}₽".replace(",", "\N{NO-BREAK SPACE}"),
    percent=lambda share: f"{share * 100:.0f}\N{NO-BREAK SPACE}%",
    days=lambda days: f"{days:.0f}\N{NO-BREAK SPACE}дн.",
)

HOSTILE = [
    "$\\frac{1}{0}$ and $",
    "Очень длинное название, которое никуда не помещается " * 40,
    "مرحبا بالعالم",
    "שלום עולם",
    "😀👩‍👩‍👧 только эмодзи 🇷🇺",
    "漢字",
    "a\nb\tc\0d\u202e\u200b",
    "<b>&amp;</b>",
    "",
]


def texts(figure: Figure) -> list[str]:
    """Every text of a picture, with plain spaces."""
    return [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in figure.axes[0].texts]


def bars(figure: Figure, color: str) -> Iterator[Rectangle]:
    for patch in figure.axes[0].patches:
        if isinstance(patch, Rectangle) and to_hex(patch.get_facecolor()).upper() == color:
            yield patch


def outside(figure: Figure) -> list[str]:
    """The texts that leave the sheet."""
    figure.draw_without_rendering()
    sheet = figure.bbox
    found = []
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        if text.get_text() and not (sheet.x0 <= box.x0 and box.x1 <= sheet.x1 and sheet.y0 <= box.y0):
            found.append(text.get_text())
    return found


MONEY = Decimal("1234567.89")
