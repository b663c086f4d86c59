"""Filters of a list as five signs in a button's data: «2010s» is untouched 14 days, a sum of the first size, by sum."""

from storage.pipeline import AGES, SUMS, UNTOUCHED, Order, Sieve

_MOST = (len(UNTOUCHED), len(AGES), len(SUMS) + 2, 2)


def written(sieve: Sieve) -> str:
    """Without the stage, which has a place of its own in the button."""
    return f"{sieve.untouched}{sieve.age}{sieve.sum}{sieve.parked}{sieve.order.value}"


def read(code: str, stage: str) -> Sieve:
    """What `written` wrote; anything else, and what is older than a filter, is a list without filters."""
    if len(code) != len(_MOST) + 1 or not code[:-1].isdecimal() or code[-1] not in set(Order):
        return Sieve(stage)
    numbers = [int(sign) for sign in code[:-1]]
    if any(number > most for number, most in zip(numbers, _MOST, strict=True)):
        return Sieve(stage)
    untouched, age, size, parked = numbers
    return Sieve(stage, untouched, age, size, parked, Order(code[-1]))
