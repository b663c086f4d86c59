"""What a change owes people and channels: the cards of what it opened for somebody else, in this run and in others."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import feed, owing
from notifications.kinds import Card
from storage.apply import Advanced
from storage.company import Company


async def tell(
    tx: AsyncSession, advanced: Advanced, now: datetime, *, company: Company, actor_id: int | None
) -> None:
    """Owners get one card for each run that has something new for them; channels hear of what they want to hear."""
    if advanced.cause_id is not None:
        for one in {one.owner: one for one in advanced.opened}.values():
            card = Card(one.id, advanced.cause_id, foreign=True, run=advanced.run_id)
            await owing.tell(
                tx,
                one.owner,
                card,
                now=now,
                company=company,
                actor_id=actor_id,
                cause_id=advanced.cause_id,
            )
        await feed.post(tx, advanced, now)
    for caused in advanced.caused:
        await tell(tx, caused, now, company=company, actor_id=actor_id)
