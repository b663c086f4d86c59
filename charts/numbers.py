"""How the caller writes numbers: locale and currency are the reader's, so no picture formats one itself."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Numbers:
    """`percent` takes a share (0.25 is a quarter), `days` a number of days and gives it with its unit."""

    count: Callable[[int], str]
    money: Callable[[Decimal], str]
    percent: Callable[[float], str]
    days: Callable[[float], str]
