"""Who answers for whom, from teams and roles."""

from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.facts import Organisation
from storage import people, teams
from storage.people import Person

HEAD, DIRECTOR = "head", "director"


async def get(session: AsyncSession) -> Organisation:
    """Heads by person and by team, of those who work here now."""
    parents = {team.id: team.parent_id for team in await teams.all_(session)}
    return of(await people.everyone(session), parents)


def of(everyone: Iterable[Person], parents: Mapping[int, int | None]) -> Organisation:
    """A team is led by its own head. A person's head is that of his team or of the nearest one above it that is
    not himself, else a director; the first in the list, where there are several.
    """
    leaders: dict[int, int] = {}
    directors: list[int] = []
    known = list(everyone)
    for person in known:
        if HEAD in person.roles and person.team_id is not None:
            leaders.setdefault(person.team_id, person.id)
        if DIRECTOR in person.roles:
            directors.append(person.id)
    heads = {}
    for person in known:
        found = _above(person, leaders, parents)
        if found is None and person.id not in directors:
            found = next(iter(directors), None)
        if found is not None:
            heads[person.id] = found
    return Organisation(heads, leaders)


def _above(person: Person, leaders: Mapping[int, int], parents: Mapping[int, int | None]) -> int | None:
    at, seen = person.team_id, set[int]()
    while at is not None and at not in seen:
        seen.add(at)
        if leaders.get(at, person.id) != person.id:
            return leaders[at]
        at = parents.get(at)
    return None
