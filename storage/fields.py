"""Where the fields of a process stand: columns of the deal, the contact's phone, or the deal's `extra`."""

from collections.abc import Mapping
from typing import Any

from fsm.definition import FieldType, Process
from fsm.values import Money, Value, plain, valued

AMOUNT = "amount"
CLOSE_DATE = "close_date"
PHONE = "phone"


def known(process: Process, row: Mapping[str, Any]) -> dict[str, Value]:
    """Values of the fields that are known; `row` has the deal's columns and `phone` of its contact."""
    found: dict[str, Value] = {}
    for key, field in process.fields.items():
        value = _value(key, field.type, row)
        if value is not None:
            found[key] = value
    return found


def _value(key: str, kind: FieldType, row: Mapping[str, Any]) -> Value | None:
    match kind:
        case FieldType.PRODUCT:
            return row["product_id"]  # type: ignore[no-any-return]  # a row's column
        case FieldType.CONTACT:
            return row["contact_id"]  # type: ignore[no-any-return]  # a row's column
        case FieldType.CLIENT:
            return row["client_id"]  # type: ignore[no-any-return]  # a row's column
        case FieldType.PHONE:
            # A deal without a contact keeps the number itself.
            return row["phone"] or row["extra"].get(key)  # type: ignore[no-any-return]  # a row's column
        case FieldType.MONEY if key == AMOUNT:
            return None if row["amount"] is None else Money(row["amount"], row["currency"])
        case FieldType.DATE if key == CLOSE_DATE:
            return row["close_date"]  # type: ignore[no-any-return]  # a row's column
        case _:
            written = row["extra"].get(key)
            return None if written is None else valued(kind, written)


def of_request(process: Process, data: Mapping[str, Any]) -> dict[str, Value]:
    """Values of a request's own fields."""
    return {
        key: valued(process.fields[key].type, written)
        for key, written in data.items()
        if key in process.fields and written is not None
    }


def columns(process: Process, key: str, value: Value | None) -> dict[str, Any]:
    """The deal's columns that hold this value (None: nothing); empty when it stands in `extra` or at the contact."""
    kind = process.fields[key].type
    if kind is FieldType.PRODUCT:
        return {"product_id": value}
    if kind is FieldType.CONTACT:
        return {"contact_id": value}
    if kind is FieldType.CLIENT:
        return {"client_id": value}
    if kind is FieldType.MONEY and key == AMOUNT and value is None:
        return {"amount": None, "currency": None}
    if isinstance(value, Money) and key == AMOUNT:
        return {"amount": value.amount, "currency": value.currency}
    if kind is FieldType.DATE and key == CLOSE_DATE:
        return {"close_date": value}
    return {}


def written(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as JSON, for history and drafts."""
    return {key: plain(value) for key, value in values.items()}
