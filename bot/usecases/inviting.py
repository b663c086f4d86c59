"""A meeting with where it takes place and who comes to it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.usecases import reading
from bot.usecases.reading import TaskCard
from bot.usecases.work import Work
from fsm.definition import FieldType
from fsm.values import Participant, valued
from storage import contacts
from storage.company import MEETINGS


@dataclass(frozen=True, slots=True)
class Invited:
    """`place` in the words of the deal; `names` are the participants on the client's side."""

    found: TaskCard
    place: str | None
    names: Sequence[str]


async def meeting(work: Work, activity: int) -> Invited | None:
    """None for what is closed, is no meeting or has no time. Raises StaleError and ForbiddenError like any card."""
    found = await reading.task(work, activity, before=False)
    card = found.card
    if card.state != "open" or card.kind not in MEETINGS or not card.timed:
        return None
    known = found.process.activities.get(card.key)
    place = card.deal.extra.get(known.place) if known is not None and known.place else None
    ids = [one.contact for one in _participants(found)]
    async with work.db.read() as session:
        known_people = await contacts.of_ids(session, ids)
    names = [known_people[one].name for one in ids if one in known_people]
    return Invited(found, str(place) if place else None, names)


def _participants(found: TaskCard) -> list[Participant]:
    rows: list[Participant] = []
    for key, field in found.process.fields.items():
        written = found.card.deal.extra.get(key)
        if field.type is FieldType.PARTICIPANTS and written:
            with suppress(ValueError):  # the process has another type for it by now
                values = valued(field.type, written)
                assert isinstance(values, tuple)
                rows += [one for one in values if isinstance(one, Participant)]
    return rows
