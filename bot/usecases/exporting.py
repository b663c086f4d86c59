"""Everything that a person may see, for a file: one's own, the team's, all; an administrator has people, not deals."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import Role, demand, has, led
from bot.usecases.naming import NONE, Names, names
from bot.usecases.work import Work
from fsm.definition import FieldType, Label
from storage import exports
from storage.company import Company
from storage.exports import ActivityRow, ClientRow, ContactRow, DealRow, NoteRow, PersonRow
from storage.people import Person
from storage.titles import Titles

AT_ONCE = 500
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Everything:
    """`sales` is False where the person sees no deals at all; then only people are there."""

    sales: bool
    deals: Sequence[DealRow] = ()
    clients: Sequence[ClientRow] = ()
    contacts: Sequence[ContactRow] = ()
    activities: Sequence[ActivityRow] = ()
    notes: Sequence[NoteRow] = ()
    people: Sequence[PersonRow] = ()
    names: Names = NONE  # of the rows that fields of the deals speak of


def sees_sales(person: Person) -> bool:
    """Whether any deals are this person's to see."""
    return has(person, Role.REP, Role.HEAD, Role.DIRECTOR)


async def _names(session: AsyncSession, company: Company, deals: Sequence[DealRow]) -> Names:
    """Names for what the deals' own fields say, so many deals at a time as a database takes ids."""
    rows: dict[FieldType, dict[int, str]] = {}
    titles: dict[str, Label] = {}
    for (key, version), process in company.processes.items():
        own = [one.extra for one in deals if (one.process, one.version) == (key, version) and one.extra]
        for first in range(0, len(own), AT_ONCE):
            found = await names(session, company, process, *own[first : first + AT_ONCE])
            titles |= found.processes
            for kind, named in found.rows.rows.items():
                rows.setdefault(kind, {}).update(named)
    return Names(Titles(rows), titles)


async def everything(work: Work) -> Everything:
    """All rows that this person may see; ForbiddenError for somebody without a role."""
    demand(work.person, *Role)
    sales = sees_sales(work.person)
    async with work.db.read() as session:
        owners = None if has(work.person, Role.DIRECTOR) else await led(session, work.person)
        people = await exports.people(session, None if has(work.person, Role.ADMIN) else owners)
        if not sales:
            return Everything(sales=False, people=people)
        deals = await exports.deals(session, owners)
        found = Everything(
            sales=True,
            deals=deals,
            names=await _names(session, work.company, deals),
            clients=await exports.clients(session, owners),
            contacts=await exports.contacts(session, owners),
            activities=await exports.activities(session, owners),
            notes=await exports.notes(session, owners),
            people=people,
        )
    # Who took client data out of the product can be told afterwards.
    log.info("exported", person=work.person.id, deals=len(found.deals), contacts=len(found.contacts))
    return found
