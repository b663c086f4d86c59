"""When something is told: backoff, giving up, working hours, what needs no message of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fsm.calendar import Calendar
from notifications.kinds import (
    AuditReady,
    Broken,
    Card,
    Chorus,
    DeadLetter,
    Duty,
    HandedOver,
    Morning,
    Outage,
    Payload,
    Ring,
    Unreachable,
    Urgent,
)
from notifications.policy import ATTEMPTS, LONGEST_PAUSE, backoff, can_wait, gives_up, merge, opening

FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MOSCOW = Calendar()


def test_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    assert [backoff(n).total_seconds() for n in (0, 1, 2, 3, 9, 10, 10**6)] == [2, 2, 4, 8, 512, 900, 900]
    assert backoff(500) == LONGEST_PAUSE


@pytest.mark.parametrize(
    ("attempts", "hours", "ours", "dead"),
    [
        (1, 0, False, False),
        (90, 23, False, False),
        (1, 24, False, True),
        (ATTEMPTS - 1, 0, True, False),
        (ATTEMPTS, 0, True, True),
    ],
)
def test_giving_up(attempts: int, hours: int, ours: bool, dead: bool) -> None:
    assert gives_up(attempts, FRIDAY, FRIDAY + timedelta(hours=hours), ours=ours) is dead


@pytest.mark.parametrize(
    ("payload", "waits"),
    [
        (Ring(1, 2), False),
        (Card(1, 2), False),
        (Card(1, 2, foreign=True), True),
        (Morning(date(2026, 11, 20)), False),
        (DeadLetter(1), False),
        (Unreachable(1, date(2026, 11, 20)), True),
        (Outage(FRIDAY), True),
        (AuditReady(date(2026, 11, 20)), True),
        (Duty(1, 0), True),
        (Broken(1), True),
        (Chorus(1, 2), True),
        (Urgent(1), False),
    ],
)
def test_what_others_caused_keeps_to_working_hours(payload: Payload, waits: bool) -> None:
    assert can_wait(payload) is waits


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-20T12:00", "2026-11-20T12:00"),
        ("2026-11-20T03:00", "2026-11-20T06:00"),
        ("2026-11-20T15:00", "2026-11-23T06:00"),
        ("2026-11-21T12:00", "2026-11-23T06:00"),
    ],
)
def test_quiet_hours_end_with_the_next_opening(now: str, then: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert opening(MOSCOW, at) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_leave_is_kept() -> None:
    away = Calendar(days_off=frozenset({date(2026, 11, 23), date(2026, 11, 24)}))
    assert opening(away, FRIDAY + timedelta(hours=4)) == datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


def test_somebody_who_never_works_is_told_at_once() -> None:
    never = Calendar(weekend=frozenset(range(7)))
    assert opening(never, FRIDAY) == FRIDAY


def test_cards_of_one_activity_are_one_message() -> None:
    day = Morning(date(2026, 11, 20))
    waiting: list[tuple[int, Payload]] = [
        (1, Card(5, 70)),
        (2, day),
        (3, Card(6, 70)),
        (4, Card(5, 71)),
        (5, Ring(6, 9)),
        (6, Card(6, 72)),
    ]
    merged = merge(waiting)
    assert merged.told == (2, 4, 5)
    assert merged.absorbed == {1: 4, 3: 5, 6: 5}


def test_nothing_is_merged_that_is_not_about_the_same() -> None:
    waiting: list[tuple[int, Payload]] = [(1, Card(5, 70)), (2, Card(6, 70)), (3, DeadLetter(5))]
    assert merge(waiting).absorbed == {}
    assert merge([]).told == ()


def test_what_one_colleague_hands_over_is_one_sum() -> None:
    given: list[tuple[int, Payload]] = [
        (1, HandedOver(2, by=7, cause=1)),
        (2, HandedOver(5, by=8, cause=2)),
        (3, HandedOver(1, by=7, cause=3)),
    ]
    merged = merge(given)
    assert merged.told == (1, 2)
    assert merged.absorbed == {3: 1}
    assert merged.news == {1: HandedOver(3, by=7, cause=1), 2: HandedOver(5, by=8, cause=2)}
