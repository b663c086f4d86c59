"""Whatever happens to a duty, wherever its owner lives: it ends in one way, tells nothing twice, and forgets nothing."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsm import obligations
from fsm.calendar import Calendar
from fsm.definition import Limit, Reminder, Rule, Time, Unit
from fsm.obligations import ENDS, TICKING, Matter, Obligation, State, Woken
from fsm.rulebook import shipped
from tests.fsm.calendars import calendars, instants
from tests.fsm.dutiful import BROKEN, LARGE, RULE, SMALL, Course, moscow, rubles

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHARES = (Reminder(day=0), Reminder(share=50), Reminder(share=90))
RULES: Mapping[str, Rule] = {
    "five working days": RULE,
    "five days on end": RULE.model_copy(update={"limit": Limit(days=5, calendar=Time.CALENDAR)}),
    "the same day": RULE.model_copy(update={"limit": Limit(days=0), "remind": SHARES[:1]}),
    "working hours": RULE.model_copy(update={"limit": Limit(hours=12), "remind": SHARES}),
    "hours on end": RULE.model_copy(
        update={"limit": Limit(hours=30, calendar=Time.CALENDAR), "remind": SHARES}
    ),
    "whatever is done": shipped()["first_answer"],
}


@dataclass(frozen=True, slots=True)
class Before:
    """How things stood before the last change, as storage keeps them for an undo; `told` is as the change left it."""

    duty: Obligation
    matter: Matter
    calendar: Calendar
    told: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """The clock was stopped: since when, due when, by whose calendar, and since when it had applied."""

    at: datetime
    due: datetime
    calendar: Calendar
    woken: datetime | None


@dataclass(slots=True)
class Walk:
    """`awake`: somebody wakes the duty when it wants to be, and looks at it in between."""

    course: Course
    others: tuple[Calendar, ...]
    awake: bool = True
    before: Before | None = None
    stopped: Stopped | None = None

    def happens(self, event: "Event", number: int) -> None:
        """One event; `number` says which of its kind. What cannot be is passed over, as storage would refuse it."""
        course = self.course
        if event in IDLE:
            event(self, number)
            return
        was = Before(obligations.lapsed(course.duty, course.now), course.matter, course.calendar, 0)
        event(self, number)
        self.before = None if event is undone else replace(was, told=course.duty.told)


Event = Callable[[Walk, int], Any]


# --- what may happen ------------------------------------------------------------------------------------------


def passes(walk: Walk, number: int) -> None:
    now = walk.course.now + (number % 50) * 5 * HOUR
    if walk.awake:
        walk.course.until(now)
    else:
        walk.course.down_until(now)


def down(walk: Walk, number: int) -> None:
    """Nobody wakes it, and then somebody does, late."""
    walk.course.down_until(walk.course.now + (number % 40) * 3 * HOUR)
    if walk.awake:
        walk.course.wake()


def looked_at(walk: Walk, number: int) -> None:
    """Nothing has changed."""
    if walk.awake:
        walk.course.judge(own=number % 2 == 0)


def amount(walk: Walk, number: int) -> None:
    values = (rubles(SMALL), rubles(LARGE), None, rubles(SMALL + 1))
    walk.course.fields(amount=values[number % 4])


def owner(walk: Walk, number: int) -> None:
    walk.course.calendar = walk.others[number % len(walk.others)]
    walk.course.judge()


def touched(walk: Walk, number: int) -> None:
    walk.course.change(own=number % 2 == 0, done=walk.course.matter.done | {"touched"})


def done(walk: Walk, _: int) -> None:
    walk.course.done("send_proposal")


def sent(walk: Walk, number: int) -> None:
    course = walk.course
    course.sent(course.calendar.day_of(course.now) + (number % 8 - 6) * DAY)


def closed(walk: Walk, number: int) -> None:
    walk.course.change(final=number % 3 == 0)


def asked(walk: Walk, _: int) -> None:
    course, was = walk.course, walk.course.duty
    if pending(course):
        return
    course.ask()
    if course.state is State.SUSPENDED and was.due_at is not None:
        walk.stopped = Stopped(course.now, was.due_at, course.calendar, course.duty.woken_at)


def answered(walk: Walk, number: int) -> None:
    course = walk.course
    if not pending(course):
        return
    if number % 3 == 0:
        course.agree(course.calendar.day_of(course.now) + (number % 30 - 3) * DAY)
        return
    if number % 3 == 1:
        course.reject()
    else:
        course.withdraw()
    resumed(course, walk.stopped, refused=number % 3 == 1)


def undone(walk: Walk, _: int) -> None:
    """The last change is taken back, as storage does it."""
    course, before = walk.course, walk.before
    if before is None:
        return
    course.duty = obligations.taken_back(before.duty, course.duty.told & ~before.told)
    course.matter, course.calendar = before.matter, before.calendar
    course.judge(own=True)


def pending(course: Course) -> bool:
    return bool(course.matter.exemptions) and course.matter.exemptions[-1].ended_at is None


IDLE = frozenset({passes, down, looked_at})
CHANGES: tuple[Event, ...] = (amount, owner, touched, done, sent, closed, *(asked, answered) * 5)
EVENTS: tuple[Event, ...] = (*(passes,) * 5, down, looked_at, *CHANGES, undone)
histories = st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 99)), max_size=25)


# --- what always holds ----------------------------------------------------------------------------------------


def check(course: Course) -> None:
    duty, now = course.duty, course.now
    assert (duty.state in ENDS) is (duty.ended_at is not None)
    assert duty.right_at is None or duty.state is State.BREACHED
    assert duty.extended or duty.state not in {State.EXEMPT, State.EXTENDED}
    assert not duty.extended or duty.state not in {State.RUNNING, State.FULFILLED}
    if duty.state in TICKING:
        assert duty.due_at is not None
        assert duty.due_at > now
        assert duty.wake_at is not None
        assert duty.wake_at <= duty.due_at
    elif duty.state is State.BREACHED:
        assert duty.ended_at == duty.due_at
        assert duty.wake_at in {None, duty.due_at}
    else:
        assert duty.wake_at is None
    assert all(duty.started_at <= at <= now for at in (duty.ended_at, duty.woken_at) if at is not None)
    places = [place for _, place in course.told]
    assert len(places) == len(set(places)), "told twice"


def resumed(course: Course, stopped: Stopped | None, *, refused: bool) -> None:
    """Nobody has less than he had when the clock was stopped, and after a refusal a working day."""
    duty, calendar, now = course.duty, course.calendar, course.now
    if duty.state not in TICKING or duty.due_at is None:
        return
    assert duty.due_at > now
    in_days, working = course.terms.limit.unit is Unit.DAYS, course.terms.limit.calendar is Time.WORKING
    if refused and in_days:
        assert calendar.working_days_between(calendar.day_of(now), calendar.day_of(duty.due_at)) >= 1
    if stopped is None or (stopped.calendar, stopped.woken) != (calendar, duty.woken_at):
        return
    assert duty.due_at >= stopped.due
    if in_days and working:
        had, has = (
            calendar.working_days_between(calendar.day_of(since), calendar.day_of(due))
            for since, due in ((stopped.at, stopped.due), (now, duty.due_at))
        )
    elif working:
        had, has = (
            int(calendar.left(since, due).total_seconds())
            for since, due in ((stopped.at, stopped.due), (now, duty.due_at))
        )
    else:
        return
    assert has >= had


def waking(course: Course) -> None:
    """Whoever wakes it is not woken again for the same, and the arguments are all that counts."""

    def woken(duty: Obligation) -> Woken:
        return obligations.wake(course.rule, course.terms, duty, course.matter, course.now, course.calendar)

    found = woken(course.duty)
    assert woken(course.duty) == found
    assert found.obligation.wake_at is None or found.obligation.wake_at > course.now
    again = woken(found.obligation)
    assert (again.obligation, again.reminder, again.broken) == (found.obligation, None, False)
    assert found.reminder is None or found.obligation.state in TICKING
    assert not found.broken or found.obligation.state is State.BREACHED


def core(duty: Obligation) -> Obligation:
    """What does not depend on who was told when."""
    return replace(duty, told=0, wake_at=None)


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60)
@given(
    start=instants, own=calendars(), others=st.lists(calendars(), min_size=1, max_size=2), history=histories
)
def test_a_duty_ends_once_and_tells_nothing_twice(
    name: str, start: datetime, own: Calendar, others: list[Calendar], history: list[tuple[Event, int]]
) -> None:
    walk = Walk(Course(start, RULES[name], own), (own, *others))
    course = walk.course
    check(course)
    for event, number in history:
        before, told = course.duty, len(course.told)
        walk.happens(event, number)
        check(course)
        waking(course)
        if before.over and event is not undone:
            assert replace(course.duty, right_at=None) == replace(
                before, right_at=None, told=course.duty.told, wake_at=course.duty.wake_at
            ), "an end was left"
            assert before.right_at in {None, course.duty.right_at}
            assert [place for _, place in course.told[told:]] in ([], [BROKEN])
    course.change(final=True)
    assert course.duty.over
    course.until(course.now + 400 * DAY)
    assert course.duty.wake_at is None


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60)
@given(
    start=instants, own=calendars(), others=st.lists(calendars(), min_size=1, max_size=2), history=histories
)
def test_it_makes_no_difference_who_looks_in_between(
    name: str, start: datetime, own: Calendar, others: list[Calendar], history: list[tuple[Event, int]]
) -> None:
    """A bot that is down for days comes to the same as one that is there, once it looks."""
    there, away = (
        Walk(Course(start, RULES[name], own), (own, *others), awake=awake) for awake in (True, False)
    )
    for event, number in history:
        there.happens(event, number)
        away.happens(event, number)
        one = away.course
        seen = obligations.judge(one.rule, one.terms, one.duty, one.matter, one.now, one.calendar)
        assert core(seen) == core(there.course.duty)


def test_walks_come_to_every_end_and_through_every_state() -> None:
    """The walks above would prove little if they all went the same way."""
    seen: Counter[State] = Counter()
    for seed in range(200):
        chance = Random(seed)
        walk = Walk(Course(moscow(11, 23, 10)), (Calendar(), Calendar(zone="Asia/Kamchatka")))
        for _ in range(25):
            walk.happens(chance.choice(EVENTS), chance.randrange(100))
            seen[walk.course.state] += 1
    assert seen.keys() == set(State)
    assert min(seen.values()) > 20, seen
