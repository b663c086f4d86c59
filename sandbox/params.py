"""The fields of one call, read the way the real server reads them: everything is a string until somebody asks."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.errors import BadRequest

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """Fields and files of a call; a missing field reads as an empty one."""

    fields: dict[str, str]
    files: dict[str, Upload]

    def text(self, name: str) -> str:
        return self.fields.get(name, "")

    def flag(self, name: str) -> bool:
        value = self.fields.get(name, "").strip().lower()
        return value in ("true", "yes", "1")

    def number(self, name: str, default: int, low: int | None = None, high: int | None = None) -> int:
        """An integer clamped to its bounds; what does not parse counts as 0, as the server does it."""
        value = self.fields.get(name)
        if not value:
            return default
        result = leading_integer(value)
        if low is not None and result < low:
            return low
        if high is not None and result > high:
            return high
        return result

    def json(self, name: str, what: str) -> Any:
        """The decoded JSON of a field or None; `what` names it in the refusal."""
        value = self.fields.get(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise BadRequest(f"can't parse {what}") from None

    def logged(self) -> JSON:
        """What the log keeps: the fields, and name and size of each file."""
        if not self.files:
            return dict(self.fields)
        files = {name: {"file_name": f.name, "size": len(f.content)} for name, f in self.files.items()}
        return {**self.fields, **files}


def leading_integer(value: str) -> int:
    """The integer a string begins with, 0 when it begins with none."""
    value = value.strip()
    end = 1 if value[:1] in ("-", "+") else 0
    while end < len(value) and value[end].isdecimal() and value[end].isascii():
        end += 1
    try:
        return int(value[:end])
    except ValueError:
        return 0


def from_json(value: Any) -> str:
    """A JSON body's value as the string that a form would have carried."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)
