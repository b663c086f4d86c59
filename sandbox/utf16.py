"""Lengths in UTF-16 code units, the unit of every offset in the Bot API."""


def length(text: str) -> int:
    """How many UTF-16 code units the text takes."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if character > "\uffff")


def index(text: str, offset: int) -> int | None:
    """The index into `text` at a UTF-16 offset; None in the middle of a surrogate pair or past the end."""
    if text.isascii():
        return offset if offset <= len(text) else None
    position = 0
    for number, character in enumerate(text):
        if position >= offset:
            return number if position == offset else None
        position += 2 if character > "\uffff" else 1
    return len(text) if position == offset else None


def cut(text: str, offset: int, size: int) -> str:
    """The part of the text that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + size) * 2].decode("utf-16-le", "replace")
