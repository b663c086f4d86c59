"""Clients, their people, and what is sold: rows that are found by a name, or written when they are new."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.asked import PAGE, SOUGHT, Suggestion, Trouble
from bot.usecases.asking import choosing
from bot.usecases.asking.choosing import Option
from bot.usecases.asking.inquiry import (
    Inquiry,
    Manner,
    NotUnderstoodError,
    Offered,
    Unfinished,
    no_button,
    nothing,
)
from bot.words.phone import phone, shown
from bot.words.text import one_line
from fsm.facts import Answer
from storage import clients, contacts, products

_MOST = 100
"""Contacts of one client that can be chosen from."""


# --- clients ----------------------------------------------------------------------------------------------


async def _client(inquiry: Inquiry, text: str) -> Answer:
    """The client of this name, or a new one: whoever says a name means it."""
    name = one_line(text)
    known = await clients.by_name(inquiry.tx, name)
    if known is not None:
        return known.id
    return await clients.add(inquiry.tx, name=name, owner_id=inquiry.work.person.id, now=inquiry.work.now)


# --- contacts ---------------------------------------------------------------------------------------------


async def _people(inquiry: Inquiry) -> list[Option]:
    if inquiry.client is None:
        return []
    found = await contacts.of_client(inquiry.tx, inquiry.client, limit=_MOST)
    return [Option(Suggestion(f"i{one.id}", one.name, one.id), (one.name,)) for one in found]


async def _people_offered(inquiry: Inquiry) -> Offered:
    return choosing.offered(inquiry, await _people(inquiry))


async def _contact_pressed(inquiry: Inquiry, choice: str) -> Answer:
    return choosing.pressed(await _people(inquiry), choice)


async def _contact(inquiry: Inquiry, text: str) -> Answer:
    return await contact(inquiry.tx, inquiry.client, text)


async def contact(tx: AsyncSession, client: int | None, text: str) -> int:
    """«Имя, телефон» in any order; one of the client's own is recognised by either, else it is written."""
    name, number = name_and_phone(text)
    if not name and number is None:
        raise NotUnderstoodError(Trouble.EMPTY)
    own = [] if client is None else await contacts.of_client(tx, client)
    for one in own:
        if (number is not None and one.phone == number) or (name and one.name.casefold() == name.casefold()):
            if number is not None and one.phone is None:
                await contacts.set_phone(tx, one.id, number)
            return one.id
    return await contacts.add(tx, client_id=client, name=name or shown(number or ""), phone=number)


def name_and_phone(text: str) -> tuple[str, str | None]:
    """Both, as far as they are said; NotUnderstood for a number that is none."""
    line = one_line(text)
    start = next((place for place, char in enumerate(line) if char == "+" or char.isdecimal()), len(line))
    number = phone(line[start:]) if start < len(line) else None
    return line[:start].strip(" ,;:—–-"), number


# --- products ---------------------------------------------------------------------------------------------


async def offered_products(inquiry: Inquiry) -> Offered:
    """A page of the catalogue, what this client was last offered first; or of what was looked for."""
    sought = inquiry.part.get(SOUGHT)
    total = await products.count(inquiry.tx, sought)
    page = choosing.page_of(inquiry.page, total)
    first = page * PAGE
    if sought:
        found = await products.find(inquiry.tx, sought, limit=PAGE, offset=first)
    else:
        found = await products.suggested(inquiry.tx, client_id=inquiry.client, limit=PAGE, offset=first)
    return Offered(tuple(Suggestion(f"i{one.id}", one.name, one.id) for one in found), total, page=page)


async def product_pressed(inquiry: Inquiry, choice: str) -> Answer:
    """Any of the catalogue: each is on some page of it."""
    number = choice.removeprefix("i")
    if choice.startswith("i") and number.isascii() and number.isdecimal() and len(number) < 18:
        found = await products.get(inquiry.tx, int(number))
        if found is not None:
            return found.id
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


async def product_said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    """The one that is called so, or the only one that has it in its name."""
    name = one_line(text)
    found = await products.find(inquiry.tx, name, limit=2)
    exact = [one for one in found if one.name.casefold() == name.casefold()] or found
    if len(exact) == 1:
        return exact[0].id
    if exact:
        return Unfinished({SOUGHT: name[:100]}, Trouble.SEVERAL_FOUND)
    raise NotUnderstoodError(Trouble.NOT_FOUND)


CLIENT = Manner(nothing, no_button, _client)
CONTACT = Manner(_people_offered, _contact_pressed, _contact)
PRODUCT = Manner(offered_products, product_pressed, product_said)
