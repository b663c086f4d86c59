"""What all that is done about a client has in common: whose it is, that it is written down, and judged anew at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError, admit
from bot.usecases.work import Work
from fsm.calendar import Calendar
from notifications import daily
from storage import audit, audits, caring, dossier, people
from storage.caring import Care
from storage.dossier import Reachable
from storage.obligations import CLIENT
from storage.people import Person
from storage.watches import Part

REASONS = ("closed", "stranger", "double", "quiet")
"""Why there is no point in a client; anything else is said in words."""
OTHER = "other"
MONTHS = (3, 6, 12)
"""For how long a client may rest, beside for ever; the second one is meant where nothing is said."""
LONGEST = 300
FARTHEST = timedelta(days=10 * 366)


class Act(StrEnum):
    """What is done about a client; the value stands in buttons and in the audit trail.

    PLAN    something with the client at a time
    DATA    look at what is known, to change it
    RIGHT   what is known is right; when to come back is asked next
    BACK    that is said: the client rests until then
    REST    there is no point: a reason
    UNTIL   for how long, in months, 0 for ever
    WAKE    back among what is checked
    SEGMENT another segment
    NAME, CONTACT, PHONE, EMAIL   something of it is to be changed, in words
    LEAVE   back to where one came from
    """

    PLAN = "plan"
    DATA = "data"
    RIGHT = "right"
    BACK = "back"
    REST = "rest"
    UNTIL = "until"
    WAKE = "wake"
    SEGMENT = "segment"
    NAME = "name"
    CONTACT = "contact"
    PHONE = "phone"
    EMAIL = "email"
    LEAVE = "leave"


IN_WORDS = frozenset({Act.NAME, Act.CONTACT, Act.PHONE, Act.EMAIL})
"""What only words say."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What takes it back: a run and the cause."""

    run: int
    cause: int


@dataclass(frozen=True, slots=True)
class Attended:
    """A client as it is now, and what has been done about it. `due` and `timed`: what was planned.

    `again`: it was so already. `today` is the day of whoever answers for it.
    """

    care: Care
    today: date
    act: Act | None = None
    due: datetime | None = None
    timed: bool = False
    undo: Undoing | None = None
    again: bool = False
    people: Sequence[Reachable] = ()


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


async def care_of(session: AsyncSession, work: Work, client_id: int) -> tuple[Care, Person]:
    """The client and who answers for it; ForbiddenError where it is none of the person's."""
    found = await caring.get(session, client_id)
    if found is None or found.owner_id is None:
        raise ForbiddenError
    await admit(session, work.person, found.owner_id, company=work.company, now=work.now)
    owner = await people.get(session, found.owner_id)
    assert owner is not None
    return found, owner


def calendar_of(work: Work, owner: Person) -> Calendar:
    """By whose days it rests."""
    return daily.calendar_of(owner, work.company)


async def tell(tx: AsyncSession, work: Work, care: Care, act: Act, **data: object) -> None:
    """Who did what about it, and when."""
    await audit.tell(
        tx,
        audit.CLIENT,
        actor_id=work.person.id,
        now=work.now,
        subject=care.id,
        act=act.value,
        name=care.name,
        **data,
    )


async def attended(
    tx: AsyncSession,
    work: Work,
    client_id: int,
    act: Act,
    *,
    due: datetime | None = None,
    timed: bool = True,
    undo: Undoing | None = None,
    again: bool = False,
) -> Attended:
    """As it is now; what the audit had found about it is judged anew."""
    care, owner = await care_of(tx, work, client_id)
    calendar = calendar_of(work, owner)
    rules = work.company.rules.values()
    part = Part(only=(client_id,))
    await audits.reconcile(tx, rules, owner.id, work.now, calendar, kinds=(CLIENT,), part=part)
    await audits.seen(tx, CLIENT, client_id, now=work.now)
    known = await dossier.people(tx, client_id)
    return Attended(care, calendar.day_of(work.now), act, due, timed, undo, again, known)
