"""The HTML parse mode: text with tags in, plain text with entities out, and the real server's words for what is wrong."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox import utf16
from sandbox.marks import EntityError, link_entity, mentioned, time_entity

JSON = dict[str, Any]
_SPACES = " \t\r\n\0\v"
_MARKS = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|([a-zA-Z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_NAME = re.compile(r"[0-9A-Za-z.\-]*")
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Plain text and its entities, offsets in UTF-16 units; raises EntityError."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source + "\0"
        self._size = len(source)
        self._text: list[str] = []
        self._units = 0
        self._stack: list[_Open] = []
        self._entities: list[JSON] = []

    def parse(self) -> tuple[str, list[JSON]]:
        position = 0
        while position < self._size:
            mark = _MARKS.search(self._source, position, self._size)
            stop = mark.start() if mark else self._size
            if stop > position:
                self._add(self._source[position:stop])
            position = stop
            if position >= self._size:
                break
            if self._source[position] == "&":
                character, position = self._reference(position)
                self._add(character)
            elif self._source[position + 1] == "/":
                position = self._close(position)
            else:
                position = self._open(position)
        if self._stack:
            raise EntityError(f'Can\'t find end tag corresponding to start tag "{self._stack[-1].tag}"')
        return "".join(self._text), self._entities

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._units += utf16.length(text)

    def _bytes(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _reference(self, position: int) -> tuple[str, int]:
        match = _REFERENCE.match(self._source, position, self._size)
        if match:
            decimal, hexadecimal, name = match.groups()
            if name:
                if name in _NAMED:
                    return _NAMED[name], match.end()
            elif len(match[0].rstrip(";")) < 10:
                code = int(decimal) if decimal else int(hexadecimal, 16)
                if 0xD800 <= code <= 0xDFFF:
                    raise EntityError(
                        "Text contains invalid Unicode characters after decoding HTML entities, "
                        "check for unmatched surrogate code units"
                    )
                if 0 < code < 0x10FFFF:
                    return chr(code), match.end()
        return "&", position + 1

    def _skip(self, position: int) -> int:
        while position < self._size and self._source[position] in _SPACES:
            position += 1
        return position

    def _open(self, begin: int) -> int:
        source = self._source
        i = begin + 1
        while source[i] not in _SPACES and source[i] != ">":
            i += 1
        if source[i] == "\0":
            raise EntityError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        tag = source[begin + 1 : i].lower()
        if tag not in TAGS:
            raise EntityError(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes: dict[str, str] = {}
        while source[i] != ">":
            i = self._skip(i)
            if source[i] == ">":
                break
            name_at = i
            while source[i] not in _SPACES and source[i] not in "=>":
                i += 1
            name = source[name_at:i]
            if not name:
                raise EntityError(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}'
                )
            i = self._skip(i)
            if source[i] != "=":
                if tag == "blockquote" and name == "expandable":
                    attributes[name] = ""
                    continue
                raise EntityError(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                    f" at byte offset {self._bytes(begin)}"
                )
            attributes[name], i = self._value(self._skip(i + 1), tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise EntityError(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self._stack.append(_Open(tag, attributes, self._units, len(self._text)))
        return i + 1

    def _value(self, i: int, tag: str, begin: int) -> tuple[str, int]:
        source = self._source
        if source[i] == "\0":
            raise EntityError(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
        if source[i] in "'\"":
            quote, i = source[i], i + 1
            value: list[str] = []
            while source[i] != quote and source[i] != "\0":
                if source[i] == "&":
                    character, i = self._reference(i)
                    value.append(character)
                else:
                    value.append(source[i])
                    i += 1
            if source[i] == "\0":
                raise EntityError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            result, i = "".join(value), i + 1
        else:
            match = _NAME.match(source, i)
            token = match[0] if match else ""
            if source[i + len(token)] not in _SPACES and source[i + len(token)] != ">":
                raise EntityError(f"Unexpected end of name token at byte offset {self._bytes(i)}")
            result, i = token.lower(), i + len(token)
        if source[i] == "\0":
            raise EntityError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        return result, i

    def _close(self, begin: int) -> int:
        source = self._source
        if not self._stack:
            raise EntityError(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        i = begin + 2
        while source[i] not in _SPACES and source[i] != ">":
            i += 1
        tag = source[begin + 2 : i].lower()
        i = self._skip(i)
        if source[i] != ">":
            raise EntityError(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        opened = self._stack[-1]
        if tag and tag != opened.tag:
            raise EntityError(
                f'Unmatched end tag at byte offset {self._bytes(begin)}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        self._stack.pop()
        if self._units > opened.offset:
            self._finish(opened)
        return i + 1

    def _finish(self, opened: _Open) -> None:
        kind, attributes = TAGS[opened.tag], opened.attributes
        offset, size = opened.offset, self._units - opened.offset
        entity: JSON | None = {"type": kind, "offset": offset, "length": size}
        if kind == "text_link":
            url = attributes.get("href", "") or "".join(self._text[opened.start :])
            user = mentioned(url)
            entity = (
                {"type": "text_mention", "offset": offset, "length": size, "user": {"id": user}}
                if user
                else link_entity(url, offset, size)
            )
        elif kind == "custom_emoji":
            emoji = attributes.get("emoji-id", "")
            if not emoji.isdecimal() or int(emoji) == 0:
                raise EntityError("Invalid custom emoji identifier specified")
            entity = {"type": kind, "offset": offset, "length": size, "custom_emoji_id": emoji}
        elif kind == "date_time":
            entity = time_entity(attributes.get("unix", ""), attributes.get("format", ""), offset, size)
        elif kind == "blockquote" and "expandable" in attributes:
            entity = {"type": "expandable_blockquote", "offset": offset, "length": size}
        elif kind in ("pre", "code"):
            entity = self._code(kind, attributes, offset, size)
        if entity is not None:
            self._entities.append(entity)

    def _code(self, kind: str, attributes: dict[str, str], offset: int, size: int) -> JSON:
        language = attributes.get("class", "")
        language = language[9:] if language.startswith("language-") else ""
        last = self._entities[-1] if self._entities else None
        inner = last is not None and (last["offset"], last["length"]) == (offset, size)
        if last is not None and inner and kind == "pre" and last["type"] == "code":
            self._entities.pop()
            language = last.get("language", "")
        elif last is not None and inner and kind == "code" and last["type"] == "pre":
            self._entities.pop()
            kind = "pre"
        entity: JSON = {"type": kind, "offset": offset, "length": size}
        if language:
            entity["language"] = language
        return entity
