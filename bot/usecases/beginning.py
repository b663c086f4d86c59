"""Where a new deal begins: in which process, and in which stage of it, if it is being worked already."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import Role, has
from bot.usecases.moving import for_heads
from bot.usecases.work import Work
from fsm.definition import Process, Subject
from fsm.facts import Facts
from storage import settings, templates
from storage.company import Company

PROCESS, STAGE = "process", "stage"
"""Keys of the answers, and the questions."""


def processes(company: Company) -> tuple[Process, ...]:
    """The newest version of every process that a deal may take, by its key."""
    newest = (company.newest(key) for key in sorted({key for key, _ in company.processes}))
    return tuple(one for one in newest if one.subject is Subject.DEAL)


async def process_of(
    session: AsyncSession, work: Work, answers: Mapping[str, Any], team_id: int | None
) -> Process:
    """What was chosen, else what the owner's team takes, else what the company does."""
    known = {one.process: one for one in processes(work.company)}
    chosen = answers.get(PROCESS)
    if chosen not in known:
        usual = (await settings.get(session)).process
        chosen = await templates.process_of(session, team_id, otherwise=usual, known=known)
    return work.company.newest(str(chosen))


def stages(work: Work, process: Process) -> tuple[str, ...]:
    """Later stages that the person may put a deal into which has just begun."""
    start = process.stages[process.start]
    head = has(work.person, Role.HEAD, Role.DIRECTOR)
    begun = Facts(process.start, 1, work.person.id)
    return tuple(
        to
        for to in process.working_stages
        if to != process.start and to in start.ways and (head or not for_heads(process, begun, to))
    )


def answered(answers: Mapping[str, Any], act: str) -> dict[str, Any]:
    """The answers with a process («p.key») or a stage («s.key»); another process forgets the stage."""
    kind, _, key = act.partition(".")
    if kind == "s":
        return {**answers, STAGE: key}
    if answers.get(PROCESS) == key:
        return dict(answers)
    return {name: one for name, one in answers.items() if name != STAGE} | {PROCESS: key}
