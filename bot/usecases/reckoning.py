"""How the day of a duty was reckoned: what was counted by whose calendar, where the clock stood, what was told and will be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.usecases.access import ForbiddenError
from bot.usecases.duties import Found, seen
from bot.usecases.work import Work
from fsm import obligations as judging
from fsm.calendar import Calendar
from fsm.definition import Time
from fsm.obligations import Obligation
from storage import duties, people
from storage.people import Person

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood: another date was asked for. None: it is not decided yet."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Why:
    """The arithmetic of a duty: its days from the first to the last one by the calendar of `owner`, whose zone `hours` has.

    `off` are runs of days on which the owner does not work, first and last; `reminders` are instants with whether they
    were told; `agreed` is another day that was agreed on.
    """

    found: Found
    owner: Person
    hours: Calendar
    total: int = 0
    passed: int = 0
    off: Sequence[tuple[date, date]] = ()
    pauses: Sequence[Pause] = ()
    reminders: Sequence[tuple[datetime, bool]] = ()
    agreed: date | None = None


async def why(work: Work, obligation_id: int) -> Why:
    """How its day was reckoned. Raises as `seen`."""
    async with work.db.read() as session:
        found, loaded = await seen(session, work, obligation_id)
        owner = await people.get(session, found.card.owner_id)
        if owner is None:
            raise ForbiddenError
        matter = await duties.matter_of(session, loaded, work.company)
    demand = found.demand
    obligation, calendar = demand.obligation, loaded.calendar
    assert demand.kept.terms is not None
    planned = judging.schedule(demand.rule, demand.kept.terms, obligation, matter, calendar)
    asked = matter.exemptions if demand.rule.exempt is not None else ()
    agreed = asked[-1].until if asked and obligation.extended else None
    reckoned = Why(
        found,
        owner,
        calendar,
        pauses=[Pause(one.asked_at, one.ended_at) for one in asked if one.until is None],
        reminders=[(at, bool(obligation.told >> place & 1)) for at, place in planned],
        agreed=agreed,
    )
    return _counted(reckoned, obligation, work.now, calendar)


def _counted(found: Why, obligation: Obligation, now: datetime, calendar: Calendar) -> Why:
    """With the days from the beginning to the end, as far as they are counted."""
    demand = found.found.demand
    assert demand.kept.terms is not None
    due = obligation.due_at
    if due is None:
        return found
    first, last, today = (calendar.day_of(at) for at in (obligation.started_at, due, now))
    working = demand.kept.terms.limit.calendar is Time.WORKING
    total = calendar.working_days_between(first, last) if working else (last - first).days
    gone = min(today, last)
    passed = calendar.working_days_between(first, gone) if working else (gone - first).days
    off = _off(first, last, calendar) if working else ()
    return replace(found, total=max(total, 0), passed=max(passed, 0), off=off)


def _off(first: date, last: date, calendar: Calendar) -> list[tuple[date, date]]:
    """Runs of days without work between two days."""
    found: list[tuple[date, date]] = []
    for number in range((last - first).days + 1):
        day = first + _DAY * number
        if calendar.is_working(day):
            continue
        if found and day - found[-1][1] == _DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
