"""The one clock of the product. It runs with the machine's, shifted where a sandbox has moved its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """`now()` is an aware UTC instant. Whoever has to act when time jumps listens with `on_shift`."""

    def __init__(self) -> None:
        self._shift = timedelta()
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC) + self._shift  # noqa: TID251 - this is the clock

    def shift(self, by: timedelta) -> None:
        """Be so far ahead of the machine from now on."""
        self._shift = by
        for listener in self._listeners:
            listener()

    def on_shift(self, listener: Callable[[], None]) -> None:
        """Call this, without arguments, after each jump."""
        self._listeners.append(listener)
