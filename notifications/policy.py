"""Whether something is told now, later or never: pure functions of the message, the person's calendar and the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fsm.calendar import Calendar, NoWorkingTime
from notifications.kinds import Card, HandedOver, Outage, Payload, Redraw, Ring, Unreachable

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=15)
ATTEMPTS = 5
"""Failures of our own making after which a message is given up: trying will not mend it."""
STALE = timedelta(hours=24)
"""Older than this, what failed is not tried again: it would tell of yesterday. A long outage loses nothing before."""


def backoff(attempts: int) -> timedelta:
    """The pause after that many failures, the last one counted: 2 s doubled each time, at most 15 minutes."""
    doublings = min(max(attempts, 1) - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def gives_up(attempts: int, created_at: datetime, now: datetime, *, ours: bool) -> bool:
    """Whether a message that has failed that often, the last one counted, is dead; `ours`: not the network's fault."""
    return (ours and attempts >= ATTEMPTS) or now - created_at >= STALE


def can_wait(payload: Payload) -> bool:
    """What others or we ourselves caused keeps to working hours; what was asked for, or has its own hour, does not."""
    return isinstance(payload, Unreachable | Outage | HandedOver) or (
        isinstance(payload, Card) and payload.foreign
    )


def opening(calendar: Calendar, now: datetime) -> datetime:
    """Now in working time, else the UTC instant at which it begins again: quiet hours, weekends and leave."""
    try:
        return now if calendar.is_working_at(now) else calendar.add_hours(now, 0)
    except NoWorkingTime:
        return now  # somebody who never works would never be told


@dataclass(frozen=True, slots=True)
class Merged:
    """Which messages (by row id) go out, and which say nothing more than one of these."""

    told: tuple[int, ...]
    absorbed: tuple[int, ...]


def merge(messages: Sequence[tuple[int, Payload]]) -> Merged:
    """Several cards of one activity to one person, waiting together, are one message: a ring, else the newest.

    The same message redrawn twice is redrawn once.

    `messages` are one person's, in the order in which they would go out.
    """
    speaks: dict[int, int] = {}
    redrawn: dict[tuple[str, int], int] = {}
    rings: set[int] = set()
    for row, payload in messages:
        if isinstance(payload, Ring):
            speaks[payload.activity] = row
            rings.add(payload.activity)
        elif isinstance(payload, Card) and payload.activity not in rings:
            speaks[payload.activity] = row
        elif isinstance(payload, Redraw):
            redrawn[payload.what, payload.subject] = row
    absorbed = {
        row
        for row, payload in messages
        if (isinstance(payload, Ring | Card) and speaks[payload.activity] != row)
        or (isinstance(payload, Redraw) and redrawn[payload.what, payload.subject] != row)
    }
    return Merged(tuple(row for row, _ in messages if row not in absorbed), tuple(sorted(absorbed)))
