"""What people do to a deal beside the ways of its process, by value."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from fsm.decide import decide
from fsm.effects import (
    HAND,
    INCOMING,
    ClearField,
    EnterStage,
    HandOver,
    OpenActivity,
    RecordActivity,
    Reschedule,
    SetField,
    SetOwner,
    SetPark,
)
from fsm.facts import (
    Amend,
    Answer,
    Assign,
    Delegate,
    Log,
    Park,
    Plan,
    Reopen,
    Snooze,
    Trigger,
    Wake,
)
from fsm.loading import shipped, versions
from fsm.questions import KEEP, NEXT, REASON, TITLE, WHEN, Question
from fsm.table import Reason, Refused
from fsm.values import Money
from tests.fsm.play import MONDAY, OWNER, Play

SIMPLE = shipped()["simple"]
TUESDAY = date(2026, 11, 24)
AT_NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
CLOSING = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""Six in the evening in Moscow, by when what is due that day is due."""


@pytest.fixture
def play() -> Play:
    return Play(SIMPLE).start()


def asked(play: Play, trigger: Trigger) -> list[str]:
    return [question.key for question in play.do(trigger).questions]


def engaged(play: Play) -> Play:
    play.move("engaging", {"product": 1, "contact": 2})
    return play


def lost(play: Play) -> Play:
    play.move("lost", {"lost_reason": "other", "lost_words": "передумали"})
    return play


def test_a_call_is_planned_by_hand_beside_what_is_open(play: Play) -> None:
    decision = play.do(Plan("follow_up", {WHEN: AT_NOON}))
    assert decision.effects == (
        OpenActivity("follow_up", "call", "deal", OWNER, AT_NOON, timed=True, origin=HAND),
    )
    assert play.open == ["first_call", "follow_up"]


def test_a_task_says_what_and_when(play: Play) -> None:
    assert asked(play, Plan("errand")) == [TITLE, WHEN]
    assert asked(play, Plan("errand", {TITLE: "Отвезти образец"})) == [WHEN]
    play.do(Plan("errand", {TITLE: "Отвезти образец", WHEN: TUESDAY}))
    assert (play.task("errand").title, play.task("errand").due) == ("Отвезти образец", CLOSING)


def test_only_what_the_process_names_is_added_by_hand(play: Play) -> None:
    for trigger in (Plan("first_call", {WHEN: AT_NOON}), Plan("nothing"), Log("first_call", "reached")):
        with pytest.raises(Refused) as refused:
            play.do(trigger)
        assert refused.value.reason is Reason.UNKNOWN


def test_what_is_added_by_hand_outlives_its_stage(play: Play) -> None:
    play.do(Plan("meeting", {WHEN: AT_NOON}))
    engaged(play)
    assert "meeting" in play.open


def test_an_incoming_call_is_written_down_and_says_what_comes_next(play: Play) -> None:
    (question,) = play.do(Log("follow_up", "reached", incoming=True)).questions
    assert question.key == NEXT
    assert KEEP in question.choices
    decision = play.do(Log("follow_up", "reached", {NEXT: KEEP}, incoming=True))
    assert decision.effects == (
        RecordActivity("follow_up", "call", "deal", OWNER, "reached", completed=True, origin=INCOMING),
    )
    assert play.open == ["first_call"]


def test_a_call_that_reached_nobody_plans_none_where_something_is_open(play: Play) -> None:
    play.do(Log("follow_up", "no_answer"))
    assert play.open == ["first_call"]


def test_a_logged_refusal_leads_through_the_gate_of_the_end(play: Play) -> None:
    assert asked(play, Log("follow_up", "refused")) == ["lost_reason"]
    play.do(Log("follow_up", "refused", {"lost_reason": "price"}))
    assert (play.state, play.open) == ("lost", [])


def test_the_third_time_of_putting_off_needs_a_reason(play: Play) -> None:
    task = play.task("first_call").id
    for times in (1, 2):
        assert asked(play, Snooze(task)) == [WHEN]
        decision = play.do(Snooze(task, {WHEN: AT_NOON}))
        assert decision.effects == (Reschedule(task, AT_NOON, timed=True, snoozed=times),)
    assert asked(play, Snooze(task)) == [WHEN, REASON]
    play.do(Snooze(task, {WHEN: TUESDAY, REASON: "Клиент в отпуске"}))
    assert (play.task("first_call").snoozed, play.task("first_call").due) == (3, CLOSING)


def test_what_was_put_off_is_still_the_same_activity(play: Play) -> None:
    task = play.task("first_call")
    play.do(Snooze(task.id, {WHEN: AT_NOON}))
    assert play.task("first_call").id == task.id
    assert play.task("first_call").attempt == task.attempt


def test_a_parked_deal_waits_with_all_that_is_open(play: Play) -> None:
    engaged(play)
    play.do(Plan("meeting", {WHEN: AT_NOON + timedelta(days=30)}))
    assert asked(play, Park()) == [WHEN, REASON]
    play.do(Park({WHEN: date(2026, 12, 5), REASON: "Ждут бюджет"}))  # a Saturday
    assert (play.parked, play.reason) == (date(2026, 12, 7), "Ждут бюджет")
    monday = datetime(2026, 12, 7, 15, tzinfo=UTC)
    assert play.task("find_need").due == play.task("prepare_proposal").due == monday
    assert play.task("meeting").due == AT_NOON + timedelta(days=30), "what is due later stays as it is"


def test_a_deal_that_is_woken_is_for_today(play: Play) -> None:
    play.do(Park({WHEN: date(2026, 12, 7), REASON: "Ждут бюджет"}))
    play.do(Wake())
    assert play.parked is None
    assert play.task("first_call").due == datetime(2026, 11, 23, 15, tzinfo=UTC)
    with pytest.raises(Refused):
        play.do(Wake())


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        ("press", {"lost_reason": "price"}),
        ("move", {"product": 1, "contact": 2}),
        ("log", {NEXT: KEEP}),
    ],
)
def test_work_on_a_parked_deal_wakes_it(play: Play, act: str, answers: Mapping[str, Answer]) -> None:
    play.do(Park({WHEN: date(2026, 12, 7), REASON: "Ждут бюджет"}))
    match act:
        case "press":
            play.press("first_call", "refused", answers)
        case "move":
            play.move("engaging", answers)
        case _:
            play.do(Log("follow_up", "reached", answers))
    assert play.parked is None


def test_a_deal_changes_hands_with_what_its_owner_had_to_do(play: Play) -> None:
    play.do(Plan("meeting", {WHEN: AT_NOON}))
    play.do(Delegate(play.task("meeting").id, 8))
    decision = play.do(Assign(9))
    assert decision.effects == (SetOwner(9), HandOver(play.task("first_call").id, 9))
    assert (play.task("first_call").owner, play.task("meeting").owner) == (9, 8)
    with pytest.raises(Refused):
        play.do(Assign(9))


def test_a_closed_deal_changes_hands_too(play: Play) -> None:
    decision = lost(play).do(Assign(9))
    assert decision.effects == (SetOwner(9),)


def test_a_task_is_handed_over_once(play: Play) -> None:
    task = play.task("first_call").id
    play.do(Delegate(task, 8))
    with pytest.raises(Refused):
        play.do(Delegate(task, 8))


def test_fields_are_asked_again_although_they_are_known(play: Play) -> None:
    engaged(play)
    assert asked(play, Amend(("product", "amount"))) == ["product", "amount"]
    amount = Money(Decimal(5), "RUB")
    decision = play.do(Amend(("product", "amount"), {"product": 3, "amount": amount}))
    assert decision.effects == (SetField("product", 3), SetField("amount", amount))
    for keys in ((), ("nothing",)):
        with pytest.raises(Refused):
            play.do(Amend(keys))


def test_what_may_be_passed_over_is_asked_once(play: Play) -> None:
    engaged(play)
    wanted = Amend(("product",), {}, ("amount",))
    decision = play.decide(wanted)
    assert decision.questions == (Question("product"), Question("amount", optional=True))
    assert asked(play, replace(wanted, answers={"product": 3})) == ["amount"]
    amount = Money(Decimal(5), "RUB")
    decision = play.do(replace(wanted, answers={"product": 3, "amount": amount}))
    assert decision.effects == (SetField("product", 3), SetField("amount", amount))
    decision = play.do(replace(wanted, answers={"product": 4, "amount": None}))
    assert decision.effects == (SetField("product", 4),), "what is known stays"
    with pytest.raises(Refused):
        play.do(Amend(("product",), {"product": 3}, ("nothing",)))


def test_a_lost_deal_goes_on_with_a_reason_and_will_say_anew_why_it_is_lost(play: Play) -> None:
    lost(play)
    assert asked(play, Reopen("prospecting")) == [REASON]
    decision = play.do(Reopen("prospecting", {REASON: "Клиент вернулся"}))
    assert decision.effects[:3] == (
        ClearField("lost_reason"),
        ClearField("lost_words"),
        EnterStage("prospecting", 3, None),
    )
    assert (play.state, play.open) == ("prospecting", ["first_call"])
    assert asked_to_lose(play) == ["lost_reason"]


def asked_to_lose(play: Play) -> list[str]:
    return [question.key for question in play.move("lost").questions]


def test_a_deal_is_reopened_through_the_gate_of_the_stage(play: Play) -> None:
    lost(play)
    decision = play.do(Reopen("engaging", {REASON: "Клиент вернулся"}))
    assert decision.questions == (Question("product"), Question("contact"))
    play.do(Reopen("engaging", {REASON: "Клиент вернулся", "product": 1, "contact": 2}))
    assert play.state == "engaging"


def test_an_open_deal_is_not_reopened(play: Play) -> None:
    with pytest.raises(Refused) as refused:
        play.do(Reopen("prospecting", {REASON: "так"}))
    assert refused.value.reason is Reason.NO_WAY


def test_deals_of_the_first_version_stay_on_it() -> None:
    old = versions()["simple", 1]
    play = Play(old).start()
    play.move("engaging", {"product": 1, "contact": 2})
    play.press("prepare_proposal", "later", {WHEN: AT_NOON})
    assert play.open.count("prepare_proposal") == 1
    assert SIMPLE.version == 2
    assert decide(old, play.facts(), Park({WHEN: TUESDAY, REASON: "так"}), MONDAY, play.calendar).effects[
        -1
    ] == SetPark(TUESDAY, "так")
