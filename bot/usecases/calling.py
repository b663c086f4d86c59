"""Whom one may call about a deal: all of its client; one more of them, and one more number."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import parsing
from bot.usecases.access import ForbiddenError
from bot.usecases.asked import Act, Trouble
from bot.usecases.asking.inquiry import NotUnderstoodError
from bot.usecases.dialogue import Dialogue, admit
from bot.usecases.replies import Added, StaleError
from bot.usecases.work import Work
from fsm.definition import FieldType, Process
from storage import contacts, deals, drafts
from storage.contacts import Contact
from storage.deals import Card
from storage.runs import Loaded, NoRunError, load


@dataclass(frozen=True, slots=True)
class Roster:
    """The people at a deal's client; `settable`: one of them may be made the deal's own contact."""

    deal: Card
    people: Sequence[Contact]
    settable: bool


async def people(work: Work, run: int) -> Roster:
    """StaleError where there is no such deal, ForbiddenError where it is none of the person's."""
    async with work.db.read() as session:
        deal = await deals.card_of_run(session, run)
        if deal is None:
            raise StaleError
        await admit(session, work, deal.owner_id)
        loaded = await load(session, run, work.company, lock=False)
        found = await known(session, loaded)
    open_ = deal.outcome is None
    return Roster(deal, found, open_ and field_of(loaded.process) is not None)


async def as_answer(work: Work, run: int, contact: int) -> tuple[str, int]:
    """The field of the deal's contact, and this contact as its value; ForbiddenError for anybody else's."""
    async with work.db.read() as session:
        try:
            loaded = await load(session, run, work.company, lock=False)
        except NoRunError:
            raise StaleError from None
        await admit(session, work, loaded.facts.owner)
        await of_deal(session, loaded, contact)
    field = field_of(loaded.process)
    if field is None:
        raise ForbiddenError
    return field, contact


def field_of(process: Process) -> str | None:
    """What the process calls the deal's contact."""
    return next((key for key, one in process.fields.items() if one.type is FieldType.CONTACT), None)


async def answered(tx: AsyncSession, work: Work, draft: Dialogue, loaded: Loaded, text: str) -> Added:
    """What was said is written down, and the conversation is over. Raises NotUnderstoodError."""
    match draft.target.act:
        case Act.CONTACT:
            before = {one.id for one in await known(tx, loaded)}
            number = await parsing.named(tx, loaded.row["client_id"], text)
            new = number not in before
        case Act.PHONE:
            contact = await of_deal(tx, loaded, int(draft.target.key or 0))
            new = await contacts.add_phone(tx, contact.id, parsing.number(text))
        case _:
            raise NotUnderstoodError(Trouble.EMPTY)
    await drafts.close(tx, draft.row.id, state="done", now=work.now)
    return Added(draft.target, new)


async def known(session: AsyncSession, loaded: Loaded) -> list[Contact]:
    """Whom one may talk to about the deal: all of its client, or the one it has without a client."""
    if loaded.row["client_id"] is not None:
        return await contacts.with_phones(session, loaded.row["client_id"])
    known = None
    if loaded.row["contact_id"] is not None:
        known = await contacts.get(session, loaded.row["contact_id"])
    return [] if known is None else [known]


async def of_deal(session: AsyncSession, loaded: Loaded, contact: int) -> Contact:
    """One of these people; ForbiddenError for anybody else."""
    found = next((one for one in await known(session, loaded) if one.id == contact), None)
    if found is None:
        raise ForbiddenError
    return found
