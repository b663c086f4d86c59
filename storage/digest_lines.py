"""The lines of a digest with all that is known of them by now: whose they are, and which are over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.breaches import DECIDE, UNREACHABLE
from storage.models import Activity, Client, Deal, Obligation, Person, Product, Run
from storage.models import Digest as Row
from storage.models import DigestRow as RowRow

STEP, INFO = "step_overdue", "info_old"
"""Rules that are kept by a tap, which is seen at once: the row itself stands until the next audit."""
_digest, _row = dialects.table(Row).c, dialects.table(RowRow).c
_task, _deal, _run = (dialects.table(one).c for one in (Activity, Deal, Run))
_kept = dialects.table(Obligation).c
_owner, _actor, _present, _acceptor = (
    dialects.table(Person).alias(name) for name in ("owner", "actor", "present", "acceptor")
)
_bought, _client = dialects.table(Client).alias("bought"), dialects.table(Client).alias("client")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a digest with its names. `settled`: it has been put right since, decided, or the deal is over.

    `act` is what a reader did (NUDGE), `actor` his name; `to` is whose it is by now, where that is somebody else.
    `accepted_at` is when a head let it pass, with a reason. `broken_at` is when the rule was broken; None for what
    is no breach of a rule. `stage` is that of the deal now.
    """

    digest_id: int
    number: int
    kind: str
    owner_id: int
    owner: str
    run_id: int | None
    activity_id: int | None
    since: datetime | None
    act: str | None
    acted_at: datetime | None
    actor: str | None
    client: str | None
    product: str | None
    process: str | None
    version: int | None
    key: str | None
    title: str | None
    to: str | None
    settled: bool
    obligation_id: int | None = None
    client_id: int | None = None
    accepted_at: datetime | None = None
    acceptor: str | None = None
    accepted_reason: str | None = None
    broken_at: datetime | None = None
    stage: str | None = None

    @property
    def over(self) -> bool:
        """Whether nothing is to be done about it any more, or somebody has done it."""
        return (
            self.settled or self.acted_at is not None or self.accepted_at is not None or self.to is not None
        )

    @property
    def open(self) -> bool:
        """Whether somebody still has to put it right, asked for it or not."""
        return not self.settled and self.accepted_at is None and self.to is None


_settled = or_(
    and_(_row.kind == DECIDE, func.coalesce(_task.state, "gone") != "open"),
    and_(_row.kind == UNREACHABLE, or_(_owner.c.blocked_at.is_(None), _owner.c.left_at.is_not(None))),
    and_(_row.obligation_id.is_not(None), or_(_kept.id.is_(None), _kept.standing.is_(False))),
    and_(_row.kind.not_in((DECIDE, UNREACHABLE)), or_(_task.state != "open", _deal.outcome.is_not(None))),
    and_(_row.kind == STEP, _task.due > _digest.at),
    and_(_row.kind == INFO, or_(_deal.touched_at > _digest.at, _deal.parked_until.is_not(None))),
)
_is_settled = func.coalesce(_settled, literal(value=False))
_whose_now = func.coalesce(_task.owner_id, _deal.owner_id)


def _joined(columns: Sequence[Any], mine: Collection[int]) -> Select[Any]:
    """Rows with all that is known of them. A request is somebody else's where it is none of `mine` to decide."""
    elsewhere = case(
        (_row.kind == DECIDE, and_(_whose_now != _digest.person_id, _whose_now.not_in(list(mine)))),
        else_=_whose_now != _row.owner_id,
    )
    return (
        select(*columns)
        .select_from(dialects.table(RowRow))
        .join(dialects.table(Row), _digest.id == _row.digest_id)
        .join(_owner, _owner.c.id == _row.owner_id)
        .outerjoin(dialects.table(Activity), _task.id == _row.activity_id)
        .outerjoin(dialects.table(Run), _run.id == func.coalesce(_task.run_id, _row.run_id))
        .outerjoin(dialects.table(Deal), _deal.id == _run.subject_id)
        .outerjoin(dialects.table(Obligation), _kept.id == _row.obligation_id)
        .outerjoin(_present, and_(_present.c.id == _whose_now, elsewhere))
    )


_LINE: Sequence[ColumnElement[Any]] = (
    _row.digest_id,
    _row.number,
    _row.kind,
    _row.owner_id,
    _owner.c.name,
    _row.run_id,
    _row.activity_id,
    _row.since,
    _row.act,
    _row.acted_at,
    _actor.c.name,
    func.coalesce(_client.c.name, _bought.c.name),
    dialects.table(Product).c.name,
    _run.process,
    _run.version,
    _task.key,
    _task.title,
    _present.c.name,
    _is_settled,
    _row.obligation_id,
    _row.client_id,
    _kept.accepted_at,
    _acceptor.c.name,
    _kept.accepted_reason,
    _kept.ended_at,
    _deal.stage,
)


async def lines(
    session: AsyncSession,
    digest_id: int,
    *,
    offset: int = 0,
    limit: int = 8,
    number: int | None = None,
    owner_ids: Collection[int] | None = None,
    mine: Collection[int] = (),
) -> list[Line]:
    """A page of a digest's rows, of these people only, or (number) one of them.

    `mine` are those for whom the reader decides beside himself, as he stands in for them.
    """
    query = (
        _joined(_LINE, mine)
        .outerjoin(_actor, _actor.c.id == _row.acted_by)
        .outerjoin(_client, _client.c.id == _row.client_id)
        .outerjoin(_bought, _bought.c.id == _deal.client_id)
        .outerjoin(dialects.table(Product), dialects.table(Product).c.id == _deal.product_id)
        .outerjoin(_acceptor, _acceptor.c.id == _kept.accepted_by)
        .where(_row.digest_id == digest_id)
        .order_by(_row.number)
    )
    if owner_ids is not None:
        query = query.where(_row.owner_id.in_(list(owner_ids)))
    query = query.where(_row.number == number) if number is not None else query.offset(offset).limit(limit)
    rows: list[tuple[Any, ...]] = [tuple(row) for row in await session.execute(query)]
    return [Line(*row) for row in rows]


_waits = and_(
    _row.kind.not_in((DECIDE, UNREACHABLE)),
    _row.acted_at.is_(None),
    _kept.accepted_at.is_(None),
    _is_settled.is_(False),
    _present.c.id.is_(None),
)


async def waiting(session: AsyncSession, digest_id: int) -> dict[int, list[int]]:
    """Numbers of the lines that nobody has done anything about and that somebody can be asked for, by whose they are."""
    query = _joined((_row.owner_id, _row.number), ()).where(_row.digest_id == digest_id, _waits)
    found: dict[int, list[int]] = {}
    for owner, number in await session.execute(query.order_by(_row.number)):
        found.setdefault(owner, []).append(number)
    return found


async def count_waiting(session: AsyncSession, digest_id: int) -> int:
    """How many these are."""
    query = _joined((func.count(),), ()).where(_row.digest_id == digest_id, _waits)
    return await session.scalar(query) or 0
