"""Taking back the last change of a run, with everything that it caused in others."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.placing import alarms
from storage import duties, images, outbox, tasks
from storage.company import Company
from storage.dialects import table
from storage.models import Activity, Contact, Deal, Draft, History, Person, Run, StageRun, Timer
from storage.models import Card as Shown
from storage.runs import DEAL, REQUEST, Loaded, hold, load

OFFERED = timedelta(days=1)
"""How long after a change it can be taken back."""
_NOTES = 10
"""Own notes after a change that still let it be taken back: an album is so many."""


class TooLateError(Exception):
    """It cannot be taken back any more: somebody has reacted, it is too old, or it was taken back already."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back. `activities` are open again, `withdrawn` had been opened by the change.

    `changes` counts what was changed together under this cause.
    """

    run_id: int
    cause_id: int
    trigger: dict[str, Any]
    activities: tuple[int, ...]
    withdrawn: tuple[int, ...]
    changes: int = 1


async def offered(session: AsyncSession, run_id: int, actor_id: int, now: datetime) -> int | None:
    """The change that this person could take back now: the run's last one, if it is his own; its cause.

    What he has noted down since is no reaction; what somebody else has, is one. Nothing goes back to a leaver.
    """
    rows = await session.execute(
        select(
            History.id,
            History.cause_id,
            History.at,
            History.actor_id,
            History.trigger,
            History.undone_id,
            History.before,
        )
        .where(History.run_id == run_id)
        .order_by(History.id.desc())
        .limit(_NOTES + 1)
    )
    row = next((one for one in rows if not ("note" in one.trigger and one.actor_id == actor_id)), None)
    if row is None or row.undone_id is not None or row.actor_id != actor_id or now - row.at > OFFERED:
        return None
    if not row.trigger.keys().isdisjoint({"start", "undo", "note", "import"}):
        return None
    cause: int = row.cause_id or row.id
    others = await session.scalars(select(History.before).where(History.cause_id == cause))
    if await _left(session, [row.before, *others]):
        return None
    return cause


async def _left(session: AsyncSession, befores: list[dict[str, Any]]) -> bool:
    """Whether a deal or a task would become that of somebody who works here no more."""
    changed = [
        one for before in befores for one in (before.get("deal", {}), *before.get("tasks", {}).values())
    ]
    owners = {one["owner_id"] for one in changed if "owner_id" in one}
    ended = [task for before in befores for task in (*before.get("closed", ()), *before.get("cancelled", ()))]
    if not owners and not ended:
        return False
    doing = select(Activity.owner_id).where(Activity.id.in_(ended))
    concerned = or_(Person.id.in_(owners), Person.id.in_(doing))
    return (
        await session.scalar(select(Person.id).where(concerned, Person.left_at.is_not(None)).limit(1))
        is not None
    )


async def undo(
    tx: AsyncSession, run_id: int, cause_id: int, now: datetime, *, company: Company, actor_id: int
) -> Undone:
    """Take a change back, in every run that it changed; TooLateError when somebody has reacted."""
    changed = select(History.run_id).where(or_(History.id == cause_id, History.cause_id == cause_id))
    await hold(tx, {run_id, *await tx.scalars(changed)})
    loaded = await load(tx, run_id, company)
    if await offered(tx, run_id, actor_id, now) != cause_id:
        raise TooLateError
    entries = (
        await tx.execute(
            select(History)
            .where(or_(History.id == cause_id, History.cause_id == cause_id))
            .order_by(History.id.desc())
        )
    ).scalars().all()  # fmt: skip
    for other in {entry.run_id for entry in entries} - {run_id}:
        if await _last(tx, other) not in {entry.id for entry in entries}:
            raise TooLateError
    first = entries[-1]
    undo_id = await _tell(tx, loaded, first, now, actor_id)
    reopened: list[int] = []
    withdrawn = await _withdraw(tx, cause_id, now, actor_id)
    for entry in entries:
        reopened += await _restore(tx, entry, company, now, frozenset(withdrawn))
    await outbox.drop_unsent(tx, cause_id=cause_id)
    await duties.restore(tx, {run_id, *(entry.run_id for entry in entries)}, cause_id, now, company)
    await tx.execute(
        update(table(History))
        .where(History.id.in_([entry.id for entry in entries]))
        .values(undone_id=undo_id)
    )
    return Undone(run_id, cause_id, first.trigger, tuple(reopened), tuple(withdrawn), len(entries))


async def _last(tx: AsyncSession, run_id: int) -> int | None:
    return await tx.scalar(select(func.max(History.id)).where(History.run_id == run_id))


async def _tell(tx: AsyncSession, loaded: Loaded, first: History, now: datetime, actor_id: int) -> int:
    row = {
        "run_id": loaded.row["id"],
        "cause_id": None,
        "revision": loaded.row["revision"] + 1,
        "at": now,
        "actor_id": actor_id,
        "trigger": {"undo": first.id, "of": first.trigger},
        "state_before": loaded.row["state"],
        "state": first.state_before,
        "before": {},
    }
    number: int = (await tx.execute(insert(table(History)).returning(History.id), row)).scalar_one()
    return number


async def _withdraw(tx: AsyncSession, cause_id: int, now: datetime, actor_id: int) -> list[int]:
    """What the change had opened or recorded is as if it had never been; its timers go."""
    await tx.execute(
        delete(table(Timer)).where(Timer.cause_id == cause_id, Timer.state == "pending")
    )  # fmt: skip
    found = await tx.scalars(
        update(table(Activity))
        .where(Activity.cause_id == cause_id)
        .values(state="undone", completed=False, closed_at=now, closed_by=actor_id)
        .returning(Activity.id)
    )
    return list(found)


async def _restore(
    tx: AsyncSession, entry: History, company: Company, now: datetime, withdrawn: AbstractSet[int]
) -> list[int]:
    """One run as it was before one change; the activities that are open again.

    What was `withdrawn` stays so, although the same cause had closed it, as a request that nobody can answer.
    """
    run = await tx.get_one(Run, entry.run_id)
    before = entry.before
    if entry.state_before is None and run.kind == DEAL:
        await _erase(tx, run)
        return []
    await _put_back(tx, run, entry)
    entered = before.get("stage_run")
    if entered is not None:
        await tx.execute(delete(table(StageRun)).where(StageRun.run_id == run.id, StageRun.number > entered))
        stages = company.processes[run.process, run.version].stages
        if entry.state_before is not None and stages[entry.state_before].final is None:
            await tx.execute(
                update(table(StageRun))
                .where(StageRun.run_id == run.id, StageRun.number == entered)
                .values(left_at=None)
            )
    ended = (*before.get("closed", ()), *before.get("cancelled", ()))
    reopened = [one for one in ended if one not in withdrawn]
    if reopened:
        await tx.execute(
            update(table(Activity))
            .where(Activity.id.in_(reopened))
            .values(
                state="open",
                outcome=None,
                completed=False,
                closed_at=None,
                closed_by=None,
                closed_cause_id=None,
            )
        )
    if spent := before.get("spent"):
        await tx.execute(update(table(Activity)).where(Activity.id.in_(spent)).values(spent=False))
    changed = before.get("tasks", {})
    for activity, image in changed.items():
        values = images.restored(Activity, image)
        await tx.execute(update(table(Activity)).where(Activity.id == int(activity)).values(**values))
    await _ring(tx, run, [*reopened, *map(int, changed)], entry, company, now)
    return reopened


async def _erase(tx: AsyncSession, run: Run) -> None:
    """A deal that the change had begun is gone with all that is its own; the history of its cause tells of it."""
    requests = select(Run.id).where(Run.parent_id == run.id, Run.kind == REQUEST)
    runs = [*await tx.scalars(requests), run.id]  # those that it asked in its first stage go before it
    await duties.erase(tx, runs)
    tasks_of = select(Activity.id).where(Activity.run_id.in_(runs))
    await tx.execute(delete(table(Timer)).where(Timer.run_id.in_(runs)))
    await tx.execute(delete(table(Shown)).where(Shown.kind == "task", Shown.subject_id.in_(tasks_of)))
    await tx.execute(delete(table(Draft)).where(Draft.run_id.in_(runs)))
    for model in (Activity, StageRun, History):
        await tx.execute(delete(table(model)).where(table(model).c.run_id.in_(runs)))
    for one in runs:
        await tx.execute(delete(table(Run)).where(Run.id == one))
    await tx.execute(delete(table(Deal)).where(Deal.id == run.subject_id))


async def _put_back(tx: AsyncSession, run: Run, entry: History) -> None:
    """The run and its deal, whose stage follows the state of the run."""
    before = entry.before
    state: dict[str, Any] = {"state": entry.state_before, "revision": run.revision + 1}
    if "stage_run" in before:
        state["stage_run"] = before["stage_run"]
    state |= {column: before[column] for column in ("signals", "data") if column in before}
    await tx.execute(update(table(Run)).where(Run.id == run.id).values(**state))
    deal = images.restored(Deal, before.get("deal", {}))
    if "stage_run" in before and run.kind == DEAL:
        deal["stage"] = entry.state_before
    if deal:
        await tx.execute(update(table(Deal)).where(Deal.id == run.subject_id).values(**deal))
    if contact := before.get("contact"):
        await tx.execute(
            update(table(Contact)).where(Contact.id == contact["id"]).values(phone=contact["phone"])
        )


async def _ring(
    tx: AsyncSession, run: Run, activities: list[int], entry: History, company: Company, now: datetime
) -> None:
    cause = entry.cause_id or entry.id
    process = company.processes[run.process, run.version]
    for task in await tx.execute(
        select(
            Activity.id,
            Activity.key,
            Activity.kind,
            Activity.owner_id,
            Activity.due,
            Activity.timed,
            Activity.opened_at,
            Person.zone,
            Person.work_start,
            Person.work_end,
        )
        .join(Person, Person.id == Activity.owner_id)
        .where(Activity.id.in_(activities))
    ):
        activity = process.activities.get(task.key)
        if activity is not None and activity.timers:
            calendar = company.planning(task.zone, task.work_start, task.work_end, task.owner_id)
            set_anew = alarms(activity.timers, calendar, task.due, task.opened_at)
            await tasks.alarm(tx, task.id, set_anew, task.owner_id, run_id=run.id, cause_id=cause)
        await tasks.ring(
            tx, task.id, task.kind, task.owner_id, task.due, timed=task.timed,
            run_id=entry.run_id, cause_id=cause, now=now, company=company,
        )  # fmt: skip
