"""A run with all that a decision about it needs: its deal, its activities, its owner's working time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from fsm.definition import Process
from fsm.facts import Facts, OpenTask
from storage import fields
from storage.company import Company
from storage.models import Activity, Client, Contact, Deal, Person, Run


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


async def load(tx: AsyncSession, run_id: int, company: Company, *, lock: bool = True) -> Loaded:
    """The run, its deal and its activities as facts; locked against rivals where the database needs that."""
    query = (
        select(
            Run.__table__,
            Deal.id.label("deal_id"),
            Deal.client_id,
            Deal.contact_id,
            Deal.product_id,
            Deal.owner_id,
            Deal.amount,
            Deal.currency,
            Deal.close_date,
            Deal.extra,
            Deal.furthest,
            Contact.phone,
            Client.name.label("client"),
            Person.zone,
            Person.work_start,
            Person.work_end,
        )
        .join(Deal, Deal.id == Run.subject_id)
        .join(Person, Person.id == Deal.owner_id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .outerjoin(Client, Client.id == Deal.client_id)
        .where(Run.id == run_id, Run.kind == "deal")
    )
    if lock:
        query = query.with_for_update(of=Run)
    found = (await tx.execute(query)).mappings().one_or_none()
    if found is None:
        raise NoRunError(run_id)
    row = dict(found)
    process = company.processes[row["process"], row["version"]]
    tasks = (
        await tx.execute(
            select(
                Activity.id,
                Activity.key,
                Activity.scope,
                Activity.owner_id,
                Activity.attempt,
                Activity.due,
                Activity.state,
                Activity.completed,
                Activity.stage_run,
            )
            .where(Activity.run_id == run_id)
            .where(
                (Activity.state == "open")
                | (Activity.stage_run == row["stage_run"])
                | (Activity.scope == "deal")
            )
            .order_by(Activity.id)
        )
    ).all()
    here = [task for task in tasks if task.scope == "deal" or task.stage_run == row["stage_run"]]
    facts = Facts(
        state=row["state"],
        stage_run=row["stage_run"],
        owner=row["owner_id"],
        fields=fields.known(process, row),
        open=tuple(
            OpenTask(task.id, task.key, task.scope, task.owner_id, task.attempt, task.due)
            for task in tasks
            if task.state == "open"
        ),
        done=frozenset(task.key for task in here if task.completed),
        opened=frozenset(task.key for task in here),
        signals=frozenset(row["signals"]),
    )
    calendar = company.calendar(row["zone"], row["work_start"], row["work_end"])
    return Loaded(process, facts, calendar, company.currency, row)
