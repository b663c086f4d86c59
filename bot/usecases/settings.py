"""What a person sets for himself: language, zone, hours of work and of quiet, when the plan, the recap and the digest come.

By buttons, or in words while it is asked about. What comes daily is planted anew in the same transaction.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import LANGUAGES, Texts, texts
from bot.usecases import aside
from bot.usecases.access import ForbiddenError, Role, has
from bot.usecases.work import Work
from bot.words import clock
from bot.words.refusals import NotUnderstood, Reason
from bot.words.zone import RUSSIA, zone
from notifications import daily
from storage import drafts, people
from storage.drafts import Draft
from storage.people import EVERY_DAY, Person

KIND = "set"
OFF = "off"
DAYS, ON, WITHOUT, EMPTY = "days.", "on.", "off.", "empty."
"""Of the digest: its weekdays as bits, one of them more or less, and whether it comes when all is in order."""
_SHORTEST = 60
"""Minutes of the shortest working day."""


class Part(StrEnum):
    """What can be set; the value travels in buttons."""

    ZONE = "zone"
    HOURS = "hours"
    MORNING = "morning"
    EVENING = "evening"
    DIGEST = "digest"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Choosing:
    """A setting that is asked about. `said` is what was not understood, if something was."""

    part: Part
    person: Person
    said: str | None = None


def parts(person: Person) -> tuple[Part, ...]:
    """What somebody with these roles can set."""
    works = has(person, Role.REP, Role.HEAD)
    leads = has(person, Role.HEAD, Role.DIRECTOR)
    own = {Part.MORNING: works, Part.EVENING: works, Part.DIGEST: leads}
    return tuple(part for part in Part if own.get(part, True))


async def speak(work: Work, language: str) -> tuple[Person, Texts]:
    """Speak this language with the person from now on."""
    if language not in LANGUAGES:
        raise ForbiddenError
    async with work.begin() as tx:
        await people.set_language(tx, work.person.id, language)
    person = replace(work.person, language=language)
    if language != work.person.language:
        work.renewed = person
    return person, texts(person.language, person.zone)


async def choose(work: Work, part: str, *, message: int) -> Choosing:
    """Ask about a setting: words answer it too. ForbiddenError for one that the person has not."""
    asked = _part(work, part)
    async with work.begin() as tx:
        await aside.begin(tx, work, KIND, asked.value, {}, message=message)
    return Choosing(asked, work.person)


async def change(work: Work, part: str, value: str, *, message: int) -> Person | Choosing:
    """A button: the setting is this from now on. ForbiddenError for a value that no button has.

    Of the days of the digest more can be said: they are asked about still.
    """
    asked = _part(work, part)
    try:
        if asked is Part.DIGEST and "." in value:
            habits = _of_schedule(work.person, value)
            return Choosing(asked, await _changed(work, habits, asking=asked, message=message))
        habits = _of_button(asked, value)
    except (ValueError, KeyError):
        raise ForbiddenError from None
    return await _changed(work, habits)


async def said(work: Work, draft: Draft, text: str | None) -> Person | Choosing:
    """Words about the setting that is asked about; asked again where they are none."""
    asked = _part(work, draft.question)
    try:
        habits = _of_words(asked, text or "")
    except NotUnderstood as error:
        async with work.begin() as tx:
            await aside.taken(tx, work, draft.id, KIND)
        return Choosing(asked, work.person, said=error.said[:60])
    return await _changed(work, habits)


async def overview(work: Work) -> Person:
    """All settings as they stand; what was asked about one of them is not asked any more."""
    found = await aside.open_of(work)
    if found is not None and aside.kind_of(found) == KIND:
        await aside.cancel(work, found.id)
    return work.person


async def _changed(
    work: Work, habits: dict[str, int | str | None], *, asking: Part | None = None, message: int = 0
) -> Person:
    async with work.begin() as tx:
        await people.set_habits(tx, work.person.id, **habits)
        person = await people.get(tx, work.person.id)
        assert person is not None
        await daily.replant(tx, person, work.now, work.company)
        if asking is None:
            await _close(tx, work)
        else:
            await aside.begin(tx, work, KIND, asking.value, {}, message=message)
    return person


async def _close(tx: AsyncSession, work: Work) -> None:
    found = await drafts.open_of(tx, work.person.id)
    if found is not None and aside.kind_of(found) == KIND:
        await drafts.close(tx, found.id, now=work.now)


def _part(work: Work, part: str) -> Part:
    if part not in set(parts(work.person)):
        raise ForbiddenError
    return Part(part)


def _of_button(part: Part, value: str) -> dict[str, int | str | None]:
    match part:
        case Part.ZONE:
            return {"zone": dict(RUSSIA)[value]}
        case Part.MORNING:
            return {"morning": _minute(value)}
        case Part.EVENING | Part.DIGEST:
            return {part.value: None if value == OFF else _minute(value)}
        case Part.HOURS:
            first, last = map(_minute, value.split("-"))
            return _working(first, last)
        case Part.QUIET:
            if value == OFF:
                return {"quiet_start": None, "quiet_end": None}
            first, last = map(_minute, value.split("-"))
            return {"quiet_start": first, "quiet_end": last}


def _of_schedule(person: Person, value: str) -> dict[str, int | str | None]:
    """ValueError for what is no button of the digest's; the last of its days cannot be taken."""
    if value.startswith(EMPTY):
        return {"digest_empty": {"0": False, "1": True}[value.removeprefix(EMPTY)]}
    if value.startswith(DAYS):
        days = int(value.removeprefix(DAYS))
        if not 0 < days <= EVERY_DAY:
            raise ValueError(value)
        return {"digest_days": days}
    more = value.startswith(ON)
    number = int(value.removeprefix(ON if more else WITHOUT))
    if not 0 <= number < 7:
        raise ValueError(value)
    days = person.digest_days | 1 << number if more else person.digest_days & ~(1 << number)
    return {"digest_days": days or person.digest_days}


def _of_words(part: Part, text: str) -> dict[str, int | str | None]:
    match part:
        case Part.ZONE:
            return {"zone": zone(text)}
        case Part.MORNING:
            return {"morning": clock.minute(text)}
        case Part.EVENING | Part.DIGEST:
            return {part.value: None if clock.is_off(text) else clock.minute(text)}
        case Part.HOURS:
            try:
                return _working(*clock.span(text))
            except ValueError:
                raise NotUnderstood(Reason.IMPOSSIBLE_TIME, text) from None
        case Part.QUIET:
            if clock.is_off(text):
                return {"quiet_start": None, "quiet_end": None}
            first, last = clock.span(text)
            return {"quiet_start": first, "quiet_end": last}


def _working(first: int, last: int) -> dict[str, int | str | None]:
    """ValueError for a day that ends before it begins."""
    if last - first < _SHORTEST:
        raise ValueError(f"{first}-{last}")
    return {"work_start": first, "work_end": last}


def _minute(value: str) -> int:
    found = int(value)
    if not 0 <= found < 24 * 60:
        raise ValueError(value)
    return found
