"""Conversations that are not about a deal that there is: a new one, a setting. Their drafts have no run.

The trigger of such a draft has one key, which says what the conversation is; what it leads to is written under it.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from storage import drafts
from storage.drafts import Draft


def kind_of(draft: Draft) -> str | None:
    """What the conversation is; None for one about a deal."""
    return next(iter(draft.trigger), None) if draft.run_id is None else None


async def open_of(work: Work) -> Draft | None:
    """The conversation of this kind whose question the person is asked now."""
    async with work.db.read() as session:
        found = await drafts.open_of(session, work.person.id)
    return found if found is not None and kind_of(found) else None


async def known(work: Work, draft_id: int) -> Draft | None:
    """One's own, in whatever state; None where there is none of this kind."""
    async with work.db.read() as session:
        found = await drafts.get(session, draft_id)
    return found if found is not None and found.person_id == work.person.id and kind_of(found) else None


async def taken(tx: AsyncSession, work: Work, draft_id: int, kind: str) -> Draft:
    """One's own, open from now on. Raises ForbiddenError, and StaleError for one that is over."""
    row = await drafts.get(tx, draft_id)
    if row is None or row.person_id != work.person.id or kind_of(row) != kind:
        raise ForbiddenError
    if row.state == "parked":
        row = await drafts.resume(tx, draft_id, now=work.now) or row
    if row.state != "open":
        raise StaleError
    return row


async def begin(
    tx: AsyncSession, work: Work, kind: str, question: str, answers: dict[str, Any], *, message: int | None
) -> int:
    """Ask the first question; an open conversation waits, and one of the same kind is over."""
    await drafts.park(tx, work.person.id, now=work.now)
    for one in await drafts.parked(tx, work.person.id):
        if kind_of(one) == kind:
            await drafts.close(tx, one.id, state="cancelled", now=work.now)
    return await drafts.start(
        tx,
        person_id=work.person.id,
        trigger={kind: True},
        question=question,
        answers=answers,
        message_id=message or None,
        now=work.now,
    )


async def cancel(work: Work, draft_id: int) -> None:
    """End it without doing anything; one that has ended already stays so."""
    async with work.begin() as tx:
        row = await drafts.get(tx, draft_id)
        if row is None or row.person_id != work.person.id or not kind_of(row):
            raise ForbiddenError
        if row.state in {"open", "parked"}:
            await drafts.close(tx, draft_id, state="cancelled", now=work.now)
