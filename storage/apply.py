"""advance: the only way in which a run changes. Lock, decide, write, check the post-conditions.

It never commits: the caller's transaction carries the change together with its cause.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.decide import decide
from fsm.effects import HandOver, Reschedule
from fsm.facts import Trigger
from fsm.questions import Question
from storage.change import Change, Opened
from storage.company import Company
from storage.runs import Loaded, load


@dataclass(frozen=True, slots=True)
class Advanced:
    """What a change did; with questions, nothing happened and they are to be asked first."""

    run_id: int
    deal_id: int
    owner: int
    state: str | None
    final: str | None = None
    moved: bool = False
    begun: bool = False  # this was the deal's beginning
    cause_id: int | None = None
    opened: tuple[Opened, ...] = ()
    closed: tuple[int, ...] = ()
    recorded: tuple[int, ...] = ()
    rescheduled: tuple[Reschedule, ...] = ()
    handed: tuple[HandOver, ...] = ()
    questions: tuple[Question, ...] = ()
    loaded: Loaded | None = None  # with questions: what they were asked about


async def advance(
    tx: AsyncSession,
    run_id: int,
    trigger: Trigger,
    now: datetime,
    *,
    company: Company,
    actor_id: int | None,
    cause_id: int | None = None,
    loaded: Loaded | None = None,
) -> Advanced:
    """Let the trigger happen to the run, or say what is to be asked. `actor_id` None is the system.

    `loaded` is the run as `load` has locked it in this transaction, if it has. Raises fsm.table.Refused
    when it cannot happen and NoRunError when there is no such run.
    """
    if loaded is None:
        loaded = await load(tx, run_id, company)
    decision = decide(loaded.process, loaded.facts, trigger, now, loaded.calendar)
    if decision.questions:
        row = loaded.row
        return Advanced(
            run_id,
            row["deal_id"],
            loaded.facts.owner,
            loaded.facts.state,
            questions=decision.questions,
            loaded=loaded,
        )
    change = Change(tx, loaded, now, company, actor_id, cause_id)
    await change.write(trigger, decision)
    return Advanced(
        run_id=run_id,
        deal_id=loaded.row["deal_id"],
        owner=change.deal.get("owner_id", loaded.facts.owner),
        state=decision.state,
        final=change.final,
        moved=bool(change.entered) and loaded.facts.state is not None,
        begun=loaded.facts.state is None,
        cause_id=change.cause_id,
        opened=tuple(change.opened),
        closed=tuple(change.closed),
        recorded=tuple(change.recorded_ids),
        rescheduled=tuple(change.rescheduled),
        handed=tuple(change.handed),
    )
