"""What a change owes people and channels: the cards of what it opened for somebody else, in this run and in others."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from notifications import feed, owing, redraws
from notifications.kinds import Card, Decided
from storage.apply import Advanced
from storage.company import Company
from storage.runs import REQUEST


async def tell(
    tx: AsyncSession,
    advanced: Advanced,
    now: datetime,
    *,
    company: Company,
    actor_id: int | None,
    told: int | None = None,
) -> None:
    """Owners get one card for each run that has something new for them; channels hear of what they want to hear.

    Whoever has asked is told what was decided, and both sides' cards of a request are drawn as it stands by now.
    `told` (a person's id) hears of it by another message.
    """
    if advanced.kind == REQUEST:
        await _redraw(tx, advanced, now, actor_id)
        if advanced.final is not None and advanced.closed:
            told = advanced.owner
            await _decided(tx, advanced, now, company=company, actor_id=actor_id)
    if advanced.cause_id is not None:
        for one in {one.owner: one for one in advanced.opened}.values():
            if one.owner == told:
                continue
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
        await tell(tx, caused, now, company=company, actor_id=actor_id, told=told)


async def _decided(
    tx: AsyncSession, advanced: Advanced, now: datetime, *, company: Company, actor_id: int | None
) -> None:
    assert advanced.cause_id is not None
    payload = Decided(advanced.run_id, advanced.cause_id)
    cause = advanced.cause_id
    await owing.tell(tx, advanced.owner, payload, now=now, company=company, actor_id=actor_id, cause_id=cause)


async def _redraw(tx: AsyncSession, advanced: Advanced, now: datetime, actor_id: int | None) -> None:
    waiting = () if advanced.waiting is None else (advanced.waiting,)
    for number in {*advanced.closed, *advanced.cancelled, *waiting}:
        await redraws.owe(tx, kind="task", subject_id=number, now=now, but=actor_id)
