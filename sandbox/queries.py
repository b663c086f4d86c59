"""Callback and inline queries: asked by a tap, answered once, dead after their time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import BadRequest

JSON = dict[str, Any]
FIRST_ID = 4_000_000_000_000_001
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Query:
    """One question to the bot; `expires` is a simulated Unix time, `answer` what the bot said."""

    id: str
    kind: str
    user_id: int
    expires: float
    asked: float
    message: tuple[int, int] | None = None
    data: str = ""
    answer: JSON | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def view(self) -> JSON:
        """What the page and the scripts see."""
        chat, message = self.message or (None, None)
        return {
            "id": self.id,
            "kind": self.kind,
            "user": self.user_id,
            "chat": chat,
            "message_id": message,
            "data": self.data,
            "answer": self.answer,
        }


class Queries:
    """All queries that may still be answered. `unix` gives the simulated time in Unix seconds."""

    def __init__(self, unix: Callable[[], float]) -> None:
        self._unix = unix
        self._open: dict[str, Query] = {}
        self._next = FIRST_ID

    def ask(
        self, kind: str, user_id: int, lifetime: float, message: tuple[int, int] | None, data: str
    ) -> Query:
        """Register a question of `kind` callback or inline that lives for `lifetime` simulated seconds."""
        number, self._next = self._next, self._next + 1
        now = self._unix()
        query = Query(str(number), kind, user_id, now + lifetime, now, message, data)
        self._open[query.id] = query
        if len(self._open) > 10_000:
            self._open = {key: q for key, q in self._open.items() if q.expires > now}
        return query

    def answer(self, kind: str, query_id: str, answer: JSON) -> Query:
        """Answer a question once; unknown, answered and too old ones are refused alike."""
        query = self._open.get(query_id)
        if query is None or query.kind != kind:
            raise BadRequest(TOO_OLD)
        del self._open[query_id]
        if query.expires <= self._unix():
            raise BadRequest(TOO_OLD)
        query.answer = answer
        query.answered.set()
        return query

    def unanswered(self) -> int:
        now = self._unix()
        return sum(1 for query in self._open.values() if query.expires > now)

    def clear(self) -> None:
        self._open.clear()
