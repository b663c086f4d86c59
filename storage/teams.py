"""Teams: a tree; whoever answers for a team answers for those below it."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import models


@dataclass(frozen=True, slots=True)
class Team:
    """A group of people."""

    id: int
    name: str
    parent_id: int | None


async def all_(session: AsyncSession) -> list[Team]:
    """Every team, by name."""
    found = await session.execute(
        select(models.Team.id, models.Team.name, models.Team.parent_id).order_by(models.Team.name)
    )
    return [Team(*row) for row in found]


async def below(session: AsyncSession, team_id: int) -> frozenset[int]:
    """The ids of a team and of all under it."""
    teams = await all_(session)
    found, fresh = {team_id}, {team_id}
    while fresh:
        fresh = {team.id for team in teams if team.parent_id in fresh} - found
        found |= fresh
    return frozenset(found)


async def above(session: AsyncSession, team_id: int) -> tuple[int, ...]:
    """The ids of a team and of those over it, the nearest first."""
    parents = {team.id: team.parent_id for team in await all_(session)}
    found: list[int] = []
    at: int | None = team_id
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return tuple(found)


async def add(tx: AsyncSession, *, name: str, parent_id: int | None = None) -> int:
    """A new team; its id."""
    row = {"name": name, "parent_id": parent_id}
    return (await tx.execute(insert(models.Team).values(row).returning(models.Team.id))).scalar_one()


async def rename(tx: AsyncSession, team_id: int, name: str) -> None:
    """Another name; no two teams have the same one."""
    await tx.execute(update(models.Team).where(models.Team.id == team_id).values(name=name))


async def move(tx: AsyncSession, team_id: int, parent_id: int | None) -> None:
    """Under another team, or (None) under none. ValueError for one that is under it: a tree has no rings."""
    if parent_id is not None and parent_id in await below(tx, team_id):
        raise ValueError(parent_id)
    await tx.execute(update(models.Team).where(models.Team.id == team_id).values(parent_id=parent_id))
