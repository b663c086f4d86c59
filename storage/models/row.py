"""What all mapped classes share: names of constraints, types, indexes of some rows only."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase

from storage.columns import Id, Instant, Json

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def only(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows for which the condition holds; queries write it out in the same words."""
    return Index(
        name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition)
    )


class Row(DeclarativeBase):
    """All our tables; Python ints are 64-bit, because Telegram's ids are."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: Id,
        datetime: Instant,
        dict[str, Any]: Json,
        list[Any]: Json,
    }
