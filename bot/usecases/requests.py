"""What is asked of others about a deal: sent by hand, decided by whoever was asked, taken back by whoever asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases import duties, exempting
from bot.usecases.access import ForbiddenError, admit
from bot.usecases.handing import adopt, owe
from bot.usecases.replies import StaleError
from bot.usecases.work import Work
from fsm.definition import Process
from fsm.facts import Move, Plan, Press, Snooze, Trigger
from fsm.table import Refused
from storage import deals, requests
from storage.apply import advance
from storage.requests import Request
from storage.runs import REQUEST, Loaded, load


class RunningError(ForbiddenError):
    """The same was asked already: it is with `holder` since `since` (UTC)."""

    def __init__(self, holder: str | None, since: datetime | None, now: datetime) -> None:
        super().__init__(holder, since)
        self.holder = holder
        self.since = since
        self.now = now


class OwnRequestError(ForbiddenError):
    """Nobody decides about what he has asked himself."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be asked about a deal, by keys of its process, and what is being decided of it."""

    card: deals.Card
    process: Process
    keys: Sequence[str]
    running: Mapping[str, Request]


async def offer(work: Work, run_id: int) -> Offer:
    """What can be asked now. ForbiddenError for whose deal this is not, StaleError where there is none."""
    async with work.db.read() as session:
        card = await deals.card_of_run(session, run_id)
        if card is None:
            raise StaleError
        await admit(session, work.person, card.owner_id, company=work.company, now=work.now)
        found = await requests.of_deal(session, run_id)
        loaded = await load(session, run_id, work.company, lock=False)
        stands = await duties.demands(session, work.company, loaded, work.now, found)
    running = {one.key: one for one in found if one.open}
    askable = {one.rule.exempt.activity for one in stands if one.exempting and one.rule.exempt}
    keys = exempting.offered(loaded.process, running, work.company, askable=askable)
    return Offer(card, loaded.process, keys, running)


def permit(work: Work, loaded: Loaded, trigger: Trigger) -> None:
    """A request is decided by whoever was asked, never by who asks while anybody is above; nothing else is done to it."""
    if loaded.row["kind"] != REQUEST:
        return
    match trigger:
        case Press(activity):
            owner = next((task.owner for task in loaded.facts.open if task.id == activity), None)
            me = work.person.id
            above = loaded.facts.organisation.heads.get(me)
            if loaded.facts.owner == me and (owner != me or above is not None):
                raise OwnRequestError
        case Move() | Snooze():
            pass  # the process itself says whereto
        case _:
            raise ForbiddenError


async def in_flight(tx: AsyncSession, work: Work, trigger: Trigger, run_id: int) -> RunningError:
    """With whom the same request is now, for whoever asks a second time."""
    found = await requests.running(tx, run_id, trigger.key) if isinstance(trigger, Plan) else None
    if found is None:
        return RunningError(None, None, work.now)
    return RunningError(found.holder, found.since, work.now)


async def waiting(work: Work, run_id: int) -> int:
    """The activity of the deal that waits for a request, or has waited; StaleError where there is none."""
    async with work.db.read() as session:
        found = await requests.of_run(session, run_id)
    if found is None:
        raise StaleError
    return found.waiting


async def withdraw(work: Work, run_id: int, *, message: int) -> int:
    """Take a request back; the activity of the deal that has waited for it. StaleError where it was decided already."""
    async with work.begin() as tx:
        found = await requests.of_run(tx, run_id)
        if found is None:
            raise StaleError
        await admit(tx, work.person, found.owner_id, company=work.company, now=work.now)
        goal = work.company.processes[found.process, found.version].withdrawn
        if not found.open or goal is None:
            raise StaleError(activity=found.waiting, run=found.deal_run)
        await adopt(tx, work, found.waiting, message)
        try:
            advanced = await advance(
                tx, run_id, Move(goal), work.now, company=work.company, actor_id=work.person.id
            )
        except Refused:
            raise StaleError(activity=found.waiting, run=found.deal_run) from None
        await owe(tx, work, advanced, next_card=False)
        return found.waiting
