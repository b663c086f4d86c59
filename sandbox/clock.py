"""The one seam for time: real running time plus an offset that people and tests move."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.errors import Misuse

_STEP = re.compile(r"\+(\d+)(s|m|min|h|d|w)")
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


class Clock:
    """Simulated time. It always runs at the speed of `elapsed`; moving it adds to the offset and tells the listeners.

    `started` is the real instant at which `elapsed()` was read first; both are given so that tests own them.
    """

    def __init__(self, started: datetime, elapsed: Callable[[], float]) -> None:
        self._started = started
        self._elapsed = elapsed
        self._zero = elapsed()
        self._offset = timedelta()
        self.listeners: list[Callable[[], None]] = []

    def elapsed(self) -> float:
        """Seconds of real running time, untouched by moves; rate limits and spinners count in it."""
        return self._elapsed()

    def real(self) -> datetime:
        """The real instant, aware UTC."""
        return self._started + timedelta(seconds=self._elapsed() - self._zero)

    def now(self) -> datetime:
        """The simulated instant, aware UTC."""
        return self.real() + self._offset

    def unix(self) -> float:
        """The simulated instant in Unix seconds."""
        return self.now().timestamp()

    def move(self, to: str) -> None:
        """Move by `+90s`, `+15m`, `+1h`, `+1d`, `+1w`, or to an ISO instant (without an offset it is UTC).

        Raises Misuse for anything else.
        """
        step = _STEP.fullmatch(to.strip())
        try:
            if step:
                self._offset += timedelta(seconds=int(step[1]) * _UNITS[step[2]])
                self.now()
            else:
                instant = datetime.fromisoformat(to.strip())
                aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
                self._offset = aware - self.real()
        except (ValueError, OverflowError) as problem:
            raise Misuse(f"cannot move the clock to {to!r}: say +1h, +1d or an ISO instant") from problem
        self._tell()

    def reset(self) -> None:
        """Back to real time."""
        self._offset = timedelta()
        self._tell()

    def view(self) -> dict[str, str | float]:
        """What followers read: `now` and `real` as ISO instants, `unix` (simulated) and `offset` (simulated - real) in seconds."""
        return {
            "now": self.now().isoformat(),
            "real": self.real().isoformat(),
            "unix": self.unix(),
            "offset": self._offset.total_seconds(),
        }

    def _tell(self) -> None:
        for listener in tuple(self.listeners):
            listener()


def real_clock() -> Clock:
    """A clock on this machine's time; the only place of the sandbox that asks the operating system."""
    started = datetime.fromtimestamp(time.time_ns() / 1e9, tz=UTC)
    return Clock(started, time.monotonic)
