"""How fast Telegram may be spoken to, as a calculation on running seconds: when is whose turn.

28 a second one after another, never a burst: a bucket that fills up spends its burst and is refused for a whole
second afterwards. One a second for a chat, 20 a minute for a group.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum

RATE = 28.0
CATCH_UP = 0.25
"""The part of an interval that may be made up for after a turn came late: with more, a second could hold 31."""
CHAT_EVERY = 1.0
CHAT_BURST = 5
"""What answers to presses may take at once from one chat; Telegram tolerates about ten."""
GROUP_MOST = 20
GROUP_WINDOW = 60.0
_SLACK = 0.25  # a network may bring together what was apart
_REMEMBERED = 4096


class Priority(IntEnum):
    """Who goes first."""

    ANSWER = 0
    URGENT = 1
    REST = 2


@dataclass(slots=True)
class _Chat:
    left: float = float(CHAT_BURST)
    last: float = -math.inf
    shut: float = -math.inf
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP_MOST))


class Pace:
    """When the next one may go. Everything is in seconds of one running clock."""

    def __init__(self, rate: float = RATE) -> None:
        self._every = 1.0 / rate
        self._next = -math.inf
        self._shut = -math.inf
        self._chats: dict[int, _Chat] = {}

    def overall(self) -> float:
        """When the next turn is, whosever it will be."""
        return max(self._next, self._shut)

    def ready(self, chat_id: int, priority: Priority, now: float) -> float:
        """When this chat's turn may be, as far as the chat goes; what is past is now."""
        chat = self._chats.get(chat_id)
        if chat is None:
            return -math.inf
        if chat_id < 0:
            full = len(chat.sent) == GROUP_MOST
            free = chat.sent[0] + GROUP_WINDOW + _SLACK if full else -math.inf
        elif priority is Priority.ANSWER:
            left = self._left(chat, now)
            free = -math.inf if left >= 1.0 else now + (1.0 - left) * CHAT_EVERY
        else:
            free = chat.last + CHAT_EVERY
        return max(free, chat.shut)

    def take(self, chat_id: int, now: float) -> None:
        """A turn was given to this chat."""
        self._next = max(self._next, now - CATCH_UP * self._every) + self._every
        chat = self._chats.get(chat_id)
        if chat is None:
            self._forget(now)
            chat = self._chats[chat_id] = _Chat()
        chat.left = self._left(chat, now) - 1.0
        chat.last = now
        if chat_id < 0:
            chat.sent.append(now)

    def refused(self, chat_id: int, seconds: float, now: float) -> None:
        """Telegram answered 429: wait that long. It does not say with whom it is annoyed.

        A group, or a chat that was sent several at once, has its own limit; else it was too much altogether.
        """
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.shut = max(chat.shut, now + seconds)
        if chat_id > 0 and self._left(chat, now) >= CHAT_BURST - 2.0:
            self._shut = max(self._shut, now + seconds)

    @staticmethod
    def _left(chat: _Chat, now: float) -> float:
        return min(float(CHAT_BURST), chat.left + max(0.0, now - chat.last) / CHAT_EVERY)

    def _forget(self, now: float) -> None:
        """A chat that has been silent for longer than any window is like a new one."""
        if len(self._chats) >= _REMEMBERED:
            old = now - GROUP_WINDOW - _SLACK
            self._chats = {
                key: chat for key, chat in self._chats.items() if chat.last > old or chat.shut > now
            }
