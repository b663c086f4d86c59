"""Requests and what waits for them: which end with what has waited, and what comes back from one that was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Process
from storage.change import Change
from storage.company import Company
from storage.dialects import table
from storage.models import Run
from storage.runs import Loaded

_run = table(Run).c
_WAITED = select(_run.id, _run.process, _run.version, _run.state).where(
    _run.activity_id.is_not(None), _run.activity_id.in_(bindparam("activities", expanding=True))
)
_RUNS_ON = select(_run.process, _run.version).where(_run.id == bindparam("run"))


async def decided(
    tx: AsyncSession, change: Change, process: Process, known: Mapping[str, Any]
) -> dict[str, Any]:
    """What whoever decided may have changed of what was asked, such as the date: it is the deal's from now on."""
    row = (await tx.execute(_RUNS_ON, {"run": change.row["parent_id"]})).one()
    deal = change.company.processes[row.process, row.version]
    answers = {
        one.field
        for activity in process.activities.values()
        for outcome in activity.outcomes.values()
        for one in outcome.ask
    }
    return {
        key: known[key]
        for key in sorted(answers & deal.fields.keys())
        if key in known and deal.fields[key].type is process.fields[key].type
    }


async def ended(tx: AsyncSession, change: Change, loaded: Loaded) -> list[tuple[int, str]]:
    """Requests that are needed no more, because what waited for them has ended; and the stage in which they end so."""
    ended = {*change.closed, *change.cancelled}
    waited = [
        task.id for task in loaded.facts.open if task.id in ended and task.key in loaded.process.requests
    ]
    return await deciding(tx, change.company, waited)


async def deciding(tx: AsyncSession, company: Company, activities: Sequence[int]) -> list[tuple[int, str]]:
    """Requests that are being decided for these activities, and the stage in which they end when they are taken back."""
    if not activities:
        return []
    found: list[tuple[int, str]] = []
    for one in (await tx.execute(_WAITED, {"activities": activities})).all():
        definition: Any = company.processes[one.process, one.version]
        if one.state is not None and definition.stages[one.state].final is None:
            found.append((one.id, definition.withdrawn))
    return found
