"""What a rule watches, looked for among what is somebody's: one query for each rule, with cut-offs from his own calendar."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.allowances import before
from fsm.calendar import Calendar, NoWorkingTime
from fsm.definition import Rule, Watch
from storage.dialects import table
from storage.models import Activity, Client, Deal
from storage.obligations import CLIENT, DEAL, TASK
from storage.watches import clients, deals, tasks
from storage.watches.scope import ALL, Found, Part, Scope

__all__ = ["ALL", "KIND", "Found", "Part", "found", "part", "size"]

KIND: Mapping[Watch, str] = {
    Watch.STAGE: DEAL,
    Watch.STEP: TASK,
    Watch.FAR: DEAL,
    Watch.MISSING: DEAL,
    Watch.INFO: DEAL,
    Watch.PARK: DEAL,
    Watch.SNOOZE: TASK,
    Watch.APPROVAL: TASK,
    Watch.CONTACT: CLIENT,
    Watch.COVER: CLIENT,
}
"""What each of them is about."""
_LOOKS: Mapping[Watch, Callable[[AsyncSession, Rule, Scope], Awaitable[list[Found]]]] = {
    Watch.STAGE: deals.stage,
    Watch.STEP: tasks.step,
    Watch.FAR: deals.far,
    Watch.MISSING: deals.missing,
    Watch.INFO: deals.info,
    Watch.PARK: deals.park,
    Watch.SNOOZE: tasks.snooze,
    Watch.APPROVAL: tasks.approval,
    Watch.CONTACT: clients.contact,
    Watch.COVER: clients.cover,
}
_AT_ONCE = frozenset({Watch.MISSING, Watch.COVER})
"""What breaks a rule from its first minute, unless the rule allows it to last for some days."""
_OWNED = {
    DEAL: (table(Deal).c.id, deals.owned),
    TASK: (table(Activity).c.id, tasks.owned),
    CLIENT: (table(Client).c.id, clients.owned),
}


async def found(
    session: AsyncSession,
    rule: Rule,
    owner_id: int,
    *,
    now: datetime,
    calendar: Calendar,
    part: Part = ALL,
    heir: bool = False,
) -> list[Found]:
    """What breaks the rule among what is the owner's, by his own calendar; whether the rule is on is not asked.

    `heir`: clients of nobody are his, too. Nothing is late for somebody who never works.
    """
    if rule.watch is None:
        raise ValueError(f"{rule.rule} is a duty: nothing is watched")
    try:
        there = await _LOOKS[rule.watch](session, rule, Scope(owner_id, now, calendar, part, heir))
        if rule.watch not in _AT_ONCE or not rule.limit.number:
            return there
        since = before(rule.limit, now, calendar)
        return [one for one in there if one.since < since]
    except NoWorkingTime:
        return []


async def size(
    session: AsyncSession, owner_id: int, *, now: datetime, calendar: Calendar, most: int, heir: bool
) -> int:
    """How many rows of all kinds together are the owner's; of each kind at most one more than `most` are counted."""
    scope = Scope(owner_id, now, calendar, ALL, heir)
    counts = []
    for number, owned in _OWNED.values():
        some = select(number).where(*owned(scope)).limit(most + 1).subquery()
        counts.append(select(func.count()).select_from(some).scalar_subquery())
    row = (await session.execute(select(*counts))).one()
    return sum(row)


async def part(
    session: AsyncSession,
    kind: str,
    owner_id: int,
    *,
    now: datetime,
    calendar: Calendar,
    after: int,
    size: int,
    heir: bool,
) -> tuple[Part, int]:
    """The next `size` rows of this kind that are the owner's, and how many there are; without an end where these are the last."""
    number, owned = _OWNED[kind]
    scope = Scope(owner_id, now, calendar, Part(after), heir)
    query = select(number).where(*owned(scope)).order_by(number).limit(size + 1)
    ids = list(await session.scalars(query))
    if len(ids) <= size:
        return Part(after), len(ids)
    return Part(after, ids[size - 1]), size
