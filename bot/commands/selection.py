"""The rows that a report of the command line is about: an open database, and whose deals were asked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.import_ import exists
from bot.failure import Failure
from bot.settings import Settings
from bot.usecases import reports
from bot.usecases.reports import NobodyError
from storage import schema
from storage.db import LONG, Database


@dataclass(frozen=True, slots=True)
class Selection:
    """`owners` None is everybody, `whose` what they are called then."""

    session: AsyncSession
    owners: frozenset[int] | None
    whose: str | None


@asynccontextmanager
async def selected(options: Settings, rep: str | None, team: str | None) -> AsyncIterator[Selection]:
    """A person's, a team's, or what is both. Raises Failure, and NobodyError for a name that there is not."""
    if not exists(options.database_url):
        raise Failure("there is no database yet; `voronka import` or `voronka run` makes it")
    await schema.create(options.database_url)
    async with Database.connect(options.database_url, patience=LONG) as db, db.read() as session:
        owners: frozenset[int] | None = None
        if rep:
            owners = await reports.rep_ids(session, rep)
        if team:
            members = await reports.team_ids(session, team)
            owners = members if owners is None else owners & members
        yield Selection(session, owners, rep or team)


def unknown(nobody: NobodyError) -> Failure:
    """Nobody is called so, or several are."""
    near = f"; did you mean {' or '.join(nobody.names)}?" if nobody.names else ""
    return Failure(f"no single person or team is called {nobody.asked!r}{near}")
