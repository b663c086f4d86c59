"""Text from people, cleaned of what is not seen: control characters, and marks that turn or hide what follows."""

import re
import unicodedata

from bot.words.refusals import NotUnderstood, Reason, TooLong

LIMIT = 1000
LINE_LIMIT = 200

_BREAKS = re.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]")
_SEEN_CONTROLS = {"\n", "\t"}
# The joiners hold emoji and Indic letters together; every other format character only hides or turns.
_SEEN_FORMATS = {"\u200c", "\u200d"}
# Letters of flags such as Scotland's.
_TAGS = range(0xE0020, 0xE0080)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n ?(?:\n ?)+")


def _kept(character: str) -> bool:
    match unicodedata.category(character):
        case "Cc":
            return character in _SEEN_CONTROLS
        case "Cf":
            return character in _SEEN_FORMATS or ord(character) in _TAGS
        case "Cs":
            return False
        case _:
            return True


def cleaned(text: str) -> str:
    """The same text as it is seen: composed, without invisible characters, runs of blanks and blank lines drawn together."""
    seen = "".join(character for character in _BREAKS.sub("\n", text) if _kept(character))
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", seen))
    joined = _BLANK_LINES.sub("\n\n", spaced)
    return joined.strip().strip("\u200c\u200d").strip()


def free_text(text: str, limit: int = LIMIT) -> str:
    """Up to `limit` characters, line breaks kept. TooLong; NotUnderstood(EMPTY) when nothing is to be seen."""
    found = cleaned(text)
    if not found:
        raise NotUnderstood(Reason.EMPTY, text)
    if len(found) > limit:
        raise TooLong(text, len(found), limit)
    return found


def one_line(text: str, limit: int = LINE_LIMIT) -> str:
    """For names: like `free_text`, in one line."""
    return free_text(" ".join(text.split()), limit)
