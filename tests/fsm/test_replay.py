"""What a rule would have found in what has happened, by value."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsm import replay
from fsm.allowances import before
from fsm.calendar import Calendar, NoWorkingTime
from fsm.deadlines import Exemption
from fsm.definition import Limit, Rule
from fsm.obligations import Matter
from fsm.replay import Course, Stay, Step, Violation
from fsm.rulebook import shipped
from fsm.values import Money
from tests.fsm.calendars import calendars, instants

PROPOSAL, STAGE, STEP = (shipped()[key] for key in ("proposal_5d", "stage_norm", "step_overdue"))
MOSCOW = Calendar()
AUDIT = time(7, 30)
ANNA, BORIS = 1, 2


def moscow(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return MOSCOW.instant(date(2026, month, day), time(hour, minute))


MONDAY = moscow(11, 23)
CHRISTMAS = moscow(12, 24)
SMALL = Matter({"amount": Money(Decimal(100_000), "RUB")})
LARGE = Matter({"amount": Money(Decimal(900_000), "RUB")})
SENT = replace(SMALL, fields={**SMALL.fields, "proposal_sent": date(2026, 11, 27)})


def within(number: int, rule: Rule = PROPOSAL) -> Rule:
    return rule.model_copy(update={"limit": rule.limit.of(number)})


def broken(rule: Rule, *steps: tuple[datetime, int, Matter], now: datetime = CHRISTMAS) -> list[Violation]:
    course = Course(1, tuple(Step(*one) for one in steps))
    return replay.duties(rule, [course], lambda _: MOSCOW, now)


# --- duties -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (5, []),
        (4, []),
        (3, [Violation(ANNA, moscow(11, 26, 18), moscow(11, 27))]),
        (1, [Violation(ANNA, moscow(11, 24, 18), moscow(11, 27))]),
    ],
)
def test_what_was_done_on_the_fourth_day(days: int, expected: list[Violation]) -> None:
    assert broken(within(days), (MONDAY, ANNA, SMALL), (moscow(11, 27), ANNA, SENT)) == expected


def test_another_border_is_for_other_deals() -> None:
    assert PROPOSAL.threshold is not None
    wide = PROPOSAL.model_copy(update={"threshold": PROPOSAL.threshold.of(Decimal(1_000_000))})
    assert broken(PROPOSAL, (MONDAY, ANNA, LARGE)) == []
    assert broken(wide, (MONDAY, ANNA, LARGE)) == [Violation(ANNA, moscow(11, 30, 18))]
    assert broken(PROPOSAL, (MONDAY, ANNA, Matter())) == []


def test_it_is_whose_it_was_when_its_time_was_over() -> None:
    steps = (MONDAY, ANNA, SMALL), (moscow(11, 26), BORIS, SMALL), (moscow(12, 2), ANNA, SMALL)
    assert broken(PROPOSAL, *steps) == [Violation(BORIS, moscow(11, 30, 18))]


def test_a_deal_that_is_over_asks_for_nothing() -> None:
    final = replace(SMALL, final=True)
    assert broken(PROPOSAL, (MONDAY, ANNA, SMALL), (moscow(11, 27), ANNA, final)) == []
    late = broken(PROPOSAL, (MONDAY, ANNA, SMALL), (moscow(12, 2), ANNA, final))
    assert late == [Violation(ANNA, moscow(11, 30, 18), moscow(12, 2))]


def test_the_clock_stands_and_goes_on() -> None:
    asked = replace(SMALL, exemptions=(Exemption(moscow(11, 24)),))
    agreed = replace(SMALL, exemptions=(Exemption(moscow(11, 24), moscow(11, 25), date(2026, 12, 10)),))
    refused = replace(SMALL, exemptions=(Exemption(moscow(11, 24), moscow(11, 25), refused=True),))
    assert broken(PROPOSAL, (MONDAY, ANNA, SMALL), (moscow(11, 24), ANNA, asked)) == []
    for answer, due in ((agreed, moscow(12, 10, 18)), (refused, moscow(12, 1, 18))):
        steps = (MONDAY, ANNA, SMALL), (moscow(11, 24), ANNA, asked), (moscow(11, 25), ANNA, answer)
        assert broken(PROPOSAL, *steps) == [Violation(ANNA, due)]


def test_nothing_is_known_of_what_comes() -> None:
    assert broken(PROPOSAL, (MONDAY, ANNA, SMALL), now=moscow(11, 30, 17)) == []
    assert broken(PROPOSAL, (MONDAY, ANNA, SMALL), now=moscow(11, 30, 18)) == [
        Violation(ANNA, moscow(11, 30, 18))
    ]
    ahead = (MONDAY, ANNA, SMALL), (moscow(12, 2), ANNA, SENT)
    assert broken(PROPOSAL, *ahead, now=moscow(12, 1)) == [Violation(ANNA, moscow(11, 30, 18))]


# --- what is watched --------------------------------------------------------------------------------------


def found(
    rule: Rule, *stays: Stay, now: datetime = CHRISTMAS, calendar: Calendar = MOSCOW
) -> list[Violation]:
    return replay.watched(rule, stays, lambda _: calendar, AUDIT, now)


def test_a_stay_is_found_on_the_morning_after_its_last_day() -> None:
    stay = Stay(ANNA, MONDAY, moscow(12, 10), "simple.prospecting")
    assert found(STAGE, stay) == [Violation(ANNA, moscow(12, 8, 7, 30), moscow(12, 11, 7, 30))]
    assert found(STAGE, replace(stay, norm="simple.engaging")) == []
    assert found(STAGE, replace(stay, ended_at=moscow(12, 8, 7))) == []
    assert found(STAGE, replace(stay, ended_at=None)) == [Violation(ANNA, moscow(12, 8, 7, 30))]
    # Its own norm stays its own, whatever the usual one is.
    assert found(within(1, STAGE), stay) == found(STAGE, stay)
    assert found(within(1, STAGE), replace(stay, norm="x.y"))[0].at == moscow(11, 25, 7, 30)


def test_a_step_is_found_the_next_morning() -> None:
    step = Stay(ANNA, moscow(11, 27, 18), moscow(11, 30, 9))
    assert found(STEP, step) == [Violation(ANNA, moscow(11, 28, 7, 30), moscow(12, 1, 7, 30))]
    assert found(within(1, STEP), step) == []
    assert found(STEP, replace(step, ended_at=moscow(11, 28, 7))) == []


def test_what_waits_is_left_alone_until_its_day() -> None:
    stay = Stay(ANNA, MONDAY, None, "simple.prospecting", seen_from=moscow(12, 14, 0))
    assert found(STAGE, stay) == [Violation(ANNA, moscow(12, 14, 7, 30))]


def test_it_is_whose_it_was_when_it_was_found() -> None:
    stay = Stay(
        ANNA, MONDAY, None, "simple.prospecting", given=((moscow(12, 1), BORIS), (moscow(12, 20), ANNA))
    )
    assert found(STAGE, stay) == [Violation(BORIS, moscow(12, 8, 7, 30))]


def test_who_never_works_is_never_late() -> None:
    assert found(STAGE, Stay(ANNA, MONDAY), calendar=Calendar(weekend=frozenset(range(7)))) == []


@given(
    calendars(), instants, st.integers(0, 30), st.integers(0, 40), st.sampled_from(["working", "calendar"])
)
def test_the_first_audit_that_could_find_it_does(
    calendar: Calendar, since: datetime, number: int, lasted: int, time_: str
) -> None:
    """The same as asking every audit one by one, which is what happens in earnest."""
    limit = Limit.model_validate({"days": number, "calendar": time_})
    rule = STAGE.model_copy(update={"limit": limit, "norms": {}})
    ended_at = since + timedelta(days=lasted)
    now = ended_at + timedelta(days=3)
    first = next(
        (at for at in _audits(calendar, since, ended_at) if _breaks(limit, since, at, calendar)), None
    )
    assert [one.at for one in found(rule, Stay(ANNA, since, ended_at), now=now, calendar=calendar)] == (
        [] if first is None else [first]
    )


def _audits(calendar: Calendar, since: datetime, until: datetime) -> Iterable[datetime]:
    day = calendar.day_of(since)
    while (at := calendar.instant(day, AUDIT)) < until:
        yield at
        day += timedelta(days=1)


def _breaks(limit: Limit, since: datetime, at: datetime, calendar: Calendar) -> bool:
    try:
        return since < before(limit, at, calendar)
    except NoWorkingTime:
        return False


# --- digests ----------------------------------------------------------------------------------------------


def test_lines_of_each_digest() -> None:
    day = timedelta(days=1)
    some = [
        Violation(ANNA, MONDAY, MONDAY + 2 * day),
        Violation(ANNA, MONDAY + day),
        Violation(BORIS, MONDAY + day, MONDAY + day * 3),
    ]
    digests = [MONDAY + day * number for number in range(4)]
    every = replay.weighed(some, None, digests)
    assert (every.by_owner, every.lines) == ({ANNA: 2, BORIS: 1}, (1, 3, 2, 1))
    assert (every.total, every.longest, every.average) == (3, 3, 1.75)
    own = replay.weighed(some, frozenset({BORIS}), digests)
    assert (own.by_owner, own.lines) == ({BORIS: 1}, (0, 1, 1, 0))
    nothing = replay.weighed([], None, [])
    assert (nothing.total, nothing.longest, nothing.average) == (0, 0, None)


def test_of_which_rules_history_tells_enough() -> None:
    told = {key for key, rule in shipped().items() if replay.replayable(rule)}
    assert told == {
        "proposal_5d", "first_answer", "stage_norm", "step_overdue", "info_old", "client_contact", "approval_waits",
    }  # fmt: skip
