"""How often somebody whom nobody invited is answered: a few times an hour, then silence."""

from collections import OrderedDict
from datetime import datetime, timedelta

MOST = 3
SPAN = timedelta(hours=1)
REMEMBERED = 10_000
"""Strangers; a crowd beyond that makes the ones who were silent longest new again."""


class Courtesy:
    """One for the process. What it knows is lost at a restart, and nobody minds."""

    def __init__(self, *, most: int = MOST, span: timedelta = SPAN, remembered: int = REMEMBERED) -> None:
        self._most = most
        self._span = span
        self._remembered = remembered
        self._answered: OrderedDict[int, list[datetime]] = OrderedDict()

    def answers(self, telegram_id: int, now: datetime) -> bool:
        """Whether this one is answered now; an answer counts, silence does not."""
        recent = [at for at in self._answered.pop(telegram_id, []) if abs(now - at) < self._span]
        answered = len(recent) < self._most
        self._answered[telegram_id] = [*recent, now] if answered else recent
        if len(self._answered) > self._remembered:
            self._answered.popitem(last=False)
        return answered
