"""Reminders of a time that was shortened: what would come after its end falls away."""

import pytest

from fsm.deadlines import comes
from fsm.definition import Limit, Reminder
from tests.fsm.dutiful import RULE, Course, moscow

MONDAY = moscow(11, 23, 10)


def told(days: int) -> list[tuple[str, int]]:
    course = Course(MONDAY, RULE.model_copy(update={"limit": RULE.limit.of(days)}))
    course.wake()
    course.until(moscow(12, 2, 0))
    return [(f"{at:%d.%m}", place) for at, place in course.told]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (5, [("23.11", 0), ("24.11", 1), ("27.11", 2), ("30.11", -1)]),
        (4, [("23.11", 0), ("24.11", 1), ("27.11", 2), ("27.11", -1)]),
        (3, [("23.11", 0), ("24.11", 1), ("26.11", -1)]),
        (1, [("23.11", 0), ("24.11", 1), ("24.11", -1)]),
    ],
)
def test_a_reminder_of_the_fourth_day_goes_with_it(days: int, expected: list[tuple[str, int]]) -> None:
    assert told(days) == expected


def test_hours_have_no_days() -> None:
    assert comes(Reminder(share=50), Limit(hours=1))
    assert not comes(Reminder(left=2), Limit(days=1))
    assert comes(Reminder(left=1), Limit(days=1))
    assert comes(Reminder(day=0), Limit(days=0))
