"""What stands in messages that were sent already is put right: they are edited, and nothing new comes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import owing
from notifications.kinds import Redraw
from storage import cards
from storage.cards import Card

MESSAGE = "message"
"""The kind of what is no card: its subject is the message itself."""
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


async def owe(tx: AsyncSession, *, kind: str, subject_id: int, now: datetime, but: int | None = None) -> int:
    """Everybody who has a card of this subject sees it as it stands, save `but` (a person's id); how many do.

    `kind` is that of storage.cards. What is drawn then is decided when it is delivered: the card, or, for
    whom it is none of his business any more, a stub without anything personal.
    """
    found = await cards.of_subject(tx, kind=kind, subject_id=subject_id)
    return await _owe(tx, (card for card in found if card.person_id != but), now)


async def owe_all(tx: AsyncSession, person_id: int, now: datetime) -> int:
    """All cards of a person, such as of one who no longer works here; how many."""
    return await _owe(tx, await cards.of_person(tx, person_id=person_id), now)


async def owe_messages(tx: AsyncSession, person_id: int, messages: Iterable[int], now: datetime) -> int:
    """Messages of somebody who no longer works here that are nobody's card: lists, logged lines, older stubs."""
    moment = stamp(now)
    return sum([await owing.owe(tx, person_id, Redraw(MESSAGE, one, moment), now=now) for one in messages])


async def _owe(tx: AsyncSession, found: Iterable[Card], now: datetime) -> int:
    moment = stamp(now)
    redraws = [(one.person_id, Redraw(one.kind, one.subject_id, moment)) for one in found]
    return sum([await owing.owe(tx, person, redraw, now=now) for person, redraw in redraws])


def stamp(now: datetime) -> int:
    """Milliseconds since 1970: tells what is owed now from the same owed earlier or later."""
    return (now - _EPOCH) // _MILLISECOND
