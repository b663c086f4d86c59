"""Claim, send, settle: what is owed goes out in order for each person, in parallel across people.

A message is settled before the next one to the same person is sent, so a kill repeats at most one in a chat.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from notifications import daily, policy
from notifications.kinds import Payload, UnknownKindError, from_data
from notifications.lanes import Claimed, Lanes
from notifications.port import Later, Never, SendPort, Sent
from notifications.settling import Settling
from notifications.verdicts import Delivered, GivenUp, Postponed, Verdict
from storage import db as database
from storage import outbox, people
from storage.company import Company
from storage.db import Busy, Database
from storage.outbox import LEASE, Owed

MOST = 300
"""How many messages are claimed at once: enough that no chat's own pace holds the others up."""

log = structlog.get_logger()


class Delivery:
    """`run` delivers until nothing is due. `clock` gives the product's instant; it may be moved meanwhile."""

    def __init__(
        self,
        db: Database,
        port: SendPort,
        company: Callable[[], Company],
        clock: Callable[[], datetime],
        *,
        most: int = MOST,
        lease: timedelta = LEASE,
    ) -> None:
        self._db = db
        self._port = port
        self._company = company
        self._clock = clock
        self._most = most
        self._lease = lease
        self._settling = Settling(db, company, clock)
        self._lanes = Lanes()
        self._changed = asyncio.Event()
        self._more = False
        self._stopping = False
        self._settled = 0

    def poke(self) -> None:
        """Something new may be due."""
        self._more = True
        self._changed.set()

    def stop(self) -> None:
        """Finish what is being sent, give the rest back; `run` returns soon."""
        self._stopping = True
        self._changed.set()

    async def run(self) -> int:
        """How many messages were settled. Raises Busy when settling stays impossible; leases then give them back."""
        before = self._settled
        self._more = True
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping and (self._more or self._lanes.count):
                    self._changed.clear()
                    if self._more and self._lanes.count <= self._most - self._most // 4:
                        await self._claim(self._most - self._lanes.count, group)
                    else:
                        await self._changed.wait()
        except BaseExceptionGroup as errors:
            self._lanes.clear()
            raise errors.exceptions[0] from None
        await self._give_back()
        return self._settled - before

    async def _claim(self, room: int, group: asyncio.TaskGroup) -> None:
        now = self._clock()
        try:
            async with self._db.begin() as tx:
                rows = await outbox.claim(tx, now=now, limit=room, lease=self._lease)
        except Busy:
            log.warning("claiming_waits")
            self._more = False  # the next poke asks again; what is on its way must not be broken off
            return
        self._more = len(rows) == room
        broken: list[Verdict] = []
        for owed in rows:
            try:
                claimed = Claimed(owed, from_data(owed.kind, owed.data), now + self._lease / 2)
            except UnknownKindError as error:
                log.exception("message_unreadable", row=owed.id, kind=owed.kind)
                broken.append(GivenUp(owed, str(error)))
                continue
            if self._lanes.add(claimed):
                group.create_task(self._work(owed.lane))
        if broken:
            await self._settle(broken)

    async def _work(self, lane: int) -> None:
        """One person's, or channel's, messages, one after another."""
        while not self._stopping:
            taken = self._lanes.take(lane, self._clock())
            if taken is None:
                break
            claimed, absorbed = taken
            verdict = await self._deliver(claimed)
            found = [verdict, *(_shared(verdict, one.owed) for one in absorbed)]
            if isinstance(verdict, GivenUp) and verdict.blocked:
                self._lanes.drop(lane)  # settling gives all of them up
            elif isinstance(verdict, Postponed) and verdict.holds:
                found += [Postponed(one.owed, verdict.due, None) for one in self._lanes.drop(lane)]
            await self._settle(found)
            self._lanes.done(claimed, absorbed)
            self._changed.set()
            if isinstance(verdict, Delivered) and verdict.sent is not None and verdict.sent.then is not None:
                await verdict.sent.then()
        self._lanes.leave(lane)
        self._changed.set()

    async def _settle(self, found: list[Verdict]) -> None:
        await self._settling.settle(found)
        self._settled += len(found)

    async def _deliver(self, claimed: Claimed) -> Verdict:
        owed, now = claimed.owed, self._clock()
        try:
            if owed.person_id is not None and policy.can_wait(claimed.payload):
                until = await self._until(owed, owed.person_id, now)
                if until > now:
                    return Postponed(owed, until, None)
            return Delivered(owed, await self._send(claimed, now))
        except Never as verdict:
            return GivenUp(owed, verdict.reason, verdict.blocked)
        except Later as verdict:
            return self._later(owed, verdict)
        except Exception as error:
            # A message that cannot even be drawn must not hold up the others.
            log.exception("message_failed", row=owed.id, kind=owed.kind)
            reason = f"{type(error).__name__}: {error}"
            return self._later(owed, Later(None, reason), ours=True)

    async def _send(self, claimed: Claimed, now: datetime) -> Sent | None:
        assert not database.inside.get(), "nobody waits for Telegram inside a transaction"
        return await self._port.send(claimed.owed, claimed.payload, now)

    def _later(self, owed: Owed, verdict: Later, *, ours: bool = False) -> Verdict:
        now = self._clock()
        attempts = owed.attempts + int(verdict.attempt)
        if verdict.attempt and policy.gives_up(attempts, owed.created_at, now, ours=ours):
            return GivenUp(owed, verdict.reason)
        pause = policy.backoff(attempts) if verdict.seconds is None else timedelta(seconds=verdict.seconds)
        return Postponed(owed, now + pause, verdict.reason if verdict.attempt else None, holds=not ours)

    async def _until(self, owed: Owed, person_id: int, now: datetime) -> datetime:
        """Until when this has to wait: quiet hours, or an hour that was full; now when it need not."""
        company = self._company()
        async with self._db.read() as session:
            person = await people.get(session, person_id)
            told = await outbox.heard(session, person_id, since=now - policy.HOUR)
        if person is None:
            raise Never("no such person")
        came = daily.just_came(person, now, company)
        if came is not None and owed.created_at < came:
            return now
        start, end = person.quiet_start, person.quiet_end
        quiet = None if start is None or end is None else (start, end)
        opens = policy.opening(daily.calendar_of(person, company), now, quiet)
        if opens > now or not policy.over_cap(_read(told), company.hourly, owed.created_at, now):
            return opens
        return daily.upcoming(person, now, company) or now + policy.HOUR

    async def _give_back(self) -> None:
        """What was claimed and not sent is due again at once, for whoever comes next."""
        now = self._clock()
        left: list[Verdict] = [Postponed(one.owed, now, None) for one in self._lanes.clear()]
        if left:
            await self._settling.settle(left)


def _shared(verdict: Verdict, owed: Owed) -> Verdict:
    """What a message comes to that another one spoke for."""
    match verdict:
        case Delivered():
            return Delivered(owed, None)
        case Postponed(_, due, reason):
            return Postponed(owed, due, reason)
        case GivenUp(_, reason, blocked):
            return GivenUp(owed, reason, blocked)


def _read(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Payload]:
    for kind, data in rows:
        try:
            yield from_data(kind, data)
        except UnknownKindError:
            continue  # of another version: it was told, and that is all we know


async def deliver(
    db: Database,
    port: SendPort,
    company: Company,
    clock: Callable[[], datetime],
    *,
    most: int = MOST,
) -> int:
    """Deliver all that is due, once; how many messages were settled."""
    return await Delivery(db, port, lambda: company, clock, most=most).run()
