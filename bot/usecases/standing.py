"""Where a deal stands: how long and how often it is there, what its stage waits for, what came of it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import admitted
from bot.usecases.duties import Demand, demands
from bot.usecases.work import Work
from fsm.conditions import holds
from fsm.definition import Process
from fsm.facts import Facts
from fsm.obligations import State
from storage import kin, requests, stays
from storage.kin import Kin, Relative
from storage.requests import Request
from storage.runs import Loaded
from storage.stays import Stay


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the stage that opens once the activities and signals of `after` are facts."""

    key: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the card says about the stage; `unfinished` are keys of steps that should be done before it is left.

    `seen` are runs of relatives that the reader may open.
    """

    stay: Stay = stays.FIRST
    draft: bool = False
    waiting: Sequence[Step] = ()
    unfinished: Sequence[str] = ()
    kin: Kin = kin.NOBODY
    seen: frozenset[int] = frozenset()
    requests: Sequence[Request] = ()  # what is asked of others about it, what is being decided first
    duties: Sequence[Demand] = ()  # what rules demand

    @property
    def asked(self) -> frozenset[int]:
        """Activities that wait for what others decide: of these a request tells more."""
        return frozenset(one.waiting for one in self.requests if one.open)

    @property
    def asked_beside(self) -> Sequence[Request]:
        """Requests but for those of which a duty tells how they stand."""
        said = {State.RUNNING, State.SUSPENDED, State.EXTENDED}
        told = {one.request.run_id for one in self.duties if one.request is not None and one.state in said}
        return [one for one in self.requests if one.run_id not in told]


UNKNOWN = Standing()


async def standing(session: AsyncSession, work: Work, loaded: Loaded) -> Standing:
    """Of a run that the reader may see."""
    run_id = loaded.row["id"]
    facts = loaded.facts
    related = await kin.of(session, run_id)
    asked = await requests.of_deal(session, run_id) if loaded.process.requests else ()
    return Standing(
        await stays.of(session, run_id),
        facts.draft,
        steps_waiting(loaded.process, facts),
        () if facts.state is None else _undone(loaded.process, facts),
        related,
        frozenset([one.run_id for one in _all(related) if await _may_see(session, work, one)]),
        asked,
        await demands(session, work.company, loaded, work.now, asked),
    )


def steps_waiting(process: Process, facts: Facts) -> tuple[Step, ...]:
    """Steps of the present stage that are not open yet, because something else has to be a fact first."""
    if facts.state is None:
        return ()
    known = facts.done | facts.signals
    found = []
    for one in process.stages[facts.state].opens:
        if one.open in facts.opened or one.open in known:
            continue
        if one.when is not None and not holds(one.when, facts.fields, known, facts.organisation.leaders):
            continue
        left = tuple(name for name in process.activities[one.open].after if name not in known)
        if left:
            found.append(Step(one.open, left))
    return tuple(found)


def _undone(process: Process, facts: Facts) -> tuple[str, ...]:
    return tuple(key for key in process.stages[facts.state or ""].must if key not in facts.done)


def _all(related: Kin) -> list[Relative]:
    return [*([] if related.parent is None else [related.parent]), *related.children]


async def _may_see(session: AsyncSession, work: Work, one: Relative) -> bool:
    return await admitted(session, work.person, one.owner_id, company=work.company, now=work.now)
