"""What messages are put together from: sentences with nodes in them, names made safe to show, phones."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from string import Formatter

from aiogram.utils.formatting import Bold, PhoneNumber, Text

NAME = 60
"""A client, a person, a product in a message."""
SHORT = 24
"""The same where a line carries more than one of them."""

_JOINER = "\u200d"
_MARKS = {"Mn", "Me", "Mc", "Cf", "Sk"}
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def _cleaned(text: str) -> str:
    """One line, without control characters and overrides of direction; what joins emoji stays."""
    words = " ".join(text[:2000].split())
    kept = "".join(
        char
        for char in words
        if char == _JOINER or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join(kept.split())  # what was taken out may have stood between two spaces


@lru_cache(maxsize=4096)
def clip(text: str, limit: int = NAME) -> str:
    """Text from people on one line of at most `limit` + 2 characters, cut between visible characters, isolated where it runs right to left; a dash for nothing."""
    clean = _cleaned(text) or "—"
    if len(clean) > limit:
        end = limit - 1
        while end > 1 and (
            unicodedata.category(clean[end]) in _MARKS or _JOINER in (clean[end], clean[end - 1])
        ):
            end -= 1
        flags = len(clean[:end]) - len(clean[:end].rstrip(_FLAG_LETTERS))
        clean = clean[: end - flags % 2].rstrip() + "…"
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in clean):
        return f"\u2068{clean}\u2069"
    return clean


def long(text: str, limit: int) -> str:
    """Text from people that may keep its lines."""
    return "\n".join(clip(line, limit) for line in text[:limit].splitlines()[:12] if _cleaned(line))


@lru_cache(maxsize=1024)
def _parsed(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((before, name) for before, name, _, _ in Formatter().parse(template))


def sentence(template: str, **parts: object) -> Text:
    """The template with its `{fields}` filled in by nodes and plain values, none of which is read as markup."""
    nodes: list[object] = []
    for before, name in _parsed(template):
        if before:
            nodes.append(before)
        if name is not None:
            nodes.append(parts[name])
    return Text(*nodes)


def stack(*lines: Text | str | None) -> Text:
    """Lines under one another; None is left out, an empty one is a gap, and there are no gaps at the edges or twice."""
    nodes: list[object] = []
    gap = False
    for line in lines:
        if line is None:
            continue
        if line == "":
            gap = bool(nodes)
            continue
        if nodes:
            nodes.append("\n\n" if gap else "\n")
        gap = False
        nodes.append(line)
    return Text(*nodes)


def joined(parts: Iterable[Text | str | None], separator: str = " · ") -> Text | None:
    """What there is of the parts on one line; None when there is nothing."""
    nodes: list[object] = []
    for part in parts:
        if part is not None and part != "":
            nodes += [separator, part] if nodes else [part]
    return Text(*nodes) if nodes else None


def client(name: str | None, otherwise: str, limit: int = NAME) -> Text:
    """The client's name, as the title of a card."""
    return Bold(clip(name, limit) if name else otherwise)


def grouped(number: str) -> str:
    """A phone in E.164; Russian ones are grouped to be read."""
    if number.startswith("+7") and len(number) == 12:
        return f"+7 {number[2:5]} {number[5:8]}-{number[8:10]}-{number[10:]}"
    return clip(number, 20)


def phone(number: str) -> Text:
    """The same, to dial when it is touched."""
    return PhoneNumber(grouped(number))


def masked(number: str) -> str:
    """The same where nobody needs to dial it any more: «+7 495 •••-••-67»."""
    whole = grouped(number)
    kept = len(whole) - 2
    return "".join("•" if char.isdigit() and 5 < place < kept else char for place, char in enumerate(whole))


def capital(text: str) -> str:
    """With a capital first letter, as a label or a sentence begins."""
    return text[:1].upper() + text[1:]
