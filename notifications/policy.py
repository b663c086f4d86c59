"""Whether something is told now, later or never: pure functions of the message, the person's calendar and the clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from fsm.calendar import Calendar, NoWorkingTime
from notifications.kinds import (
    AuditReady,
    Broken,
    Card,
    Chorus,
    Decided,
    Duties,
    Duty,
    HandedOver,
    News,
    Nudge,
    Outage,
    Payload,
    Redraw,
    Reminder,
    Ring,
    Unreachable,
)

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=15)
ATTEMPTS = 5
"""Failures of our own making after which a message is given up: trying will not mend it."""
STALE = timedelta(hours=24)
"""Older than this, what failed is not tried again: it would tell of yesterday. A long outage loses nothing before."""
HOUR = timedelta(hours=1)
"""What the cap is reckoned over."""
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def backoff(attempts: int) -> timedelta:
    """The pause after that many failures, the last one counted: 2 s doubled each time, at most 15 minutes."""
    doublings = min(max(attempts, 1) - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def gives_up(attempts: int, created_at: datetime, now: datetime, *, ours: bool) -> bool:
    """Whether a message that has failed that often, the last one counted, is dead; `ours`: not the network's fault."""
    return (ours and attempts >= ATTEMPTS) or now - created_at >= STALE


def can_wait(payload: Payload) -> bool:
    """What others or we ourselves caused keeps to working hours and to the cap; what was asked for, or has its own hour, does not."""
    waits = isinstance(
        payload,
        Unreachable
        | Outage
        | Decided
        | HandedOver
        | Nudge
        | News
        | Duty
        | Duties
        | Broken
        | Chorus
        | AuditReady,
    )
    return waits or (isinstance(payload, Card) and payload.foreign)


def about(payload: Payload) -> int | None:
    """The run of the deal whose events are one message within the merge window; None for what is never merged so."""
    return payload.run or None if isinstance(payload, Card) and payload.foreign else None


def opening(calendar: Calendar, now: datetime, quiet: tuple[int, int] | None = None) -> datetime:
    """Now, or the UTC instant at which somebody may be told again: not on days off or leave, nor in quiet hours.

    `quiet` are minutes after midnight, from and until; without them all is quiet that is not working time.
    """
    try:
        if quiet is None:
            return now if calendar.is_working_at(now) else calendar.add_hours(now, 0)
        return _awake(calendar, now, *quiet)
    except NoWorkingTime:
        return now  # somebody who never works would never be told


def _awake(calendar: Calendar, now: datetime, start: int, end: int) -> datetime:
    at = now
    while True:
        day = calendar.day_of(at)
        if not calendar.is_working(day):
            at = max(calendar.instant(next(calendar.working_days(day)), time()), at + _MINUTE)
            continue
        local = calendar.local(at)
        minute = local.hour * 60 + local.minute
        asleep = start <= minute < end if start <= end else minute >= start or minute < end
        if not asleep:
            return at
        until = day if minute < end else day + _DAY
        at = max(calendar.instant(until, time(*divmod(end, 60))), at + _MINUTE)


def over_cap(told: Iterable[Payload], cap: int, created_at: datetime, now: datetime) -> bool:
    """Whether what can wait has to, because so much was told in the last hour; once only, so that nothing waits for ever."""
    return now - created_at < HOUR and sum(can_wait(payload) for payload in told) >= cap


@dataclass(frozen=True, slots=True)
class Merged:
    """Which messages (by row id) go out, and which say nothing more than one of these: that one's row by theirs.

    `news` has what a message tells instead of its own, where it speaks for several.
    """

    told: tuple[int, ...]
    absorbed: Mapping[int, int]
    news: Mapping[int, Payload] = field(default_factory=dict)


def _same(payload: Payload, rings: Collection[int]) -> tuple[object, ...] | None:
    """What messages have in common of which the newest says all; None for one that says something of its own."""
    match payload:
        case Ring(activity) | Reminder(activity):
            return (Ring, activity)
        case Card(activity) if activity in rings:
            return (Ring, activity)
        case Card(run=run, foreign=True) if run:
            return (News, run)
        case Card(activity):
            return (Card, activity)
        case Duty(obligation):
            return (Duty, obligation)
        case Redraw(what, subject):
            return (Redraw, what, subject)
        case _:
            return None


def merge(messages: Sequence[tuple[int, Payload]]) -> Merged:
    """What of several messages that wait together says all of it.

    Cards of one activity are one: a ring, else the newest; others' acts on one deal are the newest of them, and
    such cards of several deals one list; so are several duties. What one colleague hands over is one sum. The same message redrawn twice is redrawn once. `messages` are one
    person's, in the order in which they would go out.
    """
    rings = {payload.activity for _, payload in messages if isinstance(payload, Ring)}
    ordered = sorted(messages, key=lambda one: isinstance(one[1], Ring))  # a ring says more than any card
    speaks = {_same(payload, rings): row for row, payload in ordered}
    absorbed = {
        row: speaks[same]
        for row, payload in messages
        if (same := _same(payload, rings)) and speaks[same] != row
    }
    told = [(row, payload) for row, payload in messages if row not in absorbed]
    cards = [(row, payload) for row, payload in told if isinstance(payload, Card) and payload.foreign]
    news: dict[int, Payload] = {}
    if len(cards) > 1:
        news[cards[0][0]] = News(tuple(card for _, card in cards))
        absorbed |= {row: cards[0][0] for row, _ in cards[1:]}
    duties = [(row, payload) for row, payload in told if isinstance(payload, Duty | Broken)]
    if len(duties) > 1:
        news[duties[0][0]] = Duties(tuple(duty for _, duty in duties))
        absorbed |= {row: duties[0][0] for row, _ in duties[1:]}
    for giver in {payload.by for _, payload in told if isinstance(payload, HandedOver)}:
        given = [(row, one) for row, one in told if isinstance(one, HandedOver) and one.by == giver]
        news[given[0][0]] = replace(given[0][1], count=sum(one.count for _, one in given))
        absorbed |= {row: given[0][0] for row, _ in given[1:]}
    through = {row: absorbed.get(speaker, speaker) for row, speaker in sorted(absorbed.items())}
    return Merged(tuple(row for row, _ in messages if row not in absorbed), through, news)
