"""Who answers for clients of nobody."""

from sqlalchemy import String, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dialects import table
from storage.models import Person, Team
from storage.organisation import DIRECTOR, HEAD

_person, _team = table(Person).c, table(Team).c
_ROLES = cast(_person.roles, String)
# Few of a company's people, while every piece of an audit asks: all the others are not even read.
_LEADERS = (
    select(_person.id, _person.roles, _team.id.is_not(None))
    .outerjoin_from(table(Person), table(Team), (_team.id == _person.team_id) & _team.parent_id.is_(None))
    .where(_person.left_at.is_(None), _person.joined_at.is_not(None))
    .where(or_(_ROLES.contains(DIRECTOR), _ROLES.contains(HEAD)))
    .order_by(_person.id)
)


async def heir(session: AsyncSession) -> int | None:
    """The first director, else the first head of a team that is under no other, of those who work here; None: nobody."""
    leaders = (await session.execute(_LEADERS)).all()
    directors = [number for number, roles, _ in leaders if DIRECTOR in roles]
    heads = [number for number, roles, top in leaders if HEAD in roles and top]
    return next(iter([*directors, *heads]), None)
