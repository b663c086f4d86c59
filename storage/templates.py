"""Which process a new deal takes, and for whom a team registers deals: what an administrator says of teams."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import settings, teams
from storage.models import Setting

_TEAM = "team."


@dataclass(frozen=True, slots=True)
class Custom:
    """What is said of one team: the `process` of its new deals (None: as above it), and whether it `registers`
    deals for everybody, as a contact centre does.
    """

    process: str | None = None
    registers: bool = False


PLAIN = Custom()


async def of_team(session: AsyncSession, team_id: int) -> Custom:
    """What is said of this team itself."""
    held = await session.scalar(select(Setting.value).where(Setting.key == f"{_TEAM}{team_id}"))
    if held is None:
        return PLAIN
    return Custom(held["value"].get("process"), bool(held["value"].get("registers")))


async def put(tx: AsyncSession, team_id: int, custom: Custom) -> None:
    """From now on."""
    await settings.keep(tx, f"{_TEAM}{team_id}", {"process": custom.process, "registers": custom.registers})


async def process_of(
    session: AsyncSession, team_id: int | None, *, otherwise: str, known: Collection[str]
) -> str:
    """The process of new deals of a team: its own or of the nearest team above it, among those that are `known`."""
    for one in () if team_id is None else await teams.above(session, team_id):
        found = (await of_team(session, one)).process
        if found in known:
            return str(found)
    return otherwise


async def registers(session: AsyncSession, team_id: int | None) -> bool:
    """Whether people of this team register deals for everybody."""
    return team_id is not None and (await of_team(session, team_id)).registers
