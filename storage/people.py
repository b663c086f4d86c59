"""The company's people: who somebody is by a Telegram id, who is in a team, who answers for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, models, teams
from storage.names import fold

# Columns of the table, not of the class: as an ORM query this costs half as much again, and every update asks it.
_c = dialects.table(models.Person).c
_COLUMNS = (
    _c.id,
    _c.telegram_id,
    _c.name,
    _c.roles,
    _c.team_id,
    _c.language,
    _c.zone,
    _c.work_start,
    _c.work_end,
    _c.morning,
    _c.joined_at,
    _c.blocked_at,
    _c.left_at,
    _c.evening,
    _c.digest,
    _c.quiet_start,
    _c.quiet_end,
    _c.digest_days,
    _c.digest_empty,
)
EVENING, DIGEST = 18 * 60, 9 * 60 + 30
"""When the recap and the digest come to who has said nothing else."""
EVERY_DAY = 0b1111111
"""All weekdays, a bit for each, Monday the first."""
HABITS = frozenset(
    {
        "zone",
        "work_start",
        "work_end",
        "morning",
        "evening",
        "digest",
        "digest_days",
        "digest_empty",
        "quiet_start",
        "quiet_end",
    }
)
"""What people set for themselves."""
_BY_ID = select(*_COLUMNS).where(_c.id == bindparam("person"))
_BY_TELEGRAM = select(*_COLUMNS).where(_c.telegram_id == bindparam("telegram"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the company. Hours are minutes after midnight in `zone`.

    `evening` and `digest` None: neither comes. Without quiet hours, what can wait keeps to the working ones.
    The digest comes on the weekdays of `digest_days` (a bit for each, Monday the first), and where nothing is
    wrong only with `digest_empty`.
    """

    id: int
    telegram_id: int | None
    name: str
    roles: frozenset[str]
    team_id: int | None
    language: str
    zone: str
    work_start: int
    work_end: int
    morning: int
    joined_at: datetime | None
    blocked_at: datetime | None
    left_at: datetime | None
    evening: int | None = None
    digest: int | None = None
    quiet_start: int | None = None
    quiet_end: int | None = None
    digest_days: int = EVERY_DAY
    digest_empty: bool = False

    @property
    def active(self) -> bool:
        """Has joined and works here."""
        return self.joined_at is not None and self.left_at is None

    @property
    def reachable(self) -> bool:
        """Can be written to."""
        return self.active and self.telegram_id is not None and self.blocked_at is None


def _person(row: Any) -> Person:
    # An imported person may have a role list of any order and with doubles: it is a set.
    return Person(row[0], row[1], row[2], frozenset(row[3]), *row[4:])


async def get(session: AsyncSession, person_id: int) -> Person | None:
    """Somebody by row id."""
    row = (await session.execute(_BY_ID, {"person": person_id})).one_or_none()
    return None if row is None else _person(row)


async def by_telegram(session: AsyncSession, telegram_id: int) -> Person | None:
    """Somebody by Telegram id; also one who has left: ask `active`."""
    row = (await session.execute(_BY_TELEGRAM, {"telegram": telegram_id})).one_or_none()
    return None if row is None else _person(row)


async def of(session: AsyncSession, person_ids: Iterable[int]) -> dict[int, Person]:
    """Several people by row id."""
    query = select(*_COLUMNS).where(_c.id.in_(list(person_ids)))
    return {row[0]: _person(row) for row in await session.execute(query)}


async def everyone(session: AsyncSession, *, role: str | None = None) -> list[Person]:
    """All who have not left, joined or not, by name; perhaps only those with a role."""
    return await _listed(session, select(*_COLUMNS), role)


async def gone(session: AsyncSession) -> list[Person]:
    """Who has left, the last one first."""
    query = select(*_COLUMNS).where(_c.left_at.is_not(None)).order_by(_c.left_at.desc(), _c.id)
    return [_person(row) for row in await session.execute(query)]


async def of_team(session: AsyncSession, team_id: int, *, role: str | None = None) -> list[Person]:
    """All of a team and of the teams below it who have not left, by name."""
    below = await teams.below(session, team_id)
    return await _listed(session, select(*_COLUMNS).where(_c.team_id.in_(below)), role)


async def heads(session: AsyncSession, team_id: int) -> list[Person]:
    """Who answers for a team: its heads, then those of the teams over it, the nearest first."""
    above = await teams.above(session, team_id)
    found = await _listed(session, select(*_COLUMNS).where(_c.team_id.in_(above)), "head")
    return sorted(found, key=lambda head: above.index(head.team_id or 0))


async def _listed(session: AsyncSession, query: Select[Any], role: str | None) -> list[Person]:
    query = query.where(_c.left_at.is_(None)).order_by(_c.name, _c.id)
    found = [_person(row) for row in await session.execute(query)]
    return [person for person in found if role is None or role in person.roles]


async def add(
    tx: AsyncSession,
    *,
    name: str,
    roles: Collection[str],
    language: str = "ru",
    zone: str = "Europe/Moscow",
    team_id: int | None = None,
    telegram_id: int | None = None,
    joined_at: datetime | None = None,
    work_start: int = 9 * 60,
    work_end: int = 18 * 60,
    morning: int = 9 * 60,
    evening: int | None = EVENING,
    digest: int | None = DIGEST,
) -> int:
    """A new person; the row id."""
    row = {
        "name": name,
        "key": fold(name),
        "roles": sorted(set(roles)),
        "language": language,
        "zone": zone,
        "team_id": team_id,
        "telegram_id": telegram_id,
        "joined_at": joined_at,
        "work_start": work_start,
        "work_end": work_end,
        "morning": morning,
        "evening": evening,
        "digest": digest,
    }
    number: int = (
        await tx.execute(insert(dialects.table(models.Person)).values(row).returning(_c.id))
    ).scalar_one()
    return number


async def join(tx: AsyncSession, person_id: int, *, telegram_id: int, now: datetime) -> None:
    """Let somebody in under a Telegram id; also one who had left or whom only an import knew."""
    await _change(tx, person_id, telegram_id=telegram_id, joined_at=now, left_at=None, blocked_at=None)


async def block(tx: AsyncSession, person_id: int, *, now: datetime) -> None:
    """The person blocked the bot."""
    await _change(tx, person_id, blocked_at=now)


async def unblock(tx: AsyncSession, person_id: int) -> None:
    """The person can be written to again."""
    await _change(tx, person_id, blocked_at=None)


async def leave(tx: AsyncSession, person_id: int, *, now: datetime) -> None:
    """The person no longer works here."""
    await _change(tx, person_id, left_at=now)


async def set_language(tx: AsyncSession, person_id: int, language: str) -> None:
    """The language in which the person is spoken to."""
    await _change(tx, person_id, language=language)


async def set_habits(tx: AsyncSession, person_id: int, **habits: int | str | None) -> None:
    """Change some of HABITS."""
    assert habits.keys() <= HABITS, habits
    await _change(tx, person_id, **habits)


async def set_roles(tx: AsyncSession, person_id: int, roles: Collection[str]) -> None:
    """What the person may do from now on."""
    await _change(tx, person_id, roles=sorted(set(roles)))


async def set_team(tx: AsyncSession, person_id: int, team_id: int | None) -> None:
    """The team to which the person belongs from now on."""
    await _change(tx, person_id, team_id=team_id)


async def _change(tx: AsyncSession, person_id: int, **values: Any) -> None:
    statement = update(dialects.table(models.Person)).where(_c.id == person_id)
    await tx.execute(statement.values(**values))
