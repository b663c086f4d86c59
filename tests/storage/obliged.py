"""Duties and breaches as rows, written straight into the table: only what a test says is different from another."""

from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.obligations import ENDS, State
from storage import models
from tests.storage.rows import DAY, NOW, a_deal

KEY = "proposal_5d"


async def an_obligation(tx: AsyncSession, owner: int, state: State, **values: Any) -> int:
    """A duty about a deal of its own, unless another is named; ended ones ended now."""
    ended = state in ENDS
    if "run_id" not in values:
        deal, run = await a_deal(tx, owner, amount=values.pop("amount", Decimal(100_000)))
        values |= {"run_id": run, "subject_id": deal}
    row = {
        "rule": KEY,
        "kind": "deal",
        "owner_id": owner,
        "terms": {"days": 5, "calendar": "working", "border": "500000"},
        "state": state.value,
        "standing": not ended or (state is State.BREACHED and values.get("right_at") is None),
        "since": NOW - 2 * DAY,
        "ended_at": NOW if ended else None,
        "created_at": NOW,
    } | values
    found = await tx.execute(insert(models.Obligation).values(row).returning(models.Obligation.id))
    return found.scalar_one()
