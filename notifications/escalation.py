"""Whom a broken rule is told to: the heads above one another, the next where the one before has done nothing in time."""

from collections.abc import Callable, Mapping


def ladder(owner: int, heads: Mapping[int, int], here: Callable[[int], int | None]) -> tuple[int, ...]:
    """Who is told what somebody's is, the nearest first, each of them once and never himself; by row ids.

    `here` says who acts for a head now: himself, who stands in for him, or None where nobody does and the next
    one above comes in his place. Where heads go round in a ring, it is gone round once.
    """
    found: list[int] = []
    seen = {owner}
    at = heads.get(owner)
    while at is not None and at not in seen:
        seen.add(at)
        acting = here(at)
        if acting is not None and acting != owner and acting not in found:
            found.append(acting)
        at = heads.get(at)
    return tuple(found)


def height(pause: int | None, worked: int) -> int:
    """How many rungs of the ladder know of it, `worked` working days after it was broken; one more for each `pause`.

    The day on which it was broken is none of them. Without a pause (None) it stays with the nearest head.
    """
    if pause is None or worked <= pause:
        return 1
    return 1 + (worked - 1) // pause


def days_until(pause: int, rung: int) -> int:
    """The working day after it was broken on which this rung, counted from 1, comes to know of it; 0: at once."""
    return 0 if rung <= 1 else pause * (rung - 1) + 1
