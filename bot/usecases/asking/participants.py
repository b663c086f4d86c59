"""Who has a say in a deal: contacts of its client with their roles, influence, loyalty and motives."""

from dataclasses import replace
from typing import Any

from bot.usecases.asked import PAGE, Suggestion, Trouble
from bot.usecases.asking import market
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError
from bot.usecases.asking.rows import Chips, Table, heard, words
from bot.usecases.asking.sheet import Row, Sheet, Shown
from fsm.definition import PARTS, FieldType
from fsm.values import LEVELS, ROLES, STANCES, Participant
from storage import contacts
from storage.contacts import Contact

MOST = 100
"""Contacts of one client that can be chosen from; others are found by their names."""
_WORDS = {"role": ROLES, "influence": LEVELS, "loyalty": STANCES}


class Participants:
    """Columns of the table of participants."""

    first: str = "contact"
    parts: tuple[str, ...] = PARTS[FieldType.PARTICIPANTS]
    most: int = 30

    async def chips(self, inquiry: Inquiry, sheet: Sheet) -> Chips:
        if sheet.part != self.first:
            return Chips(tuple(Suggestion(one, value=one) for one in _WORDS.get(sheet.part, ())))
        listed = {row.contact for row in sheet.rows}
        left = [one for one in await _people(inquiry) if one.id not in listed]
        page = left[sheet.page * PAGE : (sheet.page + 1) * PAGE]
        offers = tuple(Suggestion(f"i{one.id}", one.name, one.id) for one in page)
        return Chips(offers, more=len(left) > (sheet.page + 1) * PAGE)

    async def chosen(self, inquiry: Inquiry, sheet: Sheet, choice: str) -> object:
        if choice in _WORDS.get(sheet.part, ()):
            return choice
        if sheet.part == self.first:
            for one in await _people(inquiry):
                if choice == f"i{one.id}":
                    return one.id
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)

    async def said(self, inquiry: Inquiry, sheet: Sheet, text: str) -> object:
        if sheet.part == self.first:
            return await heard(market.contact(inquiry.tx, inquiry.client, text), FieldType.CONTACT)
        if sheet.part == "motives":
            return words(text)
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)

    async def row(self, inquiry: Inquiry, value: Any) -> Row:
        return Participant(int(value))

    async def shown(self, inquiry: Inquiry, shown: Shown) -> Shown:
        ids = [row.contact for row in shown.sheet.rows]
        return replace(shown, contacts=await contacts.of_ids(inquiry.tx, ids))

    def has(self, row: Row, part: str) -> bool:
        return bool(getattr(row, part))


async def _people(inquiry: Inquiry) -> list[Contact]:
    if inquiry.client is None:
        return []
    return await contacts.of_client(inquiry.tx, inquiry.client, limit=MOST)


MANNER = Table(Participants()).manner
