"""What an administrator set for the company, as one typed value; and the company's own days."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import dialects
from storage.models import Day, Setting


class Own(StrEnum):
    """What a day is by the company's own word: a day off, a working day, a shortened one."""

    OFF = "off"
    ON = "on"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings and their defaults. Times are minutes; `country` is whose public holidays count."""

    name: str = ""
    currency: str = "RUB"
    country: str = "RU"
    language: str = "ru"
    zone: str = "Europe/Moscow"
    process: str = "simple"
    work_start: int = 9 * 60
    work_end: int = 18 * 60
    shortened: int = 60  # by so many minutes; 0: shortened days are like any other
    morning: int = 9 * 60
    quiet_start: int = 21 * 60
    quiet_end: int = 8 * 60
    ring_call: int = 15
    ring_meeting: int = 60
    per_day: int = 20  # planned activities of a rep a day, at most
    merge: int = 2  # minutes in which several events on one deal become one message
    hourly: int = 8  # messages an hour that somebody is told unasked
    urgent: int = 1_000_000  # from this sum on a head is told at once of what a rule calls urgent; 0: never
    audit: int = 7 * 60 + 30  # when everybody's deals and clients are checked, on his own clock
    audited: int = 10  # clients on the card of the daily audit, at least


DEFAULTS = Settings()
_REVISION = "revision"
_TYPES = {field.name: type(getattr(DEFAULTS, field.name)) for field in fields(Settings)}
_PUT = dialects.both(
    Setting,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"value": insert.excluded.value}
    ),
)
_PUT_DAY = dialects.both(
    Day,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["day"],
        set_={"working": insert.excluded.working, "short": insert.excluded.short},
    ),
)


async def get(session: AsyncSession) -> Settings:
    """The company's settings; those that were never set, or are no longer known, have their defaults."""
    rows = await session.execute(select(Setting.key, Setting.value))
    return replace(DEFAULTS, **{key: value["value"] for key, value in rows if key in _TYPES})


async def revision(session: AsyncSession) -> int:
    """Counts the changes of what a Company is made of."""
    found = await session.scalar(select(Setting.value).where(Setting.key == _REVISION))
    return 0 if found is None else int(found["value"])


async def touch(tx: AsyncSession) -> None:
    """What a Company is made of has changed: every process that works on this database loads it again."""
    await _write(tx, {_REVISION: await revision(tx) + 1})


async def alone(tx: AsyncSession, what: str) -> None:
    """Until this transaction ends nobody else does the same: a row to wait for, where the database has many writers."""
    await _write(tx, {f"lock.{what}": True})


async def put(tx: AsyncSession, **values: Any) -> None:
    """Set some settings. ValueError for a name that Settings does not have, or a value of another type."""
    for name, value in values.items():
        if name not in _TYPES or type(value) is not _TYPES[name]:
            raise ValueError(f"not a setting: {name}={value!r}")
    if values:
        await _write(tx, values)


async def keep(tx: AsyncSession, key: str, value: Any) -> None:
    """Plain JSON under a key of its own, which is no setting of the company as a whole."""
    assert key not in _TYPES, key
    await _write(tx, {key: value})


async def _write(tx: AsyncSession, values: dict[str, Any]) -> None:
    rows = [{"key": name, "value": {"value": value}} for name, value in values.items()]
    await tx.execute(_PUT[dialects.name(tx)], rows)


async def days(session: AsyncSession) -> dict[date, Own]:
    """The company's own exceptions to the calendar."""
    found = await session.execute(select(Day.day, Day.working, Day.short))
    return {row.day: Own.SHORT if row.short else Own.ON if row.working else Own.OFF for row in found}


async def put_day(tx: AsyncSession, day: date, own: Own) -> None:
    """What the day is, whatever the calendar says."""
    row = {"day": day, "working": own is not Own.OFF, "short": own is Own.SHORT}
    await tx.execute(_PUT_DAY[dialects.name(tx)], row)


async def drop_day(tx: AsyncSession, day: date) -> None:
    """The day is again what the calendar says."""
    await tx.execute(delete(dialects.table(Day)).where(Day.day == day))
