"""Fields that are typed: words, perhaps with names from a list of the deal to choose from, and phone numbers."""

from zlib import crc32

from bot.usecases.asked import PAGE, Suggestion, Trouble
from bot.usecases.asking.inquiry import Inquiry, Manner, NotUnderstoodError, Offered, no_button, nothing
from bot.words.phone import phone
from bot.words.text import free_text
from fsm.facts import Answer
from fsm.values import Competitor, Line, Participant
from storage import contacts, products


async def _text(inquiry: Inquiry, text: str) -> Answer:
    return free_text(text)


async def _named(inquiry: Inquiry) -> Offered:
    """Names of the rows of the list that the field takes suggestions from."""
    names = [name for name in dict.fromkeys(await _names(inquiry)) if name]
    return Offered(tuple(Suggestion(_choice(name), name, name) for name in names[:PAGE]))


async def _names(inquiry: Inquiry) -> list[str]:
    key = inquiry.definition.suggest
    rows = None if key is None else inquiry.given.get(key) or inquiry.loaded.facts.fields.get(key)
    if not isinstance(rows, tuple):
        return []
    people = await contacts.of_ids(inquiry.tx, [one.contact for one in rows if isinstance(one, Participant)])
    goods = await products.of_ids(inquiry.tx, [one.product for one in rows if isinstance(one, Line)])
    named = [one.name for one in rows if isinstance(one, Competitor)]
    return [*named, *(one.name for one in people.values()), *(one.name for one in goods.values())]


def _choice(name: str) -> str:
    """The same for a name as long as it is that name."""
    return f"n{crc32(name.encode()):08x}"


async def _pressed(inquiry: Inquiry, choice: str) -> Answer:
    for one in (await _named(inquiry)).suggestions:
        if one.choice == choice:
            return one.value
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


async def _phone(inquiry: Inquiry, text: str) -> Answer:
    return phone(text)


TEXT = Manner(_named, _pressed, _text)
PHONE = Manner(nothing, no_button, _phone)
