"""Dictionaries: what may be chosen in a field of a process. The administrator adds, renames and hides in the chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import forms
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.work import Work
from bot.words.text import one_line
from fsm.adapting import Entry, dictionaries
from fsm.definition import FieldDefinition, Option, Process, Subject
from storage import adaptations, audit

LONGEST = 40
"""A title fits a button of a phone."""
MOST = 60
_NEW = "own_"


@dataclass(frozen=True, slots=True)
class Book:
    """One dictionary. `written` are the options as the file has them; `field` is as it is now."""

    mark: str
    process: Process
    key: str
    field: FieldDefinition
    written: Mapping[str, Option]

    def hidden(self, option: str) -> bool:
        """Whether an administrator has hidden it; one that is the process's own affair is not hidden."""
        before = self.written.get(option)
        return self.field.options[option].reserved and not (before is not None and before.reserved)

    def fixed(self, option: str) -> bool:
        """Whether only the process itself sets it: nothing about it may be changed."""
        before = self.written.get(option)
        return before is not None and before.reserved


def books(work: Work) -> list[Book]:
    """All of them, of the newest version of every process. For administrators."""
    demand(work.person, Role.ADMIN)
    company = work.company
    found = []
    for key in sorted({key for key, _ in company.processes}):
        process = company.newest(key)
        if process.subject is not Subject.DEAL:
            continue
        written = company.originals[process.process, process.version].fields
        found += [
            Book(mark(key, name), process, name, process.fields[name], written[name].options)
            for name in dictionaries(process)
        ]
    return found


def mark(process: str, field: str) -> str:
    """What a button calls a dictionary: two keys would not fit."""
    return f"{crc32(f'{process}.{field}'.encode()):x}"


def book(work: Work, of: str) -> Book:
    """One of them; ForbiddenError for one that there is not."""
    found = next((one for one in books(work) if one.mark == of), None)
    if found is None:
        raise ForbiddenError
    return found


async def add(work: Work, of: str, words: str) -> None:
    """One more thing to choose. NotUnderstood for no words, or too many."""
    found = book(work, of)
    title = one_line(words, LONGEST)
    if len(found.field.options) >= MOST:
        raise ForbiddenError
    async with work.begin() as tx:
        await forms.close(tx, work)
        known = (await adaptations.get(tx)).words.get((found.process.process, found.key), {})
        taken = {*found.field.options, *known}
        key = next(name for number in range(1, 10**4) if (name := f"{_NEW}{number}") not in taken)
        await _put(tx, work, found, key, Entry({work.person.language: title}), name=title)


async def rename(work: Work, of: str, option: str, words: str) -> None:
    """Another title, in every language: a word of people is not translated. NotUnderstood as in `add`."""
    found = _changeable(work, of, option)
    title = one_line(words, LONGEST)
    was = _title(found, option, work)
    async with work.begin() as tx:
        await forms.close(tx, work)
        entry = Entry({work.person.language: title}, found.hidden(option))
        await _put(tx, work, found, option, entry, name=title, was=was)


async def show(work: Work, of: str, option: str, *, hidden: bool) -> None:
    """Offer it again, or not any more; deals that have it keep it. ForbiddenError for the last one that is offered."""
    found = _changeable(work, of, option)
    offered = [key for key, one in found.field.options.items() if not one.reserved]
    if found.hidden(option) is hidden:
        return
    if hidden and offered == [option]:
        raise ForbiddenError
    async with work.begin() as tx:
        known = (await adaptations.get(tx)).words.get((found.process.process, found.key), {})
        title = known[option].title if option in known else None
        await _put(
            tx, work, found, option, Entry(title, hidden), name=_title(found, option, work), hidden=hidden
        )


def _changeable(work: Work, of: str, option: str) -> Book:
    found = book(work, of)
    if option not in found.field.options or found.fixed(option):
        raise ForbiddenError
    return found


def _title(found: Book, option: str, work: Work) -> str:
    label = found.field.options[option].title
    return label.get(work.person.language) or next(iter(label.values()))


async def _put(tx: AsyncSession, work: Work, found: Book, option: str, entry: Entry, **told: Any) -> None:
    process, key = found.process.process, found.key
    await adaptations.put_entry(tx, process, key, option, entry)
    await audit.tell(
        tx,
        "dictionary",
        actor_id=work.person.id,
        now=work.now,
        process=process,
        field=key,
        option=option,
        **told,
    )
    await work.reload(tx)
