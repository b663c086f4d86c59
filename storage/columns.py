"""Column types: one UTC instant and one exact amount of money for both databases, JSON, and days between instants."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Float, Integer, Numeric, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import TypeEngine

Json = JSON

_CENT = Decimal("0.01")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite gives naive instants back and PostgreSQL aware ones; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant without a zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Amount(TypeDecorator[Decimal]):
    """Money with two decimals. SQLite has no decimals, so it keeps hundredths: sums stay exact there too."""

    impl = Numeric(16, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(Numeric(16, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        rounded = value.quantize(_CENT, ROUND_HALF_UP)
        return int(rounded.scaleb(2)) if dialect.name == "sqlite" else rounded

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-2) if dialect.name == "sqlite" else Decimal(value)


class days_between(FunctionElement[float]):  # noqa: N801 - written like the SQL function it is
    """The days, with their fraction, from the first instant to the second."""

    inherit_cache = True
    type = Float()


@compiles(days_between, "sqlite")
def _in_sqlite(element: days_between, compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(julianday({second}) - julianday({first}))"


@compiles(days_between, "postgresql")
def _in_postgres(element: days_between, compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM {second} - {first}) / 86400 AS DOUBLE PRECISION)"


Id = BigInteger().with_variant(Integer(), "sqlite")
"""Python's int: 64 bits, because Telegram's ids are; an INTEGER on SQLite, so that primary keys count by themselves."""
