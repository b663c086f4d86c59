"""Cards that change hands: the pressed message becomes the card, and a change owes people the next one."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.work import Work
from notifications import acts, owing
from notifications.kinds import Card
from storage import agenda, cards
from storage.agenda import Section
from storage.apply import Advanced

TASK = "task"
"""The kind of card that shows an activity."""


async def adopt(tx: AsyncSession, work: Work, activity_id: int, message: int) -> None:
    """The pressed message is the card from now on; another one that shows the same becomes a stub after the commit.

    What stood in this message before is shown by it no longer: its next card must not make a stub of it.
    """
    found = await cards.showing(
        tx,
        person_id=work.person.id,
        kind=TASK,
        subject_id=activity_id,
        chat_id=work.person.telegram_id or 0,
        message_id=message,
    )
    for card in found:
        if (card.kind, card.subject_id) != (TASK, activity_id):
            await cards.forget(tx, person_id=work.person.id, kind=card.kind, subject_id=card.subject_id)
        elif card.message_id != message:
            work.leftover.append(card.message_id)
            await cards.put(
                tx,
                person_id=work.person.id,
                kind=TASK,
                subject_id=activity_id,
                chat_id=card.chat_id,
                message_id=message,
                revision=card.revision,
                now=work.now,
            )


async def opened(work: Work, activity_id: int, revision: int, message: int) -> None:
    """The pressed message shows this activity from now on; so it is known what is to be edited when that changes."""
    async with work.db.read() as session:
        known = await cards.get(session, person_id=work.person.id, kind=TASK, subject_id=activity_id)
    if known is not None and known.message_id == message:
        return
    async with work.begin() as tx:
        await adopt(tx, work, activity_id, message)
        if known is None:
            await cards.put(
                tx,
                person_id=work.person.id,
                kind=TASK,
                subject_id=activity_id,
                chat_id=work.person.telegram_id or 0,
                message_id=message,
                revision=revision,
                now=work.now,
            )


async def take(tx: AsyncSession, work: Work, message: int) -> None:
    """The pressed message shows something else than a task from now on."""
    await adopt(tx, work, 0, message)


async def owe(tx: AsyncSession, work: Work, advanced: Advanced, *, next_card: bool = True) -> None:
    """Owners get the cards of what somebody else opened for them; whoever pressed gets the next task of his day.

    Without `next_card` he does not: he has finished nothing, and looks at the deal.
    """
    assert advanced.cause_id is not None
    await acts.tell(tx, advanced, work.now, company=work.company, actor_id=work.person.id)
    if not next_card:
        return
    own = await agenda.next_of(
        tx, owner_id=work.person.id, now=work.now, tomorrow=work.tomorrow, covered=work.covered
    )
    if own is not None and own.section is not Section.NEXT:
        card = Card(own.id, advanced.cause_id)
        await owing.owe(tx, work.person.id, card, now=work.now, cause_id=advanced.cause_id)
