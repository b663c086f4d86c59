"""Taking an import back, whole: what it made goes, what it changed is as before, unless somebody worked on it since."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects, images, models, settings
from storage.imports import deals_back, references, rows
from storage.imports.deals_back import Kept, Why


class NoImportError(LookupError):
    """There is no such import."""


class TakenBackError(Exception):
    """The import was taken back before."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of it: `removed` and `restored` count by kind (deals, contacts, clients, products, people, teams)."""

    import_id: int
    source: str
    removed: Mapping[str, int]
    restored: Mapping[str, int]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """An import that was made; `report` has its counts in the form of `voronka import --json`."""

    id: int
    source: str
    at: datetime
    report: dict[str, Any]


@dataclass(slots=True)
class _Back:
    tx: AsyncSession
    import_id: int
    removed: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)


_KINDS: Mapping[str, tuple[type[models.Row], str]] = {
    "contact": (models.Contact, "contacts"),
    "client": (models.Client, "clients"),
    "product": (models.Product, "products"),
    "person": (models.Person, "people"),
    "team": (models.Team, "teams"),
}
"""In the order in which nobody needs them any more."""


async def take_back(tx: AsyncSession, import_id: int, *, now: datetime, by_id: int | None) -> TakenBack:
    """Take back the import of this id, in the caller's transaction. Raises NoImportError, TakenBackError."""
    table = dialects.table(models.Import)
    row = (
        await tx.execute(select(table.c.source, table.c.reverted_at).where(table.c.id == import_id))
    ).one_or_none()
    if row is None:
        raise NoImportError
    claimed = update(table).where(table.c.id == import_id, table.c.reverted_at.is_(None))
    if not dialects.count(await tx.execute(claimed.values(reverted_at=now, reverted_by=by_id))):
        raise TakenBackError
    back = _Back(tx, import_id)
    removed, kept = await deals_back.remove_new(tx, import_id)
    back.removed["deals"] += removed
    restored, changed = await deals_back.restore(tx, import_id, now=now, by_id=by_id)
    back.restored["deals"] += restored
    back.kept += (*kept, *changed)
    for kind in _KINDS:
        await _named(back, kind)
    await _setting(back)
    return TakenBack(import_id, row.source, dict(back.removed), dict(back.restored), tuple(back.kept))


async def last(session: AsyncSession) -> Past | None:
    """The newest import that was not taken back."""
    table = dialects.table(models.Import)
    query = select(table.c.id, table.c.source, table.c.at, table.c.report).where(
        table.c.reverted_at.is_(None)
    )
    found = (await session.execute(query.order_by(table.c.id.desc()).limit(1))).one_or_none()
    return None if found is None else Past(*found)


async def _named(back: _Back, kind: str) -> None:
    """Clients, products, people or teams: those that the import made, then those that it changed."""
    table = dialects.table(models.ImportChange)
    query = select(table.c.subject_id, table.c.before, table.c.after)
    query = query.where(table.c.import_id == back.import_id, table.c.kind == kind)
    made: dict[int, dict[str, Any]] = {}
    changed: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    for subject, before, after in await back.tx.execute(query):
        if before:
            changed[subject] = before, after
        else:
            made[subject] = after
    await _remove(back, kind, made)
    await _restore(back, kind, changed)


async def _remove(back: _Back, kind: str, made: Mapping[int, dict[str, Any]]) -> None:
    model, plural = _KINDS[kind]
    table = dialects.table(model)
    left = dict(made)
    while left:
        used = await references.used(back.tx, model, left)
        free = left.keys() - used
        now = await _as_they_are(back.tx, model, free)
        alike = {one for one in free if one in now and _same(now[one], left[one])}
        for chunk in rows.chunks(sorted(alike)):
            await back.tx.execute(delete(table).where(table.c.id.in_(chunk)))
            await _forget(back.tx, kind, chunk)
            if kind == "person":
                timers = dialects.table(models.Timer)
                await back.tx.execute(delete(timers).where(timers.c.person_id.in_(chunk)))
        back.removed[plural] += len(alike)
        left = {one: image for one, image in left.items() if one not in alike}
        if not alike or kind != "team":  # a team goes when those below it are gone
            for one in sorted(left.keys() & (used | now.keys())):
                why = Why.USED if one in used else Why.CHANGED
                back.kept.append(Kept(kind, one, str(left[one].get("name", one)), why))
            return


async def _restore(
    back: _Back, kind: str, changed: Mapping[int, tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    model, plural = _KINDS[kind]
    table = dialects.table(model)
    now = await _as_they_are(back.tx, model, changed)
    for one, (before, after) in changed.items():
        if one not in now:
            continue
        if not _same(now[one], after["row"]):
            back.kept.append(Kept(kind, one, str(now[one].get("name", one)), Why.CHANGED))
            continue
        if before["row"]:
            values = images.restored(model, before["row"])
            await back.tx.execute(update(table).where(table.c.id == one).values(values))
        await deals_back.say_again(back.tx, kind, back.import_id, one, after["key"], before["said"])
        back.restored[plural] += 1


async def _as_they_are(
    tx: AsyncSession, model: type[models.Row], ids: Collection[int]
) -> dict[int, dict[str, Any]]:
    table = dialects.table(model)
    found: dict[int, dict[str, Any]] = {}
    for chunk in rows.chunks(ids):
        for row in (await tx.execute(select(table).where(table.c.id.in_(chunk)))).mappings():
            found[row["id"]] = images.kept({**row}, [str(name) for name in row])
    return found


def _same(now: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a row still has what the import wrote."""
    return all(now.get(name) == value for name, value in after.items())


async def _forget(tx: AsyncSession, kind: str, ids: Collection[int]) -> None:
    """Imports never spoke of these rows."""
    table = dialects.table(models.Imported)
    await tx.execute(delete(table).where(table.c.kind == kind, table.c.subject_id.in_(ids)))


async def _setting(back: _Back) -> None:
    """The currency that the first import of a company set."""
    changes, deals = dialects.table(models.ImportChange), dialects.table(models.Deal)
    query = select(changes.c.before, changes.c.after).where(
        and_(changes.c.import_id == back.import_id, changes.c.kind == "setting")
    )
    row = (await back.tx.execute(query)).one_or_none()
    if row is None or await back.tx.scalar(select(deals.c.id).limit(1)) is not None:
        return
    if (await settings.get(back.tx)).currency == row.after["currency"]:
        await settings.put(back.tx, currency=row.before["currency"])
