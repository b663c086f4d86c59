"""The look of every picture: colours that differ without hue, two cuts of one bundled typeface, sizes for a phone."""

from functools import cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import TextToPath

# Pixels of a picture that fills a phone's width without being scaled down by Telegram (limit 1280).
WIDTH: Final = 1080
HEIGHT: Final = 1350
MARGIN: Final = 64

PAPER: Final = "#FFFFFF"
INK: Final = "#1B2430"
QUIET: Final = "#5B6675"
RULE: Final = "#D9DEE5"
# Okabe and Ito's set, told apart by people who do not see red or green.
BLUE: Final = "#0072B2"
GREEN: Final = "#00805D"
RED: Final = "#C44E00"
AMBER: Final = "#B87A00"
TINTS: Final = {BLUE: "#DCEBF5", GREEN: "#DDF0EA", RED: "#FAE6DA", AMBER: "#F8EDD6", QUIET: "#EEF0F3"}

_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_MEASURE = TextToPath()


@cache
def font(*, bold: bool = False) -> FontProperties:
    """DejaVu Sans as it comes with matplotlib, so that a picture is the same on every machine."""
    return FontProperties(fname=_FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"))


@cache
def glyphs() -> frozenset[int]:
    """The code points that both cuts can draw."""
    return frozenset(FT2Font(str(_FONTS / "DejaVuSans.ttf")).get_charmap()) & frozenset(
        FT2Font(str(_FONTS / "DejaVuSans-Bold.ttf")).get_charmap()
    )


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in pixels of one line of `text` set in `size` pixels."""
    if not text:
        return 0.0
    prop = font(bold=bold).copy()
    prop.set_size(size)  # what is measured in points of points comes out in pixels of pixels
    measured, _, _ = _MEASURE.get_text_width_height_descent(text, prop, ismath=False)
    return float(measured)
