"""Digests as rows: what was wrong in a team, since when, and what a reader did about it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, digest_lines
from storage.breaches import Finding
from storage.digest_lines import Line
from storage.models import Digest as Row
from storage.models import DigestRow as RowRow

NUDGE = "nudge"
"""What a reader does about a line that is struck out for it: whose it is was asked to take care of it."""
_BATCH = 500
_digest, _row = dialects.table(Row).c, dialects.table(RowRow).c


@dataclass(frozen=True, slots=True)
class Digest:
    """What somebody was told on his own day; `counts` by kind."""

    id: int
    person_id: int
    day: date
    at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a digest of `total` lines; `owners` counts its rows by kind and owner, `was` those of the digest
    before by kind. `waiting`: lines that nobody has done anything about, and that somebody can be asked for.
    """

    digest: Digest
    lines: Sequence[Line]
    number: int
    owners: Mapping[tuple[str, int], int]
    was: Mapping[str, int] | None
    waiting: int = 0

    @property
    def total(self) -> int:
        return sum(self.owners.values())


async def store(
    tx: AsyncSession,
    *,
    person_id: int,
    day: date,
    now: datetime,
    findings: Sequence[Finding],
    counted: Mapping[str, int] | None = None,
) -> int:
    """Keep a digest of this day; its id. Rows are numbered from 1 in the order given, `counted` has none."""
    counts = Counter(one.kind for one in findings) + Counter(counted or {})
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
            "obligation_id": one.obligation_id,
            "client_id": one.client_id,
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


async def page(
    session: AsyncSession, digest: Digest, number: int, size: int, *, mine: Collection[int] = ()
) -> Page:
    """Page `number` from 0 of a digest; the last one where there are not so many. `mine` as of `lines`."""
    counted = await session.execute(
        select(_row.kind, _row.owner_id, func.count())
        .where(_row.digest_id == digest.id)
        .group_by(_row.kind, _row.owner_id)
    )
    owners = {(kind, owner): count for kind, owner, count in counted}
    number = min(number, max(0, (sum(owners.values()) - 1) // size))
    previous = await before(session, person_id=digest.person_id, day=digest.day)
    found = await digest_lines.lines(session, digest.id, offset=number * size, limit=size, mine=mine)
    waits = await digest_lines.count_waiting(session, digest.id)
    return Page(digest, found, number, owners, None if previous is None else previous.counts, waits)


async def acted(
    tx: AsyncSession, line: Line, *, act: str, by_id: int, now: datetime, since: datetime
) -> bool:
    """Strike the row out, also where it stands in the digests of other readers made since then; False when it was."""
    same = and_(
        _row.kind == line.kind,
        _row.owner_id == line.owner_id,
        _row.run_id.is_not_distinct_from(line.run_id),
        _row.activity_id.is_not_distinct_from(line.activity_id),
        _row.obligation_id.is_not_distinct_from(line.obligation_id),
    )
    return await _strike(tx, same, act=act, by_id=by_id, now=now, since=since) > 0


async def acted_all(
    tx: AsyncSession,
    digest_id: int,
    numbers: Collection[int],
    *,
    act: str,
    by_id: int,
    now: datetime,
    since: datetime,
) -> None:
    """Strike several lines of a digest out, also where they stand in the digests of other readers made since then."""
    ordered = list(numbers)
    for start in range(0, len(ordered), _BATCH):
        some = ordered[start : start + _BATCH]
        of_digest = and_(_row.digest_id == digest_id, _row.number.in_(some))
        known = select(_row.obligation_id).where(of_digest, _row.obligation_id.is_not(None))
        same = or_(of_digest, _row.obligation_id.in_(list(await tx.scalars(known))))
        await _strike(tx, same, act=act, by_id=by_id, now=now, since=since)


async def _strike(
    tx: AsyncSession, same: ColumnElement[bool], *, act: str, by_id: int, now: datetime, since: datetime
) -> int:
    recent = select(_digest.id).where(_digest.at >= since)
    striking = update(dialects.table(RowRow)).where(_row.digest_id.in_(recent), same, _row.acted_at.is_(None))
    return dialects.count(await tx.execute(striking.values(act=act, acted_at=now, acted_by=by_id)))


async def purge(tx: AsyncSession, *, before: datetime) -> int:
    """Remove the lines of digests made before this instant; how many. Their counts stay."""
    old = select(_digest.id).where(_digest.at < before)
    found = await tx.execute(delete(dialects.table(RowRow)).where(_row.digest_id.in_(old)))
    return dialects.count(found)
