"""The database, and what its rows say of the product: migrations, queues, failures, the last backup."""

import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.finding import Finding, fail, marked, ok, plain, warn
from bot.usecases.health import Mark, Sign, judged
from fsm.loading import versions
from storage import health, heartbeat, invites, schema
from storage.db import LONG, Busy, Database, parse
from storage.health import Vitals

MEGABYTE = 1_000_000


class _TakenBackError(Exception):
    """Ends a transaction that was only to be tried."""


def place(url: URL) -> str:
    """Where it is, without who and without the password."""
    if url.get_backend_name() == "sqlite":
        return f"SQLite, {url.database}"
    return f"PostgreSQL, {url.database} at {url.host or url.query.get('host', 'localhost')}"


def folder(url: URL) -> Path:
    """Where what is written lands; for a server elsewhere, here."""
    found = Path(url.database or "").absolute().parent
    return found if url.get_backend_name() == "sqlite" and found.is_dir() else Path.cwd()


def fresh(vitals: Vitals | None, now: datetime) -> bool:
    """Whether the product was heard of just now, so that it runs."""
    heard = vitals.heard_at if vitals else None
    return heard is not None and abs(now - heard) < timedelta(minutes=2)


async def look(address: str, now: datetime) -> tuple[list[Finding], Vitals | None]:
    """Findings, and the counts where the database is there and of this version."""
    url = parse(address)
    file = Path(url.database or "")
    if url.get_backend_name() == "sqlite" and not file.exists():  # noqa: ASYNC240 - one question to a local disk
        return [_none_yet(url)], None
    found: list[Finding] = []
    vitals = None
    async with Database.connect(address, patience=LONG) as db:
        try:
            async with db.read() as session:
                size, revision = await health.size(session), await schema.current(session)
            found += [ok("database", f"{place(url)}, {size / MEGABYTE:.1f} MB"), migrations(revision)]
            if revision is not None:
                found.append(await writable(db, now))
            if revision == schema.newest():
                async with db.read() as session:
                    vitals = await health.vitals(session, now=now)
                found += [one async for one in _rows(db, vitals, now)]
        except (SQLAlchemyError, OSError, Busy) as error:
            found.append(fail("database", f"{place(url)}: {_words(error)}"))
    return found, vitals


def _none_yet(url: URL) -> Finding:
    where = folder(url)
    if not os.access(where, os.W_OK):
        return fail("database", f"{place(url)}: nothing may be written at {where}")
    return warn("database", f"{place(url)}: not there yet, voronka run makes it")


def _words(error: Exception) -> str:
    if isinstance(error, Busy):
        return "busy for half a minute: another program holds it"
    # The driver's own words; SQLAlchemy's would add the statement.
    return plain(getattr(error, "orig", None) or error)


def migrations(revision: str | None) -> Finding:
    """The version of the tables against the program's."""
    wanted = schema.newest() or ""
    if revision is None:
        return warn("migrations", "no tables yet, voronka run makes them")
    if revision == wanted:
        return ok("migrations", f"version {revision}")
    if revision < wanted:
        return warn(
            "migrations", f"version {revision} of {wanted}: voronka run brings it up; make a backup before"
        )
    return fail(
        "migrations", f"version {revision}, made by a newer program: update this one (it knows {wanted})"
    )


async def writable(db: Database, now: datetime) -> Finding:
    """By a write that is taken back."""
    try:
        async with db.begin() as tx:
            await heartbeat.beat(tx, now)
            _take_back()
    except _TakenBackError:
        return ok("writing", "tried and taken back")
    except (SQLAlchemyError, OSError, Busy) as error:
        return fail("writing", f"nothing can be written: {_words(error)}")


def _take_back() -> NoReturn:
    raise _TakenBackError


async def _rows(db: Database, vitals: Vitals, now: datetime) -> AsyncIterator[Finding]:
    async with db.read() as session:
        admin = await invites.any_admin(session)
        unknown = sorted(await health.versions(session) - set(versions()))
    yield (
        ok("admin", "there is one")
        if admin
        else warn("admin", "nobody yet: open the link that voronka run prints")
    )
    if unknown:
        names = ", ".join(f"{key} {number}" for key, number in unknown)
        yield fail("deals", f"some are on {names}, which this program does not have: update it")
    for finding in signs(vitals, now):
        yield finding


def signs(vitals: Vitals, now: datetime) -> list[Finding]:
    """What /health shows, for the console."""
    marks = judged(vitals, now)
    heard = "never" if vitals.heard_at is None else f"{_ago(now - vitals.heard_at)} ago"
    # A product that is not running is for its owner to judge, and so is a backup made by other means.
    lenient = {Mark.BAD: Mark.LOOK}
    lag = (
        "nothing waits" if vitals.lag is None else f"{vitals.waiting} wait, the oldest for {_ago(vitals.lag)}"
    )
    backup = "never: voronka backup" if vitals.backup_at is None else f"{_ago(now - vitals.backup_at)} ago"
    blocked = f"{vitals.unreachable_count} people blocked the bot"
    return [
        marked(
            "heard", lenient.get(marks[Sign.HEARD], marks[Sign.HEARD]), f"Telegram was last heard {heard}"
        ),
        marked("inbox", marks[Sign.QUEUE], lag),
        marked("outbox", marks[Sign.OWED], f"{vitals.owed} messages to be sent, {vitals.late} late"),
        marked(
            "undelivered",
            marks[Sign.FAILED],
            f"{vitals.failed_today} messages in 24 hours, {vitals.failed} in all{_see(vitals.failed)}",
        ),
        marked(
            "dead letters",
            marks[Sign.DEAD],
            f"{vitals.dead_today} updates in 24 hours, {vitals.dead} in all{_see(vitals.dead)}",
        ),
        marked("timers", marks[Sign.BROKEN], f"{vitals.broken} broken{_see(vitals.broken)}"),
        marked("people", marks[Sign.UNREACHABLE], blocked),
        marked("heads", marks[Sign.MUTE], f"{vitals.mute_count} without a chat{_see(vitals.mute_count)}"),
        marked("teams", marks[Sign.UNLED], f"{vitals.unled_count} without a head{_see(vitals.unled_count)}"),
        marked("backup", lenient.get(marks[Sign.BACKUP], marks[Sign.BACKUP]), f"last made {backup}"),
    ]


def _see(count: int) -> str:
    return ": see /health in the chat" if count else ""


def _ago(span: timedelta) -> str:
    seconds = abs(span.total_seconds())
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
