"""Activities as people look at them: the card of one, what is open on a deal, what was done on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage import contacts, deals, dialects, requests
from storage.exemptions import Weighed
from storage.models import Activity as Row
from storage.models import Deal, Person, Run
from storage.requests import Request
from storage.runs import DEAL

# Written out, not bound: only then do both planners see that the partial index serves.
OPEN = Row.state == literal_column("'open'")
_Closer, _Waits = aliased(Person), aliased(Run)
_MINE = (
    Row.id,
    Row.key,
    Row.kind,
    Row.scope,
    Row.owner_id,
    Row.due,
    Row.timed,
    Row.attempt,
    Row.state,
    Row.outcome,
    Row.opened_at,
    Row.closed_at,
    Row.closed_by,
    _Closer.name,
    Row.title,
    Row.snoozed,
    Row.origin,
    Row.closed_cause_id,
    Run.kind.label("run_kind"),
    select(func.max(_Waits.id)).where(_Waits.activity_id == Row.id).scalar_subquery(),
)
_CARD = (
    deals.with_names(
        select(*_MINE, *deals.CARD)
        .select_from(Row)
        .join(Run, Run.id == Row.run_id)
        .join(Deal, Deal.id == Run.subject_id)
    )
    .outerjoin(_Closer, _Closer.id == Row.closed_by)
    .where(Row.id == bindparam("activity"))
)
_OPEN_COLUMNS = (
    Row.id,
    Row.run_id,
    Row.key,
    Row.kind,
    Row.scope,
    Row.owner_id,
    Row.due,
    Row.timed,
    Row.attempt,
    Row.title,
)
_OF_RUN = select(*_OPEN_COLUMNS).where(OPEN, Row.run_id == bindparam("run")).order_by(Row.due, Row.id)
# Columns of tables, not of classes: as ORM queries these cost half as much again, and every press asks them.
_row, _closer = dialects.table(Row).c, dialects.table(Person).c
_TOUCHES = (
    select(
        _row.id,
        _row.key,
        _row.kind,
        _row.outcome,
        _row.attempt,
        _row.closed_at,
        _row.closed_by,
        _closer.name,
        _row.title,
        _row.origin,
    )
    .select_from(dialects.table(Row))
    .outerjoin(dialects.table(Person), _closer.id == _row.closed_by)
    .where(_row.run_id == bindparam("run"), _row.state == literal_column("'done'"))
    .order_by(_row.closed_at.desc(), _row.id.desc())
    .limit(bindparam("most"))
)
_PLACE = select(_row.run_id, _row.owner_id, _row.state).where(_row.id == bindparam("activity"))


@dataclass(frozen=True, slots=True)
class Card:
    """An activity and the deal that it is for. `state` is open, done, cancelled or undone; `closer` is a name."""

    deal: deals.Card
    id: int
    key: str
    kind: str
    scope: str
    owner_id: int
    due: datetime
    timed: bool
    attempt: int
    state: str
    outcome: str | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: int | None
    closer: str | None
    title: str | None = None
    snoozed: int = 0
    origin: str = "process"
    closed_cause_id: int | None = None
    run_kind: str = DEAL
    asked: int | None = None  # the run of the request that it waits for
    request: Request | None = None  # that one, or the one that it is a step of
    earlier: Sequence[Request] = ()  # of the same sort on this deal, the newest first
    known: Sequence[
        contacts.Contact
    ] = ()  # of the client, while it is open and the deal has no contact of its own
    weighed: Weighed | None = None  # of a request for another date: what whoever decides should know

    @property
    def deal_run(self) -> int:
        """The run of the deal itself."""
        return self.deal.run_id if self.request is None else self.request.deal_run

    @property
    def is_step(self) -> bool:
        """Whether it is a step of a request, and not of the deal itself."""
        return self.run_kind != DEAL


@dataclass(frozen=True, slots=True)
class Open:
    """An open activity."""

    id: int
    run_id: int
    key: str
    kind: str
    scope: str
    owner_id: int
    due: datetime
    timed: bool
    attempt: int
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """Something that was done on a deal, by whom (a name; None: the system) and with what outcome."""

    id: int
    key: str
    kind: str
    outcome: str | None
    attempt: int
    at: datetime | None
    by_id: int | None
    by: str | None
    title: str | None = None
    origin: str = "process"


async def card(session: AsyncSession, activity_id: int) -> Card | None:
    """An activity by its row id, in whatever state."""
    row = (await session.execute(_CARD, {"activity": activity_id})).one_or_none()
    if row is None:
        return None
    values: tuple[Any, ...] = tuple(row)
    found = Card(deals.Card(*values[len(_MINE) :]), *values[: len(_MINE)])
    if found.is_step or found.asked is not None:
        return await _with_request(session, found)
    if found.state != "open" or found.deal.contact_id is not None or found.deal.phone is not None:
        return found
    client = found.deal.client_id
    return (
        found
        if client is None
        else replace(found, known=tuple(await contacts.of_client(session, client, limit=3)))
    )


async def _with_request(session: AsyncSession, found: Card) -> Card:
    request = await requests.of_run(session, found.deal.run_id if found.is_step else found.asked or 0)
    if request is None:  # it was taken back before it had begun
        return found
    every = await requests.of_deal(session, request.deal_run)
    same = [one for one in every if one.key == request.key and one.run_id < request.run_id]
    return replace(found, request=request, earlier=same)


async def open_of(session: AsyncSession, run_id: int) -> list[Open]:
    """What is open on a run, the earliest due first."""
    rows: list[tuple[Any, ...]] = [tuple(row) for row in await session.execute(_OF_RUN, {"run": run_id})]
    return [Open(*row) for row in rows]


async def touches(session: AsyncSession, run_id: int, *, limit: int = 3) -> list[Touch]:
    """What was done on a run, the newest first."""
    found = await session.execute(_TOUCHES, {"run": run_id, "most": limit})
    rows: list[tuple[Any, ...]] = [tuple(row) for row in found]
    return [Touch(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Late:
    """Something that was not done in time; `snoozed` is how often it was put off."""

    id: int
    run_id: int
    due: datetime
    snoozed: int


async def overdue(
    session: AsyncSession, owner_ids: Collection[int], now: datetime, *, limit: int = 500
) -> list[Late]:
    """What these people have not done in time, the oldest first."""
    query = select(Row.id, Row.run_id, Row.due, Row.snoozed)
    query = query.where(OPEN, Row.owner_id.in_(list(owner_ids)), Row.due < now)
    query = query.order_by(Row.due, Row.id).limit(limit)
    return [Late(*row) for row in await session.execute(query)]


async def dues(session: AsyncSession, owner_ids: Collection[int]) -> list[tuple[int, datetime]]:
    """Owner and due of everything that is open for these people: what spreading new work has to look at."""
    query = select(Row.owner_id, Row.due).where(OPEN, Row.owner_id.in_(list(owner_ids)))
    return [(owner, due) for owner, due in await session.execute(query)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity belongs, for whoever has its id only."""

    run_id: int
    owner_id: int
    state: str


async def place(session: AsyncSession, activity_id: int) -> Place | None:
    """The run, the owner and the state of an activity."""
    row = (await session.execute(_PLACE, {"activity": activity_id})).one_or_none()
    return None if row is None else Place(*row)
