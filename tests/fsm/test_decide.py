"""What happens to a run of the simple sale, by value: outcomes, ladder, gates, stages, what is refused."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from fsm.course import Decision
from fsm.decide import decide
from fsm.effects import CancelActivities, CloseActivity, EnterStage, OpenActivity, SetField
from fsm.facts import Answer, Edit, Facts, Move, OpenTask, Press, Signal, Start, Trigger
from fsm.loading import shipped
from fsm.moves import OpenMove, Way, open_moves
from fsm.questions import ATTEMPTS, GIVE_UP, GO_ON, KEEP, NEXT, PLAN_WHEN, WHEN, Question
from fsm.table import Reason, Refused
from fsm.values import Money
from tests.fsm.play import MONDAY, OWNER, Play

SIMPLE = shipped()["simple"]
KNOWN: dict[str, Answer] = {"product": 1, "contact": 2}
ROUBLES = Money(Decimal(120_000), "RUB")
FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture
def prospecting() -> Play:
    return Play(SIMPLE).start()


@pytest.fixture
def engaging() -> Play:
    play = Play(SIMPLE).start()
    play.move("engaging", KNOWN)
    return play


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC)


def opened(
    key: str, due: datetime, *, timed: bool, attempt: int = 1, follows: int | None = None
) -> OpenActivity:
    activity = SIMPLE.activities[key]
    return OpenActivity(
        key, activity.kind.value, activity.scope.value, OWNER, due, timed, attempt=attempt, follows=follows
    )


def asked(decision: Decision) -> list[str]:
    assert decision.effects == ()
    return [question.key for question in decision.questions]


def refusal(play: Play, trigger: Trigger) -> Reason:
    before = play.facts()
    with pytest.raises(Refused) as refused:
        play.do(trigger)
    assert play.facts() == before
    return refused.value.reason


# --- the start ------------------------------------------------------------------------------------------------


def test_the_start_enters_the_first_stage_and_opens_its_call() -> None:
    decision = decide(SIMPLE, Facts(None, 0, OWNER), Start(), MONDAY, Play(SIMPLE).calendar)
    assert decision == Decision(
        "prospecting",
        (EnterStage("prospecting", 1, None), opened("first_call", moscow(23, 14), timed=True)),
    )


def test_a_run_starts_once(prospecting: Play) -> None:
    assert refusal(prospecting, Start()) is Reason.STARTED


def test_nothing_happens_to_a_run_that_has_not_started() -> None:
    assert refusal(Play(SIMPLE), Move("engaging")) is Reason.UNKNOWN


# --- outcomes of a call ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["no_answer", "busy"])
def test_a_failed_attempt_is_one_tap(prospecting: Play, outcome: str) -> None:
    decision = prospecting.press("first_call", outcome)
    assert decision == Decision(
        "prospecting",
        (
            CloseActivity(1, outcome, completed=False),
            opened("first_call", moscow(23, 12), timed=True, attempt=2, follows=1),
        ),
    )


def test_the_ladder_from_its_first_step_to_the_end(prospecting: Play) -> None:
    dues = []
    for outcome in ["no_answer", "busy", "no_answer"]:
        prospecting.press("first_call", outcome)
        task = prospecting.task("first_call")
        dues.append((task.attempt, task.due))
        prospecting.now = task.due
    # +2 working hours; the next working day; two days later, which on Thursday is a working day
    assert dues == [(2, moscow(23, 12)), (3, moscow(24, 18)), (4, moscow(26, 18))]
    assert prospecting.press("first_call", "no_answer") == Decision(
        "prospecting", questions=(Question(ATTEMPTS, (GO_ON, GIVE_UP)),)
    )
    decision = prospecting.press("first_call", "no_answer", {ATTEMPTS: GIVE_UP})
    assert decision == Decision(
        "lost",
        (
            CloseActivity(4, "no_answer", completed=False),
            SetField("lost_reason", "unreachable"),
            EnterStage("lost", 2, "lost"),
        ),
    )
    assert prospecting.open == []


def test_after_the_ladder_one_may_go_on(prospecting: Play) -> None:
    for _ in range(3):
        prospecting.press("first_call", "no_answer")
    assert asked(prospecting.press("first_call", "no_answer", {ATTEMPTS: GO_ON})) == [WHEN]
    prospecting.press("first_call", "no_answer", {ATTEMPTS: GO_ON, WHEN: FRIDAY})
    assert (prospecting.task("first_call").attempt, prospecting.task("first_call").due) == (5, FRIDAY)
    assert asked(prospecting.press("first_call", "busy")) == [ATTEMPTS]


def test_a_day_without_an_hour_does_not_ring(prospecting: Play) -> None:
    decision = prospecting.press("first_call", "call_back", {WHEN: date(2026, 11, 25)})
    assert decision.effects == (
        CloseActivity(1, "call_back", completed=False),
        opened("first_call", moscow(25, 18), timed=False, follows=1),
    )


def test_a_step_that_ends_on_a_day_off_moves_on_to_the_next_that_is_not(prospecting: Play) -> None:
    for _ in range(2):
        prospecting.press("first_call", "no_answer")
    prospecting.now = moscow(27, 12)
    prospecting.press("first_call", "no_answer")
    assert prospecting.task("first_call").due == moscow(30, 18)


def test_call_back_asks_when_and_is_no_attempt(prospecting: Play) -> None:
    assert asked(prospecting.press("first_call", "call_back")) == [WHEN]
    decision = prospecting.press("first_call", "call_back", {WHEN: FRIDAY})
    assert decision.effects == (
        CloseActivity(1, "call_back", completed=False),
        opened("first_call", FRIDAY, timed=True, attempt=1, follows=1),
    )


def test_a_wrong_number_asks_for_another_even_if_one_is_known(prospecting: Play) -> None:
    prospecting.fields["phone"] = "+79990000000"
    assert asked(prospecting.press("first_call", "wrong_number")) == ["phone"]
    decision = prospecting.press("first_call", "wrong_number", {"phone": "+79001234567"})
    assert decision.effects == (
        SetField("phone", "+79001234567"),
        CloseActivity(1, "wrong_number", completed=False),
        # Today, not this minute: that would be late before it can be read.
        opened("first_call", moscow(23, 18), timed=False, attempt=1, follows=1),
    )


def test_reached_offers_suggestions_a_moment_and_the_legal_moves(prospecting: Play) -> None:
    (question,) = prospecting.press("first_call", "reached").questions
    plans = ("plan.0", "plan.1", "plan.2", "plan.3", PLAN_WHEN)
    assert question == Question(NEXT, (*plans, "move.engaging", "move.lost"))


def test_what_is_open_already_may_be_the_next_step(engaging: Play) -> None:
    (question,) = engaging.press("prepare_proposal", "not_needed").questions
    assert question.choices[-1] == KEEP
    decision = engaging.press("prepare_proposal", "not_needed", {NEXT: KEEP})
    assert decision.effects == (CloseActivity(3, "not_needed", completed=False),)
    assert engaging.open == ["find_need"]


@pytest.mark.parametrize(
    ("choice", "due"),
    [
        ("plan.0", moscow(23, 12)),
        ("plan.1", moscow(24, 11)),
        ("plan.2", moscow(26, 11)),
        ("plan.3", moscow(30, 11)),
    ],
)
def test_a_suggested_step_is_planned(prospecting: Play, choice: str, due: datetime) -> None:
    decision = prospecting.press("first_call", "reached", {NEXT: choice})
    assert decision.effects == (
        CloseActivity(1, "reached", completed=True),
        opened("follow_up", due, timed=True),
    )


def test_a_step_at_a_moment_of_ones_own(prospecting: Play) -> None:
    assert asked(prospecting.press("first_call", "reached", {NEXT: PLAN_WHEN})) == [WHEN]
    prospecting.press("first_call", "reached", {NEXT: PLAN_WHEN, WHEN: FRIDAY})
    assert prospecting.task("follow_up").due == FRIDAY


def test_a_move_as_the_next_step_goes_through_the_gate(prospecting: Play) -> None:
    answers = {NEXT: "move.engaging"}
    assert asked(prospecting.press("first_call", "reached", answers)) == ["product", "contact"]
    decision = prospecting.press("first_call", "reached", answers | KNOWN)
    assert decision == Decision(
        "engaging",
        (
            SetField("product", 1),
            SetField("contact", 2),
            CloseActivity(1, "reached", completed=True),
            EnterStage("engaging", 2, None),
            opened("find_need", moscow(24, 18), timed=False),
            opened("prepare_proposal", moscow(25, 18), timed=False),
        ),
    )


@pytest.mark.parametrize("answer", ["plan.9", "plan.", "move.won", "keep", "nonsense", 7])
def test_an_answer_that_was_not_offered_is_asked_again(prospecting: Play, answer: Answer) -> None:
    assert asked(prospecting.press("first_call", "reached", {NEXT: answer})) == [NEXT]


def test_refused_asks_the_reason(prospecting: Play) -> None:
    assert asked(prospecting.press("first_call", "refused")) == ["lost_reason"]
    decision = prospecting.press("first_call", "refused", {"lost_reason": "price"})
    assert decision == Decision(
        "lost",
        (
            SetField("lost_reason", "price"),
            CloseActivity(1, "refused", completed=True),
            EnterStage("lost", 2, "lost"),
        ),
    )


# --- parallel activities --------------------------------------------------------------------------------------


def test_two_open_in_parallel_and_a_third_after_both(engaging: Play) -> None:
    assert engaging.open == ["find_need", "prepare_proposal"]
    engaging.press("find_need", "clear")
    assert engaging.open == ["prepare_proposal"]
    engaging.press("prepare_proposal", "ready")
    assert engaging.open == ["send_proposal"]


def test_the_order_of_the_two_does_not_matter(engaging: Play) -> None:
    engaging.press("prepare_proposal", "ready")
    decision = engaging.press("find_need", "clear")
    assert decision.effects == (
        CloseActivity(2, "clear", completed=True),
        opened("send_proposal", moscow(24, 18), timed=False),
    )


def test_a_put_off_activity_is_not_done(engaging: Play) -> None:
    engaging.press("find_need", "clear")
    engaging.press("prepare_proposal", "not_needed", {NEXT: "plan.1"})
    assert engaging.open == ["follow_up"]


def test_facts_that_came_before_pass_at_once() -> None:
    facts = Facts("engaging", 2, OWNER, fields={}, opened=frozenset({"find_need", "prepare_proposal"}),
                  done=frozenset({"find_need", "prepare_proposal"}),
                  open=(OpenTask(9, "follow_up", "deal", OWNER, 1, MONDAY),))  # fmt: skip
    decision = decide(SIMPLE, facts, Edit({"winner": "nobody"}), MONDAY, Play(SIMPLE).calendar)
    assert decision.effects == (
        SetField("winner", "nobody"),
        opened("send_proposal", moscow(24, 18), timed=False),
    )


def test_the_proposal_is_followed_up(engaging: Play) -> None:
    engaging.press("find_need", "clear")
    engaging.press("prepare_proposal", "ready")
    decision = engaging.press("send_proposal", "sent")
    assert decision.effects == (
        CloseActivity(4, "sent", completed=True),
        opened("follow_up", moscow(25, 18), timed=False),
    )


def test_what_is_open_already_is_not_opened_twice(engaging: Play) -> None:
    engaging.move("prospecting")
    engaging.press("first_call", "reached", {NEXT: "plan.3"})
    engaging.move("engaging")
    engaging.press("find_need", "clear")
    engaging.press("prepare_proposal", "ready")
    engaging.press("send_proposal", "sent")
    assert engaging.open == ["follow_up"]
    assert engaging.task("follow_up").due == moscow(30, 11)


# --- gates ----------------------------------------------------------------------------------------------------


def test_a_gate_asks_for_just_what_is_missing(prospecting: Play) -> None:
    assert asked(prospecting.move("engaging")) == ["product", "contact"]
    assert asked(prospecting.move("engaging", {"product": 1})) == ["contact"]
    prospecting.do(Edit({"contact": 5}))
    assert asked(prospecting.move("engaging")) == ["product"]
    assert prospecting.state == "prospecting"


def test_move_and_fields_are_one_change(engaging: Play) -> None:
    assert asked(engaging.move("won")) == ["amount", "close_date"]
    decision = engaging.move("won", {"amount": ROUBLES, "close_date": date(2026, 11, 23)})
    assert decision == Decision(
        "won",
        (
            SetField("amount", ROUBLES),
            SetField("close_date", date(2026, 11, 23)),
            CancelActivities((2, 3)),
            EnterStage("won", 3, "won"),
        ),
    )


@pytest.mark.parametrize(
    ("reason", "more"),
    [("other", ["lost_words"]), ("competitor", ["winner"]), ("price", []), ("terms", []), ("no_budget", [])],
)
def test_what_is_needed_may_depend_on_an_answer(prospecting: Play, reason: str, more: list[str]) -> None:
    assert asked(prospecting.move("lost")) == ["lost_reason"]
    decision = prospecting.move("lost", {"lost_reason": reason})
    assert [question.key for question in decision.questions] == more
    assert decision.state == ("prospecting" if more else "lost")


def test_what_is_needed_may_depend_on_what_is_known(prospecting: Play) -> None:
    prospecting.do(Edit({"lost_reason": "competitor"}))
    assert asked(prospecting.move("lost")) == ["winner"]
    assert prospecting.move("lost", {"winner": "ООО «Ромашка»"}).state == "lost"


def test_the_open_moves_name_what_they_would_ask(prospecting: Play) -> None:
    assert open_moves(SIMPLE, prospecting.facts()) == (
        OpenMove("engaging", ("product", "contact"), Way.NEXT, cancelled=(1,), needed=2),
        OpenMove("lost", ("lost_reason",), Way.END, cancelled=(1,), needed=1),
    )
    prospecting.move("lost", {"lost_reason": "price"})
    assert open_moves(SIMPLE, prospecting.facts()) == ()
    assert open_moves(SIMPLE, Facts(None, 0, OWNER)) == ()


# --- stages ---------------------------------------------------------------------------------------------------


def test_leaving_a_stage_cancels_what_is_of_the_stage_and_keeps_what_is_of_the_deal(
    prospecting: Play,
) -> None:
    prospecting.press("first_call", "reached", {NEXT: "plan.2"})
    prospecting.move("engaging", KNOWN)
    assert prospecting.open == ["follow_up", "find_need", "prepare_proposal"]
    decision = prospecting.move("prospecting")
    assert decision.effects[0] == CancelActivities((prospecting.rows[2].task.id, prospecting.rows[3].task.id))
    assert prospecting.open == ["follow_up", "first_call"]


def test_what_was_done_in_an_earlier_run_of_the_stage_does_not_count(engaging: Play) -> None:
    engaging.press("find_need", "clear")
    engaging.move("prospecting")
    engaging.move("engaging")
    assert engaging.open == ["find_need", "prepare_proposal"]
    engaging.press("prepare_proposal", "ready")
    assert engaging.open == ["find_need"]


@pytest.mark.parametrize("to", ["won", "lost"])
def test_an_end_cancels_everything(engaging: Play, to: str) -> None:
    engaging.move("prospecting")
    engaging.press("first_call", "reached", {NEXT: "plan.2"})
    engaging.move("engaging")
    answers: dict[str, Answer] = {"amount": ROUBLES, "close_date": date(2026, 11, 23), "lost_reason": "price"}
    decision = engaging.move(to, answers)
    assert isinstance(decision.effects[-1], EnterStage)
    assert decision.effects[-1].final == to
    assert engaging.open == []


# --- the next step --------------------------------------------------------------------------------------------


def test_a_deal_without_a_step_gets_one_for_today(engaging: Play) -> None:
    engaging.press("prepare_proposal", "not_needed", {NEXT: KEEP})
    decision = engaging.press("find_need", "clear")
    assert decision.effects == (
        CloseActivity(2, "clear", completed=True),
        opened("plan_next", moscow(23, 18), timed=False),
    )


def test_another_step_ends_the_asking_for_one(engaging: Play) -> None:
    engaging.press("prepare_proposal", "not_needed", {NEXT: KEEP})
    engaging.press("find_need", "clear")
    decision = engaging.move("prospecting")
    assert CancelActivities((engaging.rows[3].task.id,)) in decision.effects
    assert engaging.open == ["first_call"]


def test_the_asking_for_a_step_can_be_answered(engaging: Play) -> None:
    engaging.press("prepare_proposal", "not_needed", {NEXT: KEEP})
    engaging.press("find_need", "clear")
    engaging.press("plan_next", "choose", {NEXT: "plan.1"})
    assert engaging.open == ["follow_up"]


# --- what is refused ------------------------------------------------------------------------------------------


def test_a_press_on_what_is_closed_is_refused(prospecting: Play) -> None:
    prospecting.press("first_call", "no_answer")
    assert refusal(prospecting, Press(1, "no_answer")) is Reason.CLOSED
    assert refusal(prospecting, Press(999, "no_answer")) is Reason.CLOSED


def test_an_outcome_that_the_activity_does_not_have_is_refused(prospecting: Play) -> None:
    assert refusal(prospecting, Press(1, "sent")) is Reason.UNKNOWN


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [
        (Move("won"), Reason.NO_WAY),
        (Move("prospecting"), Reason.NO_WAY),
        (Move("nowhere"), Reason.UNKNOWN),
        (Signal("paid"), Reason.UNKNOWN),
        (Edit({"colour": "red"}), Reason.UNKNOWN),
    ],
)
def test_what_the_process_does_not_have_is_refused(
    prospecting: Play, trigger: Trigger, reason: Reason
) -> None:
    assert refusal(prospecting, trigger) is reason


@pytest.mark.parametrize("trigger", [Move("engaging"), Move("lost"), Edit({"winner": "x"})])
def test_an_end_is_an_end(prospecting: Play, trigger: Trigger) -> None:
    prospecting.move("lost", {"lost_reason": "price"})
    assert refusal(prospecting, trigger) is Reason.FINAL


def test_a_decision_depends_on_nothing_but_its_arguments(engaging: Play) -> None:
    engaging.press("find_need", "no_answer")
    engaging.now += timedelta(days=1)
    engaging.press("find_need", "clear")
    assert engaging.again() == engaging
