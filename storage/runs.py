"""A run with all that a decision about it needs: its deal, its activities, its owner's working time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from fsm.definition import Process
from fsm.facts import Facts, OpenTask
from fsm.placing import Calendars
from storage import dialects, fields
from storage.company import Company
from storage.dialects import table
from storage.models import Activity, Client, Contact, Deal, Person, Run

# Over tables and made once: as ORM queries made anew, these two cost more than all else that a change does.
_run, _deal, _owner = table(Run).c, table(Deal).c, table(Person).c
_activity = table(Activity).c
_RUN = (
    select(
        table(Run),
        _deal.id.label("deal_id"),
        _deal.client_id,
        _deal.contact_id,
        _deal.product_id,
        _deal.owner_id,
        _deal.amount,
        _deal.currency,
        _deal.close_date,
        _deal.extra,
        _deal.furthest,
        _deal.outcome,
        _deal.closed_at,
        _deal.touched_at,
        _deal.parked_until,
        _deal.parked_reason,
        _deal.draft,
        _deal.opened_at,
        table(Contact).c.phone,
        table(Client).c.name.label("client"),
        _owner.zone,
        _owner.work_start,
        _owner.work_end,
    )
    .select_from(table(Run))
    .join(table(Deal), _deal.id == _run.subject_id)
    .join(table(Person), _owner.id == _deal.owner_id)
    .outerjoin(table(Contact), table(Contact).c.id == _deal.contact_id)
    .outerjoin(table(Client), table(Client).c.id == _deal.client_id)
    .where(_run.id == bindparam("run"))
)
# A statement of its own: one that has waited for a lock sees the locked row as it is, but the rows joined to it
# as they were before it waited. SQLite has locked everything by now.
# Whoever changes a request may end with its parent: that is locked first, as by whoever changes the parent.
_RUNS: BindParameter[int] = bindparam("runs", expanding=True)
_PARENTS = select(_run.parent_id).where(_run.id.in_(_RUNS), _run.kind == "request")
_LOCK = (
    select(_run.id)
    .where(or_(_run.id.in_(_RUNS), _run.id.in_(_PARENTS)))
    .order_by(_run.kind, _run.id)
    .with_for_update()
)
_TASKS = (
    select(
        _activity.id,
        _activity.key,
        _activity.scope,
        _activity.owner_id,
        _activity.attempt,
        _activity.due,
        _activity.state,
        _activity.completed,
        _activity.stage_run,
        _activity.snoozed,
        _activity.title,
        _activity.timed,
        _activity.kind,
    )
    .where(_activity.run_id == bindparam("run"), _activity.state != "undone", _activity.spent.is_(False))
    .where(
        or_(
            _activity.state == "open",
            _activity.stage_run == bindparam("stage_run"),
            _activity.scope == "deal",
        )
    )
    .order_by(_activity.id)
)


_HOURS = select(_owner.id, _owner.zone, _owner.work_start, _owner.work_end)
DEAL, REQUEST = "deal", "request"
"""Kinds of runs."""


class NoRunError(LookupError):
    """There is no such run."""


@dataclass(slots=True)
class Loaded:
    """A locked run with all that a decision needs."""

    process: Process
    facts: Facts
    calendar: Calendar
    currency: str
    row: dict[str, Any]
    tasks: dict[int, dict[str, Any]]  # open activities: what an undo would have to put back, and their kind
    past: dict[int, str]  # keys of activities that have ended and count, by row id
    calendars: Calendars | None = None


async def hold(tx: AsyncSession, run_ids: Iterable[int]) -> None:
    """Lock them against rivals, where the database needs that: whoever changes several does so first, in one order."""
    if dialects.name(tx) != "sqlite":
        await tx.execute(_LOCK, {"runs": list(run_ids)})


async def load(tx: AsyncSession, run_id: int, company: Company, *, lock: bool = True) -> Loaded:
    """The run, its deal and its activities as facts; locked against rivals where the database needs that."""
    if lock:
        await hold(tx, (run_id,))
    found = (await tx.execute(_RUN, {"run": run_id})).mappings().one_or_none()
    if found is None:
        raise NoRunError(run_id)
    row = dict(found)
    process = company.processes[row["process"], row["version"]]
    given = {"run": run_id, "stage_run": row["stage_run"]}
    tasks = (await tx.execute(_TASKS, given)).all()
    here = [task for task in tasks if task.scope == "deal" or task.stage_run == row["stage_run"]]
    facts = Facts(
        state=row["state"],
        stage_run=row["stage_run"],
        owner=row["owner_id"],
        fields=fields.known(process, row) if row["kind"] == DEAL else fields.of_request(process, row["data"]),
        open=tuple(
            OpenTask(
                task.id,
                task.key,
                task.scope,
                task.owner_id,
                task.attempt,
                task.due,
                task.snoozed,
                task.title,
            )
            for task in tasks
            if task.state == "open"
        ),
        done=frozenset(task.key for task in here if task.completed),
        opened=frozenset(task.key for task in here),
        signals=frozenset(row["signals"]),
        parked=row["parked_until"] if row["kind"] == DEAL else None,
        draft=row["draft"] and row["kind"] == DEAL,
        organisation=company.organisation,
    )
    calendar = company.planning(row["zone"], row["work_start"], row["work_end"], row["owner_id"])
    past = {task.id: task.key for task in tasks if task.state != "open"}
    calendars = await _calendars(tx, company) if process.routes else None
    return Loaded(process, facts, calendar, company.currency, row, _images(tasks), past, calendars)


async def _calendars(tx: AsyncSession, company: Company) -> Calendars:
    """Working time of everybody to whom work may go."""
    hours = {row.id: row for row in await tx.execute(_HOURS)}

    def of(person: int) -> Calendar:
        row = hours[person]
        return company.planning(row.zone, row.work_start, row.work_end, person)

    return of


def _images(tasks: Iterable[Any]) -> dict[int, dict[str, Any]]:
    return {
        task.id: {
            "kind": task.kind,
            "owner_id": task.owner_id,
            "due": task.due,
            "timed": task.timed,
            "snoozed": task.snoozed,
        }
        for task in tasks
        if task.state == "open"
    }
