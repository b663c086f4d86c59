"""Rows of a run that begins: a deal with its run, or a request beside a deal. Start goes through advance afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Process, Subject
from fsm.values import Value, plain
from storage import fields
from storage.dialects import table
from storage.models import Deal, Run
from storage.runs import DEAL, REQUEST


@dataclass(frozen=True, slots=True)
class NewDeal:
    """What is known of a deal when it begins."""

    owner_id: int
    client_id: int | None = None
    contact_id: int | None = None
    product_id: int | None = None
    amount: Decimal | None = None
    currency: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def carrying(process: Process, owner_id: int, values: Mapping[str, Value], of: Process) -> NewDeal:
    """A new deal with these fields of a deal of another process, as far as both have them with the same type."""
    columns: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, value in values.items():
        if key in process.fields and process.fields[key].type is of.fields[key].type:
            found = fields.columns(process, key, value)
            columns |= found
            if not found:
                extra[key] = plain(value)
    columns.pop("close_date", None)  # the day on which the other one was closed
    return NewDeal(owner_id, **columns, extra=extra)


async def deal(
    tx: AsyncSession, new: NewDeal, now: datetime, process: Process, *, parent_id: int | None = None
) -> int:
    """The run of a new deal; it is a draft where its process begins with one, and for ever where it is no sale."""
    draft = process.stages[process.start].draft or process.subject is Subject.CARE
    deal_id = await tx.scalar(
        insert(Deal)
        .values(
            process=process.process,
            client_id=new.client_id,
            contact_id=new.contact_id,
            product_id=new.product_id,
            owner_id=new.owner_id,
            amount=new.amount,
            currency=new.currency,
            extra=new.extra,
            unknown=[],
            stage=process.start,
            furthest=process.start,
            draft=draft,
            opened_at=None if draft else now,
        )
        .returning(Deal.id)
    )
    return await _run(tx, {"kind": DEAL, "subject_id": deal_id, "parent_id": parent_id}, process)


async def request(
    tx: AsyncSession,
    process: Process,
    *,
    deal_id: int,
    parent_id: int,
    activity_id: int,
    values: Mapping[str, Value],
    of: Process,
) -> int:
    """The run of a request about a deal, for an activity there that waits for it; it takes what both know."""
    data = {
        key: plain(values[key])
        for key, one in process.fields.items()
        if values.get(key) is not None and one.type is of.fields[key].type
    }
    row = {"kind": REQUEST, "subject_id": deal_id, "parent_id": parent_id, "activity_id": activity_id}
    return await _run(tx, {**row, "data": data}, process)


async def _run(tx: AsyncSession, row: Mapping[str, Any], process: Process) -> int:
    new = {"process": process.process, "version": process.version, "state": None, "stage_run": 0}
    inserting = insert(table(Run)).returning(table(Run).c.id)
    found: int = (
        await tx.execute(inserting, {**new, "revision": 0, "signals": [], "data": {}, **row})
    ).scalar_one()
    return found
