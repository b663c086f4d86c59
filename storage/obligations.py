"""Obligations as rows: duties with their clock, and breaches of what is watched until they are put right."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, insert, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.definition import Limit
from fsm.obligations import Obligation, State, Terms
from storage import dialects
from storage.dialects import table
from storage.models import Obligation as Row
from storage.models import Timer

DEAL, TASK, CLIENT = "deal", "task", "client"
"""What a rule may be about, in `kind`."""
DUTY = "duty"
"""The kind of timers that wake a duty."""
_row, _timer = table(Row).c, table(Timer).c
# Written out: SQLite's planner sees only then that the partial indexes serve (as `standing = 1` it does not).
STANDING: ColumnElement[bool] = literal_column("obligations.standing")
_COLUMNS = (
    _row.id, _row.rule, _row.kind, _row.subject_id, _row.run_id, _row.activity_id, _row.owner_id, _row.terms,
    _row.state, _row.standing, _row.since, _row.due_at, _row.told, _row.woken_at, _row.ended_at, _row.right_at,
    _row.extended, _row.wake_at, _row.reason, _row.words, _row.accepted_at, _row.accepted_by,
    _row.accepted_reason, _row.shown_at,
)  # fmt: skip
_OF_RUN = select(*_COLUMNS).where(_row.run_id == bindparam("run"), _row.kind == DEAL).order_by(_row.id)
_ONE = select(*_COLUMNS).where(_row.id == bindparam("id"))
_PUT = insert(table(Row)).returning(_row.id, sort_by_parameter_order=True)
_CHANGE = update(table(Row)).where(_row.id == bindparam("row"))
# A moment may come back that was passed over once, because a day off had been put there and was taken away again.
_PLANT = dialects.both(
    Timer,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"state": insert.excluded.state}
    ),
)
# One that is being fired right now is let be: whoever fires it waits for our lock of the deal, and sees what we have done.
_WAITING = select(_timer.id).where(
    _timer.key == bindparam("timer"), _timer.state == literal_column("'pending'")
)
_FORGET = delete(table(Timer)).where(_timer.id.in_(_WAITING.with_for_update(skip_locked=True)))


@dataclass(frozen=True, slots=True)
class Kept:
    """A row: whose it is, what it is about, how it stands. `terms` are those of a duty; None where something is watched."""

    id: int
    rule: str
    kind: str
    subject_id: int
    run_id: int | None
    activity_id: int | None
    owner_id: int
    terms: Terms | None
    standing: bool
    obligation: Obligation
    reason: str | None = None
    words: str | None = None
    accepted_at: datetime | None = None
    accepted_by: int | None = None
    accepted_reason: str | None = None
    shown_at: datetime | None = None


def read(row: Sequence[Any]) -> Kept:
    """A row of `columns()`."""
    (
        number, rule, kind, subject, run, activity, owner, terms, state, standing, since, due_at, told, woken_at,
        ended_at, right_at, extended, wake_at, *rest,
    ) = row  # fmt: skip
    obligation = Obligation(
        State(state), since, due_at, told, woken_at, ended_at, right_at, extended, wake_at
    )
    limits = _terms(terms)
    return Kept(number, rule, kind, subject, run, activity, owner, limits, standing, obligation, *rest)


def columns() -> tuple[Any, ...]:
    """What `read` takes, for queries that join more."""
    return _COLUMNS


async def get(session: AsyncSession, obligation_id: int) -> Kept | None:
    """One by its row id."""
    row = (await session.execute(_ONE, {"id": obligation_id})).one_or_none()
    return None if row is None else read(row)


async def of_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, Kept]:
    """Several by their row ids."""
    rows = await session.execute(select(*_COLUMNS).where(_row.id.in_(list(ids))))
    return {row[0]: read(row) for row in rows}


async def of_run(session: AsyncSession, run_id: int) -> list[Kept]:
    """Duties of a deal, by its run, the oldest first; what is watched is not among them."""
    return [read(row) for row in await session.execute(_OF_RUN, {"run": run_id})]


def standing(owner_ids: Collection[int], rules: Collection[str] | None = None) -> Select[Any]:
    """Rows that stand for these people, the oldest first: for queries that go on from here."""
    query = select(*_COLUMNS).where(STANDING, _row.owner_id.in_(list(owner_ids)))
    if rules is not None:
        query = query.where(_row.rule.in_(list(rules)))
    return query.order_by(_row.since, _row.id)


async def put(tx: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """New rows, by column; their ids in the same order."""
    if not rows:
        return []
    return list((await tx.execute(_PUT, [dict(row) for row in rows])).scalars())


async def change(tx: AsyncSession, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write columns; each has its id under `row`, and all have the same columns."""
    values = [dict(row) for row in rows]
    if values:
        await tx.execute(_CHANGE, values)


def state_of(obligation: Obligation) -> dict[str, Any]:
    """The columns that say how a duty stands."""
    broken = obligation.state is State.BREACHED
    return {
        "state": obligation.state.value,
        "standing": obligation.right_at is None if broken else not obligation.over,
        "due_at": obligation.due_at,
        "told": obligation.told,
        "woken_at": obligation.woken_at,
        "wake_at": obligation.wake_at,
        "ended_at": obligation.ended_at,
        "right_at": obligation.right_at,
        "extended": obligation.extended,
    }


def terms_of(terms: Terms) -> dict[str, Any]:
    """Terms as JSON."""
    limit = {terms.limit.unit.value: terms.limit.number, "calendar": terms.limit.calendar.value}
    return {**limit, "border": None if terms.border is None else str(terms.border)}


def _terms(written: Mapping[str, Any]) -> Terms | None:
    if not written:
        return None
    border = written.get("border")
    limit = Limit.model_validate({key: value for key, value in written.items() if key != "border"})
    return Terms(limit, None if border is None else Decimal(border))


async def alarm(
    tx: AsyncSession,
    obligation_id: int,
    was: Obligation,
    is_: Obligation | None,
    *,
    run_id: int | None,
    fired: str | None = None,
) -> None:
    """The timer that wakes a duty, set anew; none (None) where nothing happens by itself any more.

    The one that has just `fired` (its key) is left to whoever fires it: SQLite gives the number of a row that is gone to the next.
    """
    if was.wake_at is not None and (key := _key(obligation_id, was.wake_at, was.told)) != fired:
        await tx.execute(_FORGET, {"timer": key})
    if is_ is not None and is_.wake_at is not None:
        await tx.execute(
            _PLANT[dialects.name(tx)], [timer(obligation_id, is_.wake_at, is_.told, run_id=run_id)]
        )


def timer(obligation_id: int, wake_at: datetime, told: int, *, run_id: int | None) -> dict[str, Any]:
    """The row of that timer."""
    return {
        "due": wake_at,
        "kind": DUTY,
        "key": _key(obligation_id, wake_at, told),
        "run_id": run_id,
        "data": {"obligation": obligation_id},
        "state": "pending",
    }


def _key(obligation_id: int, wake_at: datetime, told: int) -> str:
    """A duty is woken once for an instant, and once more where nothing of it has been told yet."""
    return f"{DUTY}:{obligation_id}:{int(wake_at.timestamp() * 1000)}:{told}"
