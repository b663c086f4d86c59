"""Where to at the end of a stage, and why steps are left out: questions of the engine, asked of a person."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.usecases import conversation
from bot.usecases.asked import PAGE, Trouble
from bot.usecases.exits import GOING, Going
from bot.usecases.replies import Asking, Logged, Overtaken, Reply
from fsm.definition import Gate, Mode
from fsm.facts import Move, Press
from fsm.moves import Way
from fsm.questions import EXIT, KEEP, WAIVE
from storage import drafts
from storage.apply import advance
from storage.company import Company
from tests.bot.usecases.conftest import CARD, COMPANY, Office
from tests.build import Built

STRICT = Gate(steps=Mode.STRICT)


def strict() -> Company:
    """A company whose deals do not go on before their steps are done."""
    found = {
        key: one.model_copy(update={"gate": STRICT}) if one.process == "corporate" else one
        for key, one in COMPANY.processes.items()
    }
    return replace(COMPANY, processes=found)


async def at_the_end(office: Office) -> tuple[Built, Asking]:
    """A deal whose needs are known, and the question where it goes from there."""
    deal = await office.deal(process="corporate")
    await happens(office, deal, Move("needs"))
    await happens(office, deal, await press(office, deal, "collect_info", "done"))
    task = await open_task(office, deal, "confirm_call")
    work = office.work("anna")
    asked = await conversation.press(work, task, "agreed", message=CARD)
    assert isinstance(asked, Asking)
    place = await said(office, "27.11 в 15")
    assert isinstance(place, Asking)
    return deal, await asking(await said(office, "пропустить"))


async def asking(reply: Reply | None) -> Asking:
    assert isinstance(reply, Asking), reply
    return reply


async def said(office: Office, text: str) -> Reply:
    found = await conversation.say(office.work("anna"), text)
    assert found is not None
    return found.reply


async def pressed(office: Office, asked: Asking, choice: str) -> Reply:
    question = asked.asked
    return await conversation.answer(
        office.work("anna"), question.draft, question.question.key, choice, message=CARD
    )


async def open_task(office: Office, deal: Built, key: str) -> int:
    return next(one.id for one in await office.open(deal.run) if one.key == key)


async def press(
    office: Office, deal: Built, key: str, outcome: str, answers: Mapping[str, Any] | None = None
) -> Press:
    given = {"company_history": None, "participants": None} if answers is None else answers
    return Press(await open_task(office, deal, key), outcome, given)


async def happens(office: Office, deal: Built, trigger: Move | Press) -> None:
    async with office.db.begin() as tx:
        done = await advance(
            tx, deal.run, trigger, office.now, company=COMPANY, actor_id=office.staff["anna"].id
        )
    assert done.questions == ()


async def test_what_is_suggested_stands_first_and_goes_at_once(office: Office) -> None:
    _, asked = await at_the_end(office)
    assert asked.asked.question.key == EXIT
    assert [one.choice for one in asked.asked.suggestions] == ["move.presentation"]
    assert asked.asked.choices == 11
    done = await pressed(office, asked, "move.presentation")
    assert isinstance(done, Logged)
    assert done.advanced.state == "presentation"


async def test_the_others_stand_behind_it_page_by_page_the_ends_last(office: Office) -> None:
    _, asked = await at_the_end(office)
    pages = []
    for number in (1, 2, 10**9):
        turned = await conversation.turn(office.work("anna"), asked.asked.draft, EXIT, number, message=CARD)
        assert isinstance(turned, Asking)
        pages.append([one.choice for one in turned.asked.suggestions])
    assert len(pages[0]) == PAGE
    assert pages[1] == pages[2] == ["move.lost", "move.won", "move.transferred"]


async def test_another_way_shows_first_what_it_means(office: Office) -> None:
    _, asked = await at_the_end(office)
    preview = await asking(await pressed(office, asked, "move.negotiation"))
    going = preview.asked.shown
    assert isinstance(going, Going)
    assert (going.move.to, going.move.way) == ("negotiation", Way.SKIP)
    assert going.move.skipped == ("presentation", "key_contacts", "proposal_prep", "proposal_present")
    again = await asking(await pressed(office, asked, "move.negotiation"))  # a double tap agrees to nothing
    assert again.asked.shown == going
    done = await pressed(office, asked, "go.negotiation")
    assert isinstance(done, Logged)
    assert done.advanced.state == "negotiation"


async def test_a_way_that_was_shown_is_not_gone_when_another_one_is_chosen(office: Office) -> None:
    _, asked = await at_the_end(office)
    await pressed(office, asked, "move.negotiation")
    other = await asking(await pressed(office, asked, "move.lost"))
    assert other.asked.part == {GOING: "move.lost"}
    late = await asking(await pressed(office, asked, "go.negotiation"))  # of the message before
    assert late.asked.part == {GOING: "move.negotiation"}
    back = await conversation.back(office.work("anna"), asked.asked.draft, message=CARD)
    assert isinstance(back, Asking)
    assert back.asked.part == {}
    assert back.asked.question.key == EXIT


async def test_a_stage_may_be_named(office: Office) -> None:
    _, asked = await at_the_end(office)
    several = await asking(await said(office, "пере"))
    assert [one.choice for one in several.asked.suggestions] == ["move.negotiation", "move.transferred"]
    assert several.asked.problem is not None
    assert several.asked.problem.trouble is Trouble.SEVERAL_FOUND
    whole = await conversation.whole(office.work("anna"), asked.asked.draft, message=CARD)
    assert isinstance(whole, Asking)
    assert whole.asked.sought is None
    done = await said(office, "презентация")
    assert isinstance(done, Logged)


async def test_who_stays_stays(office: Office) -> None:
    _, asked = await at_the_end(office)
    done = await pressed(office, asked, KEEP)
    assert isinstance(done, Logged)
    assert done.advanced.state == "needs"


@pytest.mark.parametrize(
    "forged", ["move.nowhere", "presentation", "", "own.skip", "plan.0", "go.nowhere", "go.", "go.keep"]
)
async def test_a_way_that_is_none_is_asked_again(office: Office, forged: str) -> None:
    _, asked = await at_the_end(office)
    again = await asking(await pressed(office, asked, forged))
    assert again.asked.problem is not None
    assert again.asked.problem.trouble is Trouble.NOT_A_CHOICE


async def test_a_way_that_waits_to_be_confirmed_outlives_a_pause(office: Office) -> None:
    _, asked = await at_the_end(office)
    await pressed(office, asked, "move.negotiation")
    await conversation.park(office.work("anna"))
    again = await conversation.again(office.work("anna"), asked.asked.draft, message=CARD)
    assert isinstance(again, Asking)
    assert isinstance(again.asked.shown, Going)


async def test_somebody_was_quicker_and_what_was_said_of_the_deal_is_kept(office: Office) -> None:
    deal, asked = await at_the_end(office)
    await happens(office, deal, Move("presentation"))
    done = await pressed(office, asked, "move.presentation")
    assert isinstance(done, Overtaken)
    assert done.kept
    assert (await office.extra(deal.deal))["presentation_at"].startswith("2026-11-27T12:00")


async def test_steps_that_are_not_done_are_left_out_with_a_reason(office: Office) -> None:
    deal = await office.deal(process="corporate")
    await happens(office, deal, Move("needs"))
    work = office.work("anna")
    work.company = strict()
    stay = (await office.open(deal.run))[0]
    assert stay.key == "collect_info"
    asked = await asking(await conversation.move(work, deal.run, 2, "presentation", message=CARD))
    assert asked.asked.question.key == WAIVE
    assert asked.asked.question.parts == ("collect_info", "confirm_call")
    assert asked.asked.suggestions[0].choice == "r.needless"
    draft = asked.asked.draft
    again = office.work("anna")
    again.company = strict()
    refused = await conversation.answer(again, draft, WAIVE, "r.busy", message=CARD)
    assert (await asking(refused)).asked.problem is not None
    spoken = office.work("anna")
    spoken.company = strict()
    done = await conversation.say(spoken, "Клиент давно наш")
    assert done is not None
    assert isinstance(done.reply, Logged)
    assert done.reply.advanced.state == "presentation"


async def test_what_was_passed_over_stands_in_the_draft_and_is_asked_again_going_back(
    office: Office,
) -> None:
    _, asked = await at_the_end(office)
    async with office.db.read() as session:
        row = await drafts.get(session, asked.asked.draft)
    assert row is not None
    assert row.answers == {"presentation_at": "2026-11-27T12:00:00+00:00", "presentation_place": None}
    assert asked.asked.position == 3
    back = await conversation.back(office.work("anna"), asked.asked.draft, message=CARD)
    assert isinstance(back, Asking)
    assert (back.asked.question.key, back.asked.question.optional) == ("presentation_place", True)
    assert (back.asked.position, back.asked.total) == (2, 3)
