"""Values of fields: what each type is in Python and how it is written in rows and drafts.

text, choice, yes_no (yes or no), phone (E.164), process: str · number: Decimal · money: Money · date: date ·
moment: a UTC instant, or a date for a whole day · person, team, client, contact, product: int row ids ·
checklist: keys that are ticked · file: ids of notes, the oldest version first · lines, participants, competitors: tuples.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from fsm.definition.fields import PARTS, FieldType


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Line:
    """So much of a product at a price each (in the deal's currency), less a discount in per cent."""

    product: int
    quantity: Decimal
    price: Decimal
    discount: Decimal = Decimal(0)

    @property
    def sum(self) -> Decimal:
        """In the currency of the price, rounded to its hundredths."""
        full = self.quantity * self.price
        return (full - full * self.discount / 100).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Participant:
    """A contact who has a say in the deal. `role`, `influence` and `loyalty` are words of ROLES, LEVELS and STANCES."""

    contact: int
    role: str | None = None
    influence: str | None = None
    loyalty: str | None = None
    motives: str | None = None


@dataclass(frozen=True, slots=True)
class Competitor:
    """Who else wants the deal."""

    name: str
    strengths: str | None = None
    weaknesses: str | None = None


ROLES = ("owner", "decides", "influences", "uses", "other")
LEVELS = ("high", "medium", "low")
STANCES = ("for", "neutral", "against")
YES, NO = "yes", "no"

Rows = tuple[Line, ...] | tuple[Participant, ...] | tuple[Competitor, ...] | tuple[int, ...] | tuple[str, ...]
Value = str | int | Decimal | date | Money | Rows
Plain = str | int | list[Any]

_WORDS = frozenset({FieldType.TEXT, FieldType.CHOICE, FieldType.PHONE, FieldType.PROCESS})
_IDS = frozenset({FieldType.PERSON, FieldType.TEAM, FieldType.CLIENT, FieldType.CONTACT, FieldType.PRODUCT})


def plain(value: Value) -> Plain:
    """The JSON form of a value; `valued` reads it back."""
    match value:
        case Money(amount, currency):
            return [str(amount), currency]
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case tuple():
            return [one if isinstance(one, int | str) else _row(one) for one in value]
        case _:
            return value


def _row(row: Line | Participant | Competitor) -> dict[str, Any]:
    """Without what is not known."""
    known = {name: one for name, one in asdict(row).items() if one is not None}
    return {name: str(one) if isinstance(one, Decimal) else one for name, one in known.items()}


def valued(kind: FieldType, written: Plain) -> Value:
    """The value that `plain` wrote; ValueError when it is not of this type."""
    try:
        return _valued(kind, written)
    except (TypeError, KeyError, InvalidOperation):
        raise ValueError(f"not a {kind}: {written!r}") from None


def _valued(kind: FieldType, written: Plain) -> Value:
    match kind, written:
        case FieldType.MONEY, [str(amount), str(currency)]:
            return Money(Decimal(amount), currency)
        case FieldType.DATE, str():
            return date.fromisoformat(written)
        case FieldType.MOMENT, str():
            return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
        case FieldType.NUMBER, str():
            return Decimal(written)
        case FieldType.YES_NO, "yes" | "no":
            return str(written)
        case (FieldType.FILE, list()) if all(isinstance(one, int) for one in written):
            return tuple(written)
        case (FieldType.CHECKLIST, list()) if all(isinstance(one, str) for one in written):
            return tuple(written)
        case FieldType.PARTICIPANTS, list():
            return tuple(Participant(**one) for one in written)
        case FieldType.COMPETITORS, list():
            return tuple(Competitor(**one) for one in written)
        case FieldType.LINES, list():
            return tuple(
                Line(
                    one["product"],
                    Decimal(one["quantity"]),
                    Decimal(one["price"]),
                    Decimal(one.get("discount", 0)),
                )
                for one in written
            )
        case _:
            if (kind in _WORDS and isinstance(written, str)) or (kind in _IDS and isinstance(written, int)):
                return written
            raise ValueError(f"not a {kind}: {written!r}")


def complete(kind: FieldType, value: object, parts: tuple[str, ...] = ()) -> bool:
    """Whether a value says enough: it is there, a list has a row, and each row has these parts."""
    if value is None or value == ():
        return False
    if not parts or kind not in PARTS or not isinstance(value, tuple):
        return True
    return all(getattr(row, part) for row in value for part in parts)
