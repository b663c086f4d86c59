"""Days on which somebody does not work, and who stands in for him."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, models, people
from storage.company import Away
from storage.models import Absence as Row

_TABLE = dialects.table(Row)
_COLUMNS = (
    Row.id,
    Row.person_id,
    Row.first,
    Row.last,
    Row.substitute_id,
    Row.by_id,
    Row.created_at,
    Row.ended_at,
)


@dataclass(frozen=True, slots=True)
class Absence:
    """Days of the person, both included; `ended_at` where it was called off or he came back earlier."""

    id: int
    person_id: int
    first: date
    last: date
    substitute_id: int | None
    by_id: int
    created_at: datetime
    ended_at: datetime | None


async def get(session: AsyncSession, absence_id: int) -> Absence | None:
    """One by its row id, also one that has ended."""
    row = (await session.execute(select(*_COLUMNS).where(Row.id == absence_id))).one_or_none()
    return None if row is None else Absence(*row)


async def ahead(session: AsyncSession, today: date, *, person_id: int | None = None) -> list[Absence]:
    """Those that stand and are not over on this day, the first ones first; of one person or of everybody."""
    query = select(*_COLUMNS).where(Row.ended_at.is_(None), Row.last >= today)
    if person_id is not None:
        query = query.where(Row.person_id == person_id)
    return [Absence(*row) for row in await session.execute(query.order_by(Row.first, Row.id))]


async def add(
    tx: AsyncSession,
    *,
    person_id: int,
    first: date,
    last: date,
    substitute_id: int | None,
    by_id: int,
    now: datetime,
) -> int:
    """A new absence; its id."""
    row = {
        "person_id": person_id,
        "first": first,
        "last": last,
        "substitute_id": substitute_id,
        "by_id": by_id,
        "created_at": now,
    }
    number: int = (await tx.execute(insert(_TABLE).values(row).returning(_TABLE.c.id))).scalar_one()
    return number


async def end(tx: AsyncSession, absence_id: int, *, now: datetime) -> bool:
    """It is over from now on; False when it was over before."""
    found = await tx.execute(
        update(_TABLE).where(_TABLE.c.id == absence_id, _TABLE.c.ended_at.is_(None)).values(ended_at=now)
    )
    return dialects.count(found) == 1


async def reframe(tx: AsyncSession, absence_id: int, *, first: date, last: date) -> None:
    """Its days are these."""
    await tx.execute(update(_TABLE).where(_TABLE.c.id == absence_id).values(first=first, last=last))


async def forget(tx: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Somebody has left: he is not away, he stands in for nobody."""
    await tx.execute(
        update(_TABLE)
        .where(_TABLE.c.person_id == person_id, _TABLE.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    await tx.execute(
        update(_TABLE)
        .where(_TABLE.c.substitute_id == person_id, _TABLE.c.ended_at.is_(None))
        .values(substitute_id=None)
    )


async def away(session: AsyncSession) -> tuple[Away, ...]:
    """Everybody's absences that stand, with who may stand in: whoever was named, then the person's heads.

    Those that are over stay: what was planned then is still reckoned by them.
    """
    person = models.Person
    rows = await session.execute(
        select(Row.person_id, person.zone, person.team_id, Row.first, Row.last, Row.substitute_id)
        .join(person, person.id == Row.person_id)
        .where(Row.ended_at.is_(None), person.left_at.is_(None))
        .where(or_(Row.substitute_id.is_(None), Row.substitute_id != Row.person_id))
        .order_by(Row.id)
    )
    found = []
    heads: dict[int, tuple[int, ...]] = {}
    for person_id, zone, team_id, first, last, substitute in rows:
        if team_id is not None and team_id not in heads:
            leading = await people.heads(session, team_id)
            heads[team_id] = tuple(one.id for one in leading if one.active)
        named = () if substitute is None else (substitute,)
        # Without a substitute nobody was asked to do the work, so it waits; his head sees it anyway.
        over = heads.get(team_id, ()) if named and team_id is not None else ()
        others = tuple(dict.fromkeys(one for one in (*named, *over) if one != person_id))
        found.append(Away(person_id, zone, first, last, others))
    return tuple(found)
