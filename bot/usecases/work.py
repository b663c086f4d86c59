"""One piece of work for one person: who, now, and the transaction that also marks the update as done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from storage import calendars, inbox, settings
from storage.company import Company
from storage.db import Database
from storage.people import Person


class DoneAlreadyError(Exception):
    """The update was worked before: its effects stand, and only the drawing may have been lost."""


@dataclass(slots=True)
class Work:
    """`person` presses or says something at `now` (UTC); `update_id` is the inbox row it came in."""

    db: Database
    company: Company
    now: datetime
    person: Person
    update_id: int | None = None
    marked: bool = field(default=False, init=False)
    company_changed: bool = field(default=False, init=False)
    """Settings, people or absences have changed: whoever holds a Company loads it again after the commit."""
    leftover: list[int] = field(default_factory=list, init=False)
    """Messages of the person's chat that showed what is now shown elsewhere."""
    withdrawn: list[int] = field(default_factory=list, init=False)
    """Messages that showed what would have come next, before it was taken back."""

    renewed: Person | None = field(default=None, init=False)
    """The person as he is spoken to from now on: the keyboard and the menu of commands are to follow."""

    @property
    def calendar(self) -> Calendar:
        """The person's own working calendar."""
        person = self.person
        return self.company.calendar(person.zone, person.work_start, person.work_end, person.id)

    @property
    def covered(self) -> frozenset[int]:
        """For whom the person stands in now."""
        return self.company.covered(self.person.id, self.now)

    @property
    def today(self) -> date:
        """The person's own day."""
        return self.calendar.day_of(self.now)

    @property
    def tomorrow(self) -> datetime:
        """The UTC instant at which the person's day ends."""
        return self.calendar.instant(self.today + timedelta(days=1), time())

    def afresh(self) -> "Work":
        """The same without the update, which was worked before."""
        return Work(self.db, self.company, self.now, self.person)

    async def reload(self, tx: AsyncSession) -> None:
        """The company as this transaction leaves it; others who hold one hear of it after the commit."""
        await settings.touch(tx)
        self.company = await calendars.company(tx, processes=self.company.originals)
        self.company_changed = True

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """The write transaction of this work; the update is done in it, or nothing is.

        Raises DoneAlreadyError when an earlier delivery of the same update has committed.
        """
        marking = None if self.marked else self.update_id
        async with self.db.begin() as tx:
            if marking is not None and not await inbox.done(tx, [marking], now=self.now):
                raise DoneAlreadyError
            yield tx
        self.marked = self.marked or marking is not None  # only now: a commit may fail
