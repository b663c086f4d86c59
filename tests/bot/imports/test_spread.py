from collections import Counter
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.imports.spread import spread
from fsm.calendar import Calendar

MOSCOW = Calendar()
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)  # noon in Moscow


def days(due: dict[str, datetime]) -> dict[str, date]:
    return {deal: MOSCOW.day_of(moment) for deal, moment in due.items()}


def test_the_first_days_go_to_the_first_and_no_day_is_above_the_number() -> None:
    waiting = [(str(number), "anna") for number in range(5)]
    due = spread(
        waiting, per_day=2, now=FRIDAY, calendars={"anna": MOSCOW}, taken={"anna": {date(2026, 11, 23): 1}}
    )
    assert [f"{day:%a %d}" for day in days(due).values()] == [
        "Fri 20",
        "Fri 20",
        "Mon 23",
        "Tue 24",
        "Tue 24",
    ]
    assert due["0"] == datetime(2026, 11, 20, 15, tzinfo=UTC)


def test_a_day_that_is_over_is_not_used() -> None:
    evening = datetime(2026, 11, 20, 15, tzinfo=UTC)
    due = spread([("1", "anna")], per_day=2, now=evening, calendars={"anna": MOSCOW}, taken={})
    assert days(due) == {"1": date(2026, 11, 23)}


@given(
    st.lists(st.sampled_from(["anna", "vera"]), max_size=60),
    st.integers(1, 5),
    st.dictionaries(st.dates(date(2026, 11, 20), date(2026, 12, 4)), st.integers(0, 9)),
)
def test_whatever_is_taken_nobody_gets_more_on_a_working_day(
    owners: list[str], per_day: int, taken: dict[date, int]
) -> None:
    waiting = [(str(number), owner) for number, owner in enumerate(owners)]
    calendars = {"anna": MOSCOW, "vera": MOSCOW}
    due = spread(waiting, per_day=per_day, now=FRIDAY, calendars=calendars, taken={"vera": taken})
    counts = Counter((owner, MOSCOW.day_of(due[deal])) for deal, owner in waiting)
    for (owner, day), number in counts.items():
        assert MOSCOW.is_working(day)
        assert number + (taken.get(day, 0) if owner == "vera" else 0) <= per_day
