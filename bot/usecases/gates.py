"""How strict each process is: a setting of the administrator; every change is written down."""

from dataclasses import dataclass

from bot.usecases.access import ForbiddenError, Role, demand
from bot.usecases.work import Work
from fsm.definition import Gate, Mode, Process, Subject
from storage import adaptations, audit

FIELDS, STEPS = "fields", "steps"


@dataclass(frozen=True, slots=True)
class Gated:
    """A process with the gate that it has now; `written` is what its file says."""

    process: Process
    written: Gate


def gates(work: Work) -> list[Gated]:
    """The newest version of every process of deals, by its key. For administrators."""
    demand(work.person, Role.ADMIN)
    company = work.company
    newest = [company.newest(key) for key in sorted({key for key, _ in company.processes})]
    return [
        Gated(one, company.originals[one.process, one.version].gate)
        for one in newest
        if one.subject is Subject.DEAL
    ]


async def put(work: Work, process: str, what: str, mode: str) -> None:
    """Ask for fields, or for steps, strictly or not. ForbiddenError for anything that was not offered."""
    found = next((one for one in gates(work) if one.process.process == process), None)
    if found is None or what not in {FIELDS, STEPS} or mode not in set(Mode):
        raise ForbiddenError
    before = found.process.gate
    gate = before.model_copy(update={what: Mode(mode)})
    if gate == before:
        return
    async with work.begin() as tx:
        await adaptations.put_gate(tx, process, gate)
        await audit.tell(
            tx,
            "gate",
            actor_id=work.person.id,
            now=work.now,
            process=process,
            key=what,
            was=getattr(before, what).value,
            became=mode,
        )
        await work.reload(tx)
