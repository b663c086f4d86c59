"""Deals as people look at them: the card of one with all its names, and pages of many."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.fields import PHONE
from storage.models import Activity, Client, Contact, Person, Product, Run
from storage.models import Deal as Row

_Next = aliased(Activity)
_IS_OPEN = Row.outcome.is_(None)
CARD = (
    Row.id,
    Run.id,
    Row.number,
    Run.process,
    Run.version,
    Run.stage_run,
    Run.revision,
    Row.stage,
    Row.furthest,
    Row.outcome,
    Row.amount,
    Row.currency,
    Row.close_date,
    Row.extra,
    Row.unknown,
    Row.opened_at,
    Row.closed_at,
    Row.owner_id,
    Person.name,
    Row.client_id,
    Client.name,
    Row.contact_id,
    Contact.name,
    # A deal without a contact keeps the number that was given for it itself.
    func.coalesce(Contact.phone, Row.extra[PHONE].as_string()),
    Contact.email,
    Row.product_id,
    Product.name,
    Row.parked_until,
    Row.parked_reason,
)
"""The columns of a Card, in its order; `with_names` joins what they are of."""


@dataclass(frozen=True, slots=True)
class Card:
    """A deal with the names of all that it is about. `extra` holds fields in the form of values.plain."""

    deal_id: int
    run_id: int
    number: str | None
    process: str
    version: int
    stage_run: int
    revision: int
    stage: str
    furthest: str
    outcome: str | None
    amount: Decimal | None
    currency: str | None
    close_date: date | None
    extra: dict[str, Any]
    unknown: list[str]
    opened_at: datetime | None
    closed_at: datetime | None
    owner_id: int
    owner: str
    client_id: int | None
    client: str | None
    contact_id: int | None
    contact: str | None
    phone: str | None
    email: str | None
    product_id: int | None
    product: str | None
    parked_until: date | None = None
    parked_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A deal in a list, with its earliest open activity, if it has one."""

    deal_id: int
    run_id: int
    number: str | None
    process: str
    version: int
    stage: str
    outcome: str | None
    amount: Decimal | None
    currency: str | None
    owner_id: int
    owner: str
    client: str | None
    product: str | None
    next_id: int | None
    next_key: str | None
    next_due: datetime | None
    next_timed: bool | None
    parked_until: date | None = None
    touched_at: datetime | None = None
    opened_at: datetime | None = None
    next_title: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """Some deals: how many, and what they are worth together."""

    count: int
    amount: Decimal


def with_names(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join to a query that already is from deals and runs whatever CARD takes names from."""
    return (
        query.join(Person, Person.id == Row.owner_id)
        .outerjoin(Client, Client.id == Row.client_id)
        .outerjoin(Contact, Contact.id == Row.contact_id)
        .outerjoin(Product, Product.id == Row.product_id)
    )


_CARD = with_names(
    select(*CARD)
    .select_from(Row)
    .join(Run, and_(Run.kind == literal_column("'deal'"), Run.subject_id == Row.id))
)
_BY_DEAL = _CARD.where(Row.id == bindparam("deal"))
_BY_RUN = _CARD.where(Run.id == bindparam("run"))


async def card(session: AsyncSession, deal_id: int) -> Card | None:
    """A deal by its row id."""
    row = (await session.execute(_BY_DEAL, {"deal": deal_id})).one_or_none()
    return None if row is None else Card(*row)


async def card_of_run(session: AsyncSession, run_id: int) -> Card | None:
    """The deal that a run is about."""
    row = (await session.execute(_BY_RUN, {"run": run_id})).one_or_none()
    return None if row is None else Card(*row)


def _chosen(
    owner_ids: Collection[int] | None, stage: str | None, client_id: int | None, *, open_: bool
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if open_:
        conditions.append(_IS_OPEN)
        if client_id is None:  # of a client all that is going on is told
            conditions.append(Row.draft.is_(False))
    if owner_ids is not None:
        conditions.append(Row.owner_id.in_(list(owner_ids)))
    if stage is not None:
        conditions.append(Row.stage == stage)
    if client_id is not None:
        conditions.append(Row.client_id == client_id)
    return conditions


def lines() -> Select[*tuple[Any, ...]]:
    """A query for Lines, in the order of their fields; whoever takes it says which deals and in which order."""
    next_id = (
        select(_Next.id)
        .where(_Next.run_id == Run.id, _Next.state == literal_column("'open'"))
        .order_by(_Next.due, _Next.id)
        .limit(1)
        .correlate(Run)
        .scalar_subquery()
    )
    return (
        select(
            Row.id,
            Run.id,
            Row.number,
            Run.process,
            Run.version,
            Row.stage,
            Row.outcome,
            Row.amount,
            Row.currency,
            Row.owner_id,
            Person.name,
            Client.name,
            Product.name,
            Activity.id,
            Activity.key,
            Activity.due,
            Activity.timed,
            Row.parked_until,
            Row.touched_at,
            Row.opened_at,
            Activity.title,
        )
        .select_from(Row)
        .join(Run, and_(Run.kind == "deal", Run.subject_id == Row.id))
        .join(Person, Person.id == Row.owner_id)
        .outerjoin(Client, Client.id == Row.client_id)
        .outerjoin(Product, Product.id == Row.product_id)
        .outerjoin(Activity, Activity.id == next_id)
    )


async def page(
    session: AsyncSession,
    *,
    owner_ids: Collection[int] | None,
    stage: str | None = None,
    client_id: int | None = None,
    open_: bool = True,
    offset: int = 0,
    limit: int = 8,
) -> list[Line]:
    """Deals, those whose next step is due first; with `open_` False also closed ones. `owner_ids` None is everybody."""
    query = (
        lines()
        .where(*_chosen(owner_ids, stage, client_id, open_=open_))
        .order_by(Activity.due.is_(None), Activity.due, Row.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Line(*row) for row in await session.execute(query)]


async def ended(
    session: AsyncSession, *, owner_ids: Collection[int] | None, client_id: int, limit: int = 3
) -> list[Line]:
    """The client's deals that have ended, the last one first."""
    query = (
        lines()
        .where(*_chosen(owner_ids, None, client_id, open_=False), Row.outcome.is_not(None))
        .order_by(Row.closed_at.desc(), Row.id.desc())
        .limit(limit)
    )
    return [Line(*row) for row in await session.execute(query)]


async def by_owner(session: AsyncSession, *, owner_ids: Collection[int] | None) -> dict[int, Total]:
    """Open deals by owner; nobody without any."""
    query = select(Row.owner_id, func.count(), func.sum(Row.amount))
    query = query.where(*_chosen(owner_ids, None, None, open_=True)).group_by(Row.owner_id)
    return {owner: Total(count, total or Decimal(0)) for owner, count, total in await session.execute(query)}
