"""Everything that a person may see, for a file: one's own, the team's, all; an administrator has people, not deals."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.usecases.access import Role, demand, has, led
from bot.usecases.work import Work
from storage import exports
from storage.exports import ActivityRow, ClientRow, ContactRow, DealRow, NoteRow, PersonRow
from storage.people import Person

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


def sees_sales(person: Person) -> bool:
    """Whether any deals are this person's to see."""
    return has(person, Role.REP, Role.HEAD, Role.DIRECTOR)


async def everything(work: Work) -> Everything:
    """All rows that this person may see; ForbiddenError for somebody without a role."""
    demand(work.person, *Role)
    sales = sees_sales(work.person)
    async with work.db.read() as session:
        owners = None if has(work.person, Role.DIRECTOR) else await led(session, work.person)
        people = await exports.people(session, None if has(work.person, Role.ADMIN) else owners)
        if not sales:
            return Everything(sales=False, people=people)
        found = Everything(
            sales=True,
            deals=await exports.deals(session, owners),
            clients=await exports.clients(session, owners),
            contacts=await exports.contacts(session, owners),
            activities=await exports.activities(session, owners),
            notes=await exports.notes(session, owners),
            people=people,
        )
    # Who took client data out of the product can be told afterwards.
    log.info("exported", person=work.person.id, deals=len(found.deals), contacts=len(found.contacts))
    return found
