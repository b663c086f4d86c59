"""Importing by sending a file: it is looked at, talked about, tried out, loaded in one transaction, or taken back."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.imports.asking import Ask, Odd
from bot.imports.planning import Read
from bot.imports.sayings import Saying
from bot.imports.sketch import Sketch
from bot.imports.tables import Table
from bot.imports.understanding import Understood, understand
from bot.usecases import imports
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.imports import Progress, Report
from bot.usecases.work import Work
from fsm.definition import Process
from storage import people, settings, uploads
from storage.imports import taking_back
from storage.imports.taking_back import NoImportError, Past, TakenBack
from storage.people import Person
from storage.uploads import Upload

HEAVIEST = 20 * 2**20
"""Bytes of the largest file that Telegram hands to a bot."""


class Files(Protocol):
    """Where files that people sent are fetched from. Never called inside a transaction."""

    async def tables(self, file_id: str, name: str) -> tuple[Table, ...]:
        """What is in the file; raises NoFileError, and Refused when it cannot be read."""

    def forget(self, file_id: str) -> None:
        """Nobody will ask for it again soon."""


Telling = Callable[[str, int], None]
"""Told the name of the file and how many percent of it are written."""


class Trouble(StrEnum):
    """Why a file that was sent cannot be had."""

    HEAVY = "heavy"  # larger than Telegram hands out
    LOST = "lost"  # Telegram has it no more
    AWAY = "away"  # Telegram does not answer


class NoFileError(Exception):
    """The file is not to be had."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class SettledError(Exception):
    """The file was loaded or put away before; `upload` says what became of it."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload.state)
        self.upload = upload


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it is understood so far. `report` says what loading it would do; None while something is asked."""

    upload: Upload
    tables: tuple[Table, ...]
    sketch: Sketch
    process: Process
    asks: tuple[Ask, ...]
    odd: tuple[Odd, ...]
    currency: str
    reps: Sequence[Person]
    report: Report | None


async def receive(work: Work, file_id: str, name: str | None, size: int | None) -> Upload:
    """A file has come. NoFileError for one that is too heavy to be had, ForbiddenError for whoever does not import."""
    demand(work.person, Role.ADMIN)
    if size is not None and size > HEAVIEST:
        raise NoFileError(Trouble.HEAVY)
    async with work.begin() as tx:
        return await uploads.add(
            tx,
            person_id=work.person.id,
            file_id=file_id,
            name=plain_name(name),
            size=size or 0,
            now=work.now,
        )


def plain_name(name: str | None) -> str:
    """The last part of a name that somebody gave a file."""
    last = re.split(r"[\\/]", name or "")[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-255:] or "file"


async def waiting(work: Work) -> Upload | None:
    """The file that the person was talking about."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        return await uploads.open_of(session, work.person.id)


async def look(work: Work, files: Files, upload_id: int) -> Seen:
    """The file as it is understood, with what was said of it. Raises Refused, NoFileError, SettledError."""
    upload = await _mine(work, upload_id)
    opened = await _open(work, files, upload)
    report = None if opened.read is None else await imports.preview(work.db, opened.read)
    async with work.db.read() as session:
        reps = await people.everyone(session, role=Role.REP)
    return Seen(
        upload,
        opened.tables,
        opened.sketch,
        opened.process,
        opened.asks,
        opened.odd,
        opened.currency,
        tuple(reps),
        report,
    )


async def same_owner(work: Work, files: Files, upload_id: int, part: int, person_id: int) -> Seen:
    """All deals of a table belong to this person. Raises as `say`."""
    async with work.db.read() as session:
        person = await people.get(session, person_id)
    if person is None or person.left_at is not None:
        raise ForbiddenError
    return await say(work, files, upload_id, Saying("owner", part, 0, person.name))


async def say(work: Work, files: Files, upload_id: int, what: Saying) -> Seen:
    """Take an answer, and look again. Nonsense is ForbiddenError."""
    upload = await _mine(work, upload_id)
    opened = await _open(work, files, upload)
    try:
        changed = what.applied(opened.tables, opened.sketch, opened.process)
    except (ValueError, IndexError, ValidationError):
        raise ForbiddenError from None
    async with work.begin() as tx:
        if not await uploads.say(tx, upload.id, changed.model_dump(mode="json")):
            raise SettledError(await uploads.get(tx, upload.id) or upload)
    return await look(work, files, upload_id)


async def load(
    work: Work, files: Files, upload_id: int, progress: Telling = lambda _name, _percent: None
) -> tuple[Upload, Report]:
    """Import the file, all or nothing. Raises as `look`, and Busy; ForbiddenError while something is asked."""
    upload = await _mine(work, upload_id)
    opened = await _open(work, files, upload)
    if opened.read is None:
        raise ForbiddenError  # the button that leads here is not shown then
    progress(upload.name, 0)
    async with work.begin() as tx:
        if not await uploads.finish(tx, upload.id):
            raise SettledError(await uploads.get(tx, upload.id) or upload)
        company = await settings.get(tx)
        report = await imports.carry_out_in(
            tx,
            opened.read,
            process=opened.process,
            now=work.now,
            source=upload.name,
            zone=company.zone,
            language=company.language,
            by_id=work.person.id,
            progress=_percents(upload.name, opened.read, progress),
        )
        if report.import_id is not None:
            await uploads.imported(tx, upload.id, report.import_id)
    files.forget(upload.file_id)
    return upload, report


def _percents(name: str, read: Read, told: Telling) -> Progress:
    """Rows that were written as percents of all, as far as that can be known beforehand."""
    # A deal has four rows and a half; nobody needs it more exactly.
    most = len(read.plan.deals) * 5 + len(read.plan.clients) + 100
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        told(name, min(99, done * 100 // most))

    return advance


async def drop(work: Work, files: Files, upload_id: int) -> Upload:
    """Put the file away; nothing is imported. Raises SettledError."""
    upload = await _mine(work, upload_id)
    async with work.begin() as tx:
        if not await uploads.cancel(tx, upload_id):
            raise SettledError(await uploads.get(tx, upload_id) or upload)
    files.forget(upload.file_id)
    return upload


async def take_back(work: Work, import_id: int) -> TakenBack:
    """Take an import back, whole. Raises TakenBackError; ForbiddenError for whoever does not import."""
    demand(work.person, Role.ADMIN)
    async with work.begin() as tx:
        try:
            return await taking_back.take_back(tx, import_id, now=work.now, by_id=work.person.id)
        except NoImportError:
            raise ForbiddenError from None


async def last_import(work: Work) -> Past | None:
    """The newest import that was not taken back."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        return await taking_back.last(session)


async def _mine(work: Work, upload_id: int) -> Upload:
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        upload = await uploads.get(session, upload_id)
    if upload is None or upload.person_id != work.person.id:
        raise ForbiddenError
    if upload.state != "open":
        raise SettledError(upload)
    return upload


async def _open(work: Work, files: Files, upload: Upload) -> Understood:
    tables = await files.tables(upload.file_id, upload.name)
    async with work.db.read() as session:
        company = await settings.get(session)
    process, zone = work.company.newest(company.process), ZoneInfo(company.zone)
    today = work.now.astimezone(zone).date()
    # Seconds of pure computing for a large file: in a thread, so that others are answered meanwhile.
    return await asyncio.to_thread(
        understand,
        tables,
        upload.mapping,
        process,
        currency=company.currency,
        zone=zone,
        today=today,
    )
