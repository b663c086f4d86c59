"""Whatever a person types to find a client or a deal: parts of names, tails of phones, numbers; slips of the finger too.

Names are kept folded, so capitals, ё and signs do not matter on either database. A part may stand anywhere in
a name; the scan that this takes was measured and is cheaper than a table of words to be kept.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.fields import PHONE
from storage.models import Client, Contact, Deal, Phone, Run
from storage.names import digits, fold
from storage.slips import near, pieces

TAIL = 4
"""The fewest digits that are a part of a phone."""
MOST = 200
"""More are not listed: who gets that many has to say more."""
_SUSPECTS = 5000
_OWN_NUMBER = re.compile(r"[#№]\s*([0-9]{1,12})")
_INN = frozenset({10, 12})


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed, as it is looked for. `tail` is the end of a phone, `row` a deal's own number."""

    words: tuple[str, ...]
    tail: str
    number: str
    inn: str | None
    row: int | None

    @property
    def key(self) -> str:
        """The words as they would begin a name."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Found:
    """Ids in the order in which they are shown; `guessed` when only names that are spelled nearly so were found."""

    deals: tuple[int, ...] = ()
    clients: tuple[int, ...] = ()
    guessed: bool = False

    @property
    def count(self) -> int:
        return len(self.deals) + len(self.clients)


def sought(text: str) -> Sought:
    """What these words may mean."""
    words = tuple(fold(text[:200]).split())
    figures = digits(text)
    plain = not re.search(r"[^\W\d_]", text)  # without a letter it may be a phone
    own = _OWN_NUMBER.fullmatch(text.strip())
    return Sought(
        words=words,
        tail=figures[-10:] if plain and len(figures) >= TAIL else "",
        number=text.strip()[:100],
        inn=figures if plain and len(figures) in _INN else None,
        row=int(own[1]) if own else None,
    )


async def find(session: AsyncSession, text: str, *, owner_ids: Collection[int] | None) -> Found:
    """Deals by number, then clients by name, contact, phone or tax number; those of these owners only, None: all."""
    what = sought(text)
    if not what.words and what.row is None:
        return Found()
    deals = await _numbered(session, what, owner_ids)
    clients = await _named(session, what, owner_ids) if what.words else []
    if what.words:
        met, alone = await _people(session, what, owner_ids)
        clients += [one for one in met if one not in clients]
        deals += [one for one in alone if one not in deals]
    if not deals and not clients and what.tail:
        deals = await _phoned(session, what.tail, owner_ids)
    if deals or clients or what.tail:
        return Found(tuple(deals[:MOST]), tuple(clients[:MOST]))
    return Found(clients=tuple(await _nearly(session, what, owner_ids)), guessed=True)


def visible(owner_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    """The client is theirs, or they have a deal with it."""
    if owner_ids is None:
        return []
    return [Client.id.in_(_of(owner_ids))]


def _of(owner_ids: Collection[int]) -> CompoundSelect[tuple[int | None]]:
    """Ids of clients that are theirs. A list first: asked of each client in turn it took ten times as long."""
    ids = list(owner_ids)
    dealt = select(Deal.client_id).where(Deal.owner_id.in_(ids), Deal.client_id.is_not(None))
    return union(select(Client.id).where(Client.owner_id.in_(ids)), dealt)


def _theirs(owner_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if owner_ids is None else [Deal.owner_id.in_(list(owner_ids))]


async def _numbered(session: AsyncSession, what: Sought, owner_ids: Collection[int] | None) -> list[int]:
    """Deals that have this number where they came from, or here."""
    ways = Deal.number.in_({what.number, what.number.upper(), what.number.lower()})
    matches = ways if what.row is None else or_(ways, Deal.id == what.row)
    return list(await session.scalars(select(Deal.id).where(matches, *_theirs(owner_ids)).limit(5)))


async def _named(session: AsyncSession, what: Sought, owner_ids: Collection[int] | None) -> list[int]:
    every = and_(*(Client.key.contains(word, autoescape=True) for word in what.words))
    matches = every if what.inn is None else or_(every, Client.inn == what.inn)
    begins = case((Client.key == what.key, 0), (Client.key.startswith(what.key, autoescape=True), 1), else_=2)
    query = select(Client.id).where(matches, *visible(owner_ids)).order_by(begins, Client.key, Client.id)
    return list(await session.scalars(query.limit(MOST)))


async def _people(
    session: AsyncSession, what: Sought, owner_ids: Collection[int] | None
) -> tuple[list[int], list[int]]:
    """Clients whose contacts are called so, or called up so; and deals with contacts of no client."""
    matches = and_(*(Contact.key.contains(word, autoescape=True) for word in what.words))
    if what.tail:
        second = select(Phone.contact_id).where(Phone.number.endswith(what.tail, autoescape=True))
        matches = or_(matches, Contact.phone.endswith(what.tail, autoescape=True), Contact.id.in_(second))
    seen = [] if owner_ids is None else [Contact.client_id.in_(_of(owner_ids))]
    at_clients = (
        select(Contact.client_id)
        .where(matches, Contact.client_id.is_not(None), *seen)
        .order_by(Contact.key, Contact.id)
    )
    alone = (
        select(Deal.id)
        .join(Contact, Contact.id == Deal.contact_id)
        .where(matches, Deal.client_id.is_(None), *_theirs(owner_ids))
        .order_by(Deal.id.desc())
    )
    clients = [one for one in await session.scalars(at_clients.limit(MOST)) if one is not None]
    return list(dict.fromkeys(clients)), list(await session.scalars(alone.limit(20)))


async def _phoned(session: AsyncSession, tail: str, owner_ids: Collection[int] | None) -> list[int]:
    """Open deals that have the number themselves, as those of some imports do."""
    matches = Deal.extra[PHONE].as_string().endswith(tail, autoescape=True)
    query = select(Deal.id).where(matches, Deal.outcome.is_(None), *_theirs(owner_ids))
    return list(await session.scalars(query.order_by(Deal.id.desc()).limit(20)))


async def _nearly(session: AsyncSession, what: Sought, owner_ids: Collection[int] | None) -> list[int]:
    """Clients with one slip in the name, or two in a long one: some piece of it is still whole."""
    parts = pieces(what.key)
    if not parts:
        return []
    suspected = or_(*(Client.key.contains(part, autoescape=True) for part in parts))
    query = select(Client.id, Client.key).where(suspected, *visible(owner_ids)).limit(_SUSPECTS)
    found = [
        (off, key, number) for number, key in await session.execute(query) if (off := near(what.key, key))
    ]
    return [number for _, _, number in sorted(found)[:20]]


@dataclass(frozen=True, slots=True)
class ClientHit:
    """A client in a list of what was found."""

    id: int
    name: str
    contact: str | None
    open: int


async def client_hits(session: AsyncSession, client_ids: Sequence[int]) -> list[ClientHit]:
    """Names for these, in this order, with one contact and how many open deals."""
    contact = (
        select(Contact.name)
        .where(Contact.client_id == Client.id)
        .order_by(Contact.id.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
    open_ = (
        select(func.count())
        .select_from(Deal)
        .where(Deal.client_id == Client.id, Deal.outcome.is_(None))
        .correlate(Client)
        .scalar_subquery()
    )
    query = select(Client.id, Client.name, contact, open_).where(Client.id.in_(list(client_ids)))
    rows = {row[0]: ClientHit(*row) for row in await session.execute(query)}
    return [rows[number] for number in client_ids if number in rows]


@dataclass(frozen=True, slots=True)
class DealHit:
    """A deal in a list of what was found."""

    id: int
    run_id: int
    number: str | None
    process: str
    version: int
    stage: str
    client: str | None
    contact: str | None
    amount: Decimal | None
    currency: str | None


async def deal_hits(session: AsyncSession, deal_ids: Sequence[int]) -> list[DealHit]:
    """The same for deals."""
    query: Select[*tuple[Any, ...]] = (
        select(
            Deal.id,
            Run.id,
            Deal.number,
            Run.process,
            Run.version,
            Deal.stage,
            Client.name,
            Contact.name,
            Deal.amount,
            Deal.currency,
        )
        .select_from(Deal)
        .join(Run, and_(Run.kind == literal_column("'deal'"), Run.subject_id == Deal.id))
        .outerjoin(Client, Client.id == Deal.client_id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .where(Deal.id.in_(list(deal_ids)))
    )
    rows = {row[0]: DealHit(*row) for row in await session.execute(query)}
    return [rows[number] for number in deal_ids if number in rows]
