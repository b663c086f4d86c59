"""Text from people, made fit to be drawn: one line, only glyphs that exist, no wider than its place."""

import re
import unicodedata

from charts import theme

_LONGEST = 300


def clean(text: str) -> str:
    """One line of drawable characters: emoji, controls and unknown scripts are left out, spaces are joined."""
    known = theme.glyphs()
    line = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text[:_LONGEST])
        if character.isspace() or (ord(character) in known and not _is_decoration(character))
    )
    return re.sub(" {2,}", " ", line).strip()


def _is_decoration(character: str) -> bool:
    # Emoji have one grey glyph at best; marks of direction and selectors of variants have no meaning alone.
    return (
        ord(character) >= 0x1F000
        or 0xFE00 <= ord(character) <= 0xFE0F
        or unicodedata.category(character) in {"Cc", "Cf"}
    )


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """`text` cleaned and, where it is wider than `room` pixels, cut with an ellipsis."""
    line = clean(text)
    if theme.width(line, size, bold=bold) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if theme.width(line[:middle].rstrip() + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return line[:low].rstrip() + "…"


def wrap(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> list[str]:
    """`text` broken at spaces into at most `lines` lines of `room` pixels; the last is cut if it must be."""
    words = clean(text).split()
    result: list[str] = []
    while words and len(result) < lines - 1:
        taken = 1
        while taken < len(words) and theme.width(" ".join(words[: taken + 1]), size, bold=bold) <= room:
            taken += 1
        result.append(fit(" ".join(words[:taken]), room, size, bold=bold))
        words = words[taken:]
    if words:
        result.append(fit(" ".join(words), room, size, bold=bold))
    return result
