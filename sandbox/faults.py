"""Planted faults: what a test makes go wrong, for which calls and how often."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.errors import Misuse
from sandbox.params import Params

JSON = dict[str, Any]
KINDS = ("error", "reset", "delay", "lost")


@dataclass(slots=True)
class Fault:
    """One fault.

    `kind` is error (answer `code` and `description`), reset (the connection breaks before the work), delay (`delay`
    real seconds before the work) or lost (the work is done,
    then, after `delay`, the connection breaks). `method` and `contains`
    (a part of any field's text) and `chat` narrow it; `times` counts down, 0 means for ever.
    """

    kind: str = "error"
    method: str = ""
    contains: str = ""
    chat: str = ""
    code: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 0
    delay: float = 0.0
    times: int = 1
    hits: int = 0

    def matches(self, method: str, params: Params) -> bool:
        if self.method and self.method.lower() != method.lower():
            return False
        if self.chat and self.chat != params.text("chat_id"):
            return False
        return not self.contains or any(self.contains in value for value in params.fields.values())

    def view(self) -> JSON:
        return {name: getattr(self, name) for name in self.__slots__}


class Faults:
    """The planted faults, oldest first; the first that matches strikes."""

    def __init__(self) -> None:
        self._planted: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._planted)

    def plant(self, wish: JSON) -> Fault:
        """Plant what a `/sim/faults` body describes; Misuse names what is wrong in it."""
        fields = dict(wish)
        if "delay_ms" in fields:
            fields["delay"] = fields.pop("delay_ms") / 1000
        unknown = set(fields) - set(Fault.__slots__) | ({"hits"} & set(fields))
        if unknown:
            raise Misuse(f"a fault has no {', '.join(sorted(unknown))}")
        if fields.get("retry_after"):
            fields.setdefault("code", 429)
            fields.setdefault("description", f"Too Many Requests: retry after {fields['retry_after']}")
        if "chat" in fields:
            fields["chat"] = str(fields["chat"])
        fault = Fault(**fields)
        if fault.kind not in KINDS:
            raise Misuse(f"a fault's kind is one of {', '.join(KINDS)}, not {fault.kind!r}")
        self._planted.append(fault)
        return fault

    def strike(self, method: str, params: Params) -> Fault | None:
        """The fault that this call runs into; used up ones disappear."""
        for fault in self._planted:
            if fault.matches(method, params):
                fault.hits += 1
                if fault.times and fault.hits >= fault.times:
                    self._planted.remove(fault)
                return fault
        return None

    def view(self) -> list[JSON]:
        return [fault.view() for fault in self._planted]

    def clear(self) -> None:
        self._planted.clear()


def error_text(fault: Fault) -> str:
    """The body of a planted error answer."""
    body: JSON = {"ok": False, "error_code": fault.code, "description": fault.description}
    if fault.retry_after:
        body["parameters"] = {"retry_after": fault.retry_after}
    return json.dumps(body, ensure_ascii=False)
