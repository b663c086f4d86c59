"""How deals went, as far as a rule looks at them, told from their history: for a replay of its duties.

Deals that are older than the rule, or were opened while it was off, are among them. Imported ones are not: a file says
where they stand, not when what was done about them. What was taken back since is as if it had never been.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import TOUCHED, Rule
from fsm.replay import Course
from storage import retold
from storage.company import Company
from storage.dialects import table
from storage.models import Activity, Contact, Deal, History, Run, StageRun
from storage.retold import Rows
from storage.tallies import within

# Over tables: as ORM queries these cost half as much again.
_run, _deal, _contact, _told, _task, _stay = (
    table(one).c for one in (Run, Deal, Contact, History, Activity, StageRun)
)
_DEALS = table(Run).join(
    table(Deal), and_(_run.kind == literal_column("'deal'"), _run.subject_id == _deal.id)
)
_BATCH = 500
_OWNER, _TOUCHED, _SIGNALS = '"owner_id"', '"touched_at":null', '"signals"'
_COLUMNS = (
    _run.id, _run.process, _run.version, _run.signals, _deal.owner_id, _deal.opened_at, _deal.touched_at, _deal.extra,
    _deal.amount, _deal.currency, _deal.close_date, _deal.client_id, _deal.contact_id, _deal.product_id, _contact.phone,
)  # fmt: skip


async def courses(
    session: AsyncSession,
    rule: Rule,
    company: Company,
    *,
    owner_ids: Collection[int] | None,
    since: datetime,
    until: datetime,
) -> list[Course]:
    """Of deals opened in [since, until) that are these people's (None: everybody's), or once were anybody else's."""
    found: list[Course] = []
    processes = {key: retold.lessened(one, rule) for key, one in company.processes.items()}
    runs = list(await session.scalars(_chosen(owner_ids, since, until)))
    for start in range(0, len(runs), _BATCH):
        batch = runs[start : start + _BATCH]
        rows = await _rows(session, rule, batch)
        query = select(*_COLUMNS).select_from(
            _DEALS.outerjoin(table(Contact), _contact.id == _deal.contact_id)
        )
        deals = (await session.execute(query.where(_run.id.in_(batch)).order_by(_run.id))).mappings().all()
        # Whoever presses something meanwhile is not made to wait for thousands of deals.
        found += await asyncio.to_thread(retold.told, rule, deals, rows, processes, company)
    return found


async def imported(
    session: AsyncSession, *, owner_ids: Collection[int] | None, since: datetime, until: datetime
) -> int:
    """How many deals of these people, opened then, came from a file and cannot be told of."""
    owned = () if owner_ids is None else (_deal.owner_id.in_(list(owner_ids)),)
    query = select(func.count()).select_from(table(Deal)).where(_deal.import_id.is_not(None), *owned)
    return await session.scalar(query.where(*within(_deal.opened_at, since, until))) or 0


def _chosen(owner_ids: Collection[int] | None, since: datetime, until: datetime) -> Any:
    query = (
        select(_run.id)
        .select_from(_DEALS)
        .where(_deal.draft.is_(False), _deal.import_id.is_(None), *within(_deal.opened_at, since, until))
    )
    if owner_ids is not None:
        given = select(_told.run_id).where(_tells(_OWNER), _told.at >= since)
        query = query.where(or_(_deal.owner_id.in_(list(owner_ids)), _run.id.in_(given)))
    return query.order_by(_run.id)


async def _rows(session: AsyncSession, rule: Rule, runs: Sequence[int]) -> Rows:
    words = [_OWNER, *(f'"{name}"' for name in sorted(rule.fields))]
    if TOUCHED in rule.facts:
        words.append(_TOUCHED)
    if rule.facts - {TOUCHED}:
        words.append(_SIGNALS)
    entries = await session.execute(
        select(_told.run_id, _told.at, _told.before)
        .where(_told.run_id.in_(runs), _told.undone_id.is_(None), or_(*map(_tells, words)))
        .order_by(_told.id)
    )
    done = await session.execute(
        select(_task.run_id, _task.closed_at, _task.key).where(
            _task.run_id.in_(runs),
            _task.key.in_(sorted(rule.facts)),
            _task.state == "done",
            _task.completed.is_(True),
        )
    )
    ends = await session.execute(
        select(_stay.run_id, _stay.entered_at, _stay.stage)
        .where(_stay.run_id.in_(runs), _stay.left_at == _stay.entered_at)
        .order_by(_stay.entered_at)
    )
    asked = await session.execute(_asking(rule, runs)) if rule.exempt is not None else ()
    return Rows(*(_by_run(some) for some in (entries, done, asked, ends)))


def _asking(rule: Rule, runs: Sequence[int]) -> Any:
    """Requests for another date, in the order in which they were asked for."""
    assert rule.exempt is not None
    return (
        select(
            _task.run_id,
            _task.opened_at,
            _task.closed_at,
            _run.process,
            _run.version,
            _run.state,
            _run.data,
        )
        .outerjoin_from(table(Activity), table(Run), _run.activity_id == _task.id)
        .where(_task.run_id.in_(runs), _task.key == rule.exempt.activity, _task.state != "undone")
        .order_by(_task.id)
    )


def _tells(words: str) -> ColumnElement[bool]:
    """Entries that say what something was before; written without spaces on both databases."""
    return cast(_told.before, Text).contains(words, autoescape=True)


def _by_run(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for run, *rest in rows:
        found[run].append(tuple(rest))
    return found
