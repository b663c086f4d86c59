"""How a picture is laid out: texts on one another, the smallest letters; and numbers as an English reader writes them."""

from itertools import combinations

from matplotlib.figure import Figure

from charts.numbers import Numbers

ENGLISH = Numbers(
    count=lambda number: f"{number:,}",
    money=lambda sum_: f"${sum_:,.0f}",
    percent=lambda share: f"{share * 100:.0f}%",
    days=lambda days: f"{days:.0f} days",
)


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes lie on one another by more than a pixel each way."""
    figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in figure.axes[0].texts if text.get_text()]
    return [
        (first, second)
        for (first, one), (second, other) in combinations(boxes, 2)
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 1
    ]


def smallest(figure: Figure) -> float:
    """The size in pixels of the smallest letters."""
    return (
        min(float(text.get_fontsize()) for text in figure.axes[0].texts if text.get_text()) * figure.dpi / 72
    )


def above_the_sheet(figure: Figure) -> list[str]:
    """The texts that leave it at its upper edge."""
    figure.draw_without_rendering()
    return [
        text.get_text()
        for text in figure.axes[0].texts
        if text.get_window_extent().y1 > figure.bbox.y1 and text.get_text()
    ]
