"""Whose lines a head is told, and how far up a line has come: by the organisation, leave and substitutes as they are now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from fsm.calendar import Calendar
from notifications.escalation import days_until, height, ladder
from storage import people
from storage.breaches import Finding
from storage.company import Company
from storage.digest_lines import Line
from storage.people import Person

_LEADS = frozenset({"head", "director"})


@dataclass(frozen=True, slots=True)
class Reach:
    """`direct` are those whose lines the reader is told at once, `ladders` who is told of somebody's, one after
    another, for all people; `names` are everybody's.
    """

    reader: int
    direct: frozenset[int]
    ladders: Mapping[int, tuple[int, ...]]
    names: Mapping[int, str]

    @property
    def higher(self) -> frozenset[int]:
        """Whose lines may come to the reader later, from the heads below him."""
        found = {owner for owner, rungs in self.ladders.items() if self.reader in rungs}
        return frozenset(found) - self.direct

    def rung(self, owner: int) -> int:
        """The reader's place on somebody's ladder, from 1; beside the first of them where he has none."""
        rungs = self.ladders.get(owner, ())
        return rungs.index(self.reader) + 1 if self.reader in rungs else 1


@dataclass(frozen=True, slots=True)
class Way:
    """How a line goes up. `by` has had it for `days` working days, where it was passed on to the reader.

    `to` is told next, on the reader's day `on`; None where nobody is above.
    """

    by: str | None = None
    days: int = 0
    to: str | None = None
    on: date | None = None


NOWHERE = Way()


async def of(session: AsyncSession, person: Person, now: datetime, company: Company) -> Reach:
    """A head is told of his team and the teams below it, a director of whose nearest head he is and of who has none;
    so is who stands in for one who is away. His own lines are in his own day.
    """
    everyone = await people.everyone(session)
    leading = {one.id for one in everyone if one.active and one.roles & _LEADS}
    acting = {head: _acting(head, leading, now, company) for head in leading}
    heads = company.organisation.heads
    ladders = {one.id: ladder(one.id, heads, acting.get) for one in everyone}
    direct = {owner for owner, rungs in ladders.items() if rungs[:1] == (person.id,)}
    for head in everyone:
        if head.id == person.id or acting.get(head.id) == person.id:
            if "head" in head.roles and head.team_id is not None:
                direct |= {one.id for one in await people.of_team(session, head.team_id)}
            if "director" in head.roles:
                direct |= {one.id for one in everyone if one.id not in heads}
    return Reach(person.id, frozenset(direct - {person.id}), ladders, {one.id: one.name for one in everyone})


def _acting(head: int, leading: Iterable[int], now: datetime, company: Company) -> int | None:
    """Himself, or the first of those who stand in for him that is here and leads: others are sent no digest."""
    if not company.is_away(head, now):
        return head
    standing = (
        one for away in company.away if away.person == head and away.at(now) for one in away.substitutes
    )
    return next((one for one in standing if one in leading and not company.is_away(one, now)), None)


def calendar_of(person: Person, company: Company) -> Calendar:
    """What pauses are counted by: the company's days in the reader's zone; his own leave is no part of it."""
    return company.calendar(person.zone, person.work_start, person.work_end)


def has_come(one: Finding, reach: Reach, now: datetime, company: Company, calendar: Calendar) -> bool:
    """Whether what stands broken has come up to the reader: nobody below has done anything for so long."""
    rule = company.rules.get(one.kind)
    if rule is None or one.broken_at is None:
        return False
    worked = calendar.working_days_between(calendar.day_of(one.broken_at), calendar.day_of(now))
    return height(rule.breach.escalate, worked) >= reach.rung(one.owner_id)


async def ways(
    session: AsyncSession, lines: Iterable[Line], person: Person, now: datetime, company: Company
) -> dict[int, Way]:
    """How lines go up, by their numbers; without those that stay where they are."""
    found = [line for line in lines if line.broken_at is not None and _pause(line, company) is not None]
    if not found:
        return {}
    reach, calendar = await of(session, person, now, company), calendar_of(person, company)
    return {line.number: _way(line, reach, now, company, calendar) for line in found}


def _way(line: Line, reach: Reach, now: datetime, company: Company, calendar: Calendar) -> Way:
    pause, rungs, place = (
        _pause(line, company),
        reach.ladders.get(line.owner_id, ()),
        reach.rung(line.owner_id),
    )
    assert pause is not None
    assert line.broken_at is not None
    broken = calendar.day_of(line.broken_at)
    worked = calendar.working_days_between(broken, calendar.day_of(now))
    way = NOWHERE
    if place > 1 and height(pause, worked) >= place:
        way = Way(reach.names.get(rungs[place - 2]), pause * (place - 1))
    if place < len(rungs):
        day = calendar.add_working_days(broken, days_until(pause, place + 1))
        way = Way(way.by, way.days, reach.names.get(rungs[place]), day)
    return way


def _pause(line: Line, company: Company) -> int | None:
    rule = company.rules.get(line.kind)
    return None if rule is None else rule.breach.escalate
