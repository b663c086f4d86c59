"""How much is left of a duty, in words: the nearer the end, the smaller the unit."""

from datetime import timedelta

import pytest

from bot.texts import texts
from bot.usecases.duties import Left, left_of
from bot.views.duty_words import left, timely, until
from fsm.calendar import Calendar
from fsm.definition import Limit, Time
from fsm.obligations import State, Terms
from tests.bot.views.duty_rows import a_demand, an_obligation
from tests.bot.views.rows import DAY, HOUR, NOW

EN = texts("en", "Europe/Moscow")
TONIGHT = NOW + 6 * HOUR
"""Six in the evening in Moscow."""
FIVE_DAYS = Terms(Limit(days=5))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Left(NOW + 7 * DAY, 5, 45 * HOUR), "until Mon 30 Nov — 5 working days left"),
        (Left(NOW + DAY, 1, 9 * HOUR), "until tomorrow — 1 working day left"),
        (Left(NOW + 7 * DAY, 7, 7 * DAY, working=False), "until Mon 30 Nov — 7 days left"),
        (Left(TONIGHT, 0, 6 * HOUR), "due today by 18:00"),
        (Left(TONIGHT, None, 6 * HOUR), "due today by 18:00 — 6 working hours left"),
        (Left(TONIGHT, None, HOUR), "due today by 18:00 — 1 working hour left"),
        (Left(TONIGHT, None, HOUR - timedelta(seconds=1)), "due today by 18:00 — 59 min left"),
        (Left(TONIGHT, None, timedelta(seconds=5)), "due today by 18:00 — 1 min left"),
        (Left(NOW + DAY, None, 24 * HOUR, working=False), "due tomorrow by 12:00 — 24 hours left"),
        (Left(NOW, 0, timedelta()), "the time is over"),
        (Left(NOW - DAY, -1, -9 * HOUR), "the time is over"),
    ],
)
def test_until_when_and_how_much_is_left(found: Left, said: str) -> None:
    assert until(found, EN, NOW) == said


def test_another_reader_has_another_clock() -> None:
    far = texts("en", "Asia/Kamchatka")
    assert until(Left(TONIGHT, 0, 6 * HOUR), far, NOW) == "due tomorrow by 03:00"
    assert left(Left(NOW + 7 * DAY, 5, 45 * HOUR), far, NOW) == "5 working days left"


@pytest.mark.parametrize(
    ("terms", "state", "due", "expected"),
    [
        (FIVE_DAYS, State.RUNNING, NOW + 7 * DAY + 6 * HOUR, (5, True)),
        (FIVE_DAYS, State.EXTENDED, NOW + 8 * DAY + 6 * HOUR, (6, True)),
        (FIVE_DAYS, State.RUNNING, TONIGHT, (0, True)),
        (Terms(Limit(days=5, calendar=Time.CALENDAR)), State.RUNNING, NOW + 5 * DAY, (5, False)),
        (Terms(Limit(hours=8)), State.RUNNING, NOW + DAY, (None, True)),
        (Terms(Limit(hours=8)), State.EXTENDED, NOW + 7 * DAY, (5, True)),
    ],
)
def test_days_are_counted_by_the_calendar_of_whose_duty_it_is(
    terms: Terms, state: State, due: object, expected: tuple[int | None, bool]
) -> None:
    found = left_of(terms, an_obligation(state, due_at=due), NOW, Calendar())
    assert found is not None
    assert (found.days, found.working) == expected


@pytest.mark.parametrize("state", [one for one in State if one not in {State.RUNNING, State.EXTENDED}])
def test_nothing_is_left_where_no_clock_runs(state: State) -> None:
    assert left_of(FIVE_DAYS, an_obligation(state), NOW, Calendar()) is None


def test_late_is_told_from_said_late() -> None:
    due = NOW - DAY
    late = an_obligation(State.BREACHED, due_at=due, ended_at=due)
    for right, words in (
        (due - HOUR, "written down after the time was over"),
        (due, "written down after the time was over"),
        (NOW, "late, it was due yesterday"),
    ):
        known = an_obligation(State.BREACHED, due_at=due, ended_at=due, right_at=right)
        assert timely(a_demand(known), EN, NOW) == words
    assert a_demand(late).can_be_done
