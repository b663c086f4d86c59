"""How a duty goes, by value: when it is due, who is told when, and how it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from fsm import deadlines, obligations
from fsm.calendar import Calendar
from fsm.deadlines import Exemption
from fsm.definition import Limit, Reminder, Rule, Time
from fsm.obligations import Matter, State, Terms
from fsm.rulebook import shipped
from fsm.values import Money
from storage.calendars import eves, public_days
from tests.fsm.dutiful import BROKEN, LARGE, RULE, SMALL, Course, moscow, rubles, told

MONDAY = moscow(11, 23, 10)
FRIDAY_AFTER = moscow(12, 11, 20)
OFF, WORKED = public_days("RU")
RUSSIA = Calendar(days_off=OFF, working=WORKED)
LARGEST = moscow(1, 1, 0, year=2030)


def after(limit: Limit, remind: tuple[Reminder, ...] = ()) -> Rule:
    """The same rule with another time."""
    return RULE.model_copy(update={"limit": limit, "remind": remind})


# --- the chain ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        (
            moscow(11, 23, 10),
            [("Mon 23.11 10:00", 0), ("Tue 24.11 09:00", 1), ("Fri 27.11 09:00", 2), ("Mon 30.11 18:00", BROKEN)],
        ),
        (
            moscow(11, 26, 10),  # a weekend comes
            [("Thu 26.11 10:00", 0), ("Fri 27.11 09:00", 1), ("Wed 02.12 09:00", 2), ("Thu 03.12 18:00", BROKEN)],
        ),
        (
            moscow(11, 28, 12),  # a Saturday: Monday is its first day
            [("Sat 28.11 12:00", 0), ("Mon 30.11 09:00", 1), ("Thu 03.12 09:00", 2), ("Fri 04.12 18:00", BROKEN)],
        ),
        (
            moscow(11, 23, 20),  # after work
            [("Mon 23.11 20:00", 0), ("Tue 24.11 09:00", 1), ("Fri 27.11 09:00", 2), ("Mon 30.11 18:00", BROKEN)],
        ),
        (
            moscow(11, 24, 0),  # at midnight the day begins
            [("Tue 24.11 00:00", 0), ("Wed 25.11 09:00", 1), ("Mon 30.11 09:00", 2), ("Tue 01.12 18:00", BROKEN)],
        ),
        (
            moscow(11, 23, 23, 59),
            [("Mon 23.11 23:59", 0), ("Tue 24.11 09:00", 1), ("Fri 27.11 09:00", 2), ("Mon 30.11 18:00", BROKEN)],
        ),
    ],
)  # fmt: skip
def test_the_chain(opened: datetime, expected: list[tuple[str, int]]) -> None:
    course = Course(opened).until(FRIDAY_AFTER)
    assert course.local() == expected
    assert (course.state, course.duty.ended_at) == (State.BREACHED, course.due)
    assert course.duty.wake_at is None


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        (  # ten days off, and the 31st of December with them
            moscow(12, 28, 10),
            ["Mon 28.12 10:00", "Tue 29.12 09:00", "Tue 12.01 09:00", "Wed 13.01 18:00"],
        ),
        (  # the 20th of February is a working Saturday, Monday and Tuesday are days off for it
            moscow(2, 17, 10, year=2027),
            ["Wed 17.02 10:00", "Thu 18.02 09:00", "Wed 24.02 09:00", "Thu 25.02 18:00"],
        ),
        (  # opened on a holiday
            moscow(11, 4, 10),
            ["Wed 04.11 10:00", "Thu 05.11 09:00", "Tue 10.11 09:00", "Wed 11.11 18:00"],
        ),
    ],
)  # fmt: skip
def test_holidays_are_no_days_of_the_chain(opened: datetime, expected: list[str]) -> None:
    course = Course(opened, calendar=RUSSIA).until(LARGEST)
    assert [at for at, _ in course.local()] == expected


def test_on_a_shortened_day_it_is_due_earlier() -> None:
    """The 3rd of November comes before a holiday."""
    calendar = replace(RUSSIA, short=eves("RU"), less=timedelta(hours=1))
    assert Course(moscow(10, 27, 10), calendar=calendar).due == moscow(11, 3, 17)


@pytest.mark.parametrize(
    ("zone", "opened", "due"),
    [
        ("Pacific/Pago_Pago", "2026-11-23T10:00", "2026-11-28T05:00"),  # a Sunday there; Friday, six o'clock
        ("Pacific/Kiritimati", "2026-11-23T10:00", "2026-12-01T04:00"),  # Tuesday there, at midnight
        ("Asia/Kamchatka", "2026-11-23T11:59", "2026-11-30T06:00"),  # a minute before Tuesday there
        ("Asia/Kamchatka", "2026-11-23T12:00", "2026-12-01T06:00"),
        ("Europe/Berlin", "2026-10-21T08:00", "2026-10-28T17:00"),  # clocks go back on the 25th
        ("America/New_York", "2027-03-10T15:00", "2027-03-17T22:00"),  # and forward on the 14th
        ("Australia/Lord_Howe", "2026-10-01T00:00", "2026-10-08T07:00"),  # by half an hour
        ("Africa/Cairo", "2026-04-23T08:00", "2026-04-30T15:00"),  # at midnight
        ("Europe/Moscow", "2028-02-24T07:00", "2028-03-02T15:00"),  # past a 29th of February
        ("Europe/Moscow", "2028-02-22T07:00", "2028-02-29T15:00"),
    ],
)
def test_days_are_those_of_the_owner(zone: str, opened: str, due: str) -> None:
    opened_at, due_at = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (opened, due))
    assert Course(opened_at, calendar=Calendar(zone=zone)).due == due_at


def test_work_begins_when_the_owner_says() -> None:
    course = Course(MONDAY, calendar=Calendar(start=time(12), end=time(21))).until(FRIDAY_AFTER)
    assert [at for at, _ in course.local()] == [
        "Mon 23.11 10:00", "Tue 24.11 12:00", "Fri 27.11 12:00", "Mon 30.11 21:00",
    ]  # fmt: skip


# --- what was missed ------------------------------------------------------------------------------------------


def test_after_three_days_down_one_reminder_is_told_for_all() -> None:
    course = Course(MONDAY)
    course.down_until(moscow(11, 27, 12)).wake()
    assert course.told == [(moscow(11, 27, 12), 2)]
    assert course.duty.wake_at == moscow(11, 30, 18)
    assert told(course.until(FRIDAY_AFTER)) == [2, BROKEN]


def test_after_the_end_only_the_end_is_told() -> None:
    course = Course(MONDAY).down_until(moscow(12, 2, 12)).wake()
    assert told(course) == [BROKEN]
    assert course.duty.ended_at == moscow(11, 30, 18)


def test_what_is_broken_unseen_is_broken_all_the_same_and_told() -> None:
    """The bot was down when it was due, and something happens before the duty is woken."""
    for change in ({"amount": None}, {"amount": rubles(LARGE)}, {"amount": rubles(SMALL - 1)}):
        course = Course(MONDAY).until(moscow(11, 27, 9)).down_until(moscow(12, 2, 12)).fields(**change)
        assert (course.state, course.duty.ended_at) == (State.BREACHED, moscow(11, 30, 18))
        assert course.duty.wake_at == moscow(11, 30, 18), "somebody has to be told yet"
        assert told(course.until(FRIDAY_AFTER)) == [0, 1, 2, BROKEN]
        assert course.duty.wake_at is None


@pytest.mark.parametrize("own", [False, True])
def test_nobody_escapes_by_what_he_does_when_it_is_too_late(own: bool) -> None:
    late = moscow(12, 1, 12)
    closed = Course(MONDAY).down_until(late).change(own=own, final=True)
    asked = Course(MONDAY).down_until(late).change(own=own, exemptions=(Exemption(late),))
    for course in (closed, asked):
        assert (course.state, course.duty.ended_at) == (State.BREACHED, moscow(11, 30, 18))
        assert told(course.until(FRIDAY_AFTER)) == [BROKEN]


def test_what_one_does_oneself_needs_no_reminder() -> None:
    course = Course(MONDAY)
    course.judge(own=True)
    assert (course.told, course.duty.wake_at) == ([], moscow(11, 24, 9))
    course.down_until(moscow(11, 25, 12)).judge(own=True)
    assert course.duty.wake_at == moscow(11, 27, 9)
    assert told(course.until(FRIDAY_AFTER)) == [2, BROKEN]


# --- an amount ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "state"),
    [(499_999, State.RUNNING), (500_000, State.SLEEPING), (0, State.RUNNING), (10**12, State.SLEEPING)],
)
def test_what_is_a_small_deal(amount: int, state: State) -> None:
    course = Course(MONDAY, matter=Matter({"amount": rubles(amount)}))
    assert course.state is state
    assert (course.due is None) is (state is State.SLEEPING)
    assert (course.duty.wake_at is None) is (state is State.SLEEPING)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (moscow(11, 23, 11), moscow(11, 30, 18)),  # counted from the opening
        (moscow(11, 27, 23), moscow(11, 30, 18)),
        (moscow(11, 29, 12), moscow(11, 30, 18)),  # a Sunday
        (moscow(11, 30, 10), moscow(12, 1, 18)),  # a working day at least
        (moscow(12, 9, 10), moscow(12, 10, 18)),
        (moscow(12, 11, 20), moscow(12, 14, 18)),  # a Friday evening
    ],
)
def test_an_amount_that_is_known_later(known: datetime, due: datetime) -> None:
    course = Course(MONDAY, matter=Matter())
    assert (course.state, course.due, course.duty.wake_at) == (State.SLEEPING, None, None)
    course.until(known)
    assert course.told == []
    course.fields(amount=rubles(SMALL))
    assert (course.state, course.due) == (State.RUNNING, due)
    course.until(LARGEST)
    assert course.told[0] == (known, 0 if known < moscow(11, 24, 9) else course.told[0][1])
    assert course.told[-1] == (due, BROKEN)


def test_known_late_it_is_told_once_for_all_that_was_missed() -> None:
    course = Course(MONDAY, matter=Matter()).until(moscow(12, 9, 10)).fields(amount=rubles(SMALL))
    course.until(LARGEST)
    assert course.told == [(moscow(12, 9, 10), 2), (moscow(12, 10, 18), BROKEN)]


def test_an_amount_that_becomes_large_lets_it_sleep_and_told_is_told() -> None:
    course = Course(MONDAY).until(moscow(11, 24, 10)).fields(amount=rubles(LARGE))
    assert (course.state, course.due, course.duty.wake_at) == (State.SLEEPING, None, None)
    course.until(moscow(11, 26, 10)).fields(amount=rubles(SMALL))
    assert course.due == moscow(11, 30, 18)
    assert told(course.until(LARGEST)) == [0, 1, 2, BROKEN]


def test_where_nothing_was_to_be_done_nothing_is_in_time() -> None:
    course = Course(MONDAY, matter=Matter()).until(moscow(11, 24, 12)).done("send_proposal")
    assert (course.state, course.duty.ended_at) == (State.STOPPED, moscow(11, 24, 12))
    course.fields(amount=rubles(SMALL))
    assert course.state is State.STOPPED


def test_the_border_is_the_one_of_the_beginning() -> None:
    course = Course(MONDAY)
    rule = RULE.model_copy(update={"threshold": RULE.threshold and RULE.threshold.of(Decimal(1000))})
    course.rule = rule
    assert course.judge().state is State.RUNNING
    assert Course(MONDAY, rule=rule).state is State.SLEEPING


def test_a_sum_may_be_a_plain_number_and_no_word() -> None:
    assert obligations.applies(RULE, Terms.of(RULE), Matter({"amount": Decimal(10)}))
    for value in ("много", 10, None, True):
        assert not obligations.applies(RULE, Terms.of(RULE), Matter({"amount": value}))


def test_a_rule_about_large_deals() -> None:
    (threshold,) = {RULE.threshold}
    assert threshold is not None
    large = threshold.model_copy(update={"below": None, "at_least": Decimal(500_000)})
    rule = RULE.model_copy(update={"threshold": large})
    assert [Course(MONDAY, rule=rule, matter=Matter({"amount": rubles(one)})).state
            for one in (499_999, 500_000)] == [State.SLEEPING, State.RUNNING]  # fmt: skip


# --- fulfilment -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["send_proposal", "present_proposal"])
def test_done_in_time(key: str) -> None:
    course = Course(MONDAY).until(moscow(11, 26, 12)).done(key)
    assert (course.state, course.duty.ended_at) == (State.FULFILLED, moscow(11, 26, 12))
    assert (course.duty.wake_at, told(course.until(LARGEST))) == (None, [0, 1])


@pytest.mark.parametrize(
    ("named", "ended"),
    [
        (date(2026, 11, 24), moscow(11, 24, 18)),
        (date(2026, 11, 26), moscow(11, 26, 12)),  # today: now
        (date(2026, 12, 24), moscow(11, 26, 12)),  # it cannot have been sent in days to come
        (date(2026, 11, 1), MONDAY),  # nor before there was a deal
    ],
)
def test_a_day_that_is_named(named: date, ended: datetime) -> None:
    course = Course(MONDAY).until(moscow(11, 26, 12)).sent(named)
    assert (course.state, course.duty.ended_at) == (State.FULFILLED, ended)


def test_done_on_the_last_day_and_in_the_last_minute() -> None:
    due = moscow(11, 30, 18)
    assert Course(MONDAY).until(due - timedelta(minutes=1)).done("send_proposal").state is State.FULFILLED
    assert Course(MONDAY).down_until(due).done("send_proposal").state is State.BREACHED


def test_done_late_it_stays_broken_and_is_put_right() -> None:
    course = Course(MONDAY).until(moscow(12, 3, 12))
    assert (course.state, course.duty.right_at) == (State.BREACHED, None)
    course.done("send_proposal")
    assert (course.state, course.duty.ended_at, course.duty.right_at) == (
        State.BREACHED,
        moscow(11, 30, 18),
        moscow(12, 3, 12),
    )
    course.until(moscow(12, 4, 12)).done("present_proposal")
    assert course.duty.right_at == moscow(12, 3, 12), "the first time counts"


def test_said_too_late_it_was_done_in_time_and_is_broken() -> None:
    """Whether the bot was there when it was due makes no difference."""
    for there in (True, False):
        course = Course(MONDAY)
        late = moscow(12, 1, 12)
        course = course.until(late) if there else course.down_until(late)
        course.sent(date(2026, 11, 26))
        assert (course.state, course.duty.right_at) == (State.BREACHED, moscow(11, 26, 18))


def test_done_and_closed_at_once_it_is_done() -> None:
    course = Course(MONDAY).until(moscow(11, 26, 12)).change(done=frozenset({"send_proposal"}), final=True)
    assert course.state is State.FULFILLED


@pytest.mark.parametrize("amount", [SMALL, LARGE, None])
def test_closed_it_is_needed_no_more(amount: int | None) -> None:
    matter = Matter() if amount is None else Matter({"amount": rubles(amount)})
    course = Course(MONDAY, matter=matter).until(moscow(11, 25, 12)).change(final=True)
    assert (course.state, course.duty.ended_at, course.duty.wake_at) == (
        State.STOPPED,
        moscow(11, 25, 12),
        None,
    )
    count = len(course.told)
    course.until(LARGEST)
    assert len(course.told) == count
    course.change(final=False)
    assert course.state is State.STOPPED, "opened again, nobody demands it once more"


def test_what_was_done_before_it_began_is_done() -> None:
    course = Course(MONDAY, matter=Matter({"amount": rubles(SMALL)}, done=frozenset({"send_proposal"})))
    assert (course.state, course.duty.ended_at) == (State.FULFILLED, MONDAY)


def test_switched_off_it_is_needed_no_more() -> None:
    course = Course(MONDAY)
    now = moscow(11, 24, 12)
    off = obligations.stopped(course.duty, now)
    assert (off.state, off.ended_at, off.wake_at) == (State.STOPPED, now, None)
    broken = course.until(LARGEST).duty
    assert obligations.stopped(broken, LARGEST) is broken


# --- another date ---------------------------------------------------------------------------------------------


def test_asked_for_another_date_the_clock_stands_and_nobody_is_reminded() -> None:
    course = Course(MONDAY).until(moscow(11, 25, 12)).ask()
    assert (course.state, course.due, course.duty.wake_at) == (State.SUSPENDED, None, None)
    assert told(course.until(moscow(12, 20, 12))) == [0, 1]
    assert course.state is State.SUSPENDED


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        (moscow(11, 25, 12), moscow(11, 25, 13), moscow(11, 30, 18)),  # the same day: as it stood
        (moscow(11, 25, 12), moscow(11, 26, 12), moscow(12, 1, 18)),  # three days were left
        (moscow(11, 25, 12), moscow(11, 28, 12), moscow(12, 2, 18)),  # a Saturday
        (moscow(11, 25, 12), moscow(12, 9, 12), moscow(12, 14, 18)),
        (moscow(11, 30, 12), moscow(11, 30, 13), moscow(12, 1, 18)),  # a working day at least
        (moscow(11, 30, 17, 59), moscow(12, 2, 9), moscow(12, 3, 18)),
    ],
)
def test_rejected_it_goes_on_as_it_stood_with_a_working_day_at_least(
    asked: datetime, answered: datetime, due: datetime
) -> None:
    course = Course(MONDAY).until(asked).ask().until(answered).reject()
    assert (course.state, course.due, course.duty.extended) == (State.RUNNING, due, False)
    assert course.until(LARGEST).state is State.BREACHED


@pytest.mark.parametrize(
    ("asked", "withdrawn", "due"),
    [
        (moscow(11, 25, 12), moscow(11, 26, 12), moscow(12, 1, 18)),
        (moscow(11, 30, 12), moscow(11, 30, 13), moscow(11, 30, 18)),  # nothing is won by it
        (moscow(11, 30, 12), moscow(12, 1, 12), moscow(12, 1, 18)),
        (
            moscow(11, 30, 12),
            moscow(11, 30, 20),
            moscow(12, 1, 18),
        ),  # the end of the day passed while it stood
    ],
)
def test_withdrawn_it_goes_on_as_it_stood(asked: datetime, withdrawn: datetime, due: datetime) -> None:
    course = Course(MONDAY).until(asked).ask().until(withdrawn).withdraw()
    assert (course.state, course.due) == (State.RUNNING, due)


def test_agreed_it_is_due_by_the_end_of_that_day_and_reminded_anew() -> None:
    """When half of the time has passed, and a day before."""
    course = Course(MONDAY).until(moscow(11, 24, 12)).ask().until(moscow(11, 25, 12)).agree(date(2026, 12, 9))
    assert (course.state, course.due, course.duty.extended) == (State.EXTENDED, moscow(12, 9, 18), True)
    course.until(LARGEST)
    assert course.local()[2:] == [
        ("Wed 02.12 09:00", 16), ("Tue 08.12 09:00", 17), ("Wed 09.12 18:00", BROKEN),
    ]  # fmt: skip
    assert [obligations.reminder(RULE, place) for place in (16, 17)] == [Reminder(share=50), Reminder(left=1)]


def test_an_agreed_date_that_is_missed_is_a_breach_of_its_own_kind() -> None:
    course = Course(MONDAY).until(moscow(11, 24, 12)).ask().agree(date(2026, 12, 9)).until(moscow(12, 10, 9))
    assert (course.state, course.duty.extended, course.duty.ended_at) == (
        State.BREACHED,
        True,
        moscow(12, 9, 18),
    )
    course.done("send_proposal")
    assert (course.state, course.duty.right_at) == (State.BREACHED, moscow(12, 10, 9))


def test_done_by_the_agreed_date_is_an_exception() -> None:
    course = Course(MONDAY).ask().agree(date(2026, 12, 9)).until(moscow(12, 9, 12)).done("send_proposal")
    assert (course.state, course.duty.ended_at) == (State.EXEMPT, moscow(12, 9, 12))


def test_done_while_it_is_being_decided_is_done_in_time() -> None:
    course = Course(MONDAY).until(moscow(11, 30, 12)).ask().until(moscow(12, 3, 12)).done("send_proposal")
    assert course.state is State.FULFILLED
    assert course.agree(date(2026, 12, 9)).state is State.FULFILLED


def test_closed_while_it_is_being_decided_it_is_needed_no_more() -> None:
    course = Course(MONDAY).ask().until(moscow(12, 3, 12)).change(final=True)
    assert course.state is State.STOPPED


@pytest.mark.parametrize(
    ("agreed", "due"),
    [
        (date(2026, 11, 25), moscow(11, 25, 18)),  # today, while there is work
        (
            date(2026, 11, 24),
            moscow(11, 26, 18),
        ),  # it was over before anybody answered: a working day at least
        (date(2026, 11, 29), moscow(11, 29, 18)),  # a Sunday, if they say so
    ],
)
def test_a_date_that_was_agreed_on_late(agreed: date, due: datetime) -> None:
    course = Course(MONDAY).ask().until(moscow(11, 25, 12)).agree(agreed)
    assert (course.state, course.due) == (State.EXTENDED, due)


def test_a_second_date_takes_the_place_of_the_first_and_has_reminders_of_its_own() -> None:
    course = Course(MONDAY).ask().agree(date(2026, 12, 4)).until(moscow(12, 3, 10))
    assert told(course) == [16, 17]
    course.ask()
    assert (course.state, course.duty.extended) == (State.SUSPENDED, True)
    course.agree(date(2026, 12, 11)).until(LARGEST)
    assert told(course) == [16, 17, 18, 19, BROKEN]
    assert obligations.reminder(RULE, 19) == Reminder(left=1)
    assert course.duty.ended_at == moscow(12, 11, 18)


def test_a_second_date_that_is_refused_leaves_the_first() -> None:
    course = Course(MONDAY).ask().agree(date(2026, 12, 4)).until(moscow(12, 1, 10)).ask()
    course.until(moscow(12, 2, 10)).reject()
    assert (course.state, course.due) == (State.EXTENDED, moscow(12, 7, 18)), "three days, as they were"
    assert course.until(moscow(12, 3, 10)).done("send_proposal").state is State.EXEMPT


def test_a_second_refusal_stops_the_clock_again() -> None:
    course = Course(MONDAY).until(moscow(11, 24, 12)).ask().until(moscow(11, 25, 12)).reject()
    assert course.due == moscow(12, 1, 18)
    course.ask().until(moscow(11, 27, 12)).reject()
    assert course.due == moscow(12, 3, 18)


def test_what_was_asked_for_while_it_slept_does_not_cost_the_working_day() -> None:
    course = Course(MONDAY, matter=Matter()).until(moscow(12, 2, 12)).ask()
    states = [course.state, course.until(moscow(12, 3, 12)).fields(amount=rubles(SMALL)).state]
    assert states == [State.SLEEPING, State.SUSPENDED]
    course.until(moscow(12, 4, 12)).withdraw()
    assert course.due == moscow(12, 7, 18)


def test_a_rule_knows_of_no_way_out_but_its_own() -> None:
    answer = Course(moscow(11, 27, 16), rule=shipped()["first_answer"])
    assert (answer.ask().state, answer.agree(date(2026, 12, 9)).due) == (State.RUNNING, moscow(11, 30, 15))
    other = Course(MONDAY).change(exemptions=(Exemption(MONDAY, activity="longer"),))
    assert other.state is State.RUNNING
    own = Course(MONDAY).change(exemptions=(Exemption(MONDAY, activity="complex"),))
    assert own.state is State.SUSPENDED


# --- somebody else's duty -------------------------------------------------------------------------------------


def test_another_owner_has_days_of_his_own() -> None:
    course = Course(MONDAY).until(moscow(11, 24, 12))
    course.calendar = Calendar(zone="Asia/Kamchatka", days_off=frozenset({date(2026, 11, 30)}))
    course.judge()
    assert course.due == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert told(course.until(LARGEST)) == [0, 1, 2, BROKEN]


def test_what_is_over_by_the_days_of_its_new_owner_has_a_working_day_more() -> None:
    """Handed to the far east on the last day: work is over there, and he could not have done anything."""
    course = Course(MONDAY).until(moscow(11, 30, 12))
    course.calendar = Calendar(zone="Asia/Kamchatka")
    course.judge()
    assert (course.state, course.due) == (State.RUNNING, datetime(2026, 12, 1, 6, tzinfo=UTC))
    assert course.judge().due == datetime(2026, 12, 1, 6, tzinfo=UTC), "whoever looks again sees the same"
    agreed = Course(MONDAY).ask().agree(date(2026, 12, 1)).until(moscow(12, 1, 12))
    agreed.calendar = Calendar(zone="Asia/Kamchatka")
    assert agreed.judge().due == datetime(2026, 12, 2, 6, tzinfo=UTC)


def test_leave_that_was_entered_meanwhile_is_seen_when_it_is_woken() -> None:
    course = Course(MONDAY).until(moscow(11, 27, 10))
    course.calendar = Calendar(days_off=frozenset({date(2026, 11, 30), date(2026, 12, 1)}))
    course.until(moscow(11, 30, 18))
    assert (course.state, course.due) == (State.RUNNING, moscow(12, 2, 18))
    assert told(course.until(LARGEST)) == [0, 1, 2, BROKEN]


# --- other times ----------------------------------------------------------------------------------------------


def test_working_hours() -> None:
    answer = shipped()["first_answer"]
    friday = Course(moscow(11, 27, 16), rule=answer)
    assert friday.due == moscow(11, 30, 15)
    assert Course(moscow(11, 28, 16), rule=answer).due == moscow(11, 30, 17)
    assert friday.until(moscow(11, 27, 17)).change(done=frozenset({"touched"})).state is State.FULFILLED
    halved = after(Limit(hours=8), (Reminder(share=50),))
    assert Course(moscow(11, 27, 16), rule=halved).until(LARGEST).local() == [
        ("Mon 30.11 11:00", 0), ("Mon 30.11 15:00", BROKEN),
    ]  # fmt: skip


def test_hours_on_end() -> None:
    rule = after(Limit(hours=24, calendar=Time.CALENDAR), (Reminder(day=0), Reminder(share=50)))
    assert Course(moscow(11, 27, 20), rule=rule).until(LARGEST).local() == [
        ("Fri 27.11 20:00", 0), ("Sat 28.11 08:00", 1), ("Sat 28.11 20:00", BROKEN),
    ]  # fmt: skip


def test_days_on_end() -> None:
    rule = after(Limit(days=5, calendar=Time.CALENDAR), RULE.remind)
    assert Course(moscow(11, 26, 10), rule=rule).until(LARGEST).local() == [
        ("Thu 26.11 10:00", 0), ("Fri 27.11 09:00", 1), ("Mon 30.11 09:00", 2), ("Tue 01.12 18:00", BROKEN),
    ]  # fmt: skip


def test_by_the_end_of_the_day() -> None:
    rule = after(Limit(days=0))
    assert Course(moscow(11, 27, 10), rule=rule).due == moscow(11, 27, 18)
    assert Course(moscow(11, 28, 10), rule=rule).due == moscow(11, 30, 18)
    assert Course(moscow(11, 27, 19), rule=rule).due == moscow(11, 30, 18), "work was over when it began"


@pytest.mark.parametrize(
    ("limit", "asked", "answered", "due"),
    [
        (Limit(hours=8), moscow(11, 27, 17), moscow(12, 1, 10), moscow(12, 1, 17)),
        (Limit(hours=24, calendar=Time.CALENDAR), moscow(11, 28, 4), moscow(11, 29, 4), moscow(11, 29, 20)),
        (Limit(days=5, calendar=Time.CALENDAR), moscow(11, 30, 12), moscow(12, 5, 12), moscow(12, 7, 18)),
    ],
)
def test_the_clock_stands_in_other_units_too(
    limit: Limit, asked: datetime, answered: datetime, due: datetime
) -> None:
    opened = moscow(11, 27, 20) if limit.calendar is Time.CALENDAR else moscow(11, 27, 16)
    course = Course(opened, rule=after(limit)).until(asked).ask().until(answered).reject()
    assert course.due == due


def test_a_number_of_times_is_no_time() -> None:
    with pytest.raises(ValueError, match="a number of times is no time"):
        deadlines.planned(Limit(times=3), MONDAY, Calendar())


def test_a_moment_that_is_named() -> None:
    rule = RULE.model_copy(update={"moment": "held_at", "fulfil": RULE.fulfil})
    course = Course(MONDAY, rule=rule).until(moscow(11, 26, 12))
    course.fields(held_at=moscow(11, 25, 15)).done("present_proposal")
    assert course.duty.ended_at == moscow(11, 25, 15)


def test_money_of_any_currency_is_a_sum() -> None:
    assert Course(MONDAY, matter=Matter({"amount": Money(Decimal(10), "USD")})).state is State.RUNNING
