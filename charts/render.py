"""From a figure to the bytes of a PNG, off the event loop and one at a time."""

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from matplotlib.figure import Figure

# One thread: drawing is pure Python under the GIL, two at once would only be slower and hold memory twice.
_DRAWER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")


def to_png(figure: Figure) -> bytes:
    """The same figure gives the same bytes: nothing of the moment or the machine is written into them."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None}, bbox_inches=None)
    return buffer.getvalue()


def _once(figure: Figure) -> bytes:
    """The same for a figure that is not needed any more.

    Figures hold themselves in cycles and their six megabytes of pixels with them: let go here, not when the collector
    comes to it.
    """
    found = to_png(figure)
    canvas: Any = figure.canvas
    canvas.renderer = None
    figure.clear()
    return found


async def png(draw: Callable[[], Figure]) -> bytes:
    """Call `draw` and render its figure while the event loop goes on; others wait their turn."""
    return await asyncio.get_running_loop().run_in_executor(_DRAWER, lambda: _once(draw()))
