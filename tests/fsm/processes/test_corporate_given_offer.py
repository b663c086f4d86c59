"""What the customer's table of corporate sales says of the stages from the key contacts to the contract.

Each docstring quotes the sentence; whoever changes corporate.yaml sees here what was promised.
"""

import pytest

from fsm.effects import CloseActivity, EnterStage, OpenActivity
from fsm.facts import Edit, Plan, Return
from fsm.questions import Question
from fsm.table import Reason, Refused
from fsm.values import Competitor, Participant
from tests.fsm.play import Play
from tests.fsm.processes.corporate import (
    BUYER,
    CORPORATE,
    FRIDAY,
    PUMP,
    RIVAL,
    ROUBLES,
    all_asked,
    asked,
    at,
    buttons,
    offered,
    press,
    to,
)


def titles(*keys: str) -> list[str]:
    return [CORPORATE.activities[key].title["ru"] for key in keys]


# --- 4 `key_contacts` Определение ключевых контактов ----------------------------------------------------------


def test_each_participant_is_described() -> None:
    """Form: decision-makers, owners; per participant: influence degree, loyalty, motives."""
    play = at("key_contacts")
    assert play.open == ["name_contacts"]
    parts = ("role", "influence", "loyalty", "motives")
    question = Question("participants", parts=parts)
    assert play.press("name_contacts", "saved").questions == (question,)
    half = Participant(12, role="owner", influence="low")
    assert play.press("name_contacts", "saved", {"participants": (BUYER, half)}).questions == (question,)
    press(play, "name_contacts.saved", participants=(BUYER,))
    assert play.fields["participants"] == (BUYER,)


def test_the_key_contacts_lead_to_the_proposal() -> None:
    """→ `proposal_prep` [inferred]."""
    play = at("key_contacts")
    press(play, "name_contacts.saved")
    assert play.state == "proposal_prep"


# --- 5 `proposal_prep` Подготовка предложения -----------------------------------------------------------------


def test_with_a_calculation_it_comes_before_the_proposal() -> None:
    """Q «Нужен расчёт КП?» yes → ACT «Подготовить и загрузить расчёт КП» → on done ACT «Подготовить КП»."""
    play = at("proposal_prep")
    assert titles(*play.open) == ["Нужен расчёт КП?"]
    assert CORPORATE.activities["need_calculation"].kind == "question"
    assert buttons("need_calculation") == ["Да", "Нет"]
    press(play, "need_calculation.needed")
    assert titles(*play.open) == ["Подготовить и загрузить расчёт КП"]
    assert asked(play, "prepare_calculation.done") == ["calculation"]
    press(play, "prepare_calculation.done")
    assert titles(*play.open) == ["Подготовить КП"]


def test_without_a_calculation_the_proposal_comes_at_once() -> None:
    """No → ACT «Подготовить КП» only."""
    play = at("proposal_prep")
    press(play, "need_calculation.not_needed")
    assert play.open == ["prepare_proposal"]


def test_a_calculation_of_an_earlier_run_decides_nothing() -> None:
    """Each may run any number of times: the question is put anew."""
    play = at("proposal_prep")
    press(play, "need_calculation.needed")
    press(play, "prepare_calculation.done")
    press(play, "prepare_proposal.done")
    from_the_start(play, "proposal_prep")
    assert play.open == ["need_calculation"]


def from_the_start(play: Play, stage: str) -> None:
    play.move(stage, {"amount": ROUBLES})
    assert play.state == stage


def test_products_make_the_cost_and_files_stay_with_the_deal() -> None:
    """Cost computed from products; files attached to deal."""
    play = at("proposal_prep")
    press(play, "need_calculation.needed")
    press(play, "prepare_calculation.done", calculation=(4, 5))
    assert all_asked(play, "prepare_proposal.done") == ["products", "amount", "proposal"]
    assert PUMP.sum == ROUBLES.amount
    assert (play.fields["products"], play.fields["amount"]) == ((PUMP,), ROUBLES)
    assert (play.fields["calculation"], play.fields["proposal"]) == ((4, 5), (2,)), "versions, oldest first"


def test_internal_approval_is_there_for_whoever_wants_it() -> None:
    """Internal approval (визирование) of the proposal available; internal approval of documents."""
    for stage, key, file in (
        ("proposal_prep", "approve_proposal", "proposal"),
        ("contracting", "approve_contract", "contract"),
    ):
        play = at(stage)
        step = play.open
        request = Plan(key, {file: (2,), "amount": ROUBLES, "approval_note": None})
        (opened,) = [one for one in play.do(request).effects if isinstance(one, OpenActivity)]
        assert (opened.key, opened.runs) == (key, CORPORATE.activities[key].runs)
        assert play.open == [*step, key], "the work goes on beside it"
        with pytest.raises(Refused) as refused:
            play.do(request)
        assert refused.value.reason is Reason.RUNNING, "a second one is refused aloud"
        play.do(Return(play.task(key).id, "approved"))
        assert (play.state, play.open) == (stage, step)


def test_the_proposal_leads_to_its_presentation() -> None:
    """→ `proposal_present`."""
    play = at("proposal_prep")
    press(play, "need_calculation.not_needed")
    press(play, "prepare_proposal.done")
    assert play.state == "proposal_present"


# --- 6 `proposal_present` Презентация КП ----------------------------------------------------------------------


def test_materials_are_prepared_first() -> None:
    """ACT «Подготовить материалы для презентации КП» {выполнена · отменена}."""
    play = at("proposal_present")
    assert titles(*play.open) == ["Подготовить материалы для презентации КП"]
    assert buttons("prepare_materials") == ["Выполнена", "Отменена"]


def test_after_the_materials_come_the_tactics_and_then_the_presentation() -> None:
    """*done* → form: tactics after discussion with the head. Then ACT «Презентовать КП» {выполнена · отменена · перенесена}."""
    play = at("proposal_present")
    press(play, "prepare_materials.done")
    assert play.open == ["choose_tactics"]
    assert asked(play, "choose_tactics.saved")[0] == "tactics"
    press(play, "choose_tactics.saved", tactics="Показать экономию", proposal_at=FRIDAY)
    assert titles(*play.open) == ["Презентовать КП"]
    assert sorted(buttons("present_proposal")) == ["Выполнена", "Отменена", "Перенесена"]
    assert play.task("present_proposal").due == FRIDAY


def test_cancelled_materials_end_the_stage() -> None:
    """*cancelled* → stage ends."""
    play = at("proposal_present")
    assert offered(play, "prepare_materials.cancelled")[:2] == ["negotiation", "contracting"]
    press(play, "prepare_materials.cancelled", **to("negotiation"))
    assert play.state == "negotiation"


@pytest.mark.parametrize("name", ["done", "cancelled"])
def test_presented_or_cancelled_the_stage_ends(name: str) -> None:
    """*done*/*cancelled* → stage ends; client needs time / terms → `negotiation`; satisfied and ready → `contracting`."""
    for stage in ("negotiation", "contracting"):
        play = at("proposal_present")
        press(play, "prepare_materials.done")
        press(play, "choose_tactics.saved")
        assert offered(play, f"present_proposal.{name}")[:2] == ["negotiation", "contracting"]
        press(play, f"present_proposal.{name}", **to(stage))
        assert play.state == stage


def test_put_off_the_materials_are_prepared_anew() -> None:
    """*перенесена* → back to ACT «Подготовить материалы» (re-created)."""
    play = at("proposal_present")
    for _ in range(3):
        press(play, "prepare_materials.done")
        press(play, "choose_tactics.saved")
        run = play.stage_run
        press(play, "present_proposal.moved", proposal_at=FRIDAY)
        assert (play.open, play.stage_run) == (["prepare_materials"], run)
    assert len([row for row in play.rows if row.task.key == "prepare_materials"]) == 4


# --- 7 `negotiation` Переговоры -------------------------------------------------------------------------------


def test_talks_begin_with_their_plan() -> None:
    """Form: tactics + next steps, new facts, competitors' strengths/weaknesses."""
    play = at("negotiation")
    assert play.open == ["plan_talks"]
    questions = play.press("plan_talks", "saved").questions
    assert [one.key for one in questions] == ["tactics", "next_steps", "new_facts", "competitors"]
    assert questions[-1].parts == ("strengths", "weaknesses")
    bare = play.press("plan_talks", "saved", {"competitors": (Competitor("ООО «Вектор»"),)})
    assert "competitors" in [one.key for one in bare.questions], "strengths and weaknesses are missing"
    press(play, "plan_talks.saved", new_facts="Новый директор")
    assert play.fields["competitors"] == (RIVAL,)
    assert play.fields["new_facts"] == "Новый директор"


def test_talked_over_with_the_head_the_results_are_written_down() -> None:
    """→ Q «Обсудить тактику с руководителем?» yes → form with results of the discussion → ACT «Договориться о сделке»."""
    play = at("negotiation")
    press(play, "plan_talks.saved")
    assert titles(*play.open) == ["Обсудить тактику с руководителем?"]
    press(play, "discuss_tactics.discuss")
    assert play.open == ["record_advice"]
    assert asked(play, "record_advice.saved") == ["agreed_tactics"]
    press(play, "record_advice.saved")
    assert play.fields["agreed_tactics"] == "Скидка не больше 5 %"
    assert titles(*play.open) == ["Договориться о сделке"]


def test_without_the_head_one_agrees_at_once() -> None:
    """No → ACT at once."""
    play = at("negotiation")
    press(play, "plan_talks.saved")
    press(play, "discuss_tactics.alone")
    assert play.open == ["agree_deal"]


@pytest.mark.parametrize("name", ["done", "cancelled"])
def test_agreed_or_cancelled_the_talks_end(name: str) -> None:
    """*done* or *cancelled* → stage ends; the rep chooses; `contracting` suggested [inferred]."""
    play = at("negotiation")
    press(play, "plan_talks.saved")
    press(play, "discuss_tactics.alone")
    ways = offered(play, f"agree_deal.{name}")
    assert ways[0] == "contracting"
    assert set(CORPORATE.stages) | {"keep"} == set(ways)
    press(play, f"agree_deal.{name}", **to("contracting"))
    assert play.state == "contracting"


# --- 8 `contracting` Контрактация -----------------------------------------------------------------------------


def test_the_contract_comes_in_three_steps() -> None:
    """ACT «Собрать информацию для договора» → ACT «Подготовить договор» → ACT «Согласовать и подписать договор с клиентом»."""
    play = at("contracting")
    assert titles(*play.open) == ["Собрать информацию для договора"]
    press(play, "contract_info.done")
    assert titles(*play.open) == ["Подготовить договор"]
    press(play, "contract_draft.done")
    assert titles(*play.open) == ["Согласовать и подписать договор с клиентом"]
    assert play.fields["contract"] == (3,)


def test_signing_has_two_ends() -> None:
    """{выполнена · требует дополнения}."""
    assert buttons("contract_sign") == ["Выполнена", "Требует дополнения"]


def test_a_contract_that_needs_changes_is_drafted_anew() -> None:
    """*требует дополнения* → ACT «Подготовить договор» re-created."""
    play = at("contracting")
    press(play, "contract_info.done")
    for _ in range(3):
        press(play, "contract_draft.done")
        press(play, "contract_sign.needs_changes")
        assert play.open == ["contract_draft"]
    assert len([row for row in play.rows if row.task.key == "contract_draft"]) == 4


def test_signed_the_deal_is_won_and_read_only() -> None:
    """*done* → stage := Завершена с победой, **field read-only**."""
    play = at("contracting")
    press(play, "contract_info.done")
    press(play, "contract_draft.done")
    sign = play.task("contract_sign")
    decision = press(play, "contract_sign.done")
    assert CloseActivity(sign.id, "done", completed=True) in decision.effects
    assert EnterStage("won", 3, "won") in decision.effects
    assert CORPORATE.stages["won"].title["ru"] == "Завершена с победой"
    with pytest.raises(Refused) as refused:
        play.do(Edit({"amount": ROUBLES}))
    assert refused.value.reason is Reason.FINAL
