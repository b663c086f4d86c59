"""What a `/sim/` request carries: a JSON object, or a form with files; checked for the few types that matter."""

import base64
import json
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.errors import Misuse
from sandbox.params import Upload

JSON = dict[str, Any]
_NUMBERS = {"user", "chat", "message_id", "reply_to", "wait", "duration", "from_user"}


async def read(request: web.Request) -> JSON:
    """The fields of a request; a file arrives as an Upload under `file`, from a form or as `content_base64` in JSON."""
    if request.content_type == "multipart/form-data":
        fields: JSON = {}
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                fields[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                fields[name] = value
    else:
        fields = _object(await request.read())
    if "content_base64" in fields:
        content = base64.b64decode(fields.pop("content_base64"))
        fields["file"] = Upload(
            fields.pop("name", "file"), fields.pop("mime", "application/octet-stream"), content
        )
    for name in _NUMBERS & fields.keys():
        fields[name] = _number(name, fields[name])
    return fields


def need(fields: JSON, name: str) -> Any:
    """A field that must be there."""
    if name not in fields:
        raise Misuse(f"{name} is missing")
    return fields[name]


def _object(body: bytes) -> JSON:
    try:
        value = json.loads(body or b"{}")
    except ValueError as problem:
        raise Misuse(f"the body is not JSON: {problem}") from problem
    if not isinstance(value, dict):
        raise Misuse("the body must be a JSON object")
    return value


def _number(name: str, value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        raise Misuse(f"{name} must be a number, not {value!r}") from None
