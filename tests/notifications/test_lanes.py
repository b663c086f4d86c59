"""Lanes: order, urgency, what waited too long, who works what."""

from datetime import UTC, datetime, timedelta

from notifications.kinds import Card, DeadLetter, HandedOver, News, Payload
from notifications.lanes import Claimed, Lanes
from storage.outbox import Owed

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)


def claimed(row: int, person: int = 1, *, urgent: bool = False, payload: Payload | None = None) -> Claimed:
    owed = Owed(row, "x", person, f"k{row}", {}, urgent, 0, NOW, None)
    return Claimed(owed, payload or DeadLetter(row), SOON)


def taken(lanes: Lanes, person: int = 1, now: datetime = NOW) -> int | None:
    found = lanes.take(person, now)
    return None if found is None else found[0].owed.id


def test_in_order_and_what_is_urgent_first() -> None:
    lanes = Lanes()
    assert [lanes.add(claimed(row)) for row in (1, 2)] == [True, False]
    lanes.add(claimed(3, urgent=True))
    lanes.add(claimed(4, urgent=True))
    assert [taken(lanes) for _ in range(5)] == [3, 4, 1, 2, None]
    assert lanes.count == 4


def test_people_have_lanes_of_their_own() -> None:
    lanes = Lanes()
    assert lanes.add(claimed(1, person=1))
    assert lanes.add(claimed(2, person=2))
    assert taken(lanes, 2) == 2
    assert taken(lanes, 3) is None


def test_a_lane_that_is_left_empty_is_opened_by_the_next_message() -> None:
    lanes = Lanes()
    lanes.add(claimed(1))
    first = lanes.take(1, NOW)
    assert first is not None
    assert not lanes.add(claimed(2)), "somebody is still at work here"
    assert taken(lanes) == 2
    lanes.done(first[0], ())
    assert taken(lanes) is None
    lanes.leave(1)
    assert lanes.add(claimed(3))


def test_what_is_claimed_again_is_not_queued_twice_but_ours_for_longer() -> None:
    lanes = Lanes()
    lanes.add(claimed(1))
    lanes.add(claimed(2))
    assert taken(lanes) == 1
    again = claimed(2)
    assert not lanes.add(Claimed(again.owed, again.payload, SOON + timedelta(hours=1)))
    assert not lanes.add(claimed(1)), "it is being sent"
    assert taken(lanes, now=SOON) == 2
    assert taken(lanes, now=SOON) is None


def test_what_waited_for_too_long_is_let_go() -> None:
    lanes = Lanes()
    lanes.add(claimed(1))
    assert taken(lanes, now=SOON) is None
    assert lanes.count == 0


def test_what_says_nothing_more_is_absorbed() -> None:
    lanes = Lanes()
    lanes.add(claimed(1, payload=Card(5, 1)))
    lanes.add(claimed(2, payload=Card(5, 2)))
    found = lanes.take(1, NOW)
    assert found is not None
    told, absorbed = found
    assert (told.owed.id, [one.owed.id for one in absorbed]) == (2, [1])
    lanes.done(told, absorbed)
    assert lanes.count == 0


def test_what_is_merged_waits_for_the_message_that_tells_of_it() -> None:
    """Something of its own goes out before: with it nothing else is settled, or the merged ones would be lost."""
    lanes = Lanes()
    lanes.add(claimed(1))
    for row, deal in ((2, 20), (3, 30), (4, 40)):
        lanes.add(claimed(row, payload=Card(row, row, foreign=True, run=deal)))
    for row in (5, 6):
        lanes.add(claimed(row, payload=HandedOver(1, 9, row)))
    settled = []
    while (found := lanes.take(1, NOW)) is not None:
        told, absorbed = found
        settled.append((told.owed.id, sorted(one.owed.id for one in absorbed)))
        if isinstance(told.payload, News):
            assert [one.activity for one in told.payload.cards] == [2, 3, 4]
        if isinstance(told.payload, HandedOver):
            assert told.payload.count == 2
        lanes.done(told, absorbed)
    assert settled == [(1, []), (2, [3, 4]), (5, [6])]
    assert lanes.count == 0


def test_dropping_and_clearing() -> None:
    lanes = Lanes()
    for row, person in ((1, 1), (2, 1), (3, 2)):
        lanes.add(claimed(row, person))
    assert [one.owed.id for one in lanes.drop(1)] == [1, 2]
    assert lanes.count == 1
    assert [one.owed.id for one in lanes.clear()] == [3]
    assert lanes.count == 0
