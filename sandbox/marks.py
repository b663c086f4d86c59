"""What both parse modes share: links, mentions and times as entities, and the error that a bad mark-up raises."""

import re
from typing import Any

JSON = dict[str, Any]
_DATE_TIME = re.compile(r"r|w?[dD]?[tT]?")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")


class EntityError(ValueError):
    """What is wrong with the markup, in the words of the real server."""


def checked_link(url: str) -> str:
    """The URL as the messenger would open it, or nothing when it cannot."""
    if re.match(r"(?i)(https?|tg|ton|mailto|tel)://?[^\s/]", url) or re.match(r"(?i)(mailto|tel):\S", url):
        return url
    if re.match(r"(?i)[\w.-]+\.[a-z]{2,}(/\S*)?$", url):
        return f"http://{url}/" if "/" not in url else f"http://{url}"
    return ""


def link_entity(url: str, offset: int, size: int) -> JSON | None:
    """A text_link entity; None when the address is no address."""
    checked = checked_link(url)
    return {"type": "text_link", "offset": offset, "length": size, "url": checked} if checked else None


def mentioned(url: str) -> int:
    """The user id of a `tg://user?id=` link, else 0."""
    match = _USER_LINK.fullmatch(url)
    return int(match[1]) if match else 0


def time_entity(unix: str, shape: str, offset: int, size: int) -> JSON:
    """A date_time entity from its attributes; raises EntityError for a format that does not exist."""
    if not re.fullmatch(r"-?\d{1,12}", unix):
        raise EntityError("Invalid Unix timestamp specified")
    if not _DATE_TIME.fullmatch(shape):
        raise EntityError("Invalid date-time format specified")
    entity: JSON = {"type": "date_time", "offset": offset, "length": size, "unix_time": int(unix)}
    if shape:
        entity["date_time_format"] = shape
    return entity
