"""Payloads travel through JSON unchanged, and a row of another version is said to be one."""

import json
from datetime import UTC, date, datetime

import pytest

from notifications.kinds import (
    KINDS,
    AuditReady,
    AwayNews,
    Broken,
    Card,
    ChannelClosed,
    Chorus,
    DeadLetter,
    Decided,
    DigestReady,
    Duty,
    Evening,
    Greeting,
    HandedOver,
    Morning,
    Nudge,
    Outage,
    Payload,
    Post,
    Redraw,
    Reminder,
    Rights,
    Ring,
    UnknownKindError,
    Unreachable,
    Urgent,
    from_data,
    to_data,
)

DAY = date(2026, 11, 23)
ALL: list[Payload] = [
    Ring(activity=5, timer=9),
    Card(activity=5, cause=7),
    Card(activity=5, cause=7, foreign=True),
    Morning(DAY),
    DeadLetter(update=2**40),
    Unreachable(person=3, since=DAY),
    Outage(datetime(2026, 11, 23, 9, 0, 0, 5, tzinfo=UTC)),
    Redraw("task", 5, 1_800_000_000_000),
    HandedOver(count=4, by=2, cause=9),
    Decided(run=7, cause=9),
    Card(activity=5, cause=8, foreign=True, run=3),
    Evening(DAY),
    DigestReady(digest=7),
    Nudge(run=3, activity=0, by=2, day=DAY),
    Post(event="won", run=3, cause=9),
    Greeting(stamp=1_800_000_000),
    ChannelClosed(channel=4),
    AwayNews(absence=6, over=True),
    Rights(stamp=1_800_000_000),
    Reminder(activity=5, timer=9),
    AuditReady(DAY),
    Duty(obligation=6, reminder=1),
    Broken(obligation=6),
    Urgent(obligation=6),
    Chorus(digest=7, by=2),
]


@pytest.mark.parametrize("payload", ALL)
def test_there_and_back(payload: Payload) -> None:
    assert from_data(payload.kind, json.loads(json.dumps(to_data(payload)))) == payload


def test_every_kind_is_known_by_its_name() -> None:
    assert {kind: made.kind for kind, made in KINDS.items()} == {kind: kind for kind in KINDS}
    assert {payload.kind for payload in ALL} == KINDS.keys()


def test_keys_tell_apart_what_is_told_apart() -> None:
    keys = [payload.key(person) for person in (1, 2) for payload in ALL[:2]]
    keys += [Card(5, 8).key(1), Card(6, 7).key(1), Morning(DAY).key(1), Morning(DAY).key(2)]
    keys += [Morning(date(2026, 11, 24)).key(1), Unreachable(3, DAY).key(1), Unreachable(4, DAY).key(1)]
    keys.remove(Ring(5, 9).key(2))  # a ring is one owner's, whoever that is by now
    assert len(set(keys)) == len(keys)
    assert Card(5, 7).key(1) == Card(5, 7, foreign=True).key(1)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("telegram", {}),
        ("ring", {}),
        ("ring", {"activity": 5}),
        ("ring", {"activity": "5", "timer": 1}),
        ("ring", {"activity": True, "timer": 1}),
        ("card", {"activity": 5, "cause": 7, "foreign": 1}),
        ("morning", {"day": "tomorrow"}),
        ("morning", {"day": 5}),
        ("redraw", {"what": 5, "subject": 5, "stamp": 5}),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(kind: str, data: dict[str, object]) -> None:
    with pytest.raises(UnknownKindError, match=kind):
        from_data(kind, data)


def test_what_a_newer_version_added_is_passed_over() -> None:
    assert from_data("dead_letter", {"update": 4, "colour": "red"}) == DeadLetter(4)
