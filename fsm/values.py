"""Values of fields: what each type is in Python and how it is written in rows and drafts.

text, choice, phone: str (phone in E.164) · money: Money · date: date · product, client, contact: int row ids.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fsm.definition import FieldType


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str


Value = str | int | date | Money
Plain = str | int | list[str]


def plain(value: Value) -> Plain:
    """The JSON form of a value; `valued` reads it back."""
    match value:
        case Money(amount, currency):
            return [str(amount), currency]
        case date():
            return value.isoformat()
        case _:
            return value


def valued(kind: FieldType, written: Plain) -> Value:
    """The value that `plain` wrote; ValueError when it is not of this type."""
    match kind, written:
        case FieldType.MONEY, [str(amount), str(currency)]:
            return Money(Decimal(amount), currency)
        case FieldType.DATE, str():
            return date.fromisoformat(written)
        case ((FieldType.PRODUCT | FieldType.CLIENT | FieldType.CONTACT), int()):
            return written
        case ((FieldType.TEXT | FieldType.CHOICE | FieldType.PHONE), str()):
            return written
        case _:
            raise ValueError(f"not a {kind}: {written!r}")
