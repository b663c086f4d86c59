"""Which stage a person has chosen himself, and whether only a head may."""

import pytest

from bot.usecases import conversation, moving
from bot.usecases.access import HeadsOnlyError
from bot.usecases.replies import Logged, StaleError
from fsm.definition import By, Jumps
from fsm.facts import Facts, Log, Move, Press, Signal, Trigger
from fsm.loading import shipped
from fsm.questions import EXIT
from storage.runs import load
from tests.bot.usecases.conftest import CARD, COMPANY, Office

CORPORATE = shipped()["corporate"]
HEADS = CORPORATE.model_copy(update={"jumps": Jumps(back=By.HEAD, skip=By.ANYBODY)})


@pytest.mark.parametrize(
    ("trigger", "goal"),
    [
        (Move("needs"), "needs"),
        (Press(1, "agreed", {EXIT: "move.lost"}), "lost"),
        (Log("follow_up", "reached", {EXIT: "move.lost"}), "lost"),
        (Press(1, "agreed", {EXIT: "keep"}), None),
        (Press(1, "agreed"), None),
        (Signal("presentation_held"), None),
    ],
)
def test_what_a_person_has_chosen(trigger: Trigger, goal: str | None) -> None:
    assert moving.goal_of(trigger) == goal


@pytest.mark.parametrize(
    ("to", "only"), [("needs", True), ("negotiation", False), ("key_contacts", False), ("nowhere", False)]
)
def test_only_what_the_process_says_is_the_heads(to: str, only: bool) -> None:
    assert moving.for_heads(HEADS, Facts("presentation", 4, 1), to) is only


async def test_a_rep_may_not_and_his_head_may(office: Office) -> None:
    deal = await office.deal(process="corporate")
    async with office.db.begin() as tx:
        loaded = await load(tx, deal.run, COMPANY)
        loaded.process, loaded.facts = HEADS, Facts("presentation", 4, office.staff["anna"].id)
        for allowed in ("olga", "vera"):
            await moving.permit(tx, office.work(allowed), loaded, Move("needs"))
        await moving.permit(tx, office.work("anna"), loaded, Move("negotiation"))
        with pytest.raises(HeadsOnlyError) as refused:
            await moving.permit(tx, office.work("anna"), loaded, Press(1, "x", {EXIT: "move.needs"}))
    assert refused.value.head == "olga"


async def test_a_preview_changes_nothing_and_knows_its_stay(office: Office) -> None:
    deal = await office.deal(process="corporate")
    seen = await moving.preview(office.work("anna"), deal.run, 1, "negotiation")
    assert [one.key for one in seen.cancelled] == ["confirm_interest"]
    assert seen.move.skipped[0] == "potential"
    again = await moving.preview(office.work("anna"), deal.run, 1, "negotiation")
    assert again.deal.card.revision == seen.deal.card.revision
    moved = await conversation.move(office.work("anna"), deal.run, 1, "negotiation", message=CARD)
    assert isinstance(moved, Logged)
    with pytest.raises(StaleError):
        await moving.preview(office.work("anna"), deal.run, 1, "contracting")
    with pytest.raises(StaleError):
        await moving.preview(office.work("anna"), deal.run, 2, "nowhere")
