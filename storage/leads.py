"""Before a client or a deal is written: whether the company knows them already, by phone, tax number or name."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.finding import visible
from storage.models import Client, Contact, Deal, Person, Phone
from storage.names import fold
from storage.slips import near, pieces

_FORMS = frozenset(
    ["ооо", "оао", "зао", "пао", "ао", "ип", "нко", "чп", "llc", "ltd", "inc", "gmbh", "jsc", "co", "corp"]
)
_SUSPECTS = 2000
MOST = 3


class Why(StrEnum):
    """What two of them have in common, the surest first."""

    PHONE = "phone"
    INN = "inn"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Double:
    """A client who may be meant; `owner` is who works with it (None: nobody), `seen` whether the asker may open it."""

    client_id: int
    name: str
    owner: str | None
    open: int
    why: Why
    seen: bool


def core(name: str) -> str:
    """A folded name without the form of the company: «ООО Ромашка» and «Ромашка, ООО» are one."""
    words = [word for word in fold(name).split() if word not in _FORMS]
    return " ".join(words) or fold(name)


async def doubles(
    session: AsyncSession,
    *,
    name: str | None,
    phone: str | None,
    inn: str | None,
    owner_ids: Collection[int] | None,
) -> list[Double]:
    """Clients of the whole company who may be the same; `owner_ids` (None: all) says whose the asker may open."""
    found: dict[int, Why] = {}
    if phone:
        second = select(Phone.contact_id).where(Phone.number == phone)
        query = select(Contact.client_id).where(
            Contact.client_id.is_not(None), or_(Contact.phone == phone, Contact.id.in_(second))
        )
        found |= {one: Why.PHONE for one in await session.scalars(query.limit(MOST)) if one is not None}
    if inn:
        same = await session.scalars(select(Client.id).where(Client.inn == inn).limit(MOST))
        found = dict.fromkeys(same, Why.INN) | found
    if name and core(name):
        found = dict.fromkeys(await _called(session, core(name)), Why.NAME) | found
    return await _described(session, found, owner_ids)


async def _called(session: AsyncSession, sought: str) -> list[int]:
    """By name: the same but for the form of the company, or one slip away from it."""
    parts = dict.fromkeys((sought, *pieces(sought)))
    query = select(Client.id, Client.key).where(
        or_(*(Client.key.contains(part, autoescape=True) for part in parts))
    )
    # Those that hold the whole name first: of the many that only begin alike some are left out.
    query = query.order_by(Client.key.contains(sought, autoescape=True).desc(), Client.id).limit(_SUSPECTS)
    exact, slipped = [], []
    for number, key in await session.execute(query):
        if core(key) == sought:
            exact.append(number)
        elif near(sought, core(key)) and len(core(key).split()) == len(sought.split()):
            slipped.append(number)
    return [*exact, *slipped][:MOST]


async def _described(
    session: AsyncSession, found: dict[int, Why], owner_ids: Collection[int] | None
) -> list[Double]:
    if not found:
        return []
    open_ = (
        select(func.count())
        .select_from(Deal)
        .where(Deal.client_id == Client.id, Deal.outcome.is_(None))
        .correlate(Client)
        .scalar_subquery()
    )
    ids = list(found)
    query = (
        select(Client.id, Client.name, Person.name, open_)
        .select_from(Client)
        .outerjoin(Person, Person.id == Client.owner_id)
        .where(Client.id.in_(ids))
    )
    rows = {row[0]: row for row in await session.execute(query)}
    conditions: list[ColumnElement[bool]] = visible(owner_ids)
    seen = set(await session.scalars(select(Client.id).where(Client.id.in_(ids), *conditions)))
    order = sorted(ids, key=lambda one: (list(Why).index(found[one]), one))
    made = [
        Double(one, rows[one][1], rows[one][2], rows[one][3], found[one], one in seen)
        for one in order
        if one in rows
    ]
    return made[:MOST]
