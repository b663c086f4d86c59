"""The channels that are told what happens to a team's deals: who may set one up, and what it hears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, Role, has
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from notifications import channels as closing
from notifications.kinds import Greeting, to_data
from storage import channels, inbox, outbox, teams
from storage.channels import EVENTS, Channel
from storage.db import Database
from storage.people import Person
from storage.teams import Team

LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True)
class Setting:
    """A channel, and the teams that the person may choose for it; `everything`: all of them, too."""

    channel: Channel
    teams: Sequence[Team]
    everything: bool


def may(person: Person) -> bool:
    """Heads look after channels of their team, directors and admins after all."""
    return has(person, Role.HEAD, Role.DIRECTOR, Role.ADMIN)


async def added(work: Work, *, chat_id: int, thread_id: int | None, title: str) -> Setting | None:
    """The bot came into a group, or was asked in a topic of it: a channel that hears nothing yet. None if it is not for this person."""
    if not may(work.person):
        return None
    async with work.begin() as tx:
        here = [one for one in await channels.at(tx, chat_id) if one.thread_id == thread_id]
        if here and not await _allowed(tx, work.person, here[0].team_id):
            return None
        number = here[0].id if here else None
        if number is None:
            number = await channels.add(
                tx,
                chat_id=chat_id,
                thread_id=thread_id,
                title=title or "—",
                team_id=None if _all(work.person) else work.person.team_id,
                language=work.person.language,
                by_id=work.person.id,
                now=work.now,
            )
        return await _setting(tx, work, number)


async def removed(db: Database, chat_id: int, now: datetime, *, by: int | None, update_id: int) -> None:
    """The bot is out of a group: its channels are closed, and who had set them up is told, save `by` (a person)."""
    async with db.begin() as tx:
        if not await inbox.done(tx, [update_id], now=now):
            return  # a second delivery
        for channel in await channels.at(tx, chat_id):
            await closing.shut(tx, channel.id, now, but=by)


async def listed(work: Work) -> list[Channel]:
    """Those that the person looks after."""
    if not may(work.person):
        raise ForbiddenError
    async with work.db.read() as session:
        every = await channels.open_ones(session)
        return [one for one in every if await _allowed(session, work.person, one.team_id)]


async def setting(work: Work, channel_id: int) -> Setting:
    """One of them."""
    async with work.db.read() as session:
        return await _setting(session, work, channel_id)


async def switch(work: Work, channel_id: int, event: str) -> Setting:
    """Tell it of an event from now on, or no longer; `all` switches every one on. The first time it says hello."""
    async with work.begin() as tx:
        before = (await _setting(tx, work, channel_id)).channel
        if event == "all":
            kinds = frozenset(EVENTS)
        elif event in EVENTS:
            kinds = before.kinds ^ {event}
        else:
            raise ForbiddenError
        await channels.change(tx, channel_id, kinds=kinds)
        if kinds and not before.kinds:
            await _greet(tx, work, channel_id)
        return await _setting(tx, work, channel_id)


async def speak(work: Work, channel_id: int) -> Setting:
    """The other language."""
    async with work.begin() as tx:
        before = (await _setting(tx, work, channel_id)).channel
        other = next(one for one in LANGUAGES if one != before.language)
        await channels.change(tx, channel_id, language=other)
        return await _setting(tx, work, channel_id)


async def tell_of(work: Work, channel_id: int, team_id: int) -> Setting:
    """Of another team's deals; 0: of everybody's."""
    async with work.begin() as tx:
        found = await _setting(tx, work, channel_id)
        if team_id not in {one.id for one in found.teams} and not (team_id == 0 and found.everything):
            raise ForbiddenError
        await channels.change(tx, channel_id, team_id=team_id or None)
        return await _setting(tx, work, channel_id)


async def close(work: Work, channel_id: int) -> None:
    """It is told nothing any more."""
    async with work.begin() as tx:
        await _setting(tx, work, channel_id)
        await closing.shut(tx, channel_id, work.now, but=work.person.id)


async def _greet(tx: AsyncSession, work: Work, channel_id: int) -> None:
    hello = Greeting(int(work.now.timestamp()))
    await outbox.put(
        tx,
        kind=hello.kind,
        channel_id=channel_id,
        key=hello.key(channel_id),
        data=to_data(hello),
        due=work.now,
        now=work.now,
    )


async def _setting(session: AsyncSession, work: Work, channel_id: int) -> Setting:
    channel = await channels.get(session, channel_id)
    if channel is None:
        raise StaleError
    if not await _allowed(session, work.person, channel.team_id):
        raise ForbiddenError
    every = await teams.all_(session)
    if not _all(work.person):
        below = await teams.below(session, work.person.team_id or 0)
        every = [one for one in every if one.id in below]
    return Setting(channel, every, _all(work.person))


def _all(person: Person) -> bool:
    return has(person, Role.DIRECTOR, Role.ADMIN)


async def _allowed(session: AsyncSession, person: Person, team_id: int | None) -> bool:
    if _all(person):
        return True
    if not has(person, Role.HEAD) or person.team_id is None or team_id is None:
        return False
    return team_id in await teams.below(session, person.team_id)
