"""Requests that run beside deals, as both sides look at them: what was asked, of whom, since when, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage import notes
from storage.models import Activity, Deal, History, Person, Run
from storage.notes import Note
from storage.runs import REQUEST

_Parent, _Waiting, _Task = aliased(Run), aliased(Activity), aliased(Activity)
_Begun, _Asker, _Holder, _Closer = aliased(History), aliased(Person), aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that has been made on the way, by whom (a name; None: the system)."""

    key: str
    outcome: str
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """A request about a deal. `state` is a stage of `process`; `data` holds its fields in the form of values.plain.

    `deal_run` waits for it with the activity `waiting`, called `key` there. `task` is what is open in it now, with
    `holder` since `since`; None once it has ended, which was at `ended_at` by `closer` (None: the system).
    """

    run_id: int
    process: str
    version: int
    state: str
    stage_run: int
    data: Mapping[str, Any]
    deal_run: int
    deal_process: str
    deal_version: int
    waiting: int
    key: str
    asked_at: datetime
    asker: str | None
    owner_id: int
    task: int | None
    since: datetime | None
    holder_id: int | None
    holder: str | None
    ended_at: datetime | None
    closer: str | None
    steps: Sequence[Step] = ()
    files: Sequence[Note] = ()  # the newest version of each

    @property
    def open(self) -> bool:
        """Whether it is being decided."""
        return self.task is not None


async def of_run(session: AsyncSession, run_id: int) -> Request | None:
    """A request by its own run, with the steps until now."""
    found = await _first(session, _requests().where(Run.id == run_id))
    return None if found is None else await _with_steps(session, found)


async def running(session: AsyncSession, deal_run: int, key: str) -> Request | None:
    """The request of this sort that is being decided about a deal."""
    query = _requests().where(
        Run.parent_id == deal_run,
        _Waiting.key == key,
        _Waiting.state == literal_column("'open'"),
        _Task.id.is_not(None),
    )
    return await _first(session, query)


async def of_deal(session: AsyncSession, deal_run: int, *, limit: int = 5) -> list[Request]:
    """All about a deal, those that are being decided first, then the newest; what was taken back is none."""
    query = _requests().where(Run.parent_id == deal_run)
    ordered = query.order_by(_Task.id.is_(None), Run.id.desc()).limit(limit)
    return [_read(row) for row in await session.execute(ordered)]


async def _first(session: AsyncSession, query: Select[Any]) -> Request | None:
    row = (await session.execute(query.order_by(Run.id.desc()).limit(1))).one_or_none()
    return None if row is None else _read(row)


def _read(row: Any) -> Request:
    return Request(*row)


async def _with_steps(session: AsyncSession, found: Request) -> Request:
    query = (
        select(Activity.key, Activity.outcome, Activity.closed_at, Person.name)
        .outerjoin(Person, Person.id == Activity.closed_by)
        .where(Activity.run_id == found.run_id, Activity.state == literal_column("'done'"))
        .order_by(Activity.id)
    )
    steps = [
        Step(key, outcome or "", at, by)
        for key, outcome, at, by in await session.execute(query)
        if at is not None
    ]
    # Only a file is a list of row ids among what a request may take along.
    newest = [one[-1] for one in found.data.values() if isinstance(one, list) and one and _ids(one)]
    files = await notes.of_ids(session, newest)
    return replace(found, steps=steps, files=[files[one] for one in newest if one in files])


def _ids(values: list[Any]) -> bool:
    return all(isinstance(one, int) for one in values)


def _requests() -> Select[Any]:
    """One that has begun and was not taken back: with what waits for it, who asked, who holds it now."""
    return (
        select(
            Run.id,
            Run.process,
            Run.version,
            Run.state,
            Run.stage_run,
            Run.data,
            _Parent.id,
            _Parent.process,
            _Parent.version,
            _Waiting.id,
            _Waiting.key,
            _Waiting.opened_at,
            _Asker.name,
            Deal.owner_id,
            _Task.id,
            _Task.opened_at,
            _Task.owner_id,
            _Holder.name,
            _Waiting.closed_at,
            _Closer.name,
        )
        .select_from(Run)
        .join(_Parent, _Parent.id == Run.parent_id)
        .join(Deal, Deal.id == Run.subject_id)
        .join(_Waiting, _Waiting.id == Run.activity_id)
        .outerjoin(_Begun, _Begun.id == _Waiting.cause_id)
        .outerjoin(_Asker, _Asker.id == _Begun.actor_id)
        .outerjoin(_Task, and_(_Task.run_id == Run.id, _Task.state == literal_column("'open'")))
        .outerjoin(_Holder, _Holder.id == _Task.owner_id)
        .outerjoin(_Closer, _Closer.id == _Waiting.closed_by)
        .where(Run.kind == REQUEST, Run.state.is_not(None), _Waiting.state != "undone")
    )
