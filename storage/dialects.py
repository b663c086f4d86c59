"""The little that the two databases say differently: inserts that give way, and which of them it is."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Result, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Row

T = TypeVar("T")
Insert = Any
"""sqlite.Insert or postgresql.Insert: the same methods, no common type that has them."""


def table(model: type[Row]) -> Table:
    """The table of a model, for Core statements: rows go in without the ORM's work on each."""
    return cast(Table, model.__table__)


def both(model: type[Row], make: Callable[[Insert], T]) -> Mapping[str, T]:
    """The same insert for each database, made once at import."""
    return {
        "sqlite": make(sqlite.insert(table(model))),
        "postgresql": make(postgresql.insert(table(model))),
    }


def name(session: AsyncSession) -> str:
    """Which database this is: sqlite or postgresql."""
    return session.get_bind().dialect.name


def count(result: Result[Any]) -> int:
    """How many rows a statement changed."""
    return cast("CursorResult[Any]", result).rowcount
