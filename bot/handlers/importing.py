"""A file that an administrator sends: what was recognised, questions about it, the import, and the way back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import PurePath

from aiogram.types import Message

from bot import callbacks
from bot.desk import Desk
from bot.exports import workbook
from bot.imports.problems import Refused
from bot.imports.sayings import Saying
from bot.screen import Document, Screen, Toast
from bot.usecases import uploads
from bot.usecases.access import ForbiddenError, Role, has
from bot.usecases.uploads import NoFileError, Seen, SettledError
from bot.usecases.work import DoneAlreadyError
from bot.views import import_questions, import_troubles, imported, imports, remarks
from storage.imports.taking_back import TakenBackError
from storage.uploads import Upload

TOLD_EVERY = 2.0
"""Seconds between two words about how far a long import has come."""
_ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".xls"}


def wanted(message: Message, desk: Desk) -> bool:
    """Whether a file is meant to be imported: a table, from an administrator, that answers no card."""
    document = message.document
    if document is None or message.reply_to_message is not None or not has(desk.work.person, Role.ADMIN):
        return False
    return PurePath(uploads.plain_name(document.file_name)).suffix.lower() in _ENDINGS


async def received(message: Message, desk: Desk) -> None:
    """Keep what was sent, say that it is being read, then show what was recognised in the same message."""
    document = message.document
    assert document is not None
    try:
        upload = await uploads.receive(desk.work, document.file_id, document.file_name, document.file_size)
    except NoFileError as error:
        await desk.showing.show(import_troubles.trouble(error.trouble, desk.t), desk.chat)
        return
    except DoneAlreadyError:  # it was kept, and the answer to it was lost
        await desk.showing.show(await asked(replace(desk, work=desk.work.afresh())), desk.chat)
        return
    said = await desk.showing.show(imports.reading(upload.name, desk.t), desk.chat)
    await desk.showing.show(await _looked(desk, upload.id), desk.chat, said)


async def again(desk: Desk, callback: callbacks.Upload) -> Screen:
    """After a press that was worked before: the file as it is now, or what became of it."""
    try:
        return await _looked(desk, callback.upload)
    except SettledError as error:
        return settled(desk, error.upload)


async def asked(desk: Desk) -> Screen:
    """/import: the file that was talked about last, or what to send."""
    upload = await uploads.waiting(desk.work)
    if upload is not None:
        return await _looked(desk, upload.id)
    return imports.invited(await uploads.last_import(desk.work), desk.t, desk.now)


async def pressed(desk: Desk, callback: callbacks.Upload) -> Screen | Toast:
    """A button about a file."""
    try:
        return await _pressed(desk, callback)
    except SettledError as error:
        return settled(desk, error.upload)
    except NoFileError as error:
        return import_troubles.trouble(error.trouble, desk.t, again=_see(callback.upload))
    except Refused as error:
        return import_troubles.refused(error.told, desk.t)


async def taken_back(desk: Desk, callback: callbacks.TakeBack) -> Screen | Toast:
    try:
        done = await uploads.take_back(desk.work, callback.imported)
    except TakenBackError:
        return remarks.said(desk.t.gettext("This import was taken back already."))
    return imported.taken_back(done, desk.t, desk.now)


def settled(desk: Desk, upload: Upload) -> Screen:
    """What became of a file that is no longer talked about."""
    if upload.state == "done":
        return imported.loaded_before(upload.name, upload.import_id, desk.t)
    return imported.put_aside(upload.name, desk.t)


async def _pressed(desk: Desk, callback: callbacks.Upload) -> Screen | Toast:
    work, files, number = desk.work, desk.files, callback.upload
    match callback.act:
        case "load":
            return await _loaded(desk, number)
        case "drop":
            return imported.put_aside((await uploads.drop(work, files, number)).name, desk.t)
        case "owner":
            return drawn(desk, await uploads.same_owner(work, files, number, callback.part, callback.column))
        case "set" | "date" | "sum" | "word" | "rows" | "stage":
            said = Saying(callback.act, callback.part, callback.column, callback.choice)
            seen = await uploads.say(work, files, number, said)
            if callback.act == "set" and not seen.asks:
                return import_questions.columns(
                    seen, callback.part, callback.column // import_questions.PAGE, desk.t
                )
            return drawn(desk, seen)
        case "see":
            return drawn(desk, await uploads.look(work, files, number))
        case "bad":
            return await _bad(desk, await uploads.look(work, files, number))
        case _:
            return _columns(desk, callback, await uploads.look(work, files, number))


def _columns(desk: Desk, callback: callbacks.Upload, seen: Seen) -> Screen:
    part, number = callback.part, callback.column
    if part >= len(seen.tables):
        raise ForbiddenError
    match callback.act:
        case "cols":
            return import_questions.columns(seen, part, number, desk.t)
        case "kind":
            return import_questions.kind(seen, part, desk.t)
        case "col" if number < len(seen.tables[part].header):
            return import_questions.column(seen, part, number, desk.t)
        case _:
            raise ForbiddenError


def drawn(desk: Desk, seen: Seen) -> Screen:
    """The first question, or what loading would do."""
    if seen.report is None:
        return import_questions.question(seen, seen.asks[0], desk.t)
    return imports.ready(seen, seen.report, desk.t)


async def _looked(desk: Desk, number: int) -> Screen:
    try:
        return drawn(desk, await uploads.look(desk.work, desk.files, number))
    except NoFileError as error:
        return import_troubles.trouble(error.trouble, desk.t, again=_see(number))
    except Refused as error:
        return import_troubles.refused(error.told, desk.t)


async def _bad(desk: Desk, seen: Seen) -> Screen | Toast:
    """The rows with errors, as a file of their own."""
    if seen.report is None or not seen.report.errors:
        return drawn(desk, seen)
    sheet = import_troubles.problem_rows(seen.report.errors, desk.t)
    content = await asyncio.to_thread(workbook.written, [sheet])
    stem, errors = PurePath(seen.upload.name).stem[:60], desk.t.gettext("errors")
    return import_troubles.problem_file(
        Document(f"{stem}-{errors}.xlsx", content), len(seen.report.errors), desk.t
    )


async def _loaded(desk: Desk, number: int) -> Screen:
    """The import; somebody who waits for a long one is told how far it is."""
    how_far = _HowFar()
    async with _telling(desk, how_far):
        upload, report = await uploads.load(desk.work, desk.files, number, how_far.at)
    return imported.loaded(upload.name, report, desk.t)


@dataclass(slots=True)
class _HowFar:
    name: str = ""
    percent: int = -1

    def at(self, name: str, percent: int) -> None:
        """Told by the import as it goes."""
        self.name, self.percent = name, percent


@asynccontextmanager
async def _telling(desk: Desk, how_far: _HowFar) -> AsyncIterator[None]:
    """Edit the pressed message now and then; it is over before the answer is drawn into the same message."""
    over = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_tell(desk, how_far, over))
            try:
                yield
            finally:
                over.set()
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None  # whoever calls knows what Busy is, and no groups of it


async def _tell(desk: Desk, how_far: _HowFar, over: asyncio.Event) -> None:
    told = -1
    while not over.is_set():
        if how_far.percent > told and desk.message is not None:
            told = how_far.percent
            screen = imports.loading(how_far.name, told, desk.t)
            await desk.showing.edit(screen, desk.chat, desk.message)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), TOLD_EVERY)


def _see(number: int) -> callbacks.Upload:
    return callbacks.Upload(number, "see", 0, 0, "")
