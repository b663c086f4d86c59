"""Whose numbers somebody may look at: his whole, a team of his, or one of his people."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import base36, number_of
from bot.usecases.access import ForbiddenError, Role, has, led
from storage import people, teams
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are counted, how they are called together (None: everybody), and whose one may look at instead.

    `whole` is the widest scope for this person, `scope` the one chosen: all, t<id> or p<id>, ids in base 36.
    `owners` None is everybody, those who have left included; `mine` are all whom he answers for.
    """

    owners: frozenset[int] | None
    whose: str | None
    scope: str
    whole: str
    mine: frozenset[int]
    teams: Sequence[Team]
    reps: Sequence[Person]


async def scoped(session: AsyncSession, person: Person, scope: str) -> Scope:
    """`scope` as in Scope; one that this person may not see, or nonsense, is ForbiddenError."""
    every = await teams.all_(session)
    mine = await led(session, person)
    whole = _whole(person)
    chosen = whole if scope == "all" else scope
    owners, name = await _owners(session, chosen, whole, mine, every)
    reps = [one for one in (await people.of(session, mine)).values() if has(one, Role.REP)]
    own = [team for team in every if await _within(session, team, mine)] if len(mine) > 1 else []
    return Scope(owners, name, chosen, whole, mine, own, sorted(reps, key=lambda one: one.name))


def _whole(person: Person) -> str:
    """The widest scope: everybody for a director, the team for a head, oneself for a rep."""
    if has(person, Role.DIRECTOR):
        return "all"
    if has(person, Role.HEAD) and person.team_id is not None:
        return f"t{base36(person.team_id)}"
    if has(person, Role.REP, Role.HEAD):
        return f"p{base36(person.id)}"
    raise ForbiddenError


async def _owners(
    session: AsyncSession, scope: str, whole: str, mine: frozenset[int], every: Sequence[Team]
) -> tuple[frozenset[int] | None, str | None]:
    if scope == "all" and whole == "all":
        return None, None
    number = number_of(scope[1:])
    if number is None:
        raise ForbiddenError
    if scope[0] == "t":
        owners = frozenset(one.id for one in await people.of_team(session, number))
        name = next((team.name for team in every if team.id == number), None)
    else:
        person = await people.get(session, number)
        owners, name = frozenset({number}), person.name if person else None
    if name is None or not owners or not owners <= mine:
        raise ForbiddenError
    return owners, name


async def _within(session: AsyncSession, team: Team, mine: frozenset[int]) -> bool:
    members = {one.id for one in await people.of_team(session, team.id)}
    return bool(members) and members <= mine
