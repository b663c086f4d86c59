"""Pictures: whether they decode, and how large they are."""

import io
import warnings

from sandbox.errors import BadRequest


def measure(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that the messenger would accept as a photo, else the refusal."""
    from PIL import Image  # costs 50 ms, and most runs never send a photo

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                width, height = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadRequest("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise BadRequest("PHOTO_INVALID_DIMENSIONS")
    return width, height
