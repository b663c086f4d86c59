"""What is known of a client beside its deals: who answers for it, its segment, whether it rests and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import heirs
from storage.dialects import table
from storage.models import Client, Deal, Person, Run
from storage.names import fold

SEGMENTS = ("key", "usual", "low")
"""The second one is that of who has none."""
NEVER = date(9999, 12, 31)
"""The day until which a client rests of whom nobody wants to hear again."""
_client, _owner, _run, _deal = (table(one).c for one in (Client, Person, Run, Deal))
_GET = (
    select(
        _client.id,
        _client.name,
        _client.owner_id,
        _owner.left_at,
        _client.segment,
        _client.wake_on,
        _client.rest_reason,
        _client.checked_at,
    )
    .select_from(table(Client))
    .outerjoin(table(Person), _owner.id == _client.owner_id)
    .where(_client.id == bindparam("client"))
)
_OF_DEAL = and_(_run.kind == literal_column("'deal'"), _run.subject_id == _deal.id)


@dataclass(frozen=True, slots=True)
class Care:
    """`owner_id` is who answers for it: its owner, else whoever answers for clients of nobody (None: nobody).

    It rests until `wake_on`, a day of the owner's; `rest_reason` is one of ours, or words.
    """

    id: int
    name: str
    owner_id: int | None
    segment: str
    wake_on: date | None
    rest_reason: str | None
    checked_at: datetime | None


async def get(session: AsyncSession, client_id: int) -> Care | None:
    """None where there is no such client."""
    row = (await session.execute(_GET, {"client": client_id})).one_or_none()
    if row is None:
        return None
    number, name, owner, left, segment, *rest = row
    if owner is None or left is not None:
        owner = await heirs.heir(session)
    return Care(number, name, owner, segment or SEGMENTS[1], *rest)


async def change(tx: AsyncSession, client_id: int, **values: Any) -> None:
    """Write some of name, segment, wake_on, rest_reason, checked_at."""
    if "name" in values:
        values["key"] = fold(values["name"])
    await tx.execute(update(table(Client)).where(_client.id == client_id).values(**values))


async def newest_run(session: AsyncSession, client_id: int, owner_id: int) -> int | None:
    """The run of the owner's newest open deal with the client, care for it included."""
    query = (
        select(_run.id)
        .join_from(table(Deal), table(Run), _OF_DEAL)
        .where(_deal.client_id == client_id, _deal.owner_id == owner_id, _deal.outcome.is_(None))
        .order_by(_deal.id.desc())
        .limit(1)
    )
    found: int | None = await session.scalar(query)
    return found
