"""Rows for the tests of storage, written straight into the tables: only what a test says is different from another."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import clients, contacts, models, people, products

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, noon in Moscow
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def a_person(tx: AsyncSession, name: str = "Анна Белова", **values: Any) -> int:
    return await people.add(tx, name=name, roles=values.pop("roles", ["rep"]), **values)


async def a_client(tx: AsyncSession, name: str = "Ромашка", owner_id: int | None = None) -> int:
    return await clients.add(tx, name=name, owner_id=owner_id, now=NOW)


async def a_contact(tx: AsyncSession, client_id: int | None, name: str = "Пётр", **values: Any) -> int:
    return await contacts.add(tx, client_id=client_id, name=name, **values)


async def a_product(tx: AsyncSession, name: str = "GTX Pro", price: Decimal | None = None) -> int:
    return await products.add(tx, name=name, price=price)


async def a_deal(tx: AsyncSession, owner_id: int, **values: Any) -> tuple[int, int]:
    """Deal id and run id of a deal in its first stage; `values` are columns of the deal."""
    row = {
        "process": "simple",
        "owner_id": owner_id,
        "extra": {},
        "unknown": [],
        "stage": "prospecting",
        "furthest": "prospecting",
        "opened_at": NOW,
    } | values
    deal = (await tx.execute(insert(models.Deal).values(row).returning(models.Deal.id))).scalar_one()
    run = {
        "kind": "deal",
        "subject_id": deal,
        "process": row["process"],
        "version": 1,
        "state": row["stage"],
        "stage_run": 1,
        "revision": 1,
        "signals": [],
    }
    return deal, (await tx.execute(insert(models.Run).values(run).returning(models.Run.id))).scalar_one()


async def an_activity(tx: AsyncSession, run_id: int, owner_id: int, due: datetime, **values: Any) -> int:
    row = {
        "run_id": run_id,
        "owner_id": owner_id,
        "key": "first_call",
        "kind": "call",
        "scope": "stage",
        "stage_run": 1,
        "due": due,
        "timed": True,
        "attempt": 1,
        "state": "open",
        "completed": False,
        "opened_at": NOW,
        "cause_id": 1,
    } | values
    inserted = await tx.execute(insert(models.Activity).values(row).returning(models.Activity.id))
    return inserted.scalar_one()


async def is_done(session: AsyncSession, update_id: int) -> bool:
    """Whether an update was worked or given up."""
    state = await session.scalar(select(models.Inbox.state).where(models.Inbox.update_id == update_id))
    return state in {"done", "dead"}
