"""What the audit has found, with the names of it, for whoever is to do something about it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from fsm.definition import Rule
from storage import watches
from storage.dialects import table
from storage.models import Activity, Client, Deal, Person, Product, Run
from storage.models import Obligation as Row
from storage.obligations import CLIENT, STANDING
from storage.watches import Part

_row, _owner, _run, _deal, _client, _task, _product = (
    table(one).c for one in (Row, Person, Run, Deal, Client, Activity, Product)
)
_MOST = 200
"""Rows that are read for the few lines that are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row about a deal, a task or a client; `title` is what a person called the task. Instants are UTC."""

    id: int
    rule: str
    kind: str
    subject_id: int
    run_id: int | None
    activity_id: int | None
    owner_id: int
    owner: str
    since: datetime
    standing: bool
    shown_at: datetime | None
    client_id: int | None
    client: str | None
    product: str | None
    process: str | None
    version: int | None
    stage: str | None
    key: str | None
    title: str | None


def _lines() -> Select[Any]:
    about = func.coalesce(_deal.client_id, case((_row.kind == CLIENT, _row.subject_id)))
    return (
        select(
            _row.id, _row.rule, _row.kind, _row.subject_id, _row.run_id, _row.activity_id, _row.owner_id,
            _owner.name, _row.since, _row.standing, _row.shown_at, _client.id, _client.name, _product.name,
            _run.process, _run.version, _deal.stage, _task.key, _task.title,
        )
        .join_from(table(Row), table(Person), _owner.id == _row.owner_id)
        .outerjoin(table(Run), _run.id == _row.run_id)
        .outerjoin(table(Deal), _deal.id == _run.subject_id)
        .outerjoin(table(Client), _client.id == about)
        .outerjoin(table(Product), _product.id == _deal.product_id)
        .outerjoin(table(Activity), _task.id == _row.activity_id)
    )  # fmt: skip


def _standing(owner_ids: Collection[int], rules: Collection[str]) -> list[Any]:
    whose = _row.owner_id.in_(list(owner_ids))
    return [STANDING, whose, _row.rule.in_(list(rules)), _row.accepted_at.is_(None)]


async def get(session: AsyncSession, line_id: int) -> Line | None:
    """One by its row id."""
    row = (await session.execute(_lines().where(_row.id == line_id))).one_or_none()
    return None if row is None else Line(*row)


async def oldest(
    session: AsyncSession, owner_ids: Collection[int], rules: Collection[str], *, limit: int
) -> list[tuple[Line, ...]]:
    """What stands by these rules, the oldest first; what is about one thing, by several of them, is one entry."""
    query = _lines().where(*_standing(owner_ids, rules)).order_by(_row.since, _row.id).limit(_MOST)
    entries: dict[tuple[str, int], list[Line]] = {}
    for row in await session.execute(query):
        line = Line(*row)
        entries.setdefault((line.kind, line.subject_id), []).append(line)
    return [tuple(lines) for lines in list(entries.values())[:limit]]


async def subjects(session: AsyncSession, owner_ids: Collection[int], rules: Collection[str]) -> int:
    """How many entries `oldest` would have without a limit."""
    each = (
        select(_row.kind, _row.subject_id).where(*_standing(owner_ids, rules)).distinct().subquery("subjects")
    )
    return await session.scalar(select(func.count()).select_from(each)) or 0


async def named(
    session: AsyncSession, owner_ids: Collection[int], rules: Collection[str], *, since: datetime
) -> list[Line]:
    """Clients that were named since then, one line for each: also those about whom something was done."""
    whose = (_row.owner_id.in_(list(owner_ids)), _row.rule.in_(list(rules)), _row.kind == CLIENT)
    stands = or_(_row.standing, _row.right_at.is_not(None))
    query = _lines().where(*whose, stands, _row.shown_at >= since).order_by(_row.standing, _row.id)
    found = {row[3]: Line(*row) for row in await session.execute(query)}  # what stands wins
    return sorted(found.values(), key=lambda line: (line.since, line.id))


async def last_named(
    session: AsyncSession, owner_ids: Collection[int], rules: Collection[str]
) -> datetime | None:
    """When clients of these people were named last."""
    whose = (_row.owner_id.in_(list(owner_ids)), _row.rule.in_(list(rules)), _row.shown_at.is_not(None))
    found: datetime | None = await session.scalar(select(func.max(_row.shown_at)).where(*whose))
    return found


async def page(session: AsyncSession, owner_id: int, rule: str, *, offset: int, limit: int) -> list[Line]:
    """What stands against somebody by one rule, the oldest first."""
    query = _lines().where(*_standing([owner_id], [rule])).order_by(_row.since, _row.id)
    return [Line(*row) for row in await session.execute(query.offset(offset).limit(limit))]


async def holding(
    session: AsyncSession,
    rules: Mapping[str, Rule],
    lines: Iterable[Line],
    *,
    now: datetime,
    calendars: Callable[[int], Calendar],
    heir: int | None,
) -> frozenset[int]:
    """Rows that are still true at this minute, whatever the last audit said; `heir` answers for what is nobody's."""
    groups: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        if line.standing and line.rule in rules:
            groups.setdefault((line.rule, line.owner_id), []).append(line)
    true: set[int] = set()
    for (rule, owner), some in groups.items():
        there = await watches.found(
            session,
            rules[rule],
            owner,
            now=now,
            calendar=calendars(owner),
            part=Part(only=[line.subject_id for line in some]),
            heir=owner == heir,
        )
        found = {one.subject_id for one in there}
        true.update(line.id for line in some if line.subject_id in found)
    return frozenset(true)
