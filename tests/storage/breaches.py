"""Broken rules as rows, written straight into the table: only what a test says is different from another."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage import obligations
from tests.storage.rows import NOW

DAY = timedelta(days=1)


async def a_breach(
    tx: AsyncSession,
    owner_id: int,
    run_id: int | None,
    rule: str = "info_old",
    *,
    since: datetime = NOW - 3 * DAY,
    **values: Any,
) -> int:
    """One that an audit found two days ago, about the deal of this run; its row id."""
    row = {
        "rule": rule,
        "kind": "deal",
        "subject_id": run_id or 0,
        "run_id": run_id,
        "activity_id": None,
        "owner_id": owner_id,
        "terms": {},
        "state": "breached",
        "standing": True,
        "since": since,
        "due_at": None,
        "ended_at": NOW - 2 * DAY,
        "created_at": NOW - 2 * DAY,
    } | values
    return (await obligations.put(tx, [row]))[0]
