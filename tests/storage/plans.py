"""What a database means to do for a statement."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects


async def plan(session: AsyncSession, statement: Any, given: Mapping[str, Any]) -> str:
    """The plan's text; on PostgreSQL as if tables were too large to be read through."""
    connection = await session.connection()
    state = statement.compile(dialect=connection.dialect).construct_expanded_state(dict(given))
    bound = state.positional_parameters
    if dialects.name(session) == "sqlite":
        written = tuple(str(value) if hasattr(value, "isoformat") else value for value in bound)
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {state.statement}", written)
        return "\n".join(row.detail for row in rows)
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    rows = await connection.exec_driver_sql(f"EXPLAIN {state.statement}", tuple(bound))
    return "\n".join(rows.scalars())
