"""Rows of lists as they are read on a phone: a numbered line each, what is said of it below, sums at the end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from aiogram.utils.formatting import Bold, Text

from bot.texts import Texts
from bot.views import list_words
from bot.views.lines import SHORT, clip, grouped, joined, stack
from bot.views.notes import content
from fsm.definition import PARTS, FieldType
from fsm.values import Competitor, Line, Participant
from storage.contacts import Contact
from storage.notes import Note
from storage.products import Product

INDENT = "\u2003"
PAGE = 8
_WIDE = 32
"""Signs of digits that stand on one line of a phone of 360 px, indented."""
FEW = 3
"""Rows that leave room for all that was said of each."""


class Names:
    """What rows are of, by id."""

    __slots__ = ("contacts", "notes", "products")

    def __init__(
        self,
        contacts: Mapping[int, Contact] | None = None,
        products: Mapping[int, Product] | None = None,
        notes: Mapping[int, Note] | None = None,
    ) -> None:
        self.contacts = contacts or {}
        self.products = products or {}
        self.notes = notes or {}


def title(row: Any, names: Names, t: Texts, limit: int = 60) -> str:
    """What a row is called; what it was about may be gone."""
    match row:
        case Participant():
            contact = names.contacts.get(row.contact)
            return clip(contact.name, limit) if contact else t.gettext("contact not known any more")
        case Competitor():
            return clip(row.name, limit)
        case Line():
            product = names.products.get(row.product)
            return clip(product.name, limit) if product else t.gettext("product not sold any more")
        case _:
            note = names.notes.get(row)
            return clip(content(note.content, t), limit) if note else t.gettext("file not known any more")


def row(
    number: int,
    one: Any,
    names: Names,
    currency: str,
    t: Texts,
    now: datetime,
    *,
    lacking: Sequence[str] = (),
    limit: int = 100,
) -> Text:
    """A row with what is said of it, words cut at `limit`; `number` counts from 1."""
    head = Text(f"{number}. ", Bold(title(one, names, t)))
    missing = (
        t.gettext("not known: {parts}").format(
            parts=", ".join(list_words.part(part, t).lower() for part in lacking)
        )
        if lacking
        else None
    )
    said = _said(one, names, currency, t, now, limit)
    return stack(
        head,
        *(Text(INDENT, line) for line in said if line),
        Text(INDENT, "⚠ ", missing) if missing else None,
    )


def _said(
    one: Any, names: Names, currency: str, t: Texts, now: datetime, limit: int
) -> list[Text | str | None]:
    match one:
        case Participant():
            return _of_participant(one, names, t, limit)
        case Competitor():
            return [_labelled(part, getattr(one, part), t, limit) for part in PARTS[FieldType.COMPETITORS]]
        case Line():
            return _of_line(one, currency, t)
        case _:
            note = names.notes.get(one)
            return [] if note is None else [_of_file(note, t, now)]


def _of_participant(one: Participant, names: Names, t: Texts, limit: int) -> list[Text | str | None]:
    contact = names.contacts.get(one.contact)
    influence = None if one.influence is None else _labelled("influence", one.influence, t, limit)
    return [
        grouped(contact.phone) if contact and contact.phone else None,
        list_words.said("role", one.role, t) if one.role else None,
        joined((influence, list_words.said("loyalty", one.loyalty, t) if one.loyalty else None)),
        _labelled("motives", one.motives, t, limit),
    ]


def room(rows: Sequence[Any]) -> int:
    """How much can be said of each row where these are shown."""
    return 300 if len(rows) <= FEW else 100


def _labelled(part: str, value: str | None, t: Texts, limit: int) -> str | None:
    if not value:
        return None
    word = list_words.said(part, value, t, limit)
    return f"{list_words.part(part, t)}: {word.lower() if part == 'influence' else word}"


def _of_line(one: Line, currency: str, t: Texts) -> list[Text | str | None]:
    """«2 × 150 000 ₽ − 10 %», «= 270 000 ₽»; on one line where there is room for it."""
    quantity = t.number(one.quantity)
    if not one.price:
        return [t.gettext("{quantity} pcs, price not known").format(quantity=quantity)]
    less = f" − {t.number(one.discount)} %" if one.discount else ""
    said, worth = f"{quantity} × {money(one.price, currency, t)}{less}", f"= {money(one.sum, currency, t)}"
    return [f"{said} {worth}"] if len(said) + len(worth) < _WIDE else [said, worth]


def _of_file(note: Note, t: Texts, now: datetime) -> Text | None:
    return joined((clip(note.by, SHORT), t.moment(note.at, now), size(note.content.size, t)))


def size(count: int | None, t: Texts) -> str | None:
    """Bytes as people read them."""
    if count is None:
        return None
    if count < 1024 * 1024:
        return t.gettext("{number} KB").format(number=t.number(max(1, round(count / 1024))))
    return t.gettext("{number} MB").format(number=t.number(round(Decimal(count) / 1024 / 1024, 1)))


def money(amount: Decimal, currency: str, t: Texts) -> str:
    return t.money(amount, currency or "RUB")


def total(rows: Sequence[Any], currency: str, t: Texts) -> Text | None:
    """What the lines are worth together; None for other lists."""
    lines = [one for one in rows if isinstance(one, Line)]
    if not lines:
        return None
    worth = sum((one.sum for one in lines), Decimal(0))
    return Text(t.gettext("Total:"), " ", Bold(money(worth, currency, t)))
