"""Formatted text: what the bot wrote becomes plain text with checked, sorted entities in UTF-16 offsets."""

import re
from collections.abc import Callable
from typing import Any

from sandbox import utf16
from sandbox.errors import BadRequest
from sandbox.html import parse_html
from sandbox.markdown import parse_markdown
from sandbox.marks import EntityError, time_entity

JSON = dict[str, Any]
MOST = 100
_PLAIN = {
    *(
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
    ),
    *("strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code"),
}
_WORTH_A_LOOK = re.compile(r"[/@#+]|www\.|t\.me")
_FOUND = re.compile(
    r"(?P<url>(?:https?://|www\.|t\.me/)[^\s<>\"]*[^\s<>\".,:;!?)\]])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{2,31})\b"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
    r"|(?<![\w+])(?P<phone_number>\+\d(?:[ ()-]{0,2}\d){9,14})(?!\d)"
)


def formatted(
    text: str, parse_mode: str, entities: Any, user: Callable[[int], JSON | None]
) -> tuple[str, list[JSON]]:
    """Text and entities as the message will have them.

    `entities` is the decoded list or None; `user` finds the `User` object that a mention names. Raises BadRequest
    with the real server's words.
    """
    found: list[JSON]
    mode = parse_mode.lower()
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequest("strings must be encoded in UTF-8") from None
    if mode and mode != "none":
        if mode not in ("html", "markdownv2"):
            raise BadRequest("unsupported parse_mode")
        try:
            text, found = (parse_html if mode == "html" else parse_markdown)(text)
        except EntityError as problem:
            raise BadRequest(f"can't parse entities: {problem}") from None
    else:
        found = _given(entities, text)
    return _tidy(text, found, user)


def detect(text: str) -> list[JSON]:
    """Links, commands, mentions, hashtags, addresses and phone numbers that the messenger itself finds."""
    if not _WORTH_A_LOOK.search(text):
        return []
    found: list[JSON] = []
    for match in _FOUND.finditer(text):
        offset = utf16.length(text[: match.start()])
        found.append({"type": match.lastgroup, "offset": offset, "length": utf16.length(match[0])})
    return found


def _tidy(text: str, found: list[JSON], user: Callable[[int], JSON | None]) -> tuple[str, list[JSON]]:
    """Trim the text as the server does, move and clip entities along, add what is detected between them."""
    shown = text.replace("\r", "")
    if shown != text:
        found = [_moved(entity, text) for entity in found]
    stripped = shown.lstrip(" \n\t")
    lead = utf16.length(shown[: len(shown) - len(stripped)])
    stripped = stripped.rstrip(" \n\t")
    size = utf16.length(stripped)
    kept = [moved for entity in found if (moved := _clipped(entity, lead, size, user)) is not None]
    taken = [(e["offset"], e["offset"] + e["length"]) for e in kept if e["type"] not in _STYLES]
    for entity in detect(stripped):
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if all(end <= b or begin >= e for b, e in taken):
            kept.append(entity)
    kept.sort(key=lambda e: (e["offset"], -e["length"]))
    return stripped, kept[:MOST]


def _clipped(entity: JSON, lead: int, size: int, user: Callable[[int], JSON | None]) -> JSON | None:
    """An entity after `lead` units went from the front; None when nothing of it is left or its person is unknown."""
    begin = max(entity["offset"] - lead, 0)
    end = min(entity["offset"] + entity["length"] - lead, size)
    if end <= begin:
        return None
    clipped = {**entity, "offset": begin, "length": end - begin}
    if entity["type"] == "text_mention":
        clipped["user"] = user(entity["user"]["id"])
        return clipped if clipped["user"] else None
    return clipped


_STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"}


def _moved(entity: JSON, text: str) -> JSON:
    """An entity of a text from which the carriage returns go."""
    before = utf16.cut(text, 0, entity["offset"]).count("\r")
    inside = utf16.cut(text, entity["offset"], entity["length"]).count("\r")
    return {**entity, "offset": entity["offset"] - before, "length": entity["length"] - inside}


def _given(entities: Any, text: str) -> list[JSON]:
    if entities is None:
        return []
    if not isinstance(entities, list):
        return []
    total = utf16.length(text)
    return [entity for item in entities if (entity := _checked(item, text, total)) is not None]


def _checked(item: Any, text: str, total: int) -> JSON | None:
    """One entity of the `entities` parameter; None when the messenger drops it silently."""
    if not isinstance(item, dict):
        raise BadRequest("can't parse MessageEntity: expected an Object")
    for name, kind in (("type", str), ("offset", int), ("length", int)):
        if not isinstance(item.get(name), kind):
            raise BadRequest(f"can't parse MessageEntity: Can't find field \"{name}\"")
    offset, size = item["offset"], item["length"]
    if offset < 0 or size <= 0:
        return None
    if offset + size > total:
        raise BadRequest(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {total}"
        )
    for edge, word in ((offset, "begins"), (offset + size, "ends")):
        if utf16.index(text, edge) is None:
            raise BadRequest(f"entity {word} in a middle of a UTF-16 symbol at UTF-16 offset {edge}")
    return _typed(item, {"type": item["type"], "offset": offset, "length": size})


def _typed(item: JSON, plain: JSON) -> JSON | None:
    """The entity with what its type adds; None when that is missing and the messenger would drop it."""
    kind = plain["type"]
    if kind in _PLAIN:
        return plain
    if kind == "pre":
        return {**plain, "language": item["language"]} if item.get("language") else plain
    if kind == "text_link":
        return {**plain, "url": item["url"]} if item.get("url") else None
    if kind == "text_mention":
        return {**plain, "user": item["user"]} if isinstance(item.get("user"), dict) else None
    if kind == "custom_emoji":
        return {**plain, "custom_emoji_id": str(item.get("custom_emoji_id", ""))}
    if kind == "date_time":
        unix, shape = str(item.get("unix_time", "")), item.get("date_time_format") or ""
        try:
            return time_entity(unix, shape, plain["offset"], plain["length"])
        except EntityError as problem:
            raise BadRequest(f"can't parse MessageEntity: {problem}") from None
    raise BadRequest("can't parse MessageEntity: Unsupported type specified")
