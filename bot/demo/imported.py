"""The demo on deals from files: they are imported as `voronka import` would, then some of their people get a phone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.cast import ADMIN_ID, ADMIN_NAME, FIRST_REP_ID, HEAD_ID, Actor, Part
from bot.failure import Failure
from bot.imports import files, guess, planning
from bot.imports import mapping as mappings
from bot.imports.mapping import Mapping
from bot.imports.planning import Read
from bot.imports.problems import Refused
from bot.imports.tables import Table
from bot.usecases import imports
from bot.usecases.imports import Progress
from fsm.definition import Process
from storage import calendars, deals, people, settings
from storage.db import Database
from storage.people import Person

EXAMPLES = Path(__file__).parents[2] / "examples"
ZONE = "Europe/Moscow"
LANGUAGE = "ru"
_COUNTRIES = {"USD": "US", "GBP": "GB", "KZT": "KZ", "BYN": "BY"}
_REPS = 3
_MORNING = time(9, 55)


@dataclass(frozen=True, slots=True)
class Company:
    """`begins` is the UTC instant of the first working morning after the last day of the data."""

    actors: tuple[Actor, ...]
    begins: datetime


def read(folder: Path, process: Process, *, today: date) -> Read:
    """What the files state, by the example mapping that fits them or else by their headers. Raises Failure."""
    try:
        tables = files.tables(folder)
        said = _fitting(tables, process) or guess.mapping(tables, process)
        mappings.check(said, process, name="the mapping")
        found = planning.read(tables, said, process=process, currency="RUB", zone=ZoneInfo(ZONE), today=today)
    except Refused as refused:
        raise Failure(str(refused)) from None
    except FileNotFoundError as error:
        raise Failure(f"{error.filename}: no such file or folder") from None
    if not found.plan.deals:
        raise Failure(f"{folder}: there is no deal in these files")
    return found


def _fitting(tables: list[Table], process: Process) -> Mapping | None:
    """The example in which most of the tables are described; None when no one describes all of its own."""
    for file in sorted(EXAMPLES.glob("*.yaml")):
        mapping = mappings.load(file)
        if mapping.process != process.process:
            continue
        wanted = {
            frozenset(column.casefold() for column in table.columns.values()) for table in mapping.tables
        }
        there = [{title.casefold().strip() for title in table.header} for table in tables]
        if all(any(columns <= headers for headers in there) for columns in wanted):
            return mapping
    return None


async def fill(db: Database, found: Read, process: Process, *, source: str, progress: Progress) -> Company:
    """Import into an empty database; nobody has joined yet but an administrator and those who are on the stage."""
    async with db.begin() as tx:
        country = _COUNTRIES.get(found.plan.currency)
        if country is not None:  # whose holidays count is told by the money that is counted in
            await settings.put(tx, country=country)
    begins = await _begins(db, found)
    await imports.carry_out(
        db,
        found,
        process=process,
        now=begins,
        source=source,
        zone=ZONE,
        language=LANGUAGE,
        progress=progress,
    )
    async with db.begin() as tx:
        return Company(await _cast(tx, begins), begins)


async def _begins(db: Database, found: Read) -> datetime:
    zone = ZoneInfo(ZONE)
    moments = [stay.entered for deal in found.plan.deals for stay in deal.stays if stay.entered]
    if not moments:
        raise Failure("no deal has a date, so there is no day on which the demo could begin")
    last = max(moments).astimezone(zone).date()
    async with db.read() as session:
        company = await calendars.company(session, processes={})
    calendar = company.calendar(ZONE, 9 * 60, 18 * 60)
    return datetime.combine(calendar.next_working_day(last), _MORNING, zone).astimezone(UTC)


async def _cast(tx: AsyncSession, now: datetime) -> tuple[Actor, ...]:
    """The rep with most open deals, two colleagues of the same team, their head, and an administrator of our own."""
    everyone = await people.everyone(tx)
    totals = await deals.by_owner(tx, owner_ids=None)
    reps = [person for person in everyone if "rep" in person.roles and person.id in totals]
    reps.sort(key=lambda person: (-totals[person.id].count, person.name))
    busiest = reps[0] if reps else None
    team = busiest.team_id if busiest else None
    colleagues = [person for person in reps if person.team_id == team][:_REPS]
    heads = await people.heads(tx, team) if team is not None else []
    admin = await people.add(
        tx, name=ADMIN_NAME, roles=["admin"], telegram_id=ADMIN_ID, joined_at=now - timedelta(days=1)
    )
    actors = [Actor(ADMIN_ID, ADMIN_NAME, Part.ADMIN, admin)]
    if heads:
        actors.append(await _join(tx, heads[0], HEAD_ID, Part.HEAD, now))
    for number, person in enumerate(colleagues):
        actors.append(await _join(tx, person, FIRST_REP_ID + number, Part.REP, now))
    return tuple(actors)


async def _join(tx: AsyncSession, person: Person, telegram_id: int, part: Part, now: datetime) -> Actor:
    await people.join(tx, person.id, telegram_id=telegram_id, now=now)
    return Actor(telegram_id, person.name, part, person.id)
