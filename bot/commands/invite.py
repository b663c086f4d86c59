"""`voronka invite`: a single-use link from the console, for when nobody can make one in the chat."""

import asyncio
from datetime import datetime, timedelta

from bot import settings
from bot.clock import Clock
from bot.failure import Failure
from bot.settings import Settings
from bot.usecases.access import Role
from storage import invites, people, schema, teams
from storage.db import LONG, Database
from storage.names import fold


def run(role: str, *, team: str | None, person: str | None, days: int) -> None:
    """Print what to send to the newcomer. Raises Failure."""
    if role not in set(Role):
        raise Failure(f"no role {role!r}; there is {', '.join(Role)}")
    options = settings.load()
    now = Clock().now()
    token = asyncio.run(_token(options, role, team, person, timedelta(days=days), now))
    name = asyncio.run(_name(options)) if options.bot_token else None
    until = (now + timedelta(days=days)).date()
    print(f"https://t.me/{name}?start={token}" if name else f"/start {token}")  # noqa: T201 - the answer
    hint = "opens it" if name else "sends this line to the bot"
    print(f"Whoever {hint} first comes in as {person or role}; it is good until {until}.")  # noqa: T201


async def _token(
    options: Settings, role: str, team: str | None, person: str | None, ttl: timedelta, now: datetime
) -> str:
    await schema.create(options.database_url)
    async with Database.connect(options.database_url, patience=LONG) as db, db.begin() as tx:
        team_id = _one("team", team, {one.id: one.name for one in await teams.all_(tx)}) if team else None
        known = {one.id: one.name for one in await people.everyone(tx) if one.joined_at is None}
        person_id = _one("person who has not joined", person, known) if person else None
        return await invites.create(tx, role=role, now=now, team_id=team_id, person_id=person_id, ttl=ttl)


def _one(what: str, asked: str, names: dict[int, str]) -> int:
    found = [number for number, name in names.items() if fold(name) == fold(asked)]
    if len(found) != 1:
        known = ", ".join(sorted(names.values())[:10]) or "none"
        raise Failure(f"no single {what} is called {asked!r}; there is {known}")
    return found[0]


async def _name(options: Settings) -> str | None:
    """The bot's username, as Telegram knows it; None when Telegram does not answer."""
    from aiogram.exceptions import AiogramError

    from bot import telegram

    bot = telegram.connect(options.token, api_url=options.bot_api_url, proxy=options.proxy, patience=10.0)
    try:
        return (await bot.me()).username
    except AiogramError:
        return None
    finally:
        await bot.session.close()
