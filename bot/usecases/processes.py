"""The processes of the company, for whoever works here, and the way that a deal has gone through its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.usecases.access import ForbiddenError, Role, admit, has
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.definition import Process, Subject
from storage import deals, stays
from storage.stays import Visit


@dataclass(frozen=True, slots=True)
class Path:
    """A deal, its process, and its stays in stages, in their order."""

    card: deals.Card
    process: Process
    visits: Sequence[Visit]


def listed(work: Work) -> list[Process]:
    """The newest version of each: first those of deals, then those of requests."""
    found = newest(work)
    return sorted(found.values(), key=lambda one: (one.subject is not Subject.DEAL, one.process))


def newest(work: Work) -> Mapping[str, Process]:
    """By key."""
    _demand(work)
    return {key: work.company.newest(key) for key in sorted({key for key, _ in work.company.processes})}


def one(work: Work, key: str, version: int) -> Process:
    """A version of a process; ForbiddenError for one that there is not."""
    _demand(work)
    found = work.company.processes.get((key, version))
    if found is None:
        raise ForbiddenError
    return found


async def path(work: Work, run_id: int) -> Path:
    """Where a deal has been, for whoever may see it. StaleError where there is no such deal."""
    async with work.db.read() as session:
        card = await deals.card_of_run(session, run_id)
        if card is None:
            raise StaleError
        await admit(session, work.person, card.owner_id, company=work.company, now=work.now)
        visits = await stays.path(session, run_id)
    return Path(card, work.company.processes[card.process, card.version], visits)


def _demand(work: Work) -> None:
    if not has(work.person, *Role):
        raise ForbiddenError
