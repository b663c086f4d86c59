"""Before-images: the columns of a row as JSON, and back, by the column's own type."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import TypeDecorator
from sqlalchemy.types import TypeEngine

from storage.dialects import table
from storage.models import Row


def kept(row: Mapping[str, Any], columns: Collection[str]) -> dict[str, Any]:
    """The columns of a row, as JSON."""
    return {column: _plain(row[column]) for column in columns}


def restored(model: type[Row], image: Mapping[str, Any]) -> dict[str, Any]:
    """What `kept` has written, as values for the model's columns; columns that it has no more are left out."""
    columns = table(model).c
    return {
        name: _valued(_python_type(columns[name].type), value)
        for name, value in image.items()
        if name in columns
    }


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _python_type(kind: TypeEngine[Any]) -> type:
    # A type of ours says "object" of itself; what it stands on knows.
    return kind.impl_instance.python_type if isinstance(kind, TypeDecorator) else kind.python_type


def _valued(kind: type, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
