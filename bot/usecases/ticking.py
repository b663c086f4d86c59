"""Points of a checklist, ticked in place on the card of the activity that they belong to."""

from bot.usecases.access import ForbiddenError
from bot.usecases.asking.checklists import ticked
from bot.usecases.dialogue import admit
from bot.usecases.handing import adopt, owe
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.facts import Edit
from fsm.table import Refused
from storage import activities
from storage.apply import advance
from storage.runs import load


async def tick(work: Work, activity: int, point: str, *, on: bool, message: int) -> None:
    """The point is as it is wanted from now on; one that is so already changes nothing.

    Raises StaleError where the activity has ended, ForbiddenError for somebody else's and for no point of it.
    """
    async with work.begin() as tx:
        place = await activities.place(tx, activity)
        if place is None:
            raise StaleError
        await admit(tx, work, place.owner_id)
        if place.state != "open":
            raise StaleError(activity=activity, run=place.run_id)
        await adopt(tx, work, activity, message)
        loaded = await load(tx, place.run_id, work.company)
        task = next((one for one in loaded.facts.open if one.id == activity), None)
        known = None if task is None else loaded.process.activities.get(task.key)
        key = None if known is None else known.checklist
        if key is None or point not in loaded.process.fields[key].options:
            raise ForbiddenError
        before = loaded.facts.fields.get(key)
        keys = tuple(str(one) for one in before) if isinstance(before, tuple) else ()
        wanted = ticked(loaded.process.fields[key], keys, point, on=on)
        if wanted == keys:
            return
        try:
            advanced = await advance(
                tx,
                place.run_id,
                Edit({key: wanted}),
                work.now,
                company=work.company,
                actor_id=work.person.id,
                loaded=loaded,
            )
        except Refused:
            raise StaleError(activity=activity, run=place.run_id) from None
        await owe(tx, work, advanced, next_card=False)
