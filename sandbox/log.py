"""The log of Bot API calls, refused ones too: a bounded ring that costs one append."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.params import Params

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: parameters as they came, status, the answer's text, simulated Unix time and real milliseconds it took."""

    number: int
    method: str
    params: Params
    status: int
    answer: str
    at: float
    took: float
    fault: str

    def summary(self) -> JSON:
        """One line for the page."""
        return {
            "number": self.number,
            "method": self.method,
            "chat": self.params.text("chat_id"),
            "status": self.status,
            "at": self.at,
            "ms": round(self.took, 2),
            "fault": self.fault,
            "description": json.loads(self.answer).get("description", "")
            if self.status != 200 and self.answer
            else "",
        }

    def view(self) -> JSON:
        """Everything about the call."""
        answer = json.loads(self.answer) if self.answer else None
        return {**self.summary(), "params": self.params.logged(), "answer": answer}


class CallLog:
    """The last calls in order; a listener hears of each."""

    def __init__(self, size: int = 20_000) -> None:
        self._calls: deque[Call] = deque(maxlen=size)
        self._count = 0
        self.listeners: list[Callable[[Call], None]] = []

    def add(
        self, method: str, params: Params, status: int, answer: str, at: float, took: float, fault: str = ""
    ) -> None:
        """Keep a call. `answer` is empty when none was sent, `fault` names the planted fault that caused it."""
        self._count += 1
        call = Call(self._count, method, params, status, answer, at, took, fault)
        self._calls.append(call)
        for listener in self.listeners:
            listener(call)

    def find(
        self, *, method: str = "", chat: str = "", since: int = 0, until: int = 0, limit: int = 0
    ) -> list[Call]:
        """Calls after number `since` and up to `until`, of one method (any case) and one chat where given; the last `limit` if that is not 0."""
        wanted = method.lower()
        found = [
            call
            for call in self._calls
            if call.number > since
            and (not until or call.number <= until)
            and (not wanted or call.method.lower() == wanted)
            and (not chat or call.params.text("chat_id") == chat)
        ]
        return found[-limit:] if limit else found

    def clear(self) -> None:
        """Forget the calls; numbers go on."""
        self._calls.clear()
