"""All work of one person becomes that of others: open deals, tasks on other people's deals, clients.

In pieces, each of them whole, so that one of a thousand deals holds nobody up and can be gone on with.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Subquery, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Assign, Delegate
from fsm.table import Refused
from storage import dialects
from storage.apply import advance
from storage.company import Company
from storage.models import Activity, Client, Deal, Run
from storage.runs import REQUEST

_OPEN = Activity.state == literal_column("'open'")


@dataclass(frozen=True, slots=True)
class Estate:
    """What somebody has to do: open deals, open tasks on other people's deals, clients."""

    deals: int
    tasks: int
    clients: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to hand over."""
        return not self.deals + self.tasks + self.clients


@dataclass(slots=True)
class Piece:
    """What one piece has done: deals and tasks by their new owner, and the activities whose cards are to be redrawn."""

    deals: Counter[int] = field(default_factory=Counter)
    tasks: Counter[int] = field(default_factory=Counter)
    activities: list[int] = field(default_factory=list)
    left: bool = False


async def estate(session: AsyncSession, person_id: int) -> Estate:
    """What would have to be handed over."""
    deals = select(func.count()).select_from(Deal).where(Deal.outcome.is_(None), Deal.owner_id == person_id)
    clients = select(func.count()).select_from(Client).where(Client.owner_id == person_id)
    return Estate(
        await session.scalar(deals) or 0,
        await session.scalar(select(func.count()).select_from(_foreign(person_id))) or 0,
        await session.scalar(clients) or 0,
    )


async def piece(
    tx: AsyncSession,
    giver: int,
    takers: Sequence[int],
    now: datetime,
    *,
    company: Company,
    actor_id: int | None,
    limit: int = 200,
) -> Piece:
    """Hand over at most `limit` deals, in the order of their runs; with the last of them tasks and clients.

    All deals of a client go to one taker; else whoever has the fewest is next. What is the giver's no more is skipped.
    """
    done = Piece()
    found = (
        await tx.execute(
            select(Run.id, Deal.client_id)
            .join(Deal, (Run.kind == "deal") & (Run.subject_id == Deal.id))
            .where(Deal.outcome.is_(None), Deal.owner_id == giver)
            .order_by(Run.id)
            .limit(limit + 1)
        )
    ).all()
    done.left = len(found) > limit
    load = await _load(tx, takers)
    chosen = await _chosen(tx, [client for _, client in found if client is not None], takers)
    for run_id, client_id in found[:limit]:
        taker = chosen.get(client_id or 0) or min(takers, key=lambda one: (load[one], takers.index(one)))
        if client_id is not None:
            chosen[client_id] = taker
        try:
            advanced = await advance(tx, run_id, Assign(taker), now, company=company, actor_id=actor_id)
        except Refused:
            continue  # closed, or given to somebody, in the meantime
        load[taker] += 1
        done.deals[taker] += 1
        done.activities += [one.activity for one in advanced.handed]
    await _clients(tx, giver, chosen)
    if not done.left:
        await _tasks(tx, giver, takers, now, done, company=company, actor_id=actor_id)
        await _rest(tx, giver, takers)
    return done


async def _load(tx: AsyncSession, takers: Sequence[int]) -> Counter[int]:
    rows = await tx.execute(
        select(Deal.owner_id, func.count())
        .where(Deal.outcome.is_(None), Deal.owner_id.in_(takers))
        .group_by(Deal.owner_id)
    )
    return Counter({row[0]: row[1] for row in rows})


async def _chosen(tx: AsyncSession, client_ids: Sequence[int], takers: Sequence[int]) -> dict[int, int]:
    """Clients that an earlier piece has given to somebody: their other deals follow them."""
    rows = await tx.execute(
        select(Client.id, Client.owner_id).where(Client.id.in_(set(client_ids)), Client.owner_id.in_(takers))
    )
    return {client: owner for client, owner in rows if owner is not None}


async def _clients(tx: AsyncSession, giver: int, chosen: Mapping[int, int]) -> None:
    clients = dialects.table(Client)
    for taker in set(chosen.values()):
        ids = [client for client, owner in chosen.items() if owner == taker]
        await tx.execute(
            update(clients).where(clients.c.id.in_(ids), clients.c.owner_id == giver).values(owner_id=taker)
        )


async def _tasks(
    tx: AsyncSession,
    giver: int,
    takers: Sequence[int],
    now: datetime,
    done: Piece,
    *,
    company: Company,
    actor_id: int | None,
) -> None:
    """Tasks on other people's deals, one taker after another; requests to him go to whoever is above."""
    foreign = (await tx.execute(select(_foreign(giver)).order_by("run_id", "id"))).all()
    for place, (activity, run_id, kind, owner) in enumerate(foreign):
        taker = takers[place % len(takers)]
        if kind == REQUEST:
            taker = _decider(giver, owner, takers, company)
        try:
            advanced = await advance(
                tx, run_id, Delegate(activity, taker), now, company=company, actor_id=actor_id
            )
        except Refused:
            continue
        done.tasks[taker] += 1
        done.activities += [activity, *([] if advanced.waiting is None else [advanced.waiting])]


def _decider(giver: int, asking: int, takers: Sequence[int], company: Company) -> int:
    """Who decides about a request instead of the giver: his head, else the head of who asks, else a taker who did not ask."""
    heads = company.organisation.heads
    named = [heads.get(giver), heads.get(asking), *takers]
    return next((one for one in named if one not in {None, giver, asking}), None) or takers[0]


async def _rest(tx: AsyncSession, giver: int, takers: Sequence[int]) -> None:
    """Clients without an open deal, one taker after another."""
    clients = dialects.table(Client)
    for place, taker in enumerate(takers):
        await tx.execute(
            update(clients)
            .where(clients.c.owner_id == giver, clients.c.id % len(takers) == place)
            .values(owner_id=taker)
        )


def _foreign(person_id: int) -> Subquery:
    return (
        select(Activity.id, Activity.run_id, Run.kind, Deal.owner_id.label("asking"))
        .join(Run, Run.id == Activity.run_id)
        .join(Deal, Run.subject_id == Deal.id)
        .where(_OPEN, Activity.owner_id == person_id, Deal.owner_id != person_id)
        .subquery("foreign_tasks")
    )
