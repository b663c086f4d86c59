"""Telegram's rate limits: 30 a second overall, 1 a second per chat with a short burst, 20 a minute per group.

They count in real running time, so moving the simulated clock neither breaks nor empties them.
"""

import math
from collections import deque
from collections.abc import Callable

from sandbox.errors import TooManyRequests

OVERALL = 30
CHAT_BURST = 10
GROUP = 20
GROUP_WINDOW = 60.0


class Window:
    """At most `most` calls in any `seconds`; after a refusal closed until the time that the refusal told."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._calls: deque[float] = deque()
        self._closed_until = -math.inf

    def wait(self, now: float) -> float:
        """Real seconds until a call would pass; 0 when it may pass now."""
        if now < self._closed_until:
            return self._closed_until - now
        while self._calls and self._calls[0] <= now - self._seconds:
            self._calls.popleft()
        if len(self._calls) < self._most:
            return 0.0
        return self._calls[0] + self._seconds - now

    def count(self, now: float) -> None:
        self._calls.append(now)

    def close(self, until: float) -> None:
        self._closed_until = until


class Bucket:
    """One call a second with a burst of `size`; after a refusal closed until the time that the refusal told."""

    def __init__(self, size: int) -> None:
        self._size = float(size)
        self._left = float(size)
        self._seen = -math.inf
        self._closed_until = -math.inf

    def wait(self, now: float) -> float:
        """Real seconds until a call would pass; 0 when it may pass now."""
        if now < self._closed_until:
            return self._closed_until - now
        self._left = min(self._size, self._left + now - self._seen)
        self._seen = now
        return 0.0 if self._left >= 1.0 - 1e-9 else 1.0 - self._left

    def count(self, now: float) -> None:
        self._left -= 1.0

    def close(self, until: float) -> None:
        self._closed_until = until


class Limits:
    """All limits of one bot. `elapsed` gives real running seconds."""

    def __init__(self, elapsed: Callable[[], float], enabled: bool) -> None:
        self._elapsed = elapsed
        self.enabled = enabled
        self.reset()

    def reset(self) -> None:
        """Forget what was sent."""
        self._overall = Window(OVERALL, 1.0)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}

    def admit(self, chat_id: int) -> None:
        """Count a message or an edit in a chat, or refuse it with 429 and the seconds to wait."""
        if not self.enabled:
            return
        now = self._elapsed()
        scopes: list[Window | Bucket] = [self._overall]
        if chat_id > 0:
            scopes.append(self._chats.setdefault(chat_id, Bucket(CHAT_BURST)))
        else:
            scopes.append(self._groups.setdefault(chat_id, Window(GROUP, GROUP_WINDOW)))
        for scope in scopes:
            wait = scope.wait(now)
            if wait > 0:
                seconds = max(1, math.ceil(wait))
                scope.close(now + seconds)
                raise TooManyRequests(seconds)
        for scope in scopes:
            scope.count(now)
