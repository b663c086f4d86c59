"""A new deal: its row, its run, and the Start that goes through advance like everything else."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Start
from storage.apply import Advanced, advance
from storage.company import Company
from storage.models import Deal, Run


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


async def open_deal(
    tx: AsyncSession, deal: NewDeal, now: datetime, *, company: Company, process: str, actor_id: int | None
) -> Advanced:
    """Begin a deal on the newest version of the process."""
    definition = company.newest(process)
    deal_id = await tx.scalar(
        insert(Deal)
        .values(
            process=process,
            client_id=deal.client_id,
            contact_id=deal.contact_id,
            product_id=deal.product_id,
            owner_id=deal.owner_id,
            amount=deal.amount,
            currency=deal.currency,
            extra=deal.extra,
            unknown=[],
            stage=definition.start,
            furthest=definition.start,
            opened_at=now,
        )
        .returning(Deal.id)
    )
    run_id = await tx.scalar(
        insert(Run)
        .values(
            kind="deal",
            subject_id=deal_id,
            process=process,
            version=definition.version,
            state=None,
            stage_run=0,
            revision=0,
            signals=[],
        )
        .returning(Run.id)
    )
    assert run_id is not None
    return await advance(tx, run_id, Start(), now, company=company, actor_id=actor_id)
