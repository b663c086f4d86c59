"""One of the people who sell here, and one of the teams with who leads it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import Role, has
from bot.usecases.asked import Suggestion
from bot.usecases.asking import choosing
from bot.usecases.asking.choosing import Option
from bot.usecases.asking.inquiry import Inquiry, Manner, Offered, Unfinished
from fsm.definition import FieldType, Process
from fsm.facts import Answer, Answers
from storage import people, teams
from storage.people import Person

SELLERS = (Role.REP, Role.HEAD, Role.DIRECTOR)
"""To whom work may be given."""


async def _sellers(session: AsyncSession) -> list[Person]:
    return [one for one in await people.everyone(session) if one.active and has(one, *SELLERS)]


async def _people(inquiry: Inquiry) -> list[Option]:
    """Those who have joined, the asker's own team first; whoever has left cannot be chosen."""
    own = inquiry.work.person.team_id
    found = await _sellers(inquiry.tx)
    found.sort(key=lambda one: (one.team_id != own, one.name, one.id))
    return [Option(Suggestion(f"i{one.id}", one.name, one.id), (one.name,)) for one in found]


async def without_leavers(tx: AsyncSession, process: Process, answers: Answers) -> Answers:
    """Somebody who was chosen may have left, or sell no more, before the last question was answered: he is asked for again."""
    fields = process.fields
    chosen = {key for key in answers if key in fields and fields[key].type is FieldType.PERSON}
    if not chosen:
        return answers
    here = {None, *(one.id for one in await _sellers(tx))}
    return {key: value for key, value in answers.items() if key not in chosen or value in here}


async def _people_offered(inquiry: Inquiry) -> Offered:
    return choosing.offered(inquiry, await _people(inquiry))


async def _person_pressed(inquiry: Inquiry, choice: str) -> Answer:
    return choosing.pressed(await _people(inquiry), choice)


async def _person_said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    return choosing.said(await _people(inquiry), text)


async def _teams(inquiry: Inquiry) -> list[Option]:
    """By name; the heads beside it, by whose names it is found as well."""
    heads: dict[int, list[Person]] = {}
    for one in await people.everyone(inquiry.tx, role=Role.HEAD):
        if one.team_id is not None:
            heads.setdefault(one.team_id, []).append(one)
    found = []
    for team in await teams.all_(inquiry.tx):
        names = tuple(one.name for one in heads.get(team.id, ()))
        suggestion = Suggestion(f"i{team.id}", team.name, team.id, more=", ".join(names) or None)
        found.append(Option(suggestion, (team.name, *names)))
    return found


async def _teams_offered(inquiry: Inquiry) -> Offered:
    return choosing.offered(inquiry, await _teams(inquiry))


async def _team_pressed(inquiry: Inquiry, choice: str) -> Answer:
    return choosing.pressed(await _teams(inquiry), choice)


async def _team_said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    return choosing.said(await _teams(inquiry), text)


PERSON = Manner(_people_offered, _person_pressed, _person_said)
TEAM = Manner(_teams_offered, _team_pressed, _team_said)
