"""advance: the only way in which a run changes. Lock, decide, write, check the post-conditions.

It never commits: the caller's transaction carries the change together with its cause.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.decide import decide
from fsm.definition import Final
from fsm.effects import HandOver, Reschedule
from fsm.facts import Move, Return, Start, Trigger
from fsm.questions import Question
from fsm.table import Refused
from storage import beginnings, duties, waits
from storage.change import Change
from storage.company import Company
from storage.runs import DEAL, REQUEST, Loaded, load
from storage.tasks import Opened

DEEPEST = 8
"""How far one change may cause others in other runs; a chain that is longer is a circle."""


class TooDeepError(RuntimeError):
    """Processes that start one another without end."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """What a change did; with questions, nothing happened and they are to be asked first."""

    run_id: int
    deal_id: int
    owner: int
    state: str | None
    final: str | None = None
    moved: bool = False
    begun: bool = False  # this was the beginning: of a request, of a draft, of a deal
    confirmed: bool = False  # a draft has become a deal
    kind: str = DEAL  # or REQUEST
    draft: bool = False  # as it is afterwards
    cause_id: int | None = None
    opened: tuple[Opened, ...] = ()
    closed: tuple[int, ...] = ()
    recorded: tuple[int, ...] = ()
    rescheduled: tuple[Reschedule, ...] = ()
    handed: tuple[HandOver, ...] = ()
    cancelled: tuple[int, ...] = ()
    waiting: int | None = None  # of a request: the activity of the deal that waits for it
    questions: tuple[Question, ...] = ()
    loaded: Loaded | None = None  # with questions: what they were asked about
    caused: tuple["Advanced", ...] = ()  # what it did to other runs: begun, ended or gone on because of it


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
    depth: int = 0,
) -> Advanced:
    """Let the trigger happen to the run, or say what is to be asked. `actor_id` None is the system.

    `loaded` is the run as `load` has locked it in this transaction, if it has. Raises fsm.table.Refused
    when it cannot happen and NoRunError when there is no such run.
    """
    if loaded is None:
        loaded = await load(tx, run_id, company)
    facts = replace(loaded.facts, actor=actor_id) if loaded.process.routes else loaded.facts
    decision = decide(loaded.process, facts, trigger, now, loaded.calendar, loaded.calendars)
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
    caused = await _cascade(tx, change, loaded, decision.state, depth)
    for request, withdrawn in await waits.deciding(tx, company, await duties.follow(tx, change, loaded, now)):
        caused.append(
            await advance(
                tx,
                request,
                Move(withdrawn),
                now,
                company=company,
                actor_id=actor_id,
                cause_id=change.cause_id,
                depth=depth + 1,
            )
        )
    return Advanced(
        run_id=run_id,
        deal_id=loaded.row["deal_id"],
        owner=change.deal.get("owner_id", loaded.facts.owner),
        state=decision.state,
        final=change.final,
        moved=bool(change.entered) and loaded.facts.state is not None,
        begun=loaded.facts.state is None,
        confirmed=loaded.facts.draft and not change.draft,
        kind=loaded.row["kind"],
        draft=change.draft,
        cause_id=change.cause_id,
        opened=tuple(change.opened),
        closed=tuple(change.closed),
        recorded=tuple(change.recorded_ids),
        rescheduled=tuple(change.rescheduled),
        handed=tuple(change.handed),
        cancelled=tuple(change.cancelled),
        waiting=loaded.row["activity_id"],
        caused=tuple(caused),
    )


async def _cascade(
    tx: AsyncSession, change: Change, loaded: Loaded, state: str | None, depth: int
) -> list[Advanced]:
    """What the change causes in other runs, in the same transaction and under the same cause."""
    process, row = loaded.process, loaded.row
    is_request = row["kind"] == REQUEST
    if not (process.requests or change.starting or (is_request and change.final)):
        return []
    if depth >= DEEPEST:
        raise TooDeepError(f"run {row['id']} causes a chain of changes without end")

    async def go(run_id: int, trigger: Trigger) -> Advanced:
        return await advance(
            tx,
            run_id,
            trigger,
            change.now,
            company=change.company,
            actor_id=change.actor_id,
            cause_id=change.cause_id,
            depth=depth + 1,
        )

    caused = []
    known = {**loaded.facts.fields, **change.values}
    for one in change.opened:
        if one.runs is not None:
            definition = change.company.newest(one.runs)
            begun = await beginnings.request(
                tx,
                definition,
                deal_id=row["deal_id"],
                parent_id=row["id"],
                activity_id=one.id,
                values=known,
                of=process,
            )
            caused.append(await go(begun, Start()))
    for start in change.starting:
        definition = change.company.newest(start.process)
        owner = change.deal.get("owner_id", loaded.facts.owner)
        new = beginnings.carrying(definition, owner, start.fields, process)
        begun = await beginnings.deal(tx, new, change.now, definition, parent_id=row["id"])
        caused.append(await go(begun, Start(start.due)))
    for ended, withdrawn in await waits.ended(tx, change, loaded):
        caused.append(await go(ended, Move(withdrawn)))
    if is_request and change.final and state is not None:
        answers = await waits.decided(tx, change, process, known) if change.final == Final.WON else {}
        with suppress(Refused):  # nobody waits for it any more
            caused.append(await go(row["parent_id"], Return(row["activity_id"], state, answers)))
    return caused
