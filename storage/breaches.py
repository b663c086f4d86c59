"""What needs a head: broken rules that nobody has accepted, decisions that somebody waits for, people who cannot be reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.obligations import State
from storage import dialects
from storage.models import Activity, Deal, Obligation, Person, Run
from storage.obligations import CLIENT, STANDING
from storage.runs import REQUEST

DECIDE, UNREACHABLE = "decide", "unreachable"
"""Kinds of lines beside the rules, which go by their keys."""
_row, _task, _run, _deal, _person = (
    dialects.table(one).c for one in (Obligation, Activity, Run, Deal, Person)
)
_OF_DEAL = _run.kind == literal_column("'deal'")
_BROKEN = and_(STANDING, _row.state == State.BREACHED.value, _row.accepted_at.is_(None))


@dataclass(frozen=True, slots=True)
class Finding:
    """A line to be: of which kind, whose, about what, since when; `broken_at` is when a rule was broken (UTC)."""

    kind: str
    owner_id: int
    run_id: int | None
    activity_id: int | None
    since: datetime | None
    obligation_id: int | None = None
    client_id: int | None = None
    broken_at: datetime | None = None


async def broken(
    session: AsyncSession,
    *,
    owner_ids: Collection[int],
    rules: Collection[str],
    before: datetime | None = None,
) -> list[Finding]:
    """What stands broken and is these people's to put right, the oldest first; `before`: broken before this instant.

    What somebody had broken before his deal was handed over is told of whose the deal is now. Deals that are over
    ask for nothing any more.
    """
    ids, named = list(owner_ids), list(rules)
    own = (
        _columns()
        .select_from(dialects.table(Obligation))
        .outerjoin(dialects.table(Run), and_(_run.id == _row.run_id, _OF_DEAL))
        .outerjoin(dialects.table(Deal), _deal.id == _run.subject_id)
        .outerjoin(dialects.table(Activity), _task.id == _row.activity_id)
        .where(_row.owner_id.in_(ids), _row.rule.in_(named))
        .where(or_(_deal.id.is_(None), _deal.outcome.is_(None)))
    )
    # A row by itself belongs to whoever broke it, so those of a deal that came from elsewhere are found by the deal.
    given = (
        _columns()
        .select_from(dialects.table(Deal))
        .join(dialects.table(Run), and_(_run.subject_id == _deal.id, _OF_DEAL))
        .join(dialects.table(Obligation), _row.run_id == _run.id)
        .outerjoin(dialects.table(Activity), _task.id == _row.activity_id)
        .where(_deal.owner_id.in_(ids), _deal.outcome.is_(None), _row.owner_id.not_in(ids))
        # As an expression no index has it, so that nothing begins with all that stands by a rule.
        .where(_row.rule.concat("").in_(named))
    )
    found: dict[int, Finding] = {}
    for query in (own, given):
        told = query.where(_BROKEN, *(() if before is None else (_row.ended_at < before,)))
        found |= {row[0]: _read(row) for row in await session.execute(told)}
    mine = [one for one in found.values() if one.owner_id in owner_ids]
    return sorted(mine, key=lambda one: (one.since, one.obligation_id))


def _columns() -> Select[Any]:
    return select(
        _row.id,
        _row.rule,
        func.coalesce(_task.owner_id, _deal.owner_id, _row.owner_id),
        _row.run_id,
        _row.activity_id,
        _row.kind,
        _row.subject_id,
        _row.since,
        _row.due_at,
        _row.ended_at,
    )


def _read(row: Any) -> Finding:
    """A duty counts from when it was due, a state that is watched from when it began."""
    number, rule, owner, run, task, kind, subject, since, due_at, ended_at = row
    client = subject if kind == CLIENT else None
    return Finding(rule, owner, run, task, since if due_at is None else ended_at, number, client, ended_at)


async def counted(
    session: AsyncSession, *, owner_ids: Collection[int], rules: Collection[str]
) -> dict[str, int]:
    """How many of each of these rules stand broken, of those that are told as a number only."""
    query = (
        select(_row.rule, func.count())
        .where(_BROKEN, _row.owner_id.in_(list(owner_ids)), _row.rule.in_(list(rules)))
        .group_by(_row.rule)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def decisions(session: AsyncSession, *, person_ids: Collection[int]) -> list[Finding]:
    """Requests that wait for a decision of these people, the oldest first; each is whose deal it is about."""
    query = (
        select(_deal.owner_id, _run.id, _task.id, _task.opened_at)
        .join_from(dialects.table(Activity), dialects.table(Run), _run.id == _task.run_id)
        .join(dialects.table(Deal), _deal.id == _run.subject_id)
        .where(
            _task.state == literal_column("'open'"),
            _task.owner_id.in_(list(person_ids)),
            _run.kind == REQUEST,
        )
        .order_by(_task.opened_at, _task.id)
    )
    return [Finding(DECIDE, *row) for row in await session.execute(query)]


async def unreachable(session: AsyncSession, *, person_ids: Collection[int]) -> list[Finding]:
    """People who have blocked the bot, the first ones first."""
    query = (
        select(_person.id, _person.blocked_at)
        .where(_person.id.in_(list(person_ids)), _person.blocked_at.is_not(None), _person.left_at.is_(None))
        .order_by(_person.blocked_at, _person.id)
    )
    return [Finding(UNREACHABLE, person, None, None, at) for person, at in await session.execute(query)]


async def accept(tx: AsyncSession, obligation_id: int, *, by_id: int, reason: str, now: datetime) -> bool:
    """A head lets it pass: it is told to nobody any more while it stands. False where it does not, or was accepted before."""
    accepting = update(dialects.table(Obligation)).where(_row.id == obligation_id, _BROKEN)
    values = {"accepted_at": now, "accepted_by": by_id, "accepted_reason": reason}
    return dialects.count(await tx.execute(accepting.values(**values))) == 1
