"""Half-finished conversations: one question is open for a person, older ones are parked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, insert, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Draft as Row

_TABLE = dialects.table(Row)
# Written out, not bound: only then do both planners see that the partial indexes serve.
_OPEN = Row.state == literal_column("'open'")
_PARKED = Row.state == literal_column("'parked'")
_COLUMNS = (
    Row.id,
    Row.person_id,
    Row.run_id,
    Row.activity_id,
    Row.trigger,
    Row.answers,
    Row.question,
    Row.message_id,
    Row.state,
    Row.created_at,
    Row.updated_at,
)
_OPEN_OF = select(*_COLUMNS).where(_OPEN, Row.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A trigger that waits for answers; `answers` are in the JSON form of values.plain, by question key."""

    id: int
    person_id: int
    run_id: int | None
    activity_id: int | None
    trigger: dict[str, Any]
    answers: dict[str, Any]
    question: str
    message_id: int | None
    state: str
    created_at: datetime
    updated_at: datetime


async def get(session: AsyncSession, draft_id: int) -> Draft | None:
    row = (await session.execute(select(*_COLUMNS).where(Row.id == draft_id))).one_or_none()
    return None if row is None else Draft(*row)


async def open_of(session: AsyncSession, person_id: int) -> Draft | None:
    """The conversation whose question the person is asked now."""
    row = (await session.execute(_OPEN_OF, {"person": person_id})).one_or_none()
    return None if row is None else Draft(*row)


async def parked(session: AsyncSession, person_id: int) -> list[Draft]:
    """What the person may go on with, the newest first."""
    query = (
        select(*_COLUMNS).where(_PARKED, Row.person_id == person_id).order_by(Row.updated_at.desc(), Row.id)
    )
    return [Draft(*row) for row in await session.execute(query)]


async def start(
    tx: AsyncSession,
    *,
    person_id: int,
    trigger: dict[str, Any],
    question: str,
    now: datetime,
    run_id: int | None = None,
    activity_id: int | None = None,
    answers: dict[str, Any] | None = None,
    message_id: int | None = None,
) -> int:
    """Ask a first question; the draft's id. The one that was open is parked; one about the same deal or task is cancelled."""
    await park(tx, person_id, now=now)
    if run_id is not None:
        await tx.execute(
            update(_TABLE)
            .where(_PARKED, Row.person_id == person_id, Row.run_id == run_id)
            .where(Row.activity_id.is_not_distinct_from(activity_id))
            .values(state="cancelled", updated_at=now)
        )
    row = {
        "person_id": person_id,
        "run_id": run_id,
        "activity_id": activity_id,
        "trigger": trigger,
        "answers": answers or {},
        "question": question,
        "message_id": message_id,
        "state": "open",
        "created_at": now,
        "updated_at": now,
    }
    return (await tx.execute(insert(Row).values(row).returning(Row.id))).scalar_one()


async def answer(
    tx: AsyncSession,
    draft_id: int,
    *,
    answers: dict[str, Any],
    question: str,
    now: datetime,
    message_id: int | None = None,
) -> None:
    """Keep all answers so far, and the question that is asked next; `message_id` where another card asks it."""
    values = {"answers": answers, "question": question, "updated_at": now}
    if message_id is not None:
        values["message_id"] = message_id
    await tx.execute(update(_TABLE).where(Row.id == draft_id).values(values))


async def park(tx: AsyncSession, person_id: int, *, now: datetime) -> bool:
    """Put the open conversation aside; False when none was open."""
    parking = update(_TABLE).where(_OPEN, Row.person_id == person_id)
    return dialects.count(await tx.execute(parking.values(state="parked", updated_at=now))) == 1


async def resume(tx: AsyncSession, draft_id: int, *, now: datetime) -> Draft | None:
    """Go on with a parked conversation, parking the one that is open; None when there is none to go on with."""
    found = await get(tx, draft_id)
    if found is None or found.state != "parked":
        return None
    await park(tx, found.person_id, now=now)
    await tx.execute(update(_TABLE).where(Row.id == draft_id).values(state="open", updated_at=now))
    return await get(tx, draft_id)


async def close(
    tx: AsyncSession, draft_id: int, *, now: datetime, state: Literal["done", "cancelled"] = "done"
) -> None:
    """The conversation is over."""
    await tx.execute(update(_TABLE).where(Row.id == draft_id).values(state=state, updated_at=now))


async def place(tx: AsyncSession, draft_id: int, *, message_id: int, now: datetime) -> None:
    """The question stands in this message now."""
    placing = update(_TABLE).where(Row.id == draft_id)
    await tx.execute(placing.values(message_id=message_id, updated_at=now))


async def end_of(tx: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Every conversation of somebody is over, such as of one who has left."""
    ending = update(_TABLE).where(Row.person_id == person_id, Row.state.in_(("open", "parked")))
    await tx.execute(ending.values(state="cancelled", updated_at=now))
