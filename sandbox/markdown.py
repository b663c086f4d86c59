"""The MarkdownV2 parse mode: plain text with entities out, and the real server's words for what is wrong."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox import utf16
from sandbox.marks import EntityError, link_entity, mentioned, time_entity

JSON = dict[str, Any]
_RESERVED = "_*[]()~`>#+-=|{}.!\n"
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
_STARTS = {
    "__": "underline",
    "_": "italic",
    "*": "bold",
    "~": "strikethrough",
    "||": "spoiler",
    "[": "text_link",
    "![": "custom_emoji",
}
_ENDS = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}


@dataclass(slots=True)
class _Open:
    kind: str
    language: str
    offset: int
    at: int
    start: int


def parse_markdown(source: str) -> tuple[str, list[JSON]]:
    """Plain text and its entities, offsets in UTF-16 units; raises EntityError."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source + "\0\0\0"
        self._size = len(source)
        self._text: list[str] = []
        self._units = 0
        self._stack: list[_Open] = []
        self._entities: list[JSON] = []
        self._quote = False

    def parse(self) -> tuple[str, list[JSON]]:
        source, i = self._source, 0
        while i < self._size:
            c = source[i]
            if c == "\\" and "\0" < source[i + 1] <= "~":
                self._add(source[i + 1])
                i += 2
                continue
            inside = self._stack[-1].kind if self._stack else ""
            if c not in ("`" if inside in ("code", "pre") else _RESERVED):
                self._add(c)
                i += 1
            elif self._ends(i, inside):
                i = self._end(i)
            else:
                i = self._begin(i)
        if self._stack and self._stack[-1].kind == "blockquote":
            self._emit(self._stack.pop(), "")
        if self._stack:
            raise self._unclosed()
        return "".join(self._text), self._entities

    def _add(self, character: str) -> None:
        self._text.append(character)
        self._units += utf16.length(character)

    def _bytes(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _unclosed(self) -> EntityError:
        opened = self._stack[-1]
        name = "PreCode" if opened.language else _NAMES[opened.kind]
        return EntityError(f"Can't find end of {name} entity at byte offset {self._bytes(opened.at)}")

    def _ends(self, i: int, inside: str) -> bool:
        if not inside:
            return False
        c = self._source[i]
        if self._quote and c == "\n" and self._source[i + 1] != ">":
            return True
        if inside == "italic":
            return c == "_" and self._source[i + 1] != "_"
        return inside in _ENDS and self._source.startswith(_ENDS[inside], i)

    def _begin(self, i: int) -> int:
        source, at, c = self._source, i, self._source[i]
        kind = language = ""
        mark = next((mark for mark in _STARTS if source.startswith(mark, i)), "")
        if mark:
            kind, i = _STARTS[mark], i + len(mark)
        elif c == "`":
            kind, language, i = self._fence(i)
        elif c == "\n":
            self._add("\n")
            i += 1
            if source[i] == ">":
                i += 1
                if not self._quote:
                    kind, self._quote = "blockquote", True
            if not kind:
                return i
        elif c == ">" and i == 0:
            kind, i, self._quote = "blockquote", 1, True
        else:
            raise EntityError(f"Character '{c}' is reserved and must be escaped with the preceding '\\'")
        self._stack.append(_Open(kind, language, self._units, at, len(self._text)))
        return i

    def _fence(self, i: int) -> tuple[str, str, int]:
        source = self._source
        if not source.startswith("```", i):
            return "code", "", i + 1
        i += 3
        stop = i
        while not source[stop].isspace() and source[stop] not in "`\0":
            stop += 1
        language = ""
        if stop > i and stop < self._size and source[stop] != "`":
            language, i = source[i:stop], stop
        if source[i] in "\r\n":
            i += 2 if source[i + 1] in "\r\n" and source[i + 1] != source[i] else 1
        return "pre", language, i

    def _end(self, i: int) -> int:
        opened = self._stack[-1]
        if self._source[i] == "\n" and opened.kind not in ("blockquote", "code", "pre"):
            raise self._unclosed()
        self._stack.pop()
        if self._source[i] == "\n":
            self._quote = False
            self._add("\n")
            self._emit(opened, "")
            return i + 1
        i += len(_ENDS[opened.kind])
        url = ""
        if opened.kind in ("text_link", "custom_emoji"):
            if self._source[i] == "(":
                url, i = self._url(i + 1, "URL" if opened.kind == "text_link" else "custom emoji URL")
            elif opened.kind == "custom_emoji":
                raise EntityError("Custom emoji entity must contain a tg://emoji URL")
            else:
                url = "".join(self._text[opened.start :])
        self._emit(opened, url)
        return i

    def _url(self, i: int, what: str) -> tuple[str, int]:
        source, begin = self._source, i
        url: list[str] = []
        while i < self._size and source[i] != ")":
            if source[i] == "\\" and "\0" < source[i + 1] <= "~":
                i += 1
            url.append(source[i])
            i += 1
        if source[i] != ")":
            raise EntityError(f"Can't find end of a {what} at byte offset {self._bytes(begin)}")
        return "".join(url), i + 1

    def _emit(self, opened: _Open, url: str) -> None:
        offset, size = opened.offset, self._units - opened.offset
        if size == 0:
            return
        entity: JSON | None = {"type": opened.kind, "offset": offset, "length": size}
        if opened.kind == "text_link":
            user = mentioned(url)
            entity = (
                {"type": "text_mention", "offset": offset, "length": size, "user": {"id": user}}
                if user
                else link_entity(url, offset, size)
            )
        elif opened.kind == "custom_emoji":
            entity = _special(url, offset, size)
        elif opened.kind == "pre" and opened.language:
            entity = {"type": "pre", "offset": offset, "length": size, "language": opened.language}
        if entity is not None:
            self._entities.append(entity)


def _special(url: str, offset: int, size: int) -> JSON:
    """A custom emoji or a time: both are written `![text](tg://…)`."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.scheme == "tg" and parts.netloc == "time":
        return time_entity(query.get("unix", ""), query.get("format", ""), offset, size)
    if parts.scheme != "tg" or parts.netloc != "emoji":
        raise EntityError("Custom emoji entity must contain a tg://emoji URL")
    emoji = query.get("id", "")
    if not emoji.isdecimal() or int(emoji) == 0:
        raise EntityError("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "offset": offset, "length": size, "custom_emoji_id": emoji}
