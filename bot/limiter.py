"""One gate for everything that goes to Telegram: answers to presses first, then what is urgent, then the rest."""

import asyncio
import time
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.pace import RATE, Pace, Priority


@dataclass(slots=True, order=True)
class _Waiting:
    priority: Priority
    number: int
    chat_id: int = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Limiter:
    """`await turn(...)` before every call that writes into a chat. Without a rate everybody passes at once.

    `clock` gives running seconds. Of one chat and priority, who came first goes first.
    """

    def __init__(self, rate: float | None = RATE, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace = Pace(rate) if rate else None
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._count = 0
        self._alarm: asyncio.TimerHandle | None = None

    async def turn(self, chat_id: int, priority: Priority) -> None:
        """Return when the call may be made. A caller that is cancelled leaves the queue."""
        pace = self._pace
        if pace is None:
            return
        now = self._clock()
        if not self._waiting and pace.overall() <= now and pace.ready(chat_id, priority, now) <= now:
            pace.take(chat_id, now)
            return
        self._count += 1
        waiting = _Waiting(priority, self._count, chat_id, asyncio.get_running_loop().create_future())
        insort(self._waiting, waiting)
        self._give(pace)
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            raise

    def refused(self, chat_id: int, seconds: float) -> None:
        """Telegram said 429 and how long to wait."""
        if self._pace is not None:
            self._pace.refused(chat_id, seconds, self._clock())

    def _give(self, pace: Pace) -> None:
        """Give the turns that are due, and come again for the next."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        while self._waiting:
            now = self._clock()
            at = pace.overall()
            if at <= now:
                at = self._next(pace, now)
            if at > now:
                self._alarm = asyncio.get_running_loop().call_later(at - now, self._give, pace)
                return

    def _next(self, pace: Pace, now: float) -> float:
        """Give one turn, to the first whose chat is free; else say when the first chat will be."""
        soonest = float("inf")
        for place, waiting in enumerate(self._waiting):
            ready = pace.ready(waiting.chat_id, waiting.priority, now)
            if ready <= now:
                del self._waiting[place]
                if not waiting.turn.done():
                    pace.take(waiting.chat_id, now)
                    waiting.turn.set_result(None)
                return now
            soonest = min(soonest, ready)
        return soonest
