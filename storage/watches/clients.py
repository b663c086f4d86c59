"""What breaks a rule among somebody's clients. Those that rest until a day ahead are left alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.allowances import before
from fsm.definition import Rule
from storage.dialects import table
from storage.models import Activity, Client, Deal, Person, Run
from storage.obligations import CLIENT
from storage.watches.scope import Found, Scope, normed

TALKS = ("call", "meeting", "presentation")
"""Kinds of activities in which one talks to a client."""
USUAL = "usual"
"""The segment of a client of whom nobody has said another."""
_client, _deal, _run, _task, _person = (table(one).c for one in (Client, Deal, Run, Activity, Person))
_OF_DEAL = and_(_run.kind == literal_column("'deal'"), _run.subject_id == _deal.id)


async def contact(session: AsyncSession, rule: Rule, scope: Scope) -> list[Found]:
    """Nobody has talked to them for longer than their segment allows."""
    talked = _of_client(func.max(_task.closed_at)).where(
        _task.state == literal_column("'done'"), _task.completed, _task.kind.in_(TALKS)
    )
    since = func.coalesce(talked.scalar_subquery(), _client.created_at)
    segment = func.coalesce(_client.segment, literal_column(f"'{USUAL}'"))
    norm = normed(rule, segment, lambda limit: before(limit, scope.now, scope.calendar))
    query = select(_client.id, since).where(*owned(scope), _awake(scope), since < norm)
    return [_found(scope, client, at) for client, at in await session.execute(query)]


async def cover(session: AsyncSession, _rule: Rule, scope: Scope) -> list[Found]:
    """Nothing about them is unfinished and no deal waits, since the last of that was over."""
    open_ = _of_client(_task.id).where(_deal.outcome.is_(None), _task.state == literal_column("'open'"))
    waits = select(_deal.id).where(
        _deal.client_id == _client.id, _deal.outcome.is_(None), _deal.parked_until >= scope.today
    )
    ended = _of_client(func.max(_task.closed_at)).where(_task.state != literal_column("'undone'"))
    query: Select[Any] = select(
        _client.id, _client.created_at, _client.wake_on, ended.scalar_subquery()
    ).where(*owned(scope), _awake(scope), ~exists(open_), ~exists(waits.correlate(table(Client))))
    found = []
    for client, created, woken, last in await session.execute(query):
        known = [created, last, None if woken is None else scope.calendar.morning(woken, 0)]
        found.append(_found(scope, client, max(one for one in known if one is not None)))
    return found


def owned(scope: Scope) -> list[ColumnElement[bool]]:
    """The owner's clients; of whoever answers for them, also those of nobody and of who has left."""
    own = _client.owner_id == scope.owner_id
    if scope.heir:
        gone = select(_person.id).where(_person.left_at.is_not(None))
        own = or_(own, _client.owner_id.is_(None), _client.owner_id.in_(gone))
    return [own, *scope.within(_client.id)]


def _awake(scope: Scope) -> ColumnElement[bool]:
    return or_(_client.wake_on.is_(None), _client.wake_on <= scope.today)


def _of_client(column: Any) -> Select[Any]:
    """Of activities on all deals of the client, drafts and care included."""
    return (
        select(column)
        .select_from(table(Deal))
        .join(table(Run), _OF_DEAL)
        .join(table(Activity), _task.run_id == _run.id)
        .where(_deal.client_id == _client.id)
        .correlate(table(Client))
    )


def _found(scope: Scope, client: int, since: datetime) -> Found:
    return Found(CLIENT, client, None, None, scope.owner_id, since)
