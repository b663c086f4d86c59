"""Files that are sent where a document is asked for: each is kept as a note on the deal, and is one more version."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asked import Problem
from bot.usecases.asking import files
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError
from bot.usecases.asking.sheet import sheet_of
from bot.usecases.conversation import taken
from bot.usecases.dialogue import ask, inquiry, spoken_to, standing
from bot.usecases.replies import Said
from bot.usecases.work import Work
from fsm.definition import FieldType
from storage import drafts, notes, requests
from storage.notes import Content


@dataclass(frozen=True, slots=True)
class Attached:
    """The question as it stands now. `more`: another part of an album, whose first one was answered already."""

    said: Said
    more: bool = False


async def attach(work: Work, content: Content) -> Attached | None:
    """The question with one more version, or why it takes no such thing; None where no document is asked for.

    Whatever came is no version when it is a voice or words: the question says so, and stays.
    """
    async with work.db.read() as session:
        open_ = await drafts.open_of(session, work.person.id)
    if open_ is None or open_.run_id is None:
        return None
    async with work.begin() as tx:
        found = await spoken_to(tx, work)
        if found is None:
            return None
        draft, loaded = found
        field = loaded.process.fields.get(draft.row.question)
        if field is None or field.type is not FieldType.FILE:
            return None
        row = draft.row
        asked = inquiry(tx, work, draft, loaded, standing(work, draft, loaded))
        try:
            files.welcome(asked, content.kind)
        except NotUnderstoodError as error:
            problem = Problem(error.trouble)
            again = await ask(tx, work, draft, row.answers, loaded, message=None, problem=problem)
            return Attached(Said(again, row.message_id, row.id))
        more = await _goes_on(tx, content, asked)
        request = await requests.of_run(tx, draft.run)
        note = await notes.add(
            tx,
            run_id=draft.run if request is None else request.deal_run,  # files of a deal are found there
            activity_id=row.activity_id if request is None else None,
            person_id=work.person.id,
            content=content,
            now=work.now,
        )
        place = row.message_id if more else None
        reply = await taken(tx, work, draft, loaded, files.attached(asked, note), message=place)
        return Attached(Said(reply, row.message_id, row.id), more)


async def _goes_on(tx: AsyncSession, content: Content, asked: Inquiry) -> bool:
    """Whether the version before came in the same album."""
    before = sheet_of(asked).rows[-1:]
    known = await notes.of_ids(tx, before) if before and content.album else {}
    return any(one.content.album == content.album for one in known.values())
