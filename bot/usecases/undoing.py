"""Taking back what one has done, while nobody has reacted; whoever had seen it sees that it was taken back."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.access import ForbiddenError
from bot.usecases.handing import TASK, adopt, take
from bot.usecases.work import Work
from fsm.definition import Process
from notifications import owing, redraws
from notifications.kinds import Decided
from storage import cards, history, outbox, requests, undo
from storage.history import Entry
from storage.runs import NoRunError, load
from storage.undo import TooLateError, Undone


@dataclass(frozen=True, slots=True)
class TakenBack:
    """It was taken back; `activity` is the one whose card comes back, None where it was about the deal.

    `many`: several deals were changed at once, so that the day comes back.
    """

    run: int
    activity: int | None
    many: bool = False


@dataclass(frozen=True, slots=True)
class TooLate:
    """It was not; `since` is what has happened last."""

    since: Entry
    process: Process


async def take_back(work: Work, run_id: int, cause_id: int, *, message: int) -> TakenBack | TooLate:
    """Undo one's own last change from the message `message`. ForbiddenError for what is none of one's own."""
    async with work.begin() as tx:
        try:
            done = await undo.undo(
                tx, run_id, cause_id, work.now, company=work.company, actor_id=work.person.id
            )
        except NoRunError:
            raise ForbiddenError from None
        except TooLateError:
            return await _too_late(tx, work, run_id, cause_id)
        activity = _about(done)
        if activity is None:
            await take(tx, work, message)
        else:
            await adopt(tx, work, activity, message)
        await _tell(tx, work, done, activity)
        await _reopened(tx, work, done)
        request = None if activity else await requests.of_run(tx, run_id)
        if request is not None:  # it is being decided again
            return TakenBack(request.deal_run, request.waiting)
        return TakenBack(run_id, activity, many=done.changes > 1 and "snooze" in done.trigger)


def _about(done: Undone) -> int | None:
    number = done.trigger.get("id")
    if done.changes > 1 and "snooze" in done.trigger:
        return None
    return number if isinstance(number, int) and "delegate" not in done.trigger else None


async def _tell(tx: AsyncSession, work: Work, done: Undone, activity: int | None) -> None:
    """Others' cards are drawn again; of one's own, those that this had brought become stubs."""
    brought = set(await outbox.told(tx, cause_id=done.cause_id, person_id=work.person.id))
    for number in {*done.activities, *done.withdrawn, *((activity,) if activity else ())}:
        await redraws.owe(tx, kind=TASK, subject_id=number, now=work.now, but=work.person.id)
        own = await cards.get(tx, person_id=work.person.id, kind=TASK, subject_id=number)
        if own is not None and number in done.withdrawn:
            brought.add(own.message_id)
    for message in brought:
        shown = await cards.by_message(tx, chat_id=work.person.telegram_id or 0, message_id=message)
        for card in shown:
            if card.kind == TASK and card.subject_id != activity:
                await cards.forget(tx, person_id=work.person.id, kind=TASK, subject_id=card.subject_id)
                work.withdrawn.append(message)


async def _reopened(tx: AsyncSession, work: Work, done: Undone) -> None:
    """Whoever was told already what was decided hears that it is being decided again."""
    request = await requests.of_run(tx, done.run_id)
    who = None if request is None else work.company.addressee(request.owner_id, work.now)
    if request is None or who is None or not request.open:
        return
    if await outbox.told(tx, cause_id=done.cause_id, person_id=who):
        last = await history.last(tx, done.run_id)
        assert last is not None
        payload = Decided(request.run_id, last.id)
        await owing.tell(tx, who, payload, now=work.now, company=work.company, actor_id=work.person.id)


async def _too_late(tx: AsyncSession, work: Work, run_id: int, cause_id: int) -> TooLate:
    """Only to whoever did it is told what happened since."""
    entry = await history.get(tx, cause_id)
    last = await history.last(tx, run_id)
    if entry is None or last is None or entry.actor_id != work.person.id:
        raise ForbiddenError
    return TooLate(last, (await load(tx, run_id, work.company, lock=False)).process)
