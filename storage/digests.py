"""Digests as rows: what is wrong in a team, since when, and what a reader did about it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Activity, Client, Deal, Import, Person, Product, Run
from storage.models import Digest as Row
from storage.models import DigestRow as RowRow

OVERDUE, UNTOUCHED, UNREACHABLE = "overdue", "untouched", "unreachable"
KINDS = (OVERDUE, UNTOUCHED, UNREACHABLE)
"""In the order in which they are told."""
_BATCH = 500
_digest, _row = dialects.table(Row).c, dialects.table(RowRow).c
_task, _deal, _run, _person = (dialects.table(one).c for one in (Activity, Deal, Run, Person))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that breaks a rule: of which kind, whose, about what, since when (UTC)."""

    kind: str
    owner_id: int
    run_id: int | None
    activity_id: int | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Digest:
    """What somebody was told on his own day; `counts` by kind."""

    id: int
    person_id: int
    day: date
    at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a digest with its names. `settled`: it has been put right since, or the deal is over.

    `act` is what a reader did (nudge), `actor` his name; `to` is whose it is by now, where that is somebody else.
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


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a digest; `owners` counts its rows by kind and owner, `was` those of the digest before by kind."""

    digest: Digest
    lines: Sequence[Line]
    number: int
    owners: Mapping[tuple[str, int], int]
    was: Mapping[str, int] | None


async def overdue(session: AsyncSession, *, owner_ids: Collection[int], before: datetime) -> list[Finding]:
    """Open activities that were due before this instant, the oldest first; those of drafts are nobody's but the owner's."""
    query = (
        select(_task.owner_id, _task.run_id, _task.id, _task.due)
        .join_from(dialects.table(Activity), dialects.table(Run), _run.id == _task.run_id)
        .join(dialects.table(Deal), _deal.id == _run.subject_id)
        .where(
            _task.state == literal_column("'open'"),
            _task.owner_id.in_(list(owner_ids)),
            _task.due < before,
            _deal.draft.is_(False),
        )
        .order_by(_task.due, _task.id)
    )
    return [Finding(OVERDUE, owner, run, task, due) for owner, run, task, due in await session.execute(query)]


async def untouched(
    session: AsyncSession, *, owner_ids: Collection[int], before: datetime, today: date
) -> list[Finding]:
    """Open deals that nobody has touched since then, those that wait for a day ahead apart; the oldest first.

    An imported one counts from its import: what happened before, happened elsewhere.
    """
    imported = dialects.table(Import).c
    since = func.coalesce(_deal.touched_at, imported.at, _deal.opened_at)
    query = (
        select(_deal.owner_id, _run.id, since)
        .join_from(
            dialects.table(Deal),
            dialects.table(Run),
            and_(_run.kind == literal_column("'deal'"), _run.subject_id == _deal.id),
        )
        .outerjoin(dialects.table(Import), imported.id == _deal.import_id)
        .where(
            _deal.outcome.is_(None),
            _deal.draft.is_(False),
            _deal.owner_id.in_(list(owner_ids)),
            since < before,
            or_(_deal.parked_until.is_(None), _deal.parked_until <= today),
        )
        .order_by(since, _run.id)
    )
    return [Finding(UNTOUCHED, owner, run, None, at) for owner, run, at in await session.execute(query)]


async def unreachable(session: AsyncSession, *, person_ids: Collection[int]) -> list[Finding]:
    """People who have blocked the bot, the first ones first."""
    query = (
        select(_person.id, _person.blocked_at)
        .where(_person.id.in_(list(person_ids)), _person.blocked_at.is_not(None), _person.left_at.is_(None))
        .order_by(_person.blocked_at, _person.id)
    )
    return [Finding(UNREACHABLE, person, None, None, at) for person, at in await session.execute(query)]


async def store(
    tx: AsyncSession, *, person_id: int, day: date, now: datetime, findings: Sequence[Finding]
) -> int:
    """Keep a digest of this day; its id. Rows are numbered from 1 in the order given."""
    counts = Counter(one.kind for one in findings)
    row = {"person_id": person_id, "day": day, "at": now, "counts": dict(counts)}
    digest: int = (await tx.execute(insert(dialects.table(Row)).returning(_digest.id), row)).scalar_one()
    rows = [
        {
            "digest_id": digest,
            "number": number,
            "kind": one.kind,
            "owner_id": one.owner_id,
            "run_id": one.run_id,
            "activity_id": one.activity_id,
            "since": one.since,
        }
        for number, one in enumerate(findings, 1)
    ]
    for start in range(0, len(rows), _BATCH):
        await tx.execute(insert(dialects.table(RowRow)), rows[start : start + _BATCH])
    return digest


_DIGEST = (_digest.id, _digest.person_id, _digest.day, _digest.at, _digest.counts)


async def get(session: AsyncSession, digest_id: int) -> Digest | None:
    """One by its row id."""
    row = (await session.execute(select(*_DIGEST).where(_digest.id == digest_id))).one_or_none()
    return None if row is None else Digest(*row)


async def of_day(session: AsyncSession, *, person_id: int, day: date) -> Digest | None:
    """Somebody's digest of a day."""
    query = select(*_DIGEST).where(_digest.person_id == person_id, _digest.day == day)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Digest(*row)


async def before(session: AsyncSession, *, person_id: int, day: date) -> Digest | None:
    """The one before that day, to compare with."""
    query = select(*_DIGEST).where(_digest.person_id == person_id, _digest.day < day)
    row = (await session.execute(query.order_by(_digest.day.desc()).limit(1))).one_or_none()
    return None if row is None else Digest(*row)


async def lines(
    session: AsyncSession, digest_id: int, *, offset: int = 0, limit: int = 8, number: int | None = None
) -> list[Line]:
    """A page of a digest's rows, or (number) one of them."""
    owner, actor, now_owner = (dialects.table(Person).alias(name) for name in ("owner", "actor", "present"))
    present = func.coalesce(_task.owner_id, _deal.owner_id)
    client, product = dialects.table(Client).c, dialects.table(Product).c
    settled = or_(
        and_(_row.kind == OVERDUE, or_(_task.state != "open", _task.due > _digest.at)),
        and_(_row.kind == UNTOUCHED, or_(_deal.outcome.is_not(None), _deal.touched_at > _digest.at)),
        and_(_row.kind == UNTOUCHED, _deal.parked_until.is_not(None)),
        and_(_row.kind == UNREACHABLE, or_(owner.c.blocked_at.is_(None), owner.c.left_at.is_not(None))),
    )
    query = (
        select(
            _row.digest_id,
            _row.number,
            _row.kind,
            _row.owner_id,
            owner.c.name,
            _row.run_id,
            _row.activity_id,
            _row.since,
            _row.act,
            _row.acted_at,
            actor.c.name,
            client.name,
            product.name,
            _run.process,
            _run.version,
            _task.key,
            _task.title,
            now_owner.c.name,
            func.coalesce(settled, literal_column("false")),
        )
        .select_from(dialects.table(RowRow))
        .join(dialects.table(Row), _digest.id == _row.digest_id)
        .join(owner, owner.c.id == _row.owner_id)
        .outerjoin(actor, actor.c.id == _row.acted_by)
        .outerjoin(dialects.table(Run), _run.id == _row.run_id)
        .outerjoin(dialects.table(Deal), _deal.id == _run.subject_id)
        .outerjoin(dialects.table(Client), client.id == _deal.client_id)
        .outerjoin(dialects.table(Product), product.id == _deal.product_id)
        .outerjoin(dialects.table(Activity), _task.id == _row.activity_id)
        .outerjoin(now_owner, and_(now_owner.c.id == present, now_owner.c.id != _row.owner_id))
        .where(_row.digest_id == digest_id)
    )
    query = query.where(_row.number == number) if number is not None else query.offset(offset).limit(limit)
    rows: list[tuple[Any, ...]] = [tuple(row) for row in await session.execute(query.order_by(_row.number))]
    return [Line(*row) for row in rows]


async def page(session: AsyncSession, digest: Digest, number: int, size: int) -> Page:
    """Page `number` from 0 of a digest."""
    counted = await session.execute(
        select(_row.kind, _row.owner_id, func.count())
        .where(_row.digest_id == digest.id)
        .group_by(_row.kind, _row.owner_id)
    )
    owners = {(kind, owner): count for kind, owner, count in counted}
    previous = await before(session, person_id=digest.person_id, day=digest.day)
    found = await lines(session, digest.id, offset=number * size, limit=size)
    return Page(digest, found, number, owners, None if previous is None else previous.counts)


async def acted(
    tx: AsyncSession, line: Line, *, act: str, by_id: int, now: datetime, since: datetime
) -> bool:
    """Strike the row out, also where it stands in the digests of other readers made since then; False when it was."""
    same = select(_digest.id).where(_digest.at >= since)
    striking = update(dialects.table(RowRow)).where(
        _row.digest_id.in_(same),
        _row.kind == line.kind,
        _row.owner_id == line.owner_id,
        _row.run_id.is_not_distinct_from(line.run_id),
        _row.activity_id.is_not_distinct_from(line.activity_id),
        _row.acted_at.is_(None),
    )
    found = await tx.execute(striking.values(act=act, acted_at=now, acted_by=by_id))
    return dialects.count(found) > 0


async def purge(tx: AsyncSession, *, before: datetime) -> int:
    """Remove the lines of digests made before this instant; how many. Their counts stay."""
    old = select(_digest.id).where(_digest.at < before)
    found = await tx.execute(delete(dialects.table(RowRow)).where(_row.digest_id.in_(old)))
    return dialects.count(found)
