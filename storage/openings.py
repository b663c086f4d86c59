"""A new deal: its rows, and the Start that goes through advance like everything else."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Start
from storage import beginnings
from storage.apply import Advanced, advance
from storage.beginnings import NewDeal
from storage.company import Company

__all__ = ["NewDeal", "open_deal"]


async def open_deal(
    tx: AsyncSession,
    deal: NewDeal,
    now: datetime,
    *,
    company: Company,
    process: str,
    actor_id: int | None,
    due: date | None = None,
) -> Advanced:
    """Begin a deal on the newest version of the process; what it opens first may be `due` on a day, or at an instant."""
    run_id = await beginnings.deal(tx, deal, now, company.newest(process))
    return await advance(tx, run_id, Start(due), now, company=company, actor_id=actor_id)
