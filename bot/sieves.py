"""Filters of a list as five signs in a button's data: «2010s» is untouched 14 days, a sum of the first size, by sum.

Behind them `-` is for drafts, and a mark for the process, whose key would not fit.
"""

from collections.abc import Collection
from zlib import crc32

from bot.callbacks.packing import base36
from storage.pipeline import AGES, SUMS, UNTOUCHED, Order, Sieve

_MOST = (len(UNTOUCHED), len(AGES), len(SUMS) + 2, 2)


def written(sieve: Sieve) -> str:
    """Without the stage, which has a place of its own in the button."""
    signs = f"{sieve.untouched}{sieve.age}{sieve.sum}{sieve.parked}{sieve.order.value}"
    return signs + ("-" if sieve.drafts else "") + (mark(sieve.process) if sieve.process else "")


def mark(process: str) -> str:
    """At most four signs for a process."""
    return base36(crc32(process.encode()) % 36**4)


def read(code: str, stage: str, processes: Collection[str] = ()) -> Sieve:
    """What `written` wrote; anything else, and what is older than a filter, is a list without filters."""
    code, rest = code[: len(_MOST) + 1], code[len(_MOST) + 1 :]
    marked = rest.removeprefix("-")
    process = next((one for one in processes if mark(one) == marked), "")
    if marked and not process:
        return Sieve(stage)
    if len(code) != len(_MOST) + 1 or not code[:-1].isdecimal() or code[-1] not in set(Order):
        return Sieve(stage)
    numbers = [int(sign) for sign in code[:-1]]
    if any(number > most for number, most in zip(numbers, _MOST, strict=True)):
        return Sieve(stage)
    untouched, age, size, parked = numbers
    return Sieve(stage, untouched, age, size, parked, Order(code[-1]), process, rest.startswith("-"))
