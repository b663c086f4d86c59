"""How the installation is: what waits, what failed, who cannot be reached, how large the database is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import backups, dialects, heartbeat, organisation, people, teams
from storage.models import Channel, Inbox, Outbox, Person, Run, Timer
from storage.organisation import DIRECTOR, HEAD

DAY = timedelta(days=1)
LATE = timedelta(minutes=5)
"""How long after its time a message that is still owed is late; a claimed one is postponed by two minutes."""
PROMPT = timedelta(seconds=5)
"""How long an update takes when all is well; pure reads are marked in groups, a moment after they were answered."""
NAMES = 10

_IN_PAYLOAD = ("callback_query", "inline_query", "message", "edited_message", "my_chat_member")
# Written out, not bound: only then do both planners see that the partial indexes serve.
_NEW = Inbox.state == literal_column("'new'")
_PENDING = Outbox.state == literal_column("'pending'")
_BLOCKED = and_(Person.blocked_at.is_not(None), Person.left_at.is_(None), Person.joined_at.is_not(None))
# What somebody was owed who blocked the bot or left cannot be mended by sending it again.
_FAILED = and_(
    Outbox.state == literal_column("'dead'"),
    or_(Person.id.is_(None), and_(Person.blocked_at.is_(None), Person.left_at.is_(None))),
)


@dataclass(frozen=True, slots=True)
class Vitals:
    """Counts are of now, `…_today` of the last 24 hours. `lag` is the age of the oldest update that waits.

    `owed` messages wait for their time or their turn, `late` ones of them should have gone. `size` is in bytes.
    `mute` heads and directors have no chat in which they could be asked; nobody answers for somebody in the `unled` teams.
    """

    waiting: int
    lag: timedelta | None
    heard_at: datetime | None
    owed: int
    late: int
    failed: int
    failed_today: int
    dead: int
    dead_today: int
    broken: int
    unreachable: tuple[str, ...]
    unreachable_count: int
    mute: tuple[str, ...]
    mute_count: int
    unled: tuple[str, ...]
    unled_count: int
    database: str
    size: int
    backup_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """An update that was given up: `what` is Telegram's word for it, `who` a person's name or None for a stranger."""

    id: int
    what: str
    who: str | None
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was given up; `who` is a person, or the title of a channel."""

    id: int
    kind: str
    who: str
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """A timer that could not be fired; `at` is when it was due."""

    id: int
    kind: str
    who: str | None
    at: datetime
    error: str


async def vitals(session: AsyncSession, *, now: datetime, but: int | None = None) -> Vitals:
    """Everything at a glance; `but` is the update in whose work it is asked, which does not wait."""
    waits = and_(_NEW, Inbox.received_at < now - PROMPT, *(() if but is None else (Inbox.update_id != but,)))
    oldest = await session.scalar(select(func.min(Inbox.received_at)).where(waits))
    names = await session.scalars(select(Person.name).where(_BLOCKED).order_by(Person.name).limit(NAMES))
    mute, unled = await _gaps(session)
    return Vitals(
        waiting=await _count(session, Inbox, waits),
        lag=None if oldest is None else max(now - oldest, timedelta()),
        heard_at=await heartbeat.last(session),
        owed=await _count(session, Outbox, _PENDING),
        late=await _count(session, Outbox, and_(_PENDING, Outbox.due < now - LATE)),
        failed=await failed_count(session),
        failed_today=await failed_count(session, since=now - DAY),
        dead=await _count(session, Inbox, Inbox.state == "dead"),
        dead_today=await _count(session, Inbox, and_(Inbox.state == "dead", Inbox.done_at >= now - DAY)),
        broken=await _count(session, Timer, Timer.state == "broken"),
        unreachable=tuple(names),
        unreachable_count=await _count(session, Person, _BLOCKED),
        mute=tuple(mute[:NAMES]),
        mute_count=len(mute),
        unled=tuple(unled[:NAMES]),
        unled_count=len(unled),
        database=dialects.name(session),
        size=await size(session),
        backup_at=await backups.last(session),
    )


async def _gaps(session: AsyncSession) -> tuple[list[str], list[str]]:
    """Who leads and has no chat, and in which teams somebody has no head: names, in order."""
    everyone, every = await people.everyone(session), await teams.all_(session)
    led = organisation.of(everyone, {team.id: team.parent_id for team in every})
    mute, alone = list[str](), set[int]()
    for person in everyone:
        if person.roles & {HEAD, DIRECTOR} and (person.joined_at is None or person.telegram_id is None):
            mute.append(person.name)
        if person.team_id is None or person.id in led.heads or DIRECTOR in person.roles:
            continue
        if led.leaders.get(person.team_id) != person.id:
            alone.add(person.team_id)
    return mute, [team.name for team in every if team.id in alone]


async def size(session: AsyncSession) -> int:
    """Bytes that the database takes."""
    if dialects.name(session) == "sqlite":
        pages = await session.scalar(text("PRAGMA page_count"))
        return int(pages or 0) * int(await session.scalar(text("PRAGMA page_size")) or 0)
    return int(await session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


async def versions(session: AsyncSession) -> set[tuple[str, int]]:
    """The processes that there are runs of, each with its version."""
    return {(row[0], row[1]) for row in await session.execute(select(Run.process, Run.version).distinct())}


async def failed_count(session: AsyncSession, *, since: datetime | None = None) -> int:
    """Messages that were given up and could be sent again; perhaps only those last tried since then."""
    query = select(func.count()).select_from(Outbox).outerjoin(Person, Person.id == Outbox.person_id)
    # A row keeps no moment of its end; a claim has moved `due` to just after the last attempt.
    recent = () if since is None else (Outbox.due >= since,)
    return await session.scalar(query.where(_FAILED, *recent)) or 0


async def letters(session: AsyncSession, *, offset: int, limit: int) -> Sequence[Letter]:
    """Updates that were given up, the newest first."""
    found = await session.execute(
        select(Inbox.update_id, Inbox.payload, Person.name, Inbox.received_at, Inbox.error)
        .outerjoin(Person, Person.telegram_id == Inbox.sender)
        .where(Inbox.state == "dead")
        .order_by(Inbox.update_id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Letter(row[0], _what(row[1]), row[2], row[3], row[4] or "") for row in found]


async def messages(session: AsyncSession, *, offset: int, limit: int) -> Sequence[Message]:
    """Messages that were given up and could be sent again, the newest first."""
    found = await session.execute(
        select(
            Outbox.id,
            Outbox.kind,
            func.coalesce(Person.name, Channel.title, ""),
            Outbox.created_at,
            Outbox.error,
        )
        .select_from(Outbox)
        .outerjoin(Person, Person.id == Outbox.person_id)
        .outerjoin(Channel, Channel.id == Outbox.channel_id)
        .where(_FAILED)
        .order_by(Outbox.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Message(*row[:4], row[4] or "") for row in found]


async def stuck(session: AsyncSession, *, offset: int, limit: int) -> Sequence[Stuck]:
    """Timers that could not be fired, the newest first."""
    found = await session.execute(
        select(Timer.id, Timer.kind, Person.name, Timer.due, Timer.error)
        .outerjoin(Person, Person.id == Timer.person_id)
        .where(Timer.state == "broken")
        .order_by(Timer.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Stuck(*row[:4], row[4] or "") for row in found]


def _what(payload: str) -> str:
    """Which kind of update it is; its words are the person's own business."""
    update = json.loads(payload)
    return next((kind for kind in _IN_PAYLOAD if kind in update), "")


async def _count(session: AsyncSession, model: type[Any], condition: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).select_from(model).where(condition)) or 0
