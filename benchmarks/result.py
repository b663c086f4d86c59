"""One line of a benchmark: ours, what it is measured against, the ratio, and the bound that the ratio has to keep."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

TITLES = f"{'benchmark':<42}{'ours':>16}{'other':>16}{'ratio':>9}{'bound':>9}"


@dataclass(frozen=True, slots=True)
class Result:
    """`ours` and `other` are as they are shown, with their units; `at_least` tells a floor from a ceiling."""

    name: str
    ours: str
    other: str
    ratio: float
    bound: float
    at_least: bool = False

    @property
    def ok(self) -> bool:
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound

    def line(self) -> str:
        """The line that is printed, under TITLES."""
        bound = f"{'≥' if self.at_least else '≤'} {self.bound:g}"
        word = "ok" if self.ok else "short"
        return f"{self.name:<42}{self.ours:>16}{self.other:>16}{self.ratio:>9.3g}{bound:>9}  {word}"


def shown(seconds: float) -> str:
    """A time with the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def alternating(
    *works: Callable[[], object],
    rounds: int = 9,
    times: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Median seconds of one call of each, measured in turn so that the machine's moods hit all alike.

    For what only calculates, `clock` may count the time of the processor: others who want it are left out.
    """
    found: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, seconds in zip(works, found, strict=True):
            began = clock()
            for _ in range(times):
                work()
            seconds.append((clock() - began) / times)
    return [statistics.median(seconds) for seconds in found]
