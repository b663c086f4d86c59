"""Lists about a rule: which deals were in time and which were not, which stand broken, of which too little is known.

A period chooses what ended in it, as in storage.tallies; what stands is as it is now. `owner_ids` None is everybody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Rule
from fsm.obligations import State
from storage import obligations, tallies
from storage.dialects import table
from storage.models import Client as ClientRow
from storage.models import Deal as DealRow
from storage.models import Obligation as Row
from storage.models import Person as PersonRow
from storage.obligations import CLIENT, STANDING, Kept

_row, _deal, _client, _person = table(Row).c, table(DealRow).c, table(ClientRow).c, table(PersonRow).c


class Group(StrEnum):
    """Which of them.

    IN_TIME ended in the period, fulfilled · LATE ended in the period, broken, or was found broken in it · BROKEN
    stands broken now · UNKNOWN sleeps now, because it is not known whether the rule applies
    """

    IN_TIME = "i"
    LATE = "l"
    BROKEN = "b"
    UNKNOWN = "u"


@dataclass(frozen=True, slots=True)
class Line:
    """What the rule was about, and whose it was (a name). `amount` in `currency`; without a deal neither is known."""

    kept: Kept
    owner: str
    number: str | None
    client: str | None
    client_id: int | None
    amount: Decimal | None
    currency: str | None


async def count(
    session: AsyncSession,
    rule: Rule,
    group: Group,
    *,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> int:
    """How many there are."""
    chosen = _chosen(rule, group, owner_ids, since, until)
    return await session.scalar(tallies.with_deals(select(func.count(_row.id))).where(*chosen)) or 0


async def page(
    session: AsyncSession,
    rule: Rule,
    group: Group,
    *,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
    offset: int = 0,
    limit: int | None = None,
) -> list[Line]:
    """Some of them, or (without a limit) all: what ended last comes first, what stands longest too."""
    lasting = group in {Group.BROKEN, Group.UNKNOWN}
    order = (_row.since, _row.id) if lasting else (_row.ended_at.desc(), _row.id.desc())
    query = _lines().where(*_chosen(rule, group, owner_ids, since, until)).order_by(*order).offset(offset)
    width = len(obligations.columns())
    found = await session.execute(query if limit is None else query.limit(limit))
    return [Line(obligations.read(row[:width]), *row[width:]) for row in map(tuple, found)]


def _chosen(
    rule: Rule,
    group: Group,
    owner_ids: Collection[int] | None,
    since: datetime | None,
    until: datetime | None,
) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [_row.rule == rule.rule]
    if owner_ids is not None:
        chosen.append(_row.owner_id.in_(list(owner_ids)))
    ended = tallies.within(_row.ended_at, since, until)
    match group:
        case Group.IN_TIME:
            return [*chosen, _row.state == State.FULFILLED.value, *ended]
        case Group.LATE:
            return [*chosen, _row.state == State.BREACHED.value, *ended]
        case Group.BROKEN:
            return [*chosen, STANDING, tallies.STANDS]
        case Group.UNKNOWN:
            nothing = false() if rule.threshold is None else tallies.unknown(rule.threshold.field)
            return [*chosen, STANDING, _row.state == State.SLEEPING.value, nothing]


def _lines() -> Select[*tuple[Any, ...]]:
    """In the order of the fields of Line. A breach of what is watched may be about a client himself."""
    # One lookup by the primary key; two ways joined by `or` would look through all clients for each row.
    of_client = case((_row.kind == CLIENT, _row.subject_id), else_=_deal.client_id)
    columns = (_person.name, _deal.number, _client.name, _client.id, _deal.amount, _deal.currency)
    query = tallies.with_deals(select(*obligations.columns(), *columns))
    return query.join(table(PersonRow), _person.id == _row.owner_id).outerjoin(
        table(ClientRow), _client.id == of_client
    )
