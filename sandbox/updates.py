"""The queue of updates that wait for the bot: rising ids that are never reused, confirmed by an offset or lost with age."""

import asyncio
import itertools
import json
import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.errors import Refused

JSON = dict[str, Any]
FIRST_ID = 500_000_001
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0, "chosen_inline_result": 600.0}
DAY = 86_400.0
GATHER = 0.001  # real seconds that the server waits for more before it answers a poll that woke
CONFLICT = "Conflict: terminated by"


@dataclass(frozen=True, slots=True)
class Update:
    """One update, already serialised; `expires` is a simulated Unix time and `order` what deliveries are in order for."""

    id: int
    kind: str
    order: int
    expires: float
    body: str


class UpdateQueue:
    """What the bot has not confirmed yet. `unix` gives the simulated time in Unix seconds."""

    def __init__(self, unix: Callable[[], float]) -> None:
        self._unix = unix
        self._waiting: deque[Update] = deque()
        self._next = FIRST_ID
        self._soonest = math.inf  # no update that waits expires before this
        self._poll: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] | None = None
        self.listeners: list[Callable[[], None]] = []

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember `allowed_updates`; an empty list means the default set. What is queued already stays."""
        self.allowed = frozenset(kinds) or None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed is not None else kind not in UNASKED

    def add(self, kind: str, payload: JSON, order: int) -> int | None:
        """Queue an update and wake whoever waits; None when the bot does not want its kind."""
        if not self.wants(kind):
            return None
        number, self._next = self._next, self._next + 1
        body = json.dumps({"update_id": number, kind: payload}, ensure_ascii=False, separators=(",", ":"))
        expires = self._unix() + LIFETIMES.get(kind, DAY)
        self._soonest = min(self._soonest, expires)
        self._waiting.append(Update(number, kind, order, expires, body))
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        for listener in self.listeners:
            listener()
        return number

    def pending(self) -> list[Update]:
        """What waits, oldest first, without what has grown too old."""
        self._forget_old()
        return list(self._waiting)

    def count(self) -> int:
        self._forget_old()
        return len(self._waiting)

    def _forget_old(self) -> None:
        now = self._unix()
        if self._soonest <= now:
            self._waiting = deque(update for update in self._waiting if update.expires > now)
            self._soonest = min((update.expires for update in self._waiting), default=math.inf)

    def drop(self, number: int) -> None:
        """Forget one update: a webhook took it."""
        self._waiting = deque(update for update in self._waiting if update.id != number)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, offset: int, limit: int) -> list[Update]:
        """Confirm everything below the offset and return what follows; a negative offset keeps only the last ones."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and self._waiting[0].id < offset:
            self._waiting.popleft()
        self._forget_old()
        return list(itertools.islice(self._waiting, limit))

    async def poll(self, offset: int, limit: int, patience: float) -> list[Update]:
        """`take`, waiting up to `patience` real seconds for something. A later poll that waits ends this one with 409."""
        ready = self.take(offset, limit)
        if ready or patience <= 0:
            return ready
        self.interrupt(
            Refused(
                409, f"{CONFLICT} other getUpdates request; make sure that only one bot instance is running"
            )
        )
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(patience):
                await mine
            await asyncio.sleep(GATHER)
        except TimeoutError:
            pass
        finally:
            if self._poll is mine:
                self._poll = None
        return self.take(max(offset, 0), limit)

    def interrupt(self, refusal: Refused) -> None:
        """End the waiting poll, if there is one, with a refusal."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusal)
        self._poll = None
