"""Quiet hours, the cap and the merge window, for whatever hours and messages: nothing is lost, nobody is woken."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fsm.calendar import Calendar
from notifications.kinds import Broken, Card, Duties, Duty, Morning, News, Payload, Redraw, Ring, Urgent
from notifications.policy import HOUR, merge, opening, over_cap

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTES = st.integers(0, 24 * 60 - 1)
MOMENTS = st.integers(0, 500 * 24 * 60).map(
    lambda one: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=one)
)
ZONES = st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/New_York"])
LEAVES = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 6, 1)), max_size=20)


@given(MOMENTS, MINUTES, MINUTES, ZONES, LEAVES)
def test_nobody_is_told_in_quiet_hours_or_on_a_day_off(
    now: datetime, start: int, end: int, zone: str, leave: frozenset[date]
) -> None:
    calendar = Calendar(zone=zone, days_off=leave)
    found = opening(calendar, now, (start, end))
    assert found >= now
    assert calendar.is_working(calendar.day_of(found))
    local = calendar.local(found)
    minute = local.hour * 60 + local.minute
    asleep = start <= minute < end if start <= end else minute >= start or minute < end
    assert not asleep
    assert opening(calendar, found, (start, end)) == found


@given(MOMENTS, MINUTES, MINUTES)
def test_no_sooner_moment_was_allowed(now: datetime, start: int, end: int) -> None:
    calendar = Calendar()
    found = opening(calendar, now, (start, end))
    before = found - timedelta(minutes=1)
    if before > now:
        assert opening(calendar, before, (start, end)) == found, "the minute before is quiet"


def test_ones_own_quiet_hours_go_beyond_the_working_ones() -> None:
    evening = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 20:00 in Moscow
    assert opening(Calendar(), evening) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert opening(Calendar(), evening, (22 * 60, 8 * 60)) == evening
    assert opening(Calendar(), evening, (19 * 60, 8 * 60)) == datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@given(st.integers(0, 30), st.integers(1, 12), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_past_the_cap_what_can_wait_waits_but_not_for_ever(told: int, cap: int, age: timedelta) -> None:
    counted: list[Payload] = [Card(number, 1, foreign=True) for number in range(told)]
    free: list[Payload] = [Ring(1, 1), Card(2, 1), Morning(date(2026, 11, 23)), Redraw("task", 1, 1)] * 9
    assert over_cap([*free, *counted], cap, NOW - age, NOW) is (told >= cap and age < HOUR)


PAYLOADS = st.one_of(
    st.builds(Ring, activity=st.integers(1, 4), timer=st.integers(1, 9)),
    st.builds(
        Card,
        activity=st.integers(1, 4),
        cause=st.integers(1, 9),
        foreign=st.booleans(),
        run=st.integers(0, 3),
    ),
    st.builds(Redraw, what=st.just("task"), subject=st.integers(1, 3), stamp=st.integers(1, 9)),
    st.builds(Morning, day=st.just(date(2026, 11, 23))),
    st.builds(Duty, obligation=st.integers(1, 4), reminder=st.integers(0, 2)),
    st.builds(Broken, obligation=st.integers(1, 4)),
    st.builds(Urgent, obligation=st.integers(1, 4)),
)


@settings(max_examples=500)
@given(st.lists(PAYLOADS, max_size=12))
@example([Card(6, 1, foreign=True, run=3), Card(5, 1, foreign=True, run=3), Ring(5, 1)])
def test_what_goes_out_says_all_that_waited(payloads: list[Payload]) -> None:
    merged = merge(list(enumerate(payloads)))
    assert sorted((*merged.told, *merged.absorbed)) == list(range(len(payloads)))
    assert set(merged.absorbed.values()) <= set(merged.told)
    says: list[Payload] = []
    for row in merged.told:
        told = merged.news.get(row, payloads[row])
        match told:
            case News(cards):
                says += cards
            case Duties(duties):
                says += duties
            case _:
                says.append(told)
    activities = {one.activity for one in says if isinstance(one, Ring | Card)}
    runs = {one.run for one in says if isinstance(one, Card) and one.foreign}
    for payload in payloads:
        match payload:
            case Card(foreign=True, run=run) if run:
                assert run in runs or payload.activity in activities
            case Ring() | Card():
                assert payload.activity in activities
            case Redraw(subject=subject):
                assert any(isinstance(one, Redraw) and one.subject == subject for one in says)
            case Duty(obligation):
                assert any(isinstance(one, Duty) and one.obligation == obligation for one in says)
            case _:
                assert payload in says
    loud = [one for one in says if isinstance(one, Card) and one.foreign and one.run]
    assert len({one.run for one in loud}) == len(loud), "a deal is told of once"
    alone = [payloads[row] for row in merged.told]
    assert sum(isinstance(one, Card) and one.foreign for one in alone) <= 1, "others' acts are one message"
    assert sum(isinstance(one, Duty | Broken) for one in alone) <= 1, "what is demanded is one message"
    reminded = [one.obligation for one in says if isinstance(one, Duty)]
    assert len(reminded) == len(set(reminded)), "a duty is told of once"
