"""Conversations without a messenger: what is asked, kept, parked, taken up, overtaken; and by whom it may be."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases import conversation
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import Problem, Trouble, chosen
from bot.usecases.replies import Asking, Logged, Overtaken, StaleError, Target
from bot.usecases.work import DoneAlreadyError
from storage import cards, inbox, models
from storage.db import inside
from tests.bot.usecases.conftest import CARD, Office
from tests.build import Built
from tests.storage.rows import is_done


async def press(office: Office, name: str, activity: int, outcome: str, **how: Any) -> Any:
    return await conversation.press(office.work(name, **how), activity, outcome, message=CARD)


async def asked(office: Office, deal: Built, outcome: str = "refused", name: str = "anna") -> Asking:
    """The question that an outcome leads to."""
    found = await press(office, name, deal.activity, outcome)
    assert isinstance(found, Asking)
    return found


async def choose(office: Office, found: Asking, choice: str, name: str = "anna") -> Any:
    return await conversation.answer(
        office.work(name), found.asked.draft, found.asked.question.key, choice, message=CARD
    )


async def say(office: Office, words: str, name: str = "anna") -> Any:
    said = await conversation.say(office.work(name), words)
    return None if said is None else said.reply


async def states(office: Office) -> list[str]:
    return [draft.state for draft in await office.rows(models.Draft)]


async def history(office: Office) -> int:
    return len(await office.rows(models.History))


async def test_one_tap_logs_and_owes_the_next_card(office: Office) -> None:
    deal = await office.deal()
    found = await press(office, "anna", deal.activity, "no_answer")
    assert isinstance(found, Logged)
    assert found.target == Target(deal.run, deal.activity, "no_answer")
    (task,) = await office.open(deal.run)
    assert (task.key, task.attempt) == ("first_call", 2)
    (owed,) = await office.rows(models.Outbox)
    assert (owed.kind, owed.person_id, owed.data["activity"]) == ("card", office.staff["anna"].id, task.id)
    assert not inside.get()


async def test_a_head_who_logs_for_a_rep_gives_him_the_next_card(office: Office) -> None:
    deal = await office.deal()
    assert isinstance(await press(office, "olga", deal.activity, "no_answer"), Logged)
    (owed,) = await office.rows(models.Outbox)
    assert (owed.person_id, owed.data["foreign"]) == (office.staff["anna"].id, True)
    (closed,) = [one for one in await office.rows(models.Activity) if one.state == "done"]
    assert (closed.owner_id, closed.closed_by) == (office.staff["anna"].id, office.staff["olga"].id)


async def test_what_is_missing_is_asked_one_thing_at_a_time_and_written_together(office: Office) -> None:
    deal = await office.deal()
    first = await asked(office, deal)
    assert (first.asked.question.key, first.asked.position, first.asked.total) == ("lost_reason", 1, 1)
    second = await choose(office, first, "competitor")
    assert (second.asked.question.key, second.asked.position, second.asked.total) == ("winner", 2, 2)
    assert await office.extra(deal.deal) == {}
    done = await say(office, "Рога и копыта")
    assert isinstance(done, Logged)
    assert done.advanced.final == "lost"
    assert await office.extra(deal.deal) == {"lost_reason": "competitor", "winner": "Рога и копыта"}
    assert await office.open(deal.run) == []
    assert await states(office) == ["done"]


async def test_a_move_asks_for_its_gate(office: Office) -> None:
    deal = await office.deal(product=None)
    async with office.db.begin() as tx:
        tx.add(models.Product(name="Сервер", key="сервер"))
        await tx.flush()
    found = await conversation.move(office.work("anna"), deal.run, 1, "engaging", message=CARD)
    assert isinstance(found, Asking)
    (product,) = found.asked.suggestions
    found = await choose(office, found, product.choice)
    assert found.asked.question.key == "contact"
    done = await choose(office, found, f"i{deal.contact}")
    assert (done.advanced.moved, done.advanced.state) == (True, "engaging")
    with pytest.raises(StaleError):
        await conversation.move(office.work("anna"), deal.run, 1, "lost", message=CARD)


async def test_back_goes_through_the_answers_and_out_at_the_first(office: Office) -> None:
    deal = await office.deal()
    first = await asked(office, deal)
    second = await choose(office, first, "competitor")
    back = await conversation.back(office.work("anna"), second.asked.draft, message=CARD)
    assert isinstance(back, Asking)
    assert back.asked.question.key == "lost_reason"
    out = await conversation.back(office.work("anna"), second.asked.draft, message=CARD)
    assert out == Target(deal.run, deal.activity, "refused")
    assert await states(office) == ["cancelled"]
    assert len(await office.open(deal.run)) == 1


async def test_why_and_again_ask_the_same(office: Office) -> None:
    first = await asked(office, await office.deal())
    again = await conversation.again(office.work("anna"), first.asked.draft, message=CARD)
    assert again == first


async def test_cancel_does_nothing_to_the_deal(office: Office) -> None:
    deal = await office.deal()
    first = await asked(office, deal)
    before = await history(office)
    target = await conversation.cancel(office.work("anna"), first.asked.draft)
    assert (target.activity, await history(office)) == (deal.activity, before)
    with pytest.raises(StaleError):
        await choose(office, first, "price")
    assert await say(office, "Дорого") is None


async def test_one_question_is_open_and_older_ones_wait(office: Office) -> None:
    one, two = await office.deal(), await office.deal(client="Лютик")
    first = await asked(office, one)
    second = await asked(office, two)
    assert await states(office) == ["parked", "open"]
    assert await conversation.park(office.work("anna")) == second.asked.draft
    assert await states(office) == ["parked", "parked"]
    assert await say(office, "Дорого") is None
    await conversation.again(office.work("anna"), first.asked.draft, message=CARD)
    assert await states(office) == ["open", "parked"]
    assert isinstance(await say(office, "Дорого"), Logged)
    assert (await office.extra(one.deal), await office.extra(two.deal)) == ({"lost_reason": "price"}, {})
    assert await conversation.park(office.work("anna")) == second.asked.draft


async def test_to_cancel_what_waits_leaves_the_open_question_open(office: Office) -> None:
    first = await asked(office, await office.deal())
    await asked(office, await office.deal(client="Лютик"))
    await conversation.cancel(office.work("anna"), first.asked.draft)
    assert await states(office) == ["cancelled", "open"]
    assert isinstance(await say(office, "Дорого"), Logged)


async def test_nobody_to_park_for_writes_nothing(office: Office) -> None:
    assert await conversation.park(office.work("anna", update=7)) is None


async def test_words_that_are_no_answer_are_asked_again_with_what_was_said(office: Office) -> None:
    deal = await office.deal()
    await asked(office, deal)
    found = await say(office, "x" * 5000)
    assert found.asked.problem == Problem(Trouble.NOT_A_CHOICE, "x" * 100)
    voice = await conversation.unsaid(office.work("anna"), Problem(Trouble.NOT_TEXT))
    assert voice is not None
    assert isinstance(voice.reply, Asking)
    assert voice.card == CARD
    assert await conversation.unsaid(office.work("boris"), Problem(Trouble.NOT_TEXT)) is None


async def test_somebody_was_quicker_and_what_was_said_is_kept(office: Office) -> None:
    deal = await office.deal()
    await choose(office, await asked(office, deal), "competitor")
    await press(office, "olga", deal.activity, "no_answer")
    done = await say(office, "Рога и копыта")
    assert done == Overtaken(Target(deal.run, deal.activity, "refused"), kept=True)
    assert await office.extra(deal.deal) == {"lost_reason": "competitor", "winner": "Рога и копыта"}
    assert len(await office.open(deal.run)) == 1
    assert await states(office) == ["cancelled"]


@pytest.mark.parametrize("step", ["again", "back"])
async def test_what_was_said_before_is_kept_too_when_it_shows_at_why_or_back(
    office: Office, step: str
) -> None:
    deal = await office.deal()
    found = await choose(office, await asked(office, deal), "other")
    await press(office, "olga", deal.activity, "no_answer")
    act = conversation.again if step == "again" else conversation.back
    done = await act(office.work("anna"), found.asked.draft, message=CARD)
    # Going back takes the answer back: nobody means it any more.
    assert done == Overtaken(Target(deal.run, deal.activity, "refused"), kept=step == "again")
    assert await office.extra(deal.deal) == ({"lost_reason": "other"} if step == "again" else {})


async def test_a_deal_that_closed_meanwhile_keeps_nothing(office: Office) -> None:
    deal = await office.deal()
    found = await choose(office, await asked(office, deal), "other")
    other = await asked(office, deal, name="olga")
    assert isinstance(await choose(office, other, "price", "olga"), Logged)
    done = await conversation.again(office.work("anna"), found.asked.draft, message=CARD)
    assert done == Overtaken(Target(deal.run, deal.activity, "refused"), kept=False)
    assert await office.extra(deal.deal) == {"lost_reason": "price"}


async def test_words_after_another_button_of_the_same_card_are_no_answer(office: Office) -> None:
    deal = await office.deal()
    await choose(office, await asked(office, deal), "competitor")
    assert isinstance(await press(office, "anna", deal.activity, "no_answer"), Logged)
    assert await say(office, "Спасибо!") is None
    assert await office.extra(deal.deal) == {}
    assert await states(office) == ["cancelled"]


async def test_words_after_the_deal_went_to_somebody_else_are_no_answer(office: Office) -> None:
    deal = await office.deal()
    first = await asked(office, deal)
    async with office.db.begin() as tx:
        await tx.execute(update(models.Deal).values(owner_id=office.staff["igor"].id))
        await tx.execute(update(models.Activity).values(owner_id=office.staff["igor"].id))
    with pytest.raises(ForbiddenError):
        await choose(office, first, "price")
    assert await say(office, "Дорого") is None
    assert await states(office) == ["cancelled"]


async def test_who_owns_the_activity_may_answer_for_a_deal_of_another(office: Office) -> None:
    deal = await office.deal("igor")
    async with office.db.begin() as tx:
        await tx.execute(update(models.Activity).values(owner_id=office.staff["anna"].id))
    first = await asked(office, deal)
    assert isinstance(await choose(office, first, "price"), Logged)
    with pytest.raises(ForbiddenError):
        await conversation.move(office.work("anna"), deal.run, 1, "lost", message=CARD)


async def test_somebody_elses_draft_is_not_even_stale(office: Office) -> None:
    first = await asked(office, await office.deal())
    for name in ("boris", "olga", "vera", "dina"):
        work = office.work(name)
        for act in (
            choose(office, first, "price", name),
            conversation.again(work, first.asked.draft, message=CARD),
            conversation.back(work, first.asked.draft, message=CARD),
            conversation.cancel(work, first.asked.draft),
            conversation.cancel(work, 2**62),
        ):
            with pytest.raises(ForbiddenError):
                await act
        assert await say(office, "Дорого", name) is None
    assert await states(office) == ["open"]


async def test_who_may_not_work_it_cannot_press_or_move(office: Office) -> None:
    deal = await office.deal()
    for name in ("boris", "igor", "dina"):
        with pytest.raises(ForbiddenError):
            await press(office, name, deal.activity, "no_answer")
        with pytest.raises(ForbiddenError):
            await conversation.move(office.work(name), deal.run, 1, "lost", message=CARD)
    await office.left("anna")
    with pytest.raises(ForbiddenError):
        await press(office, "anna", deal.activity, "no_answer")
    assert await history(office) == 1


@pytest.mark.parametrize(
    "forged", [(99, "no_answer"), (2**62, "no_answer"), (1, ""), (1, "won"), (1, "ready"), (1, "to.lost")]
)
async def test_a_press_of_what_there_is_not_is_stale(office: Office, forged: tuple[int, str]) -> None:
    deal = await office.deal()
    number, outcome = forged
    with pytest.raises(StaleError):
        await press(office, "anna", deal.activity if number == 1 else number, outcome)
    assert await history(office) == 1


async def test_the_same_update_works_once(office: Office) -> None:
    deal = await office.deal()
    async with office.db.begin() as tx:
        await inbox.receive(tx, [(7, 1001, "{}")], now=office.now)
    work = office.work("anna", 7)
    await conversation.press(work, deal.activity, "no_answer", message=CARD)
    assert work.marked
    (task,) = await office.open(deal.run)
    with pytest.raises(DoneAlreadyError):
        await press(office, "anna", task.id, "no_answer", update=7)
    assert [one.attempt for one in await office.open(deal.run)] == [2]


async def test_what_was_refused_is_not_marked(office: Office) -> None:
    deal = await office.deal()
    async with office.db.begin() as tx:
        await inbox.receive(tx, [(7, 1002, "{}")], now=office.now)
    work = office.work("boris", 7)
    with pytest.raises(ForbiddenError):
        await conversation.press(work, deal.activity, "no_answer", message=CARD)
    assert not work.marked
    async with office.db.read() as session:
        assert not await is_done(session, 7)


async def test_a_commit_that_fails_marks_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async with office.db.begin() as tx:
        await inbox.receive(tx, [(7, 1001, "{}")], now=office.now)
    work = office.work("anna", 7)
    with pytest.raises(OSError, match="gone"):
        async with work.begin() as tx:
            monkeypatch.setattr(tx, "commit", _gone)
    assert not work.marked
    async with work.begin():
        pass
    assert work.marked


async def _gone() -> None:
    raise OSError("gone")


async def test_suggested_moments_are_those_of_who_reads_them(office: Office) -> None:
    """Olga is in Vladivostok, seven hours ahead: what her button says is what is planned."""
    deal = await office.deal()
    office.now = datetime(2026, 11, 23, 1, tzinfo=UTC)  # eleven o'clock for her
    office.staff["olga"] = replace(office.staff["olga"], zone="Asia/Vladivostok")
    found = await asked(office, deal, "call_back", "olga")
    for one in found.asked.suggestions:
        wall = chosen(one.choice)
        assert isinstance(wall, datetime)
        assert isinstance(one.value, datetime)
        assert office.work("olga").calendar.local(one.value).replace(tzinfo=None) == wall
    last = found.asked.suggestions[-1]
    await choose(office, found, last.choice, "olga")
    (task,) = await office.open(deal.run)
    assert task.due == last.value


async def test_the_pressed_message_is_the_card_and_the_one_before_is_left_over(office: Office) -> None:
    deal = await office.deal()
    anna = office.staff["anna"].id
    async with office.db.begin() as tx:
        await cards.put(
            tx,
            person_id=anna,
            kind="task",
            subject_id=deal.activity,
            chat_id=1001,
            message_id=400,
            revision=1,
            now=office.now,
        )
    for leftover in ([400], []):  # the second press is of the card itself
        work = office.work("anna")
        await conversation.press(work, deal.activity, "refused", message=CARD)
        assert work.leftover == leftover
        async with office.db.read() as session:
            card = await cards.get(session, person_id=anna, kind="task", subject_id=deal.activity)
        assert card is not None
        assert card.message_id == CARD
    work = office.work("olga")
    await conversation.press(work, deal.activity, "refused", message=77)
    assert work.leftover == []
