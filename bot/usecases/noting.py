"""Notes: what is said by replying to a card, or after the button, is kept on that step; nothing else changes."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError
from bot.usecases.asked import NOTE
from bot.usecases.dialogue import admit
from bot.usecases.handing import TASK, adopt
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from storage import activities, cards, deals, drafts, notes, requests
from storage.notes import Content, Note


@dataclass(frozen=True, slots=True)
class Kept:
    """A note was kept. `card` is the message that had asked for it, None where it came as a reply.

    `more`: it belongs to the album whose first part was answered already.
    """

    run: int
    activity: int | None
    client: str | None
    content: Content
    card: int | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note belongs."""

    run: int
    activity: int | None = None


async def reply(work: Work, place: Place, content: Content) -> Kept:
    """A reply to a card. ForbiddenError where the deal is none of the person's."""
    async with work.begin() as tx:
        return await keep(tx, work, place, content)


async def answer(work: Work, content: Content) -> Kept | None:
    """What is said while a note is asked for; None when none is."""
    async with work.db.read() as session:
        open_ = await drafts.open_of(session, work.person.id)
    if open_ is None or open_.question != NOTE or open_.run_id is None:
        return None
    async with work.begin() as tx:
        draft = await drafts.open_of(tx, work.person.id)
        if draft is None or draft.question != NOTE or draft.run_id is None:
            return None
        try:
            kept = await keep(tx, work, Place(draft.run_id, draft.activity_id), content)
        except (
            ForbiddenError,
            StaleError,
        ):  # it is somebody else's by now, and what is said is no note any more
            await drafts.close(tx, draft.id, state="cancelled", now=work.now)
            return None
        await drafts.close(tx, draft.id, state="done", now=work.now)
        return replace(kept, card=draft.message_id)


async def album(work: Work, content: Content) -> Kept | None:
    """One more of an album whose beginning was kept; it belongs there, too."""
    if content.album is None:
        return None
    async with work.db.read() as session:
        first = await notes.of_album(session, work.person.id, content.album)
    if first is None:
        return None
    async with work.begin() as tx:
        kept = await keep(tx, work, Place(first.run_id, first.activity_id), content)
    return replace(kept, more=True)


async def keep(tx: AsyncSession, work: Work, place: Place, content: Content) -> Kept:
    deal = await deals.card_of_run(tx, place.run)
    request = None if deal is not None else await requests.of_run(tx, place.run)
    if request is not None:  # said on a step of a request: it belongs to the deal, where both sides read it
        deal = await deals.card_of_run(tx, request.deal_run)
    if deal is None:
        raise StaleError
    owner = deal.owner_id
    if place.activity is not None:
        found = await activities.place(tx, place.activity)
        if found is None or found.run_id != place.run:
            raise StaleError
        owner = found.owner_id
    await admit(tx, work, owner)
    await notes.add(
        tx,
        run_id=deal.run_id,
        activity_id=place.activity if request is None else request.waiting,
        person_id=work.person.id,
        content=content,
        now=work.now,
    )
    return Kept(deal.run_id, place.activity, deal.client, content)


async def place_of(work: Work, message: int) -> Place | None:
    """The activity whose card stands in this message of the person's chat."""
    async with work.db.read() as session:
        shown = await cards.by_message(session, chat_id=work.person.telegram_id or 0, message_id=message)
        for card in shown:
            if card.person_id == work.person.id and card.kind == TASK:
                found = await activities.place(session, card.subject_id)
                if found is not None:
                    return Place(found.run_id, card.subject_id)
    return None


async def run_of_activity(work: Work, activity: int) -> Place | None:
    """Where an activity belongs."""
    async with work.db.read() as session:
        found = await activities.place(session, activity)
    return None if found is None else Place(found.run_id, activity)


async def placed(work: Work, activity: int, message: int) -> None:
    """The card of the activity stands in this message now, below the note."""
    async with work.begin() as tx:
        await adopt(tx, work, activity, message)
    work.leftover.clear()  # where it stood before has become a stub with the note


@dataclass(frozen=True, slots=True)
class Left:
    """A note, and the client of its deal."""

    note: Note
    client: str | None


async def file(work: Work, note: int) -> Left:
    """A note, to send its file again; ForbiddenError where it is none of the person's."""
    async with work.db.read() as session:
        found = await notes.get(session, note)
        deal = None if found is None else await deals.card_of_run(session, found.run_id)
        if found is None or deal is None:
            raise ForbiddenError
        owners = [deal.owner_id]
        if found.activity_id is not None:
            place = await activities.place(session, found.activity_id)
            owners += [] if place is None else [place.owner_id]
        for one in await requests.of_deal(session, deal.run_id):
            if one.holder_id is not None and any(
                isinstance(value, list) and note in value for value in one.data.values()
            ):
                owners.append(one.holder_id)
        for owner in owners:
            try:
                await admit(session, work, owner)
            except ForbiddenError:
                continue
            return Left(found, deal.client)
    raise ForbiddenError
