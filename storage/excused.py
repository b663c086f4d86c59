"""Exceptions: deals for which another date than the rule's was asked for, why, and who decided what.

A period chooses those that were asked for in it; what was taken back was not asked for. `owner_ids` None is everybody,
else those whose deals they are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from fsm.definition import Exempting
from storage.models import Activity, Client, Deal, History, Person, Run
from storage.runs import DEAL, REQUEST
from storage.tallies import within

_Beside, _Owner, _Asker, _Decider = aliased(Run), aliased(Person), aliased(Person), aliased(Person)
_ANSWERED = "done"


@dataclass(frozen=True, slots=True)
class Excused:
    """One of them. People are names; `decider` None: nobody, or the system.

    `process` and `version` say what the stage `state` of the request means, all None where there is none; `reason` is
    an option, `until` the day that was wanted or agreed on, both as `plain` values of the request.
    """

    run_id: int
    number: str | None
    client: str | None
    amount: Decimal | None
    currency: str | None
    owner: str
    asker: str | None
    asked_at: datetime
    decider: str | None
    decided_at: datetime | None
    process: str | None
    version: int | None
    state: str | None
    reason: str | None
    words: str | None
    until: str | None


async def count(
    session: AsyncSession,
    exempt: Exempting,
    *,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> int:
    """How many there are."""
    query = _joined(select(func.count(Activity.id)), exempt, owner_ids, since, until)
    return await session.scalar(query) or 0


async def page(
    session: AsyncSession,
    exempt: Exempting,
    *,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
    offset: int = 0,
    limit: int | None = None,
) -> list[Excused]:
    """Some of them, or (without a limit) all, what was asked last first."""
    columns = (
        Run.id, Deal.number, Client.name, Deal.amount, Deal.currency, _Owner.name, _Asker.name, Activity.opened_at,
        _Decider.name, Activity.closed_at, _Beside.process, _Beside.version, _Beside.state, _Beside.data, Deal.extra,
    )  # fmt: skip
    query = _joined(select(*columns), exempt, owner_ids, since, until)
    query = query.order_by(Activity.opened_at.desc(), Activity.id.desc()).offset(offset)
    found = await session.execute(query if limit is None else query.limit(limit))
    return [_read(tuple(row), exempt) for row in found]


async def reasons(
    session: AsyncSession,
    exempt: Exempting,
    *,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> dict[str | None, int]:
    """Why, by option, the most frequent first; None: it was not kept."""
    reason = func.coalesce(
        _Beside.data[exempt.reason].as_string(), Deal.extra[exempt.reason].as_string()
    ).label("reason")
    query = _joined(select(reason, func.count()), exempt, owner_ids, since, until).group_by("reason")
    found = [(key, number) for key, number in await session.execute(query)]
    return dict(sorted(found, key=lambda one: (one[0] is None, -one[1], one[0] or "")))


def _joined(
    query: Select[*tuple[Any, ...]],
    exempt: Exempting,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> Select[*tuple[Any, ...]]:
    """From the activity that asks: its deal, the request that runs for it, and who had a part in it."""
    chosen = () if owner_ids is None else (Deal.owner_id.in_(list(owner_ids)),)
    return (
        query.select_from(Activity)
        .join(Run, and_(Run.id == Activity.run_id, Run.kind == DEAL))
        .join(Deal, Deal.id == Run.subject_id)
        .join(_Owner, _Owner.id == Deal.owner_id)
        .outerjoin(Client, Client.id == Deal.client_id)
        .outerjoin(_Beside, and_(_Beside.activity_id == Activity.id, _Beside.kind == REQUEST))
        .outerjoin(History, History.id == Activity.cause_id)
        .outerjoin(_Asker, _Asker.id == History.actor_id)
        .outerjoin(_Decider, and_(_Decider.id == Activity.closed_by, Activity.state == _ANSWERED))
        .where(
            Activity.key == exempt.activity,
            Activity.state != "undone",
            func.coalesce(Activity.outcome, "") != "withdrawn",
            Deal.draft.is_(False),
            *within(Activity.opened_at, since, until),
            *chosen,
        )
    )


def _read(row: tuple[Any, ...], exempt: Exempting) -> Excused:
    """What is asked is kept with the request; where there is none any more, the deal has it."""
    *own, data, extra = row
    known = {**extra, **(data or {})}
    words = (known.get(name) for name in (exempt.reason, exempt.words, exempt.until))
    return Excused(*own, *words)
