"""Small pictures that decode."""

import io

from PIL import Image


def picture(colour: str) -> bytes:
    """A PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    return out.getvalue()
