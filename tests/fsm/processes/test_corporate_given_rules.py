"""What the customer says of corporate sales as a whole and of its three ends, sentence by sentence.

Each docstring quotes the sentence; whoever changes corporate.yaml sees here what was promised.
"""

from datetime import date
from itertools import pairwise

import pytest

from fsm.definition import Mode
from fsm.effects import CancelActivities, SetPark, StartProcess
from fsm.facts import Move, Park, Plan, Reopen, Snooze, Wake
from fsm.moves import Way, open_move, open_moves
from fsm.questions import REASON, TITLE, WHEN, Question
from fsm.table import Reason, Refused
from fsm.values import Participant
from tests.fsm.play import Play
from tests.fsm.processes.corporate import (
    BUYER,
    CORPORATE,
    ENDS,
    FRIDAY,
    RIVAL,
    ROUBLES,
    STAGES,
    at,
    deal,
    later,
    move,
    with_head,
)

LABELS = [
    ("interest", "Подтверждение интереса"),
    ("potential", "Определение потенциала"),
    ("needs", "Анализ потребностей"),
    ("presentation", "Презентация"),
    ("key_contacts", "Определение ключевых контактов"),
    ("proposal_prep", "Подготовка предложения"),
    ("proposal_present", "Презентация КП"),
    ("negotiation", "Переговоры"),
    ("contracting", "Контрактация"),
    ("won", "Завершена с победой"),
    ("lost", "Завершена с проигрышем"),
    ("transferred", "Перевод на другой процесс"),
]


def standing_at(stage: str) -> Play:
    return with_head() if stage == "potential" else at(stage)


def asked(play: Play, to: str) -> list[str]:
    return [one.key for one in play.decide(Move(to)).questions]


# --- the table as a whole -------------------------------------------------------------------------------------


def test_the_stages_and_ends_are_those_of_the_table() -> None:
    """State id / label."""
    assert [(key, stage.title["ru"]) for key, stage in CORPORATE.stages.items()] == LABELS
    assert tuple(key for key, _ in LABELS[:9]) == STAGES


def test_every_stage_says_what_it_is_for() -> None:
    """Goal (of nine stages), and what gets the deal out of it."""
    for key in STAGES:
        assert CORPORATE.stages[key].goal
        assert CORPORATE.stages[key].out


def test_each_stage_leads_to_the_next() -> None:
    """Stages in order."""
    for source, to in pairwise(STAGES):
        assert to in CORPORATE.stages[source].ways
        assert open_move(CORPORATE, standing_at(source).facts(), to).way is Way.NEXT


@pytest.mark.parametrize("source", STAGES)
def test_any_stage_may_be_skipped(source: str) -> None:
    """But any stage may be skipped."""
    for to in STAGES[STAGES.index(source) + 2 :]:
        play = standing_at(source)
        move(play, to)
        assert play.state == to
        assert play.visited[-2:] == [source, to]


@pytest.mark.parametrize("source", STAGES)
def test_any_earlier_stage_may_be_entered_again(source: str) -> None:
    """Any earlier one re-entered."""
    for to in STAGES[: STAGES.index(source)]:
        play = standing_at(source)
        if to == "potential":
            play.fields["direction"] = 1  # where nobody heads it, it is left at once
        move(play, to)
        assert play.state == to


@pytest.mark.parametrize("stage", STAGES)
def test_each_may_run_any_number_of_times(stage: str) -> None:
    """Each may run any number of times; re-entry starts a fresh stage run (run_no+1), the old one stays in history."""
    play = standing_at(stage)
    first = [row.task.key for row in play.rows if row.open]
    for _ in range(4):
        run, rows = play.stage_run, len(play.rows)
        move(play, stage)
        assert (play.state, play.stage_run) == (stage, run + 1)
        assert set(first) <= set(play.open), "all of it is to be done anew"
        assert len(play.rows) > rows, "and the old rows stay"


@pytest.mark.parametrize("stage", STAGES)
def test_a_step_may_be_put_off_and_resumed(stage: str) -> None:
    """A step may be postponed and resumed. A step may be put off to a chosen time and resumed there, anywhere in the process."""
    play = standing_at(stage)
    for step in [row.task for row in play.rows if row.open]:
        play.do(Snooze(step.id, later(FRIDAY)))
        assert play.task(step.key).due == FRIDAY
        assert play.state == stage
    play.do(Park({WHEN: date(2026, 12, 1), REASON: "Отпуск клиента"}))
    assert play.parked == date(2026, 12, 1)
    assert all(row.task.due.date() == date(2026, 12, 1) for row in play.rows if row.open)
    assert SetPark() in play.do(Wake()).effects
    assert play.state == stage
    assert play.open, "and it goes on where it was"


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("stage", STAGES)
def test_the_deal_may_be_finished_from_any_stage(stage: str, end: str) -> None:
    """The deal may be finished from any stage; close_lost|close_won|transfer from every non-terminal."""
    play = standing_at(stage)
    move(play, end)
    assert (play.state, play.open) == (end, [])


def test_won_from_an_early_stage_asks_for_the_basis() -> None:
    """`won` from a stage before `contracting` = allowed [given «на любом этапе»] but asks for basis [default]."""
    for stage in STAGES[:-1]:
        play = standing_at(stage)
        play.fields |= {"client": 5, "amount": ROUBLES}
        assert asked(play, "won") == ["amount", "basis", "next_contact"]


def test_what_is_unfinished_of_the_left_stage_is_cancelled() -> None:
    """Unfinished ACTs of the left stage are cancelled (scope `stage`), those of scope `deal` and hand-made ones stay [inferred]."""
    play = at("presentation")
    play.do(Plan("errand", {TITLE: "Отправить образцы", WHEN: FRIDAY}))
    prepare = play.task("prepare_presentation")
    decision = move(play, "negotiation")
    assert CancelActivities((prepare.id,)) in decision.effects
    assert play.open == ["hold_presentation", "errand", "plan_talks"]


def test_nothing_blocks_a_move_but_what_has_to_be_known() -> None:
    """Two policies exist [default strict for required fields, nudge for steps]."""
    play = deal()
    assert asked(play, "contracting") == ["client", "amount"], "of every stage that is passed over, once"
    goal = open_move(CORPORATE, play.facts(), "contracting")
    assert goal.unfinished == ("confirm_interest", "deal_form")
    assert not goal.waived, "it is only pointed out"
    assert asked(play, "lost") == ["close_reason"], "lost is allowed without them"


def test_strictly_steps_that_are_not_done_need_a_reason() -> None:
    """Or: required steps block forward moves while "lost" is allowed from anywhere without them → setting `gate_mode`."""
    strict = CORPORATE.model_copy(update={"gate": CORPORATE.gate.model_copy(update={"steps": Mode.STRICT})})
    play = Play(strict).start()
    first = play.decide(Move("needs", {"client": 5})).questions
    assert first == (Question("own.waive", parts=("confirm_interest", "deal_form")),)
    assert [one.key for one in play.decide(Move("lost")).questions] == ["close_reason"]
    play.move("needs", {"client": 5, "own.waive": "Клиент пришёл сам"})
    assert play.state == "needs"


def test_nudging_fields_of_stages_passed_over_are_not_asked() -> None:
    """`gate_mode: nudge`: skip forward is allowed as it is."""
    nudging = CORPORATE.model_copy(update={"gate": CORPORATE.gate.model_copy(update={"fields": Mode.NUDGE})})
    assert asked(Play(nudging).start(), "negotiation") == []
    assert asked(deal(), "negotiation") == ["client"]


# --- T1 `won` Завершена с победой -----------------------------------------------------------------------------


def test_won_checks_that_the_data_is_current() -> None:
    """Check data is current. Requires: amount, contract/basis [default]."""
    play = at("contracting")
    assert "amount" in play.fields
    assert asked(play, "won") == ["amount", "basis", "next_contact"], "the amount too, though it is known"
    other = play.decide(Move("won", {"amount": ROUBLES, "basis": "other", "next_contact": None}))
    assert [one.key for one in other.questions] == ["basis_words"]


def test_won_plans_what_comes_next_for_the_client() -> None:
    """Plan future activities for the client."""
    play = at("contracting")
    play.fields |= {"contact": 9, "participants": (BUYER,)}
    day = date(2027, 3, 1)
    move(play, "won", next_contact=day)
    assert play.begun == [
        StartProcess("corporate", {"client": 5, "contact": 9, "participants": (BUYER,)}, day)
    ]
    new = deal_of(play.begun[0])
    assert (new.draft, new.open) == (True, ["confirm_interest"])
    assert new.task("confirm_interest").due.date() == day
    play = at("contracting")
    move(play, "won")
    assert play.begun == [], "the question may be passed over"


def deal_of(start: StartProcess) -> Play:
    play = Play(CORPORATE)
    play.fields |= dict(start.fields)
    return play.start(start.due)


def test_a_won_deal_is_locked_and_opened_again_with_a_reason() -> None:
    """Locked; reopen only by head with reason [default]."""
    play = at("contracting")
    move(play, "won")
    assert open_moves(CORPORATE, play.facts()) == ()
    for trigger in (Move("negotiation"), Plan("follow_up"), Park()):
        with pytest.raises(Refused) as refused:
            play.do(trigger)
        assert refused.value.reason is Reason.FINAL
    assert [one.key for one in play.decide(Reopen("contracting")).questions] == [REASON]
    play.do(Reopen("contracting", {REASON: "Клиент вернул договор"}))
    assert play.open == ["contract_info"]
    assert "basis" in asked(play, "won"), "what the end had demanded is asked anew"


# --- T2 `lost` Завершена с проигрышем -------------------------------------------------------------------------


def test_a_loss_needs_its_reason() -> None:
    """Requires `close_reason`."""
    play = at("negotiation")
    assert asked(play, "lost")[0] == "close_reason"
    assert "Победил конкурент" in [
        option.title["ru"] for option in CORPORATE.fields["close_reason"].options.values()
    ]


def test_lost_to_a_competitor_he_is_named() -> None:
    """If reason = «Победил конкурент» → `winner_competitor` required."""
    play = at("negotiation")
    questions = play.decide(Move("lost", {"close_reason": "competitor", "next_contact": None})).questions
    assert questions == (Question("winner_competitor"),)
    assert CORPORATE.fields["winner_competitor"].suggest == "competitors"
    for reason in ("price", "no_budget", "terms"):
        assert play.decide(Move("lost", {"close_reason": reason, "next_contact": None})).questions == ()


def test_a_loss_cancels_what_is_open() -> None:
    """Cancel open ACTs/requests."""
    play = at("presentation")
    play.do(Plan("follow_up", later(FRIDAY)))
    open_ = tuple(row.task.id for row in play.rows if row.open)
    assert CancelActivities(open_) in move(play, "lost").effects
    assert play.open == []


def test_the_client_may_be_won_back() -> None:
    """Win-back timer [default]: the day on which to come back is asked, and a new draft begins then."""
    play = at("negotiation")
    play.fields["competitors"] = (RIVAL,)
    day = date(2027, 5, 20)
    move(play, "lost", next_contact=day)
    assert play.begun == [StartProcess("corporate", {"client": 5, "competitors": (RIVAL,)}, day)]


# --- T3 `transferred` Перевод на другой процесс ---------------------------------------------------------------


def test_a_transfer_needs_its_process_and_a_note() -> None:
    """Need changed or wrong classification: requires target process + note."""
    for stage in STAGES:
        assert asked(standing_at(stage), "transferred") == ["target_process", "transfer_note"]


def test_a_deal_that_was_opened_again_is_asked_anew_where_it_goes() -> None:
    """Requires target process + note: those of the first transfer are not those of the second."""
    play = at("needs")
    move(play, "transferred", target_process="simple")
    play.do(Reopen("needs", {REASON: "Рано перевели"}))
    assert asked(play, "transferred") == ["target_process", "transfer_note"]


def test_the_new_instance_carries_what_is_known_of_the_client() -> None:
    """New instance linked, client data carried."""
    play = at("proposal_present")
    people = (BUYER, Participant(12))
    play.fields |= {"contact": 9, "amount": ROUBLES, "participants": people, "company_history": "С 1998 года"}
    move(play, "transferred", target_process="simple")
    (start,) = play.begun
    assert (start.process, start.due) == ("simple", None)
    assert start.fields == {
        "client": 5,
        "contact": 9,
        "amount": ROUBLES,
        "company_history": "С 1998 года",
        "participants": people,
    }
