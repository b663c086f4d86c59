"""What a person sets for himself."""

from dataclasses import replace

from bot.texts import LANGUAGES, Texts, texts
from bot.usecases.access import ForbiddenError
from bot.usecases.work import Work
from storage import people
from storage.people import Person


async def speak(work: Work, language: str) -> tuple[Person, Texts]:
    """Speak this language with the person from now on."""
    if language not in LANGUAGES:
        raise ForbiddenError
    async with work.begin() as tx:
        await people.set_language(tx, work.person.id, language)
    person = replace(work.person, language=language)
    return person, texts(person.language, person.zone)
