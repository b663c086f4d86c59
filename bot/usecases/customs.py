"""What an administrator says of a team: the process of its new deals, and whether it registers deals for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.usecases import beginning
from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.work import Work
from fsm.definition import Process
from storage import audit, teams, templates
from storage.teams import Team
from storage.templates import Custom


@dataclass(frozen=True, slots=True)
class Customs:
    """A team with what is said of it; `takes` is the process that its new deals take, its own or not."""

    team: Team
    custom: Custom
    takes: Process
    processes: Sequence[Process]


async def of(work: Work, team_id: int) -> Customs:
    """For administrators; ForbiddenError for a team that there is not."""
    demand(work.person, Role.ADMIN)
    async with work.db.read() as session:
        team = next((one for one in await teams.all_(session) if one.id == team_id), None)
        if team is None:
            raise ForbiddenError
        custom = await templates.of_team(session, team_id)
        takes = await beginning.process_of(session, work, {}, team_id)
    return Customs(team, custom, takes, beginning.processes(work.company))


async def put_process(work: Work, team_id: int, process: str | None) -> None:
    """None: as the company, or the team above, has it."""
    found = await of(work, team_id)
    if process is not None and process not in {one.process for one in found.processes}:
        raise ForbiddenError
    await _put(work, found, replace(found.custom, process=process), process=process or "")


async def put_registers(work: Work, team_id: int, *, on: bool) -> None:
    """Whether its people make deals for everybody."""
    found = await of(work, team_id)
    await _put(work, found, replace(found.custom, registers=on), registers=on)


async def _put(work: Work, found: Customs, custom: Custom, **told: str | bool) -> None:
    if custom == found.custom:
        return
    async with work.begin() as tx:
        await templates.put(tx, found.team.id, custom)
        await audit.tell(
            tx,
            "custom",
            actor_id=work.person.id,
            now=work.now,
            subject=found.team.id,
            name=found.team.name,
            **told,
        )
