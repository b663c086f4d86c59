"""Notes by the use cases: albums, other people's deals, who may have a file again."""

import pytest
from sqlalchemy import update

from bot.usecases import conversation, noting
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import Act
from bot.usecases.noting import Place
from bot.usecases.replies import StaleError, Target
from storage import models
from storage.notes import Content
from tests.bot.usecases.conftest import CARD, Office

PHOTO = Content("photo", "Склад", "file-1", None, 1000, album="77")
MORE = Content("photo", None, "file-2", None, 1000, album="77")


async def test_an_album_after_the_button_is_one_answer(office: Office) -> None:
    deal = await office.deal()
    await conversation.begin(office.work("anna"), Target(deal.run, deal.activity, act=Act.NOTE), message=CARD)
    first = await noting.answer(office.work("anna"), PHOTO)
    assert first is not None
    assert (first.card, first.more) == (CARD, False)
    # The conversation is over, and still the other pictures belong there.
    assert await noting.answer(office.work("anna"), MORE) is None
    second = await noting.album(office.work("anna"), MORE)
    assert second is not None
    assert (second.run, second.activity, second.more) == (deal.run, deal.activity, True)
    kept = await office.rows(models.Note)
    assert [(one.run_id, one.activity_id, one.file_id) for one in kept] == [
        (deal.run, deal.activity, "file-1"),
        (deal.run, deal.activity, "file-2"),
    ]


async def test_what_is_no_album_and_unasked_is_no_note(office: Office) -> None:
    await office.deal()
    assert await noting.album(office.work("anna"), PHOTO) is None
    assert await noting.album(office.work("anna"), Content("text", "да")) is None
    assert await noting.answer(office.work("anna"), Content("text", "да")) is None
    assert await office.rows(models.Note) == []


async def test_nobody_notes_on_what_is_not_his(office: Office) -> None:
    deal, other = await office.deal(), await office.deal("igor")
    with pytest.raises(ForbiddenError):
        await noting.reply(office.work("igor"), Place(deal.run), PHOTO)
    with pytest.raises(StaleError):  # an activity of another deal
        await noting.reply(office.work("anna"), Place(deal.run, other.activity), PHOTO)
    with pytest.raises(StaleError):
        await noting.reply(office.work("anna"), Place(10_000), PHOTO)
    assert await office.rows(models.Note) == []


async def test_a_file_is_for_who_may_see_the_deal(office: Office) -> None:
    deal = await office.deal()
    await noting.reply(office.work("anna"), Place(deal.run, deal.activity), PHOTO)
    (note,) = await office.rows(models.Note)
    for name in ("anna", "olga"):
        found = await noting.file(office.work(name), note.id)
        assert (found.note.content, found.client) == (PHOTO, "Ромашка")
    with pytest.raises(ForbiddenError):
        await noting.file(office.work("igor"), note.id)
    with pytest.raises(ForbiddenError):
        await noting.file(office.work("anna"), 10_000)


async def test_a_note_that_is_no_longer_ones_business_is_none(office: Office) -> None:
    deal = await office.deal()
    await conversation.begin(office.work("anna"), Target(deal.run, act=Act.NOTE), message=CARD)
    async with office.db.begin() as tx:
        await tx.execute(update(models.Deal).values(owner_id=office.staff["igor"].id))
    assert await noting.answer(office.work("anna"), Content("text", "да")) is None
    (draft,) = await office.rows(models.Draft)
    assert draft.state == "cancelled"
    assert await office.rows(models.Note) == []
