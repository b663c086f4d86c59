"""Breaches of what is watched, as rows: new ones are put down, those that are found no more are put right."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from fsm.definition import Rule
from fsm.obligations import State
from storage import dialects, heirs, watches
from storage.dialects import table
from storage.models import Activity, Client, Deal, Person
from storage.models import Obligation as Row
from storage.obligations import CLIENT, DEAL, STANDING, TASK
from storage.watches import ALL, KIND, Found, Part

_row, _person = table(Row).c, table(Person).c
_MANY = 500
"""Ids in one condition."""
_PUT = dialects.both(
    Row,
    # Somebody else has found it just now, or it was another's: it stands, and is the owner's of now.
    lambda insert: insert.on_conflict_do_update(
        index_elements=["rule", "kind", "subject_id"],
        index_where=text("standing"),
        set_={"owner_id": insert.excluded.owner_id},
        where=_row.owner_id != insert.excluded.owner_id,
    ),
)
_RIGHT = (
    update(table(Row))
    .where(STANDING, _row.id.in_(bindparam("rows", expanding=True)))
    .values(standing=False, right_at=bindparam("now"))
)
_STOP = (
    update(table(Row))
    .where(STANDING, _row.id.in_(bindparam("rows", expanding=True)))
    .values(standing=False, state=State.STOPPED.value)
)
_HAND = update(table(Row)).where(_row.id == bindparam("row")).values(owner_id=bindparam("owner"))
_SUBJECTS = {
    DEAL: (table(Deal), table(Deal).c.outcome.is_(None)),
    TASK: (table(Activity), table(Activity).c.state == literal_column("'open'")),
    CLIENT: (table(Client), true()),
}


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    rule: str
    kind: str
    subject_id: int
    owner_id: int

    @property
    def key(self) -> tuple[str, str, int]:
        return self.rule, self.kind, self.subject_id


async def reconcile(
    tx: AsyncSession,
    rules: Iterable[Rule],
    owner_id: int,
    now: datetime,
    calendar: Calendar,
    *,
    kinds: Collection[str] = (DEAL, TASK, CLIENT),
    part: Part = ALL,
    heir: bool | None = None,
) -> None:
    """What stands against an owner is what is found now, by his calendar; done twice, it changes nothing.

    What was another's keeps its row; rows of a rule that is off are closed. Of one of the `kinds` it may be a part.
    `heir`: he answers for what is nobody's; None: it is to be found out.
    """
    watched = [rule for rule in rules if rule.watch is not None and KIND[rule.watch] in kinds]
    if heir is None:
        heir = await heirs.heir(tx) == owner_id
    there: dict[tuple[str, str, int], Found] = {}
    for rule in watched:
        if rule.on:
            given = {"now": now, "calendar": calendar, "part": part, "heir": heir}
            for one in await watches.found(tx, rule, owner_id, **given):  # type: ignore[arg-type]  # by name
                there[rule.rule, one.kind, one.subject_id] = one
    stands = await _standing(tx, owner_id, [rule.rule for rule in watched], part, heir=heir)
    off = {rule.rule for rule in watched if not rule.on}
    await _close(tx, _STOP, [one.id for one in stands if one.rule in off])
    lost = [one for one in stands if one.rule not in off and one.key not in there]
    moved = await _moved(tx, lost, owner_id)
    await _close(tx, _RIGHT, [one.id for one in lost if one.id not in moved], now=now)
    moved |= {one.id: owner_id for one in stands if one.key in there and one.owner_id != owner_id}
    if moved:
        await tx.execute(_HAND, [{"row": row, "owner": owner} for row, owner in moved.items()])
    known = {one.key for one in stands}
    rows = [_written(key[0], one, now) for key, one in there.items() if key not in known]
    if rows:
        await tx.execute(_PUT[dialects.name(tx)], rows)


async def stop(tx: AsyncSession, rule: str) -> int:
    """A rule that watches was switched off: nothing stands by it any more; how many rows that were."""
    values = {"standing": False, "state": State.STOPPED.value}
    found = await tx.execute(update(table(Row)).where(STANDING, _row.rule == rule).values(**values))
    return dialects.count(found)


async def seen(tx: AsyncSession, kind: str, subject_id: int, *, now: datetime) -> None:
    """Whoever looks at it just now has seen what was found about it just now."""
    fresh = (STANDING, _row.kind == kind, _row.subject_id == subject_id, _row.created_at == now)
    await tx.execute(update(table(Row)).where(*fresh, _row.shown_at.is_(None)).values(shown_at=now))


async def counts(
    session: AsyncSession, owner_ids: Collection[int], rules: Collection[str]
) -> dict[tuple[int, str], int]:
    """How much stands by owner and rule; what a head has accepted is not counted."""
    query = (
        select(_row.owner_id, _row.rule, func.count())
        .where(STANDING, _row.owner_id.in_(list(owner_ids)), _row.rule.in_(list(rules)))
        .where(_row.accepted_at.is_(None))
        .group_by(_row.owner_id, _row.rule)
    )
    return {(owner, rule): count for owner, rule, count in await session.execute(query)}


async def uncovered(
    session: AsyncSession, owner_ids: Collection[int], rules: Collection[str]
) -> dict[int, int]:
    """How many clients stand by owner, by any of these rules; nobody without any."""
    found: dict[int, int] = {}
    for (owner, _), count in (await counts(session, owner_ids, rules)).items():
        found[owner] = found.get(owner, 0) + count
    return found


async def _standing(
    tx: AsyncSession, owner_id: int, rules: Collection[str], part: Part, *, heir: bool
) -> list[_Known]:
    """What stands against the owner; against who has left, it is the heir's to look after."""
    whose = _row.owner_id == owner_id
    if heir:
        whose = or_(whose, _row.owner_id.in_(select(_person.id).where(_person.left_at.is_not(None))))
    query = select(_row.id, _row.rule, _row.kind, _row.subject_id, _row.owner_id).where(
        STANDING, whose, _row.rule.in_(list(rules)), _row.subject_id > part.after
    )
    if part.upto is not None:
        query = query.where(_row.subject_id <= part.upto)
    if part.only is not None:
        query = query.where(_row.subject_id.in_(list(part.only)))
    return [_Known(*row) for row in await tx.execute(query)]


async def _close(tx: AsyncSession, closing: Any, rows: Sequence[int], **given: Any) -> None:
    for start in range(0, len(rows), _MANY):
        await tx.execute(closing, {"rows": rows[start : start + _MANY], **given})


async def _moved(tx: AsyncSession, lost: Sequence[_Known], owner_id: int) -> dict[int, int]:
    """Rows about what is somebody else's by now, who works here: his audit says whether it still stands."""
    found: dict[int, int] = {}
    for kind, (subjects, there) in _SUBJECTS.items():
        rows = [one for one in lost if one.kind == kind]
        for start in range(0, len(rows), _MANY):
            some = rows[start : start + _MANY]
            query = (
                select(subjects.c.id, subjects.c.owner_id)
                .join_from(subjects, table(Person), _person.id == subjects.c.owner_id)
                .where(subjects.c.id.in_([one.subject_id for one in some]), there)
                .where(subjects.c.owner_id != owner_id, _person.left_at.is_(None))
            )
            owners: dict[int, int] = {row[0]: row[1] for row in await tx.execute(query)}
            found |= {one.id: owners[one.subject_id] for one in some if one.subject_id in owners}
    return found


def _written(rule: str, one: Found, now: datetime) -> dict[str, Any]:
    return {
        "rule": rule,
        "kind": one.kind,
        "subject_id": one.subject_id,
        "run_id": one.run_id,
        "activity_id": one.activity_id,
        "owner_id": one.owner_id,
        "terms": {},
        "state": State.BREACHED.value,
        "standing": True,
        "since": one.since,
        "ended_at": now,
        "created_at": now,
    }
